import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerVoicesJob } from '#modules/listen/draft-answer.ts';
import { endDraft, waitingWords } from '#modules/listen/draft-store.ts';
import { followVoice } from '#modules/listen/follow-voice.ts';
import { listenKeys } from '#modules/listen/listen-keys.ts';
import { readVoice } from '#modules/listen/read-voice.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import { startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, instead, NOW, openHouse, pathOf, type Site, type Who } from './house.ts';
import { said } from './said.ts';

/** Stands in the draft and nowhere else. */
const CANARY = '龘稿未发';

/** Everybody who may not answer the voice, with a session and without one. */
const OTHERS: readonly (Who | undefined)[] = [
  'westOffice',
  'westHousingLiaison',
  'townLiaison',
  'townLeader',
  'eastHousingLeader',
  'cityLeader',
  'inspector',
  'system_admin',
  'security_admin',
  'audit_admin',
  undefined,
];

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

interface Target {
  readonly id: string;
  readonly code: string;
  readonly entry: string;
}

/** A voice handled with its problem, public as far as a problem is, and a draft answer kept for it. */
async function target(): Promise<Target> {
  const post = async (path: string, body: Body, as?: Who): Promise<Body> => {
    const answer = await house.real.ask('POST', `/api/v1${path}`, { body, ...(as && { as }) });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  const { id, code } = await said(house);
  await post(`/voices/${id}/register`, { version: 1 }, 'eastOffice');
  const raised = await post(`/voices/${id}/raise`, { version: 2, title: '路灯' }, 'eastOffice');
  const [entry] = raised['entries'] as { id: string }[];
  await post(`/entries/${entry?.id}/list`, { version: 1 }, 'eastOffice');
  const release = { title: '路灯不亮', words: '正在维修', reason: '不含个人信息' };
  await post(`/entries/${entry?.id}/release`, release, 'eastOffice');
  const draft = { body: CANARY, facts: `${CANARY}查明`, outcome: 'upheld' };
  await post(`/voices/${id}/draft`, { version: 3, ...draft }, 'eastOffice');
  return { id, code, entry: entry?.id ?? '' };
}

/** Everything that can be fetched by those others, the reporter with his code among them. */
async function read(site: Site, { id, code, entry }: Target): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string): void => {
    if (text.includes(CANARY)) found.push(`the draft in ${where}`);
  };
  for (const { op } of site.routes.filter((route) => route.op.method === 'GET'))
    for (const as of OTHERS) {
      const at = op.path.startsWith('/entries') ? entry : id;
      const { text } = await site.ask('GET', pathOf(op, { id: at }), as && { as });
      look(`${op.id} as ${as ?? 'nobody'}`, text);
    }
  for (const query of [`text=${encodeURIComponent(CANARY)}`, 'draft=true'])
    for (const as of OTHERS) {
      const { body } = await site.ask('GET', `/api/v1/voices?${query}`, as && { as });
      if (((body['items'] ?? []) as unknown[]).length > 0) found.push(`${query} as ${as}`);
    }
  look('his page', (await site.ask('POST', '/api/v1/follow', { body: { code } })).text);
  for (const page of ['/api/v1/public/data', '/api/v1/open311/requests'])
    look(page, (await site.ask('GET', page)).text);
  return found;
}

/** What came of the voice and its draft once those others tried their hands at it. */
async function write(site: Site, { id }: Target): Promise<string[]> {
  const { db } = house.database;
  const standing = async (): Promise<string> => {
    const { rows } = await sql<{ it: string }>`
      select concat_ws(' ', v.version, v.state, d.version, d.body, d.ended_as) as it
      from voice v join voice_draft d on d.voice_id = v.id where v.id = ${id}
      order by d.version`.execute(db);
    return rows.map(({ it }) => it).join('; ');
  };
  const before = await standing();
  const version = Number.parseInt(before, 10);
  const jobs = startJobs({
    db,
    cityId: CITY,
    kinds: [answerVoicesJob(actorOfAccount)],
    now: () => NOW,
    log: () => undefined,
    pollMs: 20,
  });
  try {
    for (const as of OTHERS) {
      const send = (path: string, body: Body) =>
        site.ask('POST', `/api/v1/voices/${path}`, { body, ...(as && { as }) });
      const words = { body: '篡改', facts: '篡改', outcome: 'upheld' };
      await send(`${id}/draft`, { version, ...words });
      await send(`${id}/drop-draft`, { version });
      await send('drafts', { voices: [{ id, version }], ...words });
      await send('drafts/publish', { voices: [{ id, version }] });
    }
    for (;;) {
      const { rows } = await sql`
        select 1 from job where kind = 'answer-voices' and finished_at is null`.execute(db);
      if (rows.length === 0) break;
      await new Promise((again) => setTimeout(again, 20));
    }
  } finally {
    await jobs.stop();
  }
  const { rows: told } = await sql<{ text: string }>`
    select result::text as text from job where kind = 'answer-voices'`.execute(db);
  const leaks = told.filter(({ text }) => text.includes(CANARY)).map(() => 'the draft in a job');
  const after = await standing();
  return after === before ? leaks : [...leaks, `${before} became ${after}`];
}

test('A38: a draft answer is read by nobody but who may answer; the reporter’s page never shows it', async () => {
  const it = await target();
  const own = await house.real.ask('GET', `/api/v1/voices/${it.id}`, { as: 'eastOffice' });
  expect(own.text).toContain(CANARY);
  expect(await read(house.real, it)).toEqual([]);
  // A build that shows it to whoever may read the voice, and one that tells the reporter.
  const shown = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => ({
      ...(await readVoice(q, input)),
      draft: { version: 1, on: '2026-05-22', ...(await waitingWords(q.db, CITY, it.id)) },
    })),
  });
  expect(await read(shown, it)).not.toEqual([]);
  const keys = listenKeys(house.parts.identity.key);
  const early = house.weakened({
    routes: instead('followVoice', async (call: Direct, input: never) => ({
      ...(await followVoice(keys, call, input)),
      title: (await waitingWords(call.db, CITY, it.id))?.body,
    })),
  });
  expect(await read(early, it)).toEqual(['the draft in his page']);
}, 240_000);

test('A38: nobody else publishes, replaces or drops it, one or many at once', async () => {
  const it = await target();
  expect(await write(house.real, it)).toEqual([]);
  // A build that drops a draft without asking who it is.
  const weak = house.weakened({
    routes: instead('dropDraft', async (ctx: Context, input: { id: string; version: number }) => {
      await endDraft(ctx, input, 'dropped');
      return await readVoice({ ...ctx, db: ctx.tx }, input);
    }),
  });
  expect(await write(weak, it)).not.toEqual([]);
}, 240_000);
