import { linkVoice, raiseFromVoice } from '#modules/listen/link-voice.ts';
import {
  adoptVoice,
  answerVoice,
  dismissVoice,
  registerVoice,
  routeVoice,
} from '#modules/listen/handle-voice.ts';
import { codeHash, listenKeys } from '#modules/listen/listen-keys.ts';
import { createCollection } from '#modules/listen/doors/collections.ts';
import { recordVisit } from '#modules/listen/doors/visits.ts';
import { receiveVoice } from '#modules/listen/receive-voice.ts';
import { releaseEntry } from '#modules/listen/release-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { Channel, Subject, VoiceKind } from '#domain/voice/voice.ts';

type Told = readonly [
  kind: VoiceKind,
  channel: Channel,
  subject: Subject,
  words: string,
  fate: Fate,
];
/** How far a made-up voice has come. */
type Fate =
  | 'new'
  | 'registered'
  | 'routed'
  | 'answered'
  | 'adopted'
  | 'raised'
  | 'same'
  | 'dismissed';

/** Made-up voices of one town; `same` says the same as the `raised` before it. */
const VOICES: readonly Told[] = [
  [
    'request',
    'web',
    'lighting',
    '北街口第三根灯杆往东，路灯有五盏不亮，晚上接孩子看不清路。',
    'raised',
  ],
  ['request', 'hotline', 'lighting', '北街路灯坏了一个多星期，来电人请尽快修。', 'same'],
  ['request', 'box', 'lighting', '北街晚上没灯，老人走路害怕。', 'same'],
  ['request', 'web', 'lighting', '北街路灯不亮', 'same'],
  ['request', 'visit', 'lighting', '走访时北街商户反映路灯长期不亮，影响夜市。', 'same'],
  ['request', 'web', 'roads', '镇中心小学门口没有斑马线，放学时车多，家长很担心。', 'raised'],
  ['request', 'hotline', 'roads', '小学门口过街危险，请画斑马线、装减速带。', 'same'],
  ['request', 'web', 'water', '入冬以来水压不够，三楼以上早晚没水。', 'answered'],
  ['request', 'web', 'cleanliness', '集贸市场后巷垃圾三天没人清运。', 'registered'],
  ['request', 'box', 'cleanliness', '河边步道垃圾桶太少，到处是塑料袋。', 'routed'],
  ['request', 'hotline', 'housing', '小区电梯停了半个月，物业说没钱修。', 'registered'],
  ['request', 'web', 'health', '新农合异地报销跑了三趟还差材料，能不能一次说清？', 'answered'],
  ['request', 'enterprise', 'business', '园区变压器容量不够，旺季限电，订单赶不出来。', 'routed'],
  ['request', 'web', 'school', '公办幼儿园报名要排一夜队，希望改成网上摇号。', 'registered'],
  ['request', 'hotline', 'farming', '机井坏了没人修，二百亩麦子等水。', 'answered'],
  ['request', 'web', 'service', '办事大厅中午没人，请留一个窗口值班。', 'answered'],
  ['opinion', 'web', 'roads', '建议集市日在桥头加开一班公交。', 'adopted'],
  ['opinion', 'box', 'service', '建议把各窗口要带的材料贴在门口，写大字。', 'adopted'],
  ['opinion', 'web', 'farming', '建议统一收农膜，按斤给点钱，比罚款管用。', 'registered'],
  ['opinion', 'survey', 'business', '希望招商时把用工情况一起讲清楚。', 'registered'],
  ['opinion', 'web', 'cleanliness', '建议河道保洁分段挂牌，谁管哪段一看就知道。', 'adopted'],
  ['opinion', 'web', 'school', '建议延时服务时间和公交末班车对上。', 'new'],
  ['opinion', 'box', 'other', '开会少一点，下来看看多一点。', 'new'],
  ['request', 'web', 'roads', '桥头村进村路塌了半边，大车过不去。', 'new'],
  ['request', 'web', 'water', '村里自来水有股土味，请化验一下。', 'new'],
  ['request', 'hotline', 'housing', '危房改造补助去年报的，今年还没有回信。', 'new'],
  ['request', 'web', 'lighting', '广场南侧高杆灯一直闪。', 'new'],
  ['complaint', 'web', 'service', '有的窗口态度生硬，问三句答一句，来回跑了五趟。', 'new'],
  ['request', 'web', 'other', '本店新开张，欢迎选购，量大从优。', 'dismissed'],
  ['request', 'web', 'cleanliness', '垃圾车早上五点放音乐，能不能晚一点？', 'answered'],
  ['request', 'web', 'cleanliness', '集贸市场后巷垃圾堆了三天没人清运，味道很大。', 'new'],
  ['request', 'hotline', 'cleanliness', '集贸市场后巷的垃圾三天没清运了，请派人来。', 'new'],
];

/** Put the made-up voices into the made-up city, each by the moves that a real one makes. */
export async function loadVoices(database: Database, cityId: number, now: Date): Promise<void> {
  const { db } = database;
  const accounts = await db
    .selectFrom('account')
    .where('city_id', '=', cityId)
    .where('login', 'in', ['office', 'county.office'])
    .select(['id', 'login'])
    .execute();
  const account = accounts.find(({ login }) => login === 'county.office') ?? accounts[0];
  const actor = account && (await actorOfAccount(db, cityId, account.id, now));
  const [post] = actor?.posts ?? [];
  if (actor === undefined || post === undefined) return;
  const units = await db.selectFrom('unit').where('city_id', '=', cityId).selectAll().execute();
  const root = units.find((unit) => unit.parent_id === null);
  const town = units.find((unit) => unit.kind === 'town' && unit.org_path.startsWith(post.path));
  const bureau = units.find(
    (unit) => unit.functions[0] === '住建' && unit.org_path.startsWith(post.path),
  );
  if (root === undefined || town === undefined || bureau === undefined) return;
  const place = (unit: typeof root) => ({
    id: unit.id,
    path: unit.org_path,
    name: unit.short_name,
  });
  // Nobody has the codes of made-up voices, so that any key will do.
  const keys = listenKeys(new Uint8Array(32).fill(1));
  const at = (tx: Context['tx'], daysAgo: number): Context => {
    const then = new Date(now.getTime() - daysAgo * 86_400_000);
    return { tx, actor, cityId, now: then, today: dayOf(then) };
  };
  let entry = '';
  for (const [i, [kind, channel, subject, words, fate]] of VOICES.entries())
    await db.transaction().execute(async (tx) => {
      const { id } = await receiveVoice(at(tx, 40 - i), {
        kind,
        channel,
        words,
        placeText: '',
        place: place(town),
        placeUnit: town.id,
        subject,
        about: kind === 'complaint' ? place(bureau) : undefined,
        root: place(root),
        lang: 'zh',
        codeHash: codeHash(keys, `made up ${i}`),
        heldFor: undefined,
      });
      entry = await further(at(tx, 38 - i), id, fate, { entry, bureau: bureau.id });
    });
  await otherDoors(db, keys, (tx, daysAgo) => at(tx, daysAgo), town.id);
}

/** A campaign that is open today, and what two visits have brought. */
async function otherDoors(
  db: Database['db'],
  keys: ReturnType<typeof listenKeys>,
  at: (tx: Context['tx'], daysAgo: number) => Context,
  town: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ctx = at(tx, 0);
    const day = (by: number): string => dayOf(new Date(ctx.now.getTime() + by * 86_400_000));
    await createCollection(ctx, {
      topic: '集市日出行',
      words: '赶集来回哪里不方便？想怎么改？',
      subject: 'roads',
      fromOn: day(-10),
      toOn: day(20),
    });
  });
  for (const [key, daysAgo, visit] of [
    [
      'made-up-visit-1',
      6,
      {
        kind: 'enterprise',
        raised: '厂门口的桥限重，货车绕行十公里。',
        outcome: 'voice',
        help: '请公路部门看看能否加固',
        settled: '',
      },
    ],
    [
      'made-up-visit-2',
      3,
      {
        kind: 'village',
        raised: '卫生室没有降压药，要到镇上买。',
        outcome: 'settled',
        help: '',
        settled: '当场联系镇卫生院，每周二送药到村。',
      },
    ],
  ] as const) {
    const { actor, cityId, now, today } = await db
      .transaction()
      .execute((tx) => Promise.resolve(at(tx, daysAgo)));
    const call = {
      actor,
      cityId,
      now,
      today,
      db,
      request: new Request('http://localhost/'),
      from: 'local',
    };
    const told = { place: '', name: '', contact: '', placeUnit: town };
    await recordVisit(keys, call, { key, ...visit, ...told });
  }
}

async function further(
  ctx: Context,
  id: string,
  fate: Fate,
  { entry, bureau }: { readonly entry: string; readonly bureau: string },
): Promise<string> {
  if (fate === 'new') return entry;
  if (fate === 'dismissed') {
    await dismissVoice(ctx, {
      id,
      version: 1,
      because: 'advertising',
      reason: '属商业广告，不是意见诉求',
    });
    return entry;
  }
  const { version, title, summary } = await registerVoice(ctx, { id, version: 1 });
  const seen = { id, version };
  if (fate === 'routed') await routeVoice(ctx, { ...seen, unit: bureau });
  if (fate === 'same' && entry !== '') await linkVoice(ctx, { ...seen, entry });
  if (fate === 'raised') {
    const raised = await raiseFromVoice(ctx, { ...seen, title: title.slice(0, 60) });
    const made = raised.entries[0]?.id ?? '';
    await listEntry(ctx, { id: made, version: 1 });
    await releaseEntry(ctx, {
      id: made,
      title,
      words: summary,
      reason: '已核对，不含个人信息和涉密内容',
    });
    return made;
  }
  if (fate === 'adopted')
    await adoptVoice(ctx, { ...seen, adoption: 'partly', reason: '已列入下月工作安排，先行试办' });
  if (fate === 'answered')
    await answerVoice(ctx, {
      ...seen,
      body: '已安排专人处理，感谢您提出。',
      facts: '经核实，反映情况属实。',
      outcome: 'upheld',
    });
  return entry;
}
