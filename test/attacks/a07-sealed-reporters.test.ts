import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readVoice } from '#modules/listen/read-voice.ts';
import type { Query } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import {
  type Answer,
  type House,
  instead,
  openHouse,
  pathOf,
  type Site,
  type Who,
} from './house.ts';
import { type Said, said } from './said.ts';
import { alike } from './two-worlds.ts';

/** Whoever says something, as unlike anything else in the house as can be. */
const CANARIES = ['金丝雀甲乙丙', '13987650001', 'canary.reporter@example.cn'];
const PHONE_AS = [
  '１３９８７６５０００１',
  '139-8765-0001',
  '139 8765 0001',
  Buffer.from('13987650001').toString('base64'),
  Buffer.from('13987650001').toString('hex'),
];
const AGENT = 'CanaryPhone/7.7';
const ADDRESS = '203.0.113.77';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

const say = (more: Body = {}): Promise<Said> =>
  said(house, more, { 'user-agent': AGENT, 'x-forwarded-for': ADDRESS });

async function move(as: Who, id: string, path: string, body: Body = {}): Promise<Answer> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  return await house.real.ask('POST', `/api/v1/voices/${id}/${path}`, {
    as,
    body: { version: rows[0]?.version, ...body },
  });
}

/** One voice through the hands of everybody: registered, passed on, asked, made a problem of, public. */
async function through(more: Body = {}): Promise<{ id: string; code: string; entry: string }> {
  const one = await say(more);
  await move('eastOffice', one.id, 'register');
  await move('eastOffice', one.id, 'route', { unit: house.city.unit.eastHousing.id });
  await move('eastHousingLiaison', one.id, 'accept');
  await move('eastHousingLiaison', one.id, 'ask', { question: '哪一侧？' });
  const raised = await move('eastOffice', one.id, 'raise', { title: '北街路灯不亮' });
  const [entry] = (raised.body['entries'] ?? []) as { id: string }[];
  return { ...one, entry: entry?.id ?? '' };
}

const READERS: readonly Who[] = [
  'cityOffice',
  'cityLeader',
  'inspector',
  'eastOffice',
  'eastHousingLiaison',
  'eastHousingLeader',
  'townLiaison',
  'townLeader',
  'secretary',
  'westOffice',
  'auditor',
  'system_admin',
  'security_admin',
  'audit_admin',
];

/** An answer that never ends; what it sends is readOverview again. */
const ENDLESS = 'watchOverview';

/** What can be fetched with these ids, by everybody; all of it, or these operations. */
async function crawl(
  site: Site,
  ids: Readonly<Record<string, string>>,
  only?: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const asked = site.routes.filter(
    ({ op }) => op.method === 'GET' && op.id !== ENDLESS && (only?.includes(op.id) ?? true),
  );
  for (const { op } of asked)
    for (const as of READERS) {
      const at = op.path.startsWith('/entries') ? ids['entry'] : ids['voice'];
      const { text, headers } = await site.ask('GET', pathOf(op, { id: at ?? newId() }), { as });
      found.set(`${op.id} as ${as}`, `${text}\n${[...headers].join('\n')}`);
    }
  return found;
}

async function attack(site: Site, ids: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string): void => {
    for (const canary of [...CANARIES, ...PHONE_AS, AGENT, ADDRESS])
      if (text.includes(canary)) found.push(`${canary} in ${where}`);
  };
  for (const [where, text] of await crawl(site, ids)) look(where, text);
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('public', 'vault') and table_type = 'BASE TABLE'`.execute(
    house.database.db,
  );
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ text: string }>`
      select t::text as text from ${sql.table(`${schema}.${name}`)} t`.execute(house.database.db);
    for (const { text } of rows) look(`${schema}.${name}`, text);
  }
  look('the log', JSON.stringify(house.log));
  return found;
}

test('A7: name, contact, address and device of a reporter are in no answer, table, log or header', async () => {
  const one = await through({ name: CANARIES[0], contact: `${CANARIES[1]} ${CANARIES[2]}` });
  const ids = { voice: one.id, entry: one.entry };
  expect(one.entry).not.toBe('');
  expect(await attack(house.real, ids)).toEqual([]);
  // A build whose case has one field more of its reporter.
  const weak = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => ({
      ...(await readVoice(q, input)),
      place: CANARIES[1],
    })),
  });
  expect(await attack(weak, ids)).not.toEqual([]);
}, 240_000);

/** The unit asks, and the reporter answers, adds, rates and complains with his number in every sentence. */
async function saysHisNumber({ id, code }: { id: string; code: string }): Promise<void> {
  const words = `东边第二根，请打${CANARIES[1]}或写信到${CANARIES[2]}`;
  const speak = async (what: string): Promise<void> => {
    const form = await house.real.ask('GET', '/api/v1/say/form');
    const body = { code, nonce: form.body['nonce'], move: what, words };
    const { status, text } = await house.real.ask('POST', '/api/v1/follow/speak', { body });
    if (status !== 200) throw new Error(text);
  };
  await speak('reply');
  await speak('add');
  const answer = { body: '已修复', facts: '线路老化', basis: '第十条', reasons: '属管护范围' };
  const { status, text } = await move('eastHousingLiaison', id, 'answer', {
    ...answer,
    outcome: 'upheld',
  });
  if (status !== 200) throw new Error(text);
  const rating = { code, level: 1, contacted: true, solved: false, note: words };
  await house.real.ask('POST', '/api/v1/follow/rate', { body: rating });
  await speak('ask_review');
}

test('A7: a name by which he names himself reaches nobody who handles it, by whatever door it came', async () => {
  const NAME = '欧阳金雀';
  const words = `我叫${NAME}，柳河镇北街路灯不亮\n此致\n${NAME}`;
  const signed = await house.real.ask('POST', '/api/v1/open311/requests', {
    as: 'cityOffice',
    body: { service: 'lighting', words: `${NAME}家门口的路灯不亮`, place: '北街', name: NAME },
  });
  expect([signed.status, signed.text]).toEqual([200, expect.anything()]);
  const one = await through({ words, name: NAME });
  await move('eastHousingLiaison', one.id, 'ask', { question: '哪一侧？' });
  const form = await house.real.ask('GET', '/api/v1/say/form');
  const replied = await house.real.ask('POST', '/api/v1/follow/speak', {
    body: {
      code: one.code,
      nonce: form.body['nonce'],
      move: 'reply',
      words: `东侧。联系人：${NAME}`,
    },
  });
  expect(replied.status).toBe(200);
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission where words like ${`%${NAME}%`}`.execute(
    house.database.db,
  );
  expect(rows).toHaveLength(2);
  const told = async (site: Site): Promise<string[]> => {
    const found: string[] = [];
    for (const { id } of rows)
      for (const [where, text] of await crawl(site, { voice: id, entry: one.entry }, LISTED))
        if (text.includes(NAME)) found.push(where);
    return found;
  };
  expect(await told(house.real)).toEqual([]);
  // At rest it is in the words as they were sent, which are read for a reason that he sees, and nowhere else.
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'submission'`.execute(
    house.database.db,
  );
  for (const { name } of tables) {
    const { rows: held } = await sql`
      select 1 from ${sql.table(name)} t where t::text like ${`%${NAME}%`}`.execute(
      house.database.db,
    );
    expect([name, held.length]).toEqual([name, 0]);
  }
  // A build that shows the words as they were sent.
  const weak = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => ({
      ...(await readVoice(q, input)),
      summary: words,
    })),
  });
  expect(await told(weak)).not.toEqual([]);
}, 240_000);

test('A7: nor is a number that he writes into what he says later: it is put down nowhere', async () => {
  const one = await say();
  await move('eastOffice', one.id, 'register');
  await move('eastOffice', one.id, 'route', { unit: house.city.unit.eastHousing.id });
  await move('eastHousingLiaison', one.id, 'accept');
  await move('eastHousingLiaison', one.id, 'ask', { question: '哪一侧？' });
  await saysHisNumber(one);
  const told = async (site: Site): Promise<string[]> =>
    [...(await crawl(site, { voice: one.id }))]
      .filter(([, text]) => CANARIES.some((canary) => text.includes(canary)))
      .map(([where]) => where);
  expect(await told(house.real)).toEqual([]);
  const kept = async (): Promise<string> => {
    const { rows } = await sql<{ said: string }>`
      select body as said from voice_message where voice_id = ${one.id} and unit_id is null
      union all select note from voice_rating where voice_id = ${one.id}`.execute(
      house.database.db,
    );
    expect(rows).toHaveLength(4);
    return rows.map(({ said }) => said).join();
  };
  const said = await kept();
  expect(CANARIES.filter((canary) => said.includes(canary))).toEqual([]);
  // A build that puts down what was said as it was said, and hands it on.
  await sql`update voice_message set body = ${`请打${CANARIES[1]}`} where voice_id = ${one.id}`.execute(
    house.database.db,
  );
  const weak = house.weakened({
    routes: instead('readVoice', async (q: Query, input: never) => ({
      ...(await readVoice(q, input)),
      summary: await kept(),
    })),
  });
  expect(await told(weak)).not.toEqual([]);
}, 240_000);

const LISTED = [
  'readVoice',
  'listVoices',
  'voicesOfEntry',
  'readEntry',
  'listEntries',
  'readEvents',
];
const READ = ['readVoice', 'voicesOfEntry', 'readEntry', 'readEvents', 'listUnsealings'];

test('two worlds: the same matter from two people reads alike, byte for byte, to everybody who handles it', async () => {
  const worlds: Map<string, string>[] = [];
  for (const who of [
    { name: '甲', contact: '13900000001' },
    {
      name: '欧阳诸葛某某',
      contact: 'a.much.longer.address.than.the.other@example.org 0357-2012345',
    },
    {},
  ]) {
    const one = await through(who);
    const read = await crawl(house.real, { voice: one.id, entry: one.entry }, READ);
    worlds.push(new Map([...read].map(([where, text]) => [where, alike(text, one)])));
    // What the next world would otherwise find counted already.
    await sql`update voice_link set undone_at = now(), undone_by = linked_by`.execute(
      house.database.db,
    );
  }
  const [first, second, third] = worlds;
  expect(first?.size).toBeGreaterThan(20);
  expect([...(second ?? [])]).toEqual([...(first ?? [])]);
  expect([...(third ?? [])]).toEqual([...(first ?? [])]);
}, 240_000);

test('a complaint about conduct is not there for the unit named in it, nor above it, nor below it, nor by line', async () => {
  const one = await say({ kind: 'complaint', words: '办事推诿，跑了五趟', about: '东岭县住建局' });
  const see = async (as: Who): Promise<string> => {
    const [read, listed, counted, found] = await Promise.all([
      house.real.ask('GET', `/api/v1/voices/${one.id}`, { as }),
      house.real.ask('GET', '/api/v1/voices?kind=complaint', { as }),
      house.real.ask('GET', '/api/v1/voices/count?kind=complaint', { as }),
      house.real.ask('GET', `/api/v1/voices?text=${encodeURIComponent('推诿')}`, { as }),
    ]);
    const n = (answer: Answer): number => (answer.body['items'] as unknown[]).length;
    return [read.status, n(listed), counted.body['received'], n(found)].join();
  };
  for (const as of [
    'eastHousingLiaison',
    'eastHousingLeader',
    'eastOffice',
    'housingInspector',
    'townLiaison',
  ] as const)
    expect([as, await see(as)]).toEqual([as, '404,0,0,0']);
  expect(await see('cityOffice')).toBe('200,1,1,1');
  await move('cityOffice', one.id, 'register');
  const routed = await move('cityOffice', one.id, 'route', { unit: house.city.unit.east.id });
  expect(routed.body['code']).toBe('named-in-complaint');
  const raised = await move('cityOffice', one.id, 'raise', { title: '办事推诿' });
  expect(raised.body['code']).toBe('complaint-stays');
  // A post in the chain beside one over it does not help: who is named sees nothing, whatever else he holds.
  await sql`update voice_excluded set org_path = ${house.city.unit.city.path} where scope = 'subtree'`.execute(
    house.database.db,
  );
  expect(await see('cityOffice')).toBe('404,0,0,0');
  await sql`delete from voice_excluded`.execute(house.database.db);
  expect(await see('cityOffice')).toBe('200,1,1,1');
  const board = await house.real.ask('GET', '/api/v1/public/board');
  expect(board.text).not.toContain('complaint');
});

test('unsealing takes two people of two units, a reason and a day, and its reporter is told', async () => {
  const one = await say({ name: '金丝雀丁', contact: '13912340000', words: '井盖缺失' });
  const ask = (as: Who): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/voices/${one.id}/unsealing`, {
      as,
      body: { reason: '井盖位置须当面指认' },
    });
  expect((await ask('townLiaison')).body['code']).toBe('not-allowed');
  const { body } = await ask('eastOffice');
  const at = (what: string, as: Who): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/unsealings/${String(body['id'])}/${what}`, { as });
  expect((await at('open', 'eastOffice')).body['code']).toBe('unseal-over');
  expect((await at('approve', 'eastOffice')).body['code']).toBe('same-unit');
  expect((await at('approve', 'westOffice')).status).toBe(404);
  expect((await at('approve', 'cityOffice')).status).toBe(200);
  expect((await at('open', 'cityLeader')).body['code']).toBe('unseal-over');
  expect((await at('open', 'eastOffice')).body).toEqual({
    name: '金丝雀丁',
    contact: '13912340000',
  });
  const told = await house.real.ask('POST', '/api/v1/follow', { body: { code: one.code } });
  const steps = (told.body['steps'] as { step: string; words?: string }[]).map(({ step }) => step);
  expect(steps).toEqual(expect.arrayContaining(['unsealing_approved', 'unsealed']));
  const { rows } =
    await sql`select 1 from idempotency where body::text like '%13912340000%'`.execute(
      house.database.db,
    );
  expect(rows).toEqual([]);
  // The database holds the line too, and deletion is for good.
  await expect(
    sql`update vault.unsealing set other_unit = asked_unit`.execute(house.database.db),
  ).rejects.toThrow(/check constraint/);
  await house.real.ask('POST', '/api/v1/follow/forget', { body: { code: one.code } });
  expect((await at('open', 'eastOffice')).body['code']).toBe('unseal-over');
});

test('an ordinary role of the database sees no row of the vault unless it says so; another key opens nothing', async () => {
  const { db } = house.database;
  const role = `reader_${newId().slice(0, 8)}`;
  await sql`create role ${sql.ref(role)}`.execute(db);
  const seen = async (said: string): Promise<number> =>
    await db.transaction().execute(async (tx) => {
      await sql`grant usage on schema vault to ${sql.ref(role)}`.execute(tx);
      await sql`grant select on vault.identity to ${sql.ref(role)}`.execute(tx);
      await sql`set local role ${sql.ref(role)}`.execute(tx);
      await sql`select set_config('luoshi.vault', ${said}, true)`.execute(tx);
      const { rows } = await sql`select 1 from vault.identity`.execute(tx);
      await sql`reset role`.execute(tx);
      await sql`revoke all on vault.identity from ${sql.ref(role)}`.execute(tx);
      await sql`revoke all on schema vault from ${sql.ref(role)}`.execute(tx);
      return rows.length;
    });
  const { id } = await say({ words: '树倒了', contact: '13900000009' });
  expect(await seen('')).toBe(0);
  expect(await seen('open')).toBeGreaterThan(0);
  await sql`drop role ${sql.ref(role)}`.execute(db);
  const { rows } = await sql<{ sealed: string; wrapped_key: string }>`
    select sealed, wrapped_key from vault.identity where voice_id = ${id}`.execute(db);
  const stolen = Buffer.from(rows[0]?.sealed ?? '', 'base64').toString('latin1');
  expect(stolen.includes('13900000009')).toBe(false);
});
