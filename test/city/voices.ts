import { linkVoice, raiseFromVoice } from '#modules/listen/link-voice.ts';
import { adoptVoice, answerVoice } from '#modules/listen/answer-voice.ts';
import { dismissVoice, registerVoice } from '#modules/listen/handle-voice.ts';
import { routeVoice } from '#modules/listen/transfer-voice.ts';
import { codeHash, listenKeys } from '#modules/listen/listen-keys.ts';
import { createCollection } from '#modules/listen/doors/collections.ts';
import { recordVisit } from '#modules/listen/doors/visits.ts';
import { rateVoice } from '#modules/listen/follow-voice.ts';
import { receiveVoice } from '#modules/listen/receive-voice.ts';
import { releaseEntry } from '#modules/listen/release-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { Channel, Subject, VoiceKind } from '#domain/voice/voice.ts';
import { loadSurveys } from './surveys.ts';
import { SETTLED_VOICES } from './words/settled-voices.ts';
import { type Fate, VOICES } from './words/voices.ts';

type Place = { readonly id: string; readonly path: string; readonly name: string };

/** Whose house it all happens in, and the hands that do it. */
interface Scene {
  readonly db: Database['db'];
  readonly keys: ReturnType<typeof listenKeys>;
  readonly root: Place;
  readonly town: Place;
  readonly bureau: Place;
  /** The moves of the county's office, so many days ago. */
  readonly at: (tx: Context['tx'], daysAgo: number) => Context;
}

async function sceneOf({ db }: Database, cityId: number, now: Date): Promise<Scene | undefined> {
  const accounts = await db
    .selectFrom('account')
    .where('city_id', '=', cityId)
    .where('login', 'in', ['office', 'county.office'])
    .select(['id', 'login'])
    .execute();
  const account = accounts.find(({ login }) => login === 'county.office') ?? accounts[0];
  const actor = account && (await actorOfAccount(db, cityId, account.id, now));
  const [post] = actor?.posts ?? [];
  if (actor === undefined || post === undefined) return undefined;
  const units = await db.selectFrom('unit').where('city_id', '=', cityId).selectAll().execute();
  const root = units.find((unit) => unit.parent_id === null);
  const town = units.find((unit) => unit.kind === 'town' && unit.org_path.startsWith(post.path));
  const bureau = units.find(
    (unit) => unit.functions[0] === '住建' && unit.org_path.startsWith(post.path),
  );
  if (root === undefined || town === undefined || bureau === undefined) return undefined;
  const place = (unit: typeof root): Place => ({
    id: unit.id,
    path: unit.org_path,
    name: unit.short_name,
  });
  return {
    db,
    // Nobody has the codes of made-up voices, so that any key will do.
    keys: listenKeys(new Uint8Array(32).fill(1)),
    root: place(root),
    town: place(town),
    bureau: place(bureau),
    at(tx, daysAgo) {
      const then = new Date(now.getTime() - daysAgo * 86_400_000);
      return { tx, actor, cityId, now: then, today: dayOf(then) };
    },
  };
}

/** Put the made-up voices into the made-up city, each by the moves that a real one makes. */
export async function loadVoices(database: Database, cityId: number, now: Date): Promise<void> {
  const scene = await sceneOf(database, cityId, now);
  if (scene === undefined) return;
  const { db, keys, at, town } = scene;
  let entry = '';
  for (const [i, [kind, channel, subject, words, fate]] of VOICES.entries())
    await db.transaction().execute(async (tx) => {
      const code = `made up ${i}`;
      const id = await receive(scene, at(tx, 40 - i), { kind, channel, subject, words, code });
      entry = await further(at(tx, 38 - i), id, fate, { entry, bureau: scene.bureau.id });
    });
  await settle(scene);
  await otherDoors(db, keys, at, town.id);
}

interface Received {
  readonly kind: VoiceKind;
  readonly channel: Channel;
  readonly subject: Subject;
  readonly words: string;
  readonly code: string;
}

async function receive({ keys, root, town, bureau }: Scene, ctx: Context, it: Received) {
  const { code, ...told } = it;
  const { id } = await receiveVoice(ctx, {
    ...told,
    placeText: '',
    givenName: '',
    place: town,
    placeUnit: town.id,
    about: it.kind === 'complaint' ? bureau : undefined,
    root,
    lang: 'zh',
    codeHash: codeHash(keys, code),
    heldFor: undefined,
  });
  return id;
}

/** Received, taken up, answered within a week and, most of them, rated by whoever said it. */
async function settle(scene: Scene): Promise<void> {
  const { db, keys, at } = scene;
  for (const [i, [subject, words, body, level, solved]] of SETTLED_VOICES.entries()) {
    const daysAgo = 45 + 4 * (SETTLED_VOICES.length - i);
    const code = `made up and settled ${i}`;
    const { rated, answered } = await db.transaction().execute(async (tx) => {
      const said = { kind: 'request', channel: 'web', subject, words, code } as const;
      const id = await receive(scene, at(tx, daysAgo), said);
      const { version } = await registerVoice(at(tx, daysAgo - 1), { id, version: 1 });
      const answered = at(tx, daysAgo - 3 - (i % 5));
      const outcome = solved
        ? ({ outcome: 'upheld' } as const)
        : ({ outcome: 'explained', basis: '有关规定和现场记录', reasons: body } as const);
      await answerVoice(answered, { id, version, body, facts: '已到现场核实。', ...outcome });
      return { answered, rated: level };
    });
    if (rated === undefined) continue;
    const { actor, cityId, now, today } = answered;
    const request = new Request('http://localhost/');
    await rateVoice(
      keys,
      { actor, cityId, now, today, db, request, from: `made up ${i}` },
      { code, contacted: true, solved, level: rated, note: '' },
    );
  }
}

/** A campaign that is open today, what two visits have brought, and surveys. */
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
  await loadSurveys(db, keys, at);
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
