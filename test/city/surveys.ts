import { answerSurvey } from '#modules/listen/doors/survey-answers.ts';
import { releaseSurvey } from '#modules/listen/doors/survey-releases.ts';
import { createSurvey, surveyInvites } from '#modules/listen/doors/surveys.ts';
import { type ListenKeys, newNonce } from '#modules/listen/listen-keys.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';

/** Within a transaction, so many days ago. */
type At = (tx: Context['tx'], daysAgo: number) => Context;

const DAY = 86_400_000;
const INVITED = 80;
/** How many chose what, in the order of the choices; 61 of the 80 drawn answered. */
const CONTENT = [13, 22, 15, 6, 5];
const HARDEST = [27, 12, 15, 7];
const WRITTEN = [
  '告知单上没写要带的材料，跑了两趟才办成。',
  '帮办员很耐心，照着单子一次就办好了。',
  '能不能把几个部门的表合成一张？',
  '中午没人，请留一个窗口。',
  '网上传的材料窗口看不见，又让交一遍纸的。',
  '办得快，就是停车难。',
];

/** One survey of enterprises that were drawn, over and made public, and one that anybody may answer today. */
export async function loadSurveys(db: Database['db'], keys: ListenKeys, at: At): Promise<void> {
  const inside = <T>(daysAgo: number, work: (ctx: Context) => Promise<T>): Promise<T> =>
    db.transaction().execute((tx) => work(at(tx, daysAgo)));
  const drawn = await inside(45, async (ctx) =>
    createSurvey(keys, ctx, {
      title: '企业办事满意度',
      words: '问的是最近半年在政务大厅办过的事。不记名，三道题，两分钟。',
      chosen: 'drawn',
      method: '从全区 412 户规模以上和个转企名录中用随机数抽取，信封装码，由园区专人送到门口',
      invited: INVITED,
      questions: [
        { kind: 'levels', words: '最近一次办事，总的来说满意吗？', choices: [] },
        {
          kind: 'choice',
          words: '最费时间的是哪一环？',
          choices: ['补材料', '排队等候', '几个部门来回跑', '网上系统不好用'],
        },
        { kind: 'text', words: '还想说什么？', choices: [] },
      ],
      fromOn: dayOf(new Date(ctx.now.getTime() + 5 * DAY)),
      toOn: dayOf(new Date(ctx.now.getTime() + 25 * DAY)),
    }),
  );
  const { id, code } = drawn;
  await inside(43, (ctx) =>
    releaseSurvey(ctx, { id, what: 'questions', reason: '题目中性，不问个人信息' }),
  );
  await handIn(db, keys, at, { id, code });
  await inside(14, (ctx) =>
    releaseSurvey(ctx, { id, what: 'results', reason: '方法、样本和应答率齐全，不含个人信息' }),
  );
  const open = await inside(6, async (ctx) =>
    createSurvey(keys, ctx, {
      title: '图书室几点开门好',
      words: '镇图书室想改开门时间，听听大家的。',
      chosen: 'open',
      method: '',
      questions: [
        { kind: 'choice', words: '您什么时候最想去？', choices: ['上午', '下午', '晚上', '周末'] },
        { kind: 'levels', words: '对现在的开门时间满意吗？', choices: [] },
        { kind: 'text', words: '还想说什么？', choices: [] },
      ],
      fromOn: ctx.today,
      toOn: dayOf(new Date(ctx.now.getTime() + 30 * DAY)),
    }),
  );
  await inside(5, (ctx) =>
    releaseSurvey(ctx, { id: open.id, what: 'questions', reason: '题目中性，不问个人信息' }),
  );
}

/** Sixty-one of those invited answer, over two weeks. */
async function handIn(
  db: Database['db'],
  keys: ListenKeys,
  at: At,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<void> {
  const calls = async (daysAgo: number) => {
    const { actor, cityId, now, today } = await db
      .transaction()
      .execute((tx) => Promise.resolve(at(tx, daysAgo)));
    return { actor, cityId, now, today, db, request: new Request('http://localhost/') };
  };
  const slips = await surveyInvites(keys, { ...(await calls(42)), from: 'local' }, { id });
  const invites = (await slips.text())
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  const content = spread(CONTENT);
  // Who was content is not who was held up by what: the second question runs through the first.
  const hardest = spread(HARDEST);
  for (const [i, level] of content.entries()) {
    const call = { ...(await calls(38 - (i % 14))), from: `10.1.${i}.1` };
    const hard = hardest[(i * 17) % hardest.length] ?? 0;
    await answerSurvey(keys, call, {
      code,
      nonce: newNonce(keys, call.now),
      invite: invites[i] ?? '',
      answers: [String(level), String(hard), i % 10 === 3 ? (WRITTEN[(i - 3) / 10] ?? '') : ''],
    });
  }
}

function spread(counts: readonly number[]): number[] {
  return counts.flatMap((n, choice) => Array.from({ length: n }, () => choice));
}
