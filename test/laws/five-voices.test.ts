import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { jobKinds } from '../../src/main.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { untilCompared } from '#test/compared.ts';
import { CITY, type PostKey } from '#test/tiny-city.ts';
import { type House, NOW, openHouse } from '../attacks/house.ts';

let house: House;
let runner: JobRunner | undefined;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function get(path: string, as: PostKey): Promise<Body> {
  const { status, body, text } = await house.real.ask('GET', `/api/v1${path}`, { as });
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return body;
}

async function post(path: string, body: object, as?: PostKey): Promise<Body> {
  const answer = await house.real.ask('POST', `/api/v1${path}`, { body, ...(as && { as }) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Said by the citizens' form; tells the tracking code. */
async function said(words: string): Promise<string> {
  const { nonce } = (await house.real.ask('GET', '/api/v1/say/form')).body;
  const placeUnit = house.city.unit.eastTown.id;
  const { code } = await post('/say', { nonce, kind: 'request', words, place: '', placeUnit });
  return String(code);
}

/** All that came in has been compared. */
async function settle(): Promise<void> {
  const { db } = house.database;
  runner ??= startJobs({
    db,
    cityId: CITY,
    kinds: jobKinds(house.parts),
    now: () => new Date(NOW.getTime() + 60_000),
    log: () => undefined,
    pollMs: 20,
  });
  await untilCompared(db);
}

async function stateOf(code: string): Promise<unknown> {
  return (await post('/follow', { code }))['state'];
}

const VOICES = [
  '柳河镇桥头村口路灯坏了三盏，晚上看不见路',
  '柳河镇桥头村口路灯坏了好几盏，晚上看不清路',
  '柳河镇桥头村口路灯坏了，夜里看不见路',
  '柳河镇桥头村口路灯坏了三盏，晚上看不见路，请修一修',
  '反映柳河镇桥头村口路灯坏了，晚上看不见路',
];

test('five voices become one problem by one judgement, all five reporters see it, and taking it back restores', async () => {
  const codes: string[] = [];
  for (const words of VOICES) codes.push(await said(words));
  await settle();
  const queue = await get('/distil/items', 'eastOffice');
  const items = queue['items'] as Body[];
  const all = await Promise.all(
    items.map((item) => get(`/distil/items/${String(item['id'])}`, 'eastOffice')),
  );
  const heard = (item: Body): string[] =>
    [item['main'] as Body, ...(item['memberList'] as Body[])].map(({ id }) => String(id));
  expect(new Set(all.flatMap(heard)).size).toBe(VOICES.length);
  const largest = all.toSorted((a, b) => heard(b).length - heard(a).length)[0] ?? {};
  const judge = async (item: Body, raise?: object): Promise<Body> =>
    post(
      `/distil/items/${String(item['id'])}/decide`,
      { decision: 'accept', ...(raise && { raise }) },
      'eastOffice',
    );
  const first = await judge(largest, { title: '桥头村口路灯不亮' });
  const raised = first['raised'] as Body;
  expect(raised).toMatchObject({ no: expect.stringMatching(/\d/) });
  await settle();
  // Those who were in other groups now stand beside the problem that was raised.
  const answers = [first];
  for (;;) {
    const { items: rest } = (await get('/distil/items', 'eastOffice')) as { items: Body[] };
    const [next] = rest;
    if (next === undefined) break;
    answers.push(await judge(next));
  }
  const listed = await get(`/entries/${String(raised['id'])}/voices`, 'eastOffice');
  expect(listed['voices']).toBe(VOICES.length);
  expect(await Promise.all(codes.map(stateOf))).toEqual(VOICES.map(() => 'linked'));
  // Who says the like is shown the problem, though its title has little of what its voices say.
  const asked = encodeURIComponent('柳河镇桥头村口路灯坏了五盏，晚上看不清路');
  const { items: like } = await get(`/distil/similar?only=entry&text=${asked}`, 'eastOffice');
  expect(like).toEqual([expect.objectContaining({ id: raised['id'], kind: 'entry' })]);
  const steps = (await post('/follow', { code: codes[0] ?? '' }))['steps'] as Body[];
  expect(steps.map(({ step }) => step)).toContain('linked');
  for (const answer of answers.toReversed()) {
    const [decision] = (answer['item'] as Body)['decisions'] as Body[];
    await post(`/distil/decisions/${String(decision?.['id'])}/undo`, {}, 'eastOffice');
  }
  expect(await Promise.all(codes.map(stateOf))).toEqual(VOICES.map(() => 'registered'));
  expect(await get(`/entries/${String(raised['id'])}/voices`, 'eastOffice')).toMatchObject({
    voices: 0,
  });
});

test('a voice out of reach is neither counted nor judged away by who does not see it', async () => {
  const codes = [
    await said('青石镇坡头村水渠垮塌，稻田无法灌溉'),
    await said('青石镇坡头村水渠垮塌了，稻田无法灌溉'),
  ];
  expect(codes).toHaveLength(2);
  await settle();
  const seen = async (as: PostKey): Promise<string> => {
    const { items, waiting } = await get('/distil/items', as);
    return `${(items as Body[]).length} ${JSON.stringify(waiting)}`;
  };
  // Told to a unit of the east, the two are no business of the west, nor is their number.
  expect(await seen('westOffice')).toBe('0 {"suggested":0,"linked":0}');
  expect(await seen('eastOffice')).not.toBe('0 {"suggested":0,"linked":0}');
});
