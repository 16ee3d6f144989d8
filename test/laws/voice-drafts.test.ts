import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerVoicesJob } from '#modules/listen/draft-answer.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '#test/tiny-city.ts';
import { type Answer, type House, NOW, openHouse, type Who } from '../attacks/house.ts';
import { type Said, said } from '../attacks/said.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;
interface Seen {
  readonly id: string;
  readonly version: number;
}

const ask = (method: string, path: string, as: Who | undefined, body?: Body): Promise<Answer> =>
  house.real.ask(method, `/api/v1${path}`, {
    ...(as !== undefined && { as }),
    ...(body !== undefined && { body }),
  });

async function ok(as: Who | undefined, path: string, body: Body): Promise<Body> {
  const answer = await ask('POST', path, as, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

let told = 0;
async function lamp(more: Body = {}): Promise<Said> {
  told += 1;
  return await said(house, { words: `北街第 ${told} 盏路灯不亮`, ...more });
}

async function versionOf(id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  return rows[0]?.version ?? 0;
}

async function move(as: Who, id: string, path: string, body: Body = {}): Promise<Body> {
  return await ok(as, `/voices/${id}/${path}`, { version: await versionOf(id), ...body });
}

/** In the hands of the housing bureau of the east. */
async function inHand(more: Body = {}): Promise<{ code: string; id: string }> {
  const voice = await lamp(more);
  await move('eastOffice', voice.id, 'register');
  await move('eastOffice', voice.id, 'route', { unit: house.city.unit.eastHousing.id });
  await move('eastHousingLiaison', voice.id, 'accept');
  return voice;
}

async function seen(voices: readonly { readonly id: string }[]): Promise<Seen[]> {
  return await Promise.all(voices.map(async ({ id }) => ({ id, version: await versionOf(id) })));
}

const draftsOf = async (id: string): Promise<unknown[]> => {
  const { rows } = await sql<{ it: string }>`
    select version || ' ' || body || ' ' || coalesce(ended_as, 'waits') as it
    from voice_draft where voice_id = ${id} order by version`.execute(house.database.db);
  return rows.map(({ it }) => it);
};

/** Put the job down over the API and carry it out. */
async function atOnce(as: Who, path: string, body: Body): Promise<Body> {
  const { job } = await ok(as, path, body);
  const jobs = startJobs({
    db: house.database.db,
    cityId: CITY,
    kinds: [answerVoicesJob(actorOfAccount)],
    now: () => NOW,
    log: () => undefined,
    pollMs: 20,
  });
  try {
    for (;;) {
      const { body: at } = await ask('GET', `/jobs/${String(job)}`, as);
      if (at['finishedAt'] !== undefined) return at['result'] as Body;
      await new Promise((again) => setTimeout(again, 20));
    }
  } finally {
    await jobs.stop();
  }
}

const DRAFT = { body: '已派人更换灯泡', facts: '灯泡损坏', outcome: 'upheld' };
const HOUSING = 'eastHousingLiaison';

test('a later draft takes the place of the earlier, which stays; who may answer sees it, nobody else', async () => {
  const { id, code } = await inHand();
  const kept = await move(HOUSING, id, 'draft', { body: '初稿' });
  expect(kept['draft']).toMatchObject({ version: 1, body: '初稿', facts: '' });
  expect(kept['state']).toBe('handling');
  await move('eastOffice', id, 'draft', DRAFT);
  expect(await draftsOf(id)).toEqual(['1 初稿 replaced', '2 已派人更换灯泡 waits']);
  for (const who of [HOUSING, 'eastOffice', 'cityOffice'] as const) {
    const { body } = await ask('GET', `/voices/${id}`, who);
    expect(body['draft']).toMatchObject({ version: 2, ...DRAFT });
    const moves = (body['history'] as { move: string; draft?: number }[]).filter(
      (one) => one.draft,
    );
    expect(moves.map((one) => [one.move, one.draft])).toEqual([
      ['draft', 1],
      ['draft', 2],
    ]);
  }
  for (const who of ['eastHousingLeader', 'cityLeader', 'townLeader'] as const) {
    const { body, text, status } = await ask('GET', `/voices/${id}`, who);
    expect([who, status]).toEqual([who, 200]);
    expect(body).not.toHaveProperty('draft');
    expect(text).not.toMatch(/draft|灯泡/);
    expect((await ask('GET', '/voices?draft=true', who)).body['items']).toEqual([]);
  }
  expect((await ask('GET', `/voices/${id}`, 'westOffice')).status).toBe(404);
  expect(JSON.stringify(await ok(undefined, '/follow', { code }))).not.toMatch(/draft|灯泡|初稿/);
  // Dropped it waits no longer, and may be kept again.
  await move(HOUSING, id, 'drop-draft');
  expect((await ask('GET', `/voices/${id}`, HOUSING)).body).not.toHaveProperty('draft');
  const body = { version: await versionOf(id) };
  const none = await ask('POST', `/voices/${id}/drop-draft`, HOUSING, body);
  expect(none.body['code']).toBe('no-draft');
  expect((await move(HOUSING, id, 'draft', DRAFT))['draft']).toMatchObject({ version: 3 });
});

test('answered in its very words a draft was used, in others dropped; taken back by its reporter, dropped too', async () => {
  const [one, other, third] = [await inHand(), await inHand(), await inHand()];
  for (const { id } of [one, other, third]) await move(HOUSING, id, 'draft', DRAFT);
  await move(HOUSING, one.id, 'answer', DRAFT);
  await move(HOUSING, other.id, 'answer', { ...DRAFT, body: '另写的答复' });
  const { body: form } = await ask('GET', '/say/form', undefined);
  const speak = { code: third.code, nonce: form['nonce'], move: 'withdraw', words: '' };
  await ok(undefined, '/follow/speak', speak);
  expect(await draftsOf(one.id)).toEqual(['1 已派人更换灯泡 used']);
  expect(await draftsOf(other.id)).toEqual(['1 已派人更换灯泡 dropped']);
  expect(await draftsOf(third.id)).toEqual(['1 已派人更换灯泡 dropped']);
});

test('many at once: drafted by one job; published each by the rule of an answer, at the version seen', async () => {
  const voices = [await inHand(), await inHand(), await inHand(), await inHand(), await inHand()];
  const [whole, stale, bare, half, gone] = voices as [
    { id: string; code: string },
    ...{ id: string; code: string }[],
  ];
  const foreign = await lamp({ placeUnit: house.city.unit.westHousing.id });
  const chosen = await seen([...voices, foreign]);
  const drafted = await atOnce(HOUSING, '/voices/drafts', { voices: chosen, ...DRAFT });
  expect(drafted).toMatchObject({ n: 6, moved: 5, refused: 1 });
  expect(drafted['refusals']).toEqual([
    { no: '—', code: 'not-found', zh: '查无此项', en: 'There is no such item' },
  ]);
  await move(HOUSING, bare?.id ?? '', 'draft', { ...DRAFT, outcome: 'not_upheld' });
  await move(HOUSING, half?.id ?? '', 'draft', { body: '只有正文' });
  await move(HOUSING, gone?.id ?? '', 'drop-draft');
  const asSeen = await seen(voices);
  await move('eastOffice', stale?.id ?? '', 'ask', { question: '是哪一侧？' });
  const published = await atOnce(HOUSING, '/voices/drafts/publish', { voices: asSeen });
  expect(published).toMatchObject({ n: 5, moved: 1, refused: 4 });
  const refusals = published['refusals'] as { code: string; zh: string; en: string }[];
  expect(refusals.map(({ code }) => code)).toEqual([
    'stale',
    'no-reason',
    'answer-unfinished',
    'no-draft',
  ]);
  expect(refusals[0]?.zh).toBe('该事项已被东岭县更新（询问诉求人），请刷新后再试');
  expect(refusals[0]?.en).toContain('(asking the reporter)');
  const follow = await ok(undefined, '/follow', { code: whole.code });
  expect(follow).toMatchObject({ state: 'answered', outcome: 'upheld' });
  // The same rows once more: what was done is not done again, and is told.
  const again = await atOnce(HOUSING, '/voices/drafts/publish', { voices: asSeen.slice(0, 1) });
  expect(again).toMatchObject({ moved: 0, refused: 1 });
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from voice_message where voice_id = ${whole.id} and kind = 'answer'`.execute(
    house.database.db,
  );
  expect(rows[0]?.n).toBe(1);
});

test('a job that breaks off goes on where it stood, answers nothing twice and counts everything once', async () => {
  const voices = [await inHand(), await inHand(), await inHand(), await inHand()];
  for (const { id } of voices) await move(HOUSING, id, 'draft', DRAFT);
  const { db } = house.database;
  const kind = answerVoicesJob(actorOfAccount);
  let kept: object | undefined;
  let reports = 0;
  const job = {
    id: '',
    cityId: CITY,
    args: { voices: await seen(voices) },
    byAccount: house.accounts.get(HOUSING),
    byPerson: undefined,
    done: 0,
    total: 4,
    now: () => NOW,
    cancelled: async () => Promise.resolve(false),
    report: async (_n: number, _of?: number, _tx?: Tx, stand?: object) => {
      reports += 1;
      if (reports === 3) throw new Error('the process was away');
      kept = stand;
      return Promise.resolve();
    },
  };
  const run = async (): Promise<unknown> =>
    kind.lane === 'brief' ? undefined : kind.run({ ...job, kept } as never, db satisfies Db);
  await expect(run()).rejects.toThrow('away');
  expect(await run()).toMatchObject({ n: 4, moved: 4, refused: 0, refusals: [] });
  for (const { id } of voices) expect(await draftsOf(id)).toEqual(['1 已派人更换灯泡 used']);
});

test('the list narrowed to drafts holds exactly those that each officer is shown, in every state', async () => {
  const waiting = await lamp();
  await move('eastOffice', waiting.id, 'register');
  await move('eastOffice', waiting.id, 'draft', DRAFT);
  const onTheWay = await lamp();
  await move('eastOffice', onTheWay.id, 'register');
  await move('eastOffice', onTheWay.id, 'draft', DRAFT);
  await move('eastOffice', onTheWay.id, 'route', { unit: house.city.unit.eastHousing.id });
  const reviewed = await inHand();
  await move(HOUSING, reviewed.id, 'answer', DRAFT);
  const { body: form } = await ask('GET', '/say/form', undefined);
  const review = { code: reviewed.code, nonce: form['nonce'], move: 'ask_review', words: '请复查' };
  await ok(undefined, '/follow/speak', review);
  await move('eastOffice', reviewed.id, 'draft', { ...DRAFT, body: '复查意见' });
  const complaint = await lamp({ kind: 'complaint', about: house.city.unit.eastHousing.id });
  await move('cityOffice', complaint.id, 'register');
  await move('cityOffice', complaint.id, 'draft', DRAFT);

  let shown = 0;
  const officers = [...house.accounts.keys()].filter((who) => who in house.city.actor);
  for (const who of officers) {
    const listed = async (query: string): Promise<Body[]> =>
      (await ask('GET', `/voices?limit=200${query}`, who)).body['items'] as Body[];
    const ids = (rows: Body[]): Set<unknown> => new Set(rows.map((row) => row['id']));
    const all = await listed('');
    const drafts = await listed('&draft=true');
    shown += drafts.length;
    expect([who, ids(drafts)]).toEqual([who, ids(all.filter((row) => row['draft']))]);
    expect(ids(await listed('&draft=false'))).toEqual(ids(all.filter((row) => !row['draft'])));
  }
  expect(shown).toBeGreaterThan(8);
  const review2 = await ask('GET', `/voices/${reviewed.id}`, HOUSING);
  expect([review2.status, review2.text.includes('复查意见')]).toEqual([200, false]);
  // The chain of the unit complained of sees nothing of it, its draft among all else.
  for (const who of [HOUSING, 'eastOffice'] as const)
    expect((await ask('GET', `/voices/${complaint.id}`, who)).status).toBe(404);
});

test('when the words of what was turned away are let go, those of its drafts go too', async () => {
  const { id } = await lamp();
  await move('eastOffice', id, 'register');
  await move('eastOffice', id, 'draft', DRAFT);
  await move('eastOffice', id, 'dismiss', { because: 'no_matter', reason: '没有具体事项' });
  expect(await draftsOf(id)).toEqual(['1 已派人更换灯泡 dropped']);
  await house.retain(new Date(NOW.getTime() + 10 * 365 * 86_400_000));
  expect(await draftsOf(id)).toEqual(['1  dropped']);
});
