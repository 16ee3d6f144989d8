import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as distil from '#contract/distil.ts';
import * as topic from '#contract/topic.ts';
import * as moves from '#contract/list-moves.ts';
import * as sheets from '#contract/sheets.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';

type Body = Record<string, unknown>;

const ALIKE = [
  '桥头村口路灯不亮，老人晚上出门摔跤',
  '反映：桥头村口照明灯坏了不亮，老人晚上出门摔跤，望解决',
  '桥头村3号楼电梯困人没有人修',
  '桥头村5号楼电梯困人没有人修',
];

async function token(stage: Stage, login: string): Promise<{ token: string }> {
  const { password } = stage;
  const { headers } = await stage.api.call(ways.login, undefined, { login, password });
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { body } = await stage.api.call(
    account.createToken,
    { cookie },
    { name: '归并提炼', scopes: ['ledger:read', 'ledger:write'], days: 30 },
  );
  return { token: String(body['token']) };
}

/** From statements to judged groups: a run, the queue, judgements and their undoing, causes, suggestions. */
export async function distilStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const office = await token(stage, 'office');
  const town = await token(stage, 'town');
  const raised: Body[] = [];
  for (const title of ALIKE) {
    const { body } = await api.call(moves.raiseEntry, town, {
      kind: 'problem',
      title,
      source: 'visit',
      level: 'unit',
    });
    raised.push(body);
    // It is compared at once, beside us: what comes of it bears the time of this step, however busy the machine.
    await stage.settle();
  }
  await api.call(distil.startDistil, office, {});
  await stage.settle();
  const { body: queue } = await api.call(distil.listItems, office, { kind: 'suggested', limit: 5 });
  const [item] = queue['items'] as Body[];
  if (item === undefined) throw new Error('nothing on the queue');
  await api.call(distil.readItem, office, { id: item['id'] });
  const { body: judged } = await api.call(distil.decideItem, office, {
    id: item['id'],
    decision: 'apart',
    reason: '不是同一部电梯',
  });
  const [decision] = (judged['item'] as Body)['decisions'] as Body[];
  await api.call(distil.undoDecision, office, { id: decision?.['id'] });
  const { body: hot } = await api.call(topic.hotTopics, office, { days: 30 });
  await acceptKind(stage, office, hot['topics'] as Body[]);
  const [lamp, lift] = [raised[0]?.['id'], raised[2]?.['id']];
  const { body: family } = await api.call(topic.readFamily, town, { id: lamp });
  const [link] = family['links'] as Body[];
  if (link === undefined) throw new Error('nothing was linked');
  await api.call(distil.unlinkEdge, office, { id: link['id'], reason: '两盏不同的灯' });
  await api.call(topic.linkRootCause, office, { id: lamp, parent: lift });
  await api.call(topic.listCauses, office);
  await api.call(topic.unlinkRootCause, office, { id: lamp });
  await api.call(distil.suggestSimilar, town, { text: '桥头村口路灯不亮' });
  await api.call(distil.suggestCategory, town, { title: '桥头村口路灯不亮' });
  await api.call(distil.trainCategories, office, { taxonomy: 'PC' });
  await stage.settle();
  await importStory(stage, town);
}

/** The first kind of which some groups wait to be confirmed: looked at and accepted at once. */
async function acceptKind(stage: Stage, as: Caller, topics: readonly Body[]): Promise<void> {
  for (const { family } of topics) {
    const { body } = await stage.api.call(topic.readGroup, as, {
      id: family,
      kind: 'entry',
    });
    const items = (body['waiting'] as Body[]).map(({ id }) => id);
    if (items.length === 0) continue;
    await stage.api.call(topic.acceptGroup, as, { id: family, items, reason: '同一盏灯' });
    return;
  }
  throw new Error('no kind waits to be confirmed');
}

async function importStory(stage: Stage, as: Caller): Promise<void> {
  const { api } = stage;
  const chunks: Buffer[] = [];
  const rows = [
    ['序号', '问题', '整改措施', '牵头单位', '完成时限'],
    ['1', '服务窗口午间无人值守', '安排午间轮班', '柳河镇', '2026年7月底前'],
  ];
  for await (const chunk of writeXlsx([{ name: '自查', columns: [], rows }])) chunks.push(chunk);
  const { body } = await api.call(
    sheets.uploadSheet,
    as,
    { name: '自查问题.xlsx' },
    Buffer.concat(chunks),
  );
  await api.call(sheets.previewImport, as, { id: body['id'] });
  await stage.settle();
  await api.call(distil.importDistilled, as, { id: body['id'] });
  await stage.settle();
}
