import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COUNTED } from '#domain/voice/counted.ts';
import { type Answer, type House, openHouse, type Who } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function post(path: string, body: Body, as?: Who): Promise<Answer> {
  return await house.real.ask('POST', `/api/v1${path}`, {
    body,
    ...(as === undefined ? {} : { as }),
  });
}

async function get(path: string, as: Who): Promise<Body> {
  const { body, status, text } = await house.real.ask('GET', `/api/v1${path}`, { as });
  if (status !== 200) throw new Error(text);
  return body;
}

async function said(more: Body = {}): Promise<{ id: string; code: string }> {
  const form = (await house.real.ask('GET', '/api/v1/say/form')).body;
  const words = `柳河镇路面塌陷 ${String(form['nonce']).slice(0, 10)}`;
  const { body, status, text } = await post('/say', {
    nonce: form['nonce'],
    kind: 'request',
    words,
    placeUnit: house.city.unit.eastTown.id,
    ...more,
  });
  if (status !== 200) throw new Error(text);
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission where words = ${words}`.execute(house.database.db);
  return { id: rows[0]?.id ?? '', code: String(body['code']) };
}

async function move(as: Who, id: string, path: string, body: Body = {}): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  const answer = await post(`/voices/${id}/${path}`, { version: rows[0]?.version, ...body }, as);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
}

const REPLY = { body: '已修复', facts: '经查属实', outcome: 'upheld' };
const AGREED = { name: '甄可信', contact: '13800138000', mayCall: true };

/** Said, registered and answered by the county, not by the city. */
async function answered(more: Body): Promise<{ id: string; code: string }> {
  const one = await said(more);
  await move('eastOffice', one.id, 'register');
  await move('eastOffice', one.id, 'answer', REPLY);
  return one;
}

test('only who agreed is drawn, by a draw anybody can repeat; who handled it neither draws nor calls', async () => {
  const willing = [await answered(AGREED), await answered(AGREED), await answered(AGREED)];
  const silent = await answered({ name: '林可名', contact: '13800138001' });
  await answered({});
  const window = { fromOn: '2026-05-01', toOn: '2026-05-31' };
  // The county answered them all: there is nothing that it may draw.
  expect((await post('/calls/draws', { ...window, n: 2 }, 'eastOffice')).body['code']).toBe(
    'nothing-to-draw',
  );
  expect((await post('/calls/draws', { ...window, n: 2 }, 'townLiaison')).status).toBe(403);
  const { body: draw } = await post('/calls/draws', { ...window, n: 2 }, 'cityOffice');
  expect(draw).toMatchObject({ frame: 3, drawn: 2, noConsent: 2, ownWork: 0 });
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
  const frame = willing.map(({ id }) => id).toSorted();
  expect(draw['frameHash']).toBe(sum(frame.map((id) => `${id}\n`).join('')));
  const again = frame
    .toSorted((a, b) =>
      sum(`${String(draw['seed'])}:${a}`) < sum(`${String(draw['seed'])}:${b}`) ? -1 : 1,
    )
    .slice(0, 2);
  const { items } = (await get('/calls', 'cityOffice')) as {
    items: { voice: string; mine: boolean }[];
  };
  expect(items.map(({ voice }) => voice).toSorted()).toEqual(again.toSorted());
  expect(items.every(({ mine }) => mine)).toBe(true);
  expect(JSON.stringify(items)).not.toMatch(/甄可信|13800138000/);
  expect((await get('/calls', 'eastOffice'))['items']).toEqual([]);

  const [first = '', second = ''] = again;
  const undrawn = frame.find((id) => !again.includes(id)) ?? '';
  const open = (voice: string, as: Who): Promise<Answer> => post(`/calls/${voice}/open`, {}, as);
  expect((await open(undrawn, 'cityOffice')).status).toBe(404);
  expect((await open(silent.id, 'cityOffice')).status).toBe(404);
  expect((await open(first, 'eastOffice')).status).toBe(404);
  expect((await open(first, 'cityOffice')).body).toEqual({
    name: '甄可信',
    contact: '13800138000',
  });
  const told = await post('/follow', { code: willing.find(({ id }) => id === first)?.code });
  expect((told.body['steps'] as { step: string }[]).map(({ step }) => step)).toContain('called');

  const result = (voice: string, body: Body, as: Who = 'cityOffice'): Promise<Answer> =>
    post(`/calls/${voice}/result`, body, as);
  const rating = { contacted: true, solved: false, level: 2, note: '还是坏的' };
  expect((await result(first, { result: 'rated' })).body['code']).toBe('invalid');
  expect((await result(first, { result: 'rated', rating })).status).toBe(200);
  expect((await result(first, { result: 'rated', rating })).status).toBe(404);
  expect((await result(second, { result: 'no_answer' })).status).toBe(200);
  const rates = await get('/voices/rates', 'cityOffice');
  expect(rates).toMatchObject({ byCall: 1, counted: { rated: 1, unsolved: 1, dissatisfied: 1 } });
  // He who rated in the call may still have it taken up again.
  const code = willing.find(({ id }) => id === first)?.code;
  const form = (await house.real.ask('GET', '/api/v1/say/form')).body;
  const reopened = await post('/follow/speak', {
    code,
    nonce: form['nonce'],
    move: 'reopen',
    words: '没修好',
  });
  expect(reopened.body['state']).toBe('handling');
});

test('a contact that was deleted is not opened any more', async () => {
  const one = await answered(AGREED);
  await post('/calls/draws', { fromOn: '2026-05-01', toOn: '2026-05-31', n: 500 }, 'cityOffice');
  await post('/follow/forget', { code: one.code });
  expect((await post(`/calls/${one.id}/open`, {}, 'cityOffice')).body['code']).toBe('unseal-over');
});

test('every figure of the rates opens exactly its rows', async () => {
  const mine = await answered({});
  await post('/follow/rate', { code: mine.code, contacted: true, solved: true, level: 3 });
  const late = await said();
  await move('eastOffice', late.id, 'register');
  await sql`update voice set due_on = '2026-05-01' where id = ${late.id}`.execute(
    house.database.db,
  );
  const gone = await said();
  await move('eastOffice', gone.id, 'dismiss', { because: 'repeated', reason: '重复' });
  const back = await said();
  const form = (await house.real.ask('GET', '/api/v1/say/form')).body;
  await post('/follow/speak', { code: back.code, nonce: form['nonce'], move: 'withdraw' });
  const rates = (await get('/voices/rates', 'cityOffice')) as {
    counted: Record<string, number>;
    rates: { rate: string; of: number; excluded: Record<string, number> }[];
  };
  for (const what of COUNTED) {
    const { received } = await get(`/voices/count?counted=${what}`, 'cityOffice');
    expect({ [what]: received }).toEqual({ [what]: rates.counted[what] });
  }
  const of = (rate: string) => rates.rates.find((one) => one.rate === rate);
  expect(of('response')?.of).toBe(rates.counted['due']);
  expect(of('solved')?.of).toBe(rates.counted['rated']);
  for (const [what, n] of Object.entries(of('solved')?.excluded ?? {}))
    expect(rates.counted).toMatchObject({ [what]: n });
  expect(rates.counted).toMatchObject({ late: 1, dismissed: 1, withdrawn: 1 });
});
