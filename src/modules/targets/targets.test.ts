import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sent } from '#contract/operation.ts';
import * as indicators from '#contract/indicator.ts';
import type * as contract from '#contract/target.ts';
import * as targetMoves from '#contract/target-moves.ts';
import { Refusal, type RefusalCode } from '#domain/refusal.ts';
import { addDocument } from '#modules/documents/take-document.ts';
import { dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { proposeTargets } from './from-document.ts';
import { handDownTarget } from './hand-down.ts';
import { importReadings } from './import-readings.ts';
import { changeIndicator, defineIndicator } from './define-indicator.ts';
import { listIndicators } from './indicators.ts';
import { listTargets } from './list-targets.ts';
import { setPaceRule } from './pace-rules.ts';
import { readTarget } from './read-target.ts';
import { recordReading } from './readings.ts';
import { concludeTarget, effectTarget, proposeTarget, reviseTarget } from './target-moves.ts';
import { targetProgress } from './target-progress.ts';

type Detail = Sent<typeof contract.TargetDetail>;

let database: Database;
let city: TinyCity;
beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
});
afterAll(() => database.close());

let serial = 0;
const at = (day: string): Date => new Date(`${day}T12:00:00+08:00`);

async function indicator(who: PostKey, over: object = {}): Promise<string> {
  const input = indicators.defineIndicator.input.parse({
    name: `指标${(serial += 1)}`,
    measure: '亿元',
    meaning: '按统计局月报口径',
    ...over,
  });
  return (await city.act(database.db, who, (ctx) => defineIndicator(ctx, input))).id;
}

async function propose(who: PostKey, of: string, over: object = {}): Promise<Detail> {
  const input = targetMoves.proposeTarget.input.parse({
    indicator: of,
    from: '2026-01-01',
    to: '2026-12-31',
    baseline: '0',
    goal: '120',
    ...over,
  });
  return city.act(database.db, who, (ctx) => proposeTarget(ctx, input));
}

async function inForce(who: PostKey, of: string, over: object = {}): Promise<Detail> {
  const { target } = await propose(who, of, over);
  return city.act(database.db, who, (ctx) => effectTarget(ctx, target));
}

async function report(
  who: PostKey,
  of: string,
  unit: string,
  periodEnd: string,
  value: string,
  over: object = {},
  now: Date = NOON,
): Promise<boolean> {
  const input = indicators.recordReading.input.parse({ id: of, unit, periodEnd, value, ...over });
  return (await city.act(database.db, who, (ctx) => recordReading(ctx, input), now)).changed;
}

async function read(who: PostKey, id: string, over: object = {}): Promise<Detail> {
  return readTarget(city.ask(database.db, who), { id, ...over });
}

async function refused(work: Promise<unknown>): Promise<RefusalCode | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined || error instanceof Refusal) return error?.code;
  throw error;
}

test('a target lives from proposal to conclusion, by figures that somebody else confirms', async () => {
  const of = await indicator('cityOffice');
  const { east } = city.unit;
  const { target } = await inForce('cityOffice', of, { unit: east.id, goal: '120' });
  expect(target).toMatchObject({ state: 'effective', light: 'grey', grey: 'no_reading' });
  await report('eastOffice', of, east.id, '2026-04-30', '38.5');
  expect(
    await refused(report('eastOffice', of, east.id, '2026-04-30', '40', { vintage: 'final' })),
  ).toBe('not-allowed');
  const now = await read('eastOffice', target.id);
  expect(now.target.pace?.gap).toBeCloseTo((38.5 / 120 - 4 / 12) * 100, 6);
  expect(now.target).toMatchObject({ light: 'green', reading: { value: '38.5' } });
  expect(now.rule.text.zh).toContain('2026-1');
  const june = await read('eastOffice', target.id, { at: '2026-06-30' });
  expect(june.target).toMatchObject({ light: 'grey', grey: 'stale' });

  const end = at('2027-01-20');
  const conclude = (outcome: 'achieved' | 'missed', version: number): Promise<Detail> =>
    city.act(
      database.db,
      'cityOffice',
      (ctx) => concludeTarget(ctx, { id: target.id, version, outcome, reason: undefined }),
      end,
    );
  await report('eastOffice', of, east.id, '2026-12-31', '121', {}, end);
  expect(await refused(conclude('achieved', 2))).toBe('no-final-reading');
  await report('cityOffice', of, east.id, '2026-12-31', '119.5', { vintage: 'final' }, end);
  expect(await refused(conclude('achieved', 2))).toBe('verdict-contradicts');
  expect((await conclude('missed', 2)).target).toMatchObject({
    state: 'concluded',
    outcome: 'missed',
  });
  await report(
    'cityOffice',
    of,
    east.id,
    '2026-12-31',
    '120.2',
    { vintage: 'restated', note: '年报核增' },
    end,
  );
  expect((await conclude('achieved', 3)).events.map((event) => event.kind)).toEqual([
    'target.conclude',
    'target.conclude',
    'target.effect',
    'target.propose',
  ]);
});

test('a correction is a new vintage; what was known on a day can be asked again; missing is not zero', async () => {
  const of = await indicator('cityOffice');
  const { east } = city.unit;
  const { target } = await inForce('cityOffice', of, { unit: east.id });
  const say = (value: string, over: object, day: string): Promise<boolean> =>
    report('cityOffice', of, east.id, '2026-03-31', value, over, at(day));
  expect(await say('30', {}, '2026-04-08')).toBe(true);
  expect(await say('30.0', {}, '2026-04-09')).toBe(false);
  expect(await refused(say('31', {}, '2026-04-09'))).toBe('no-reason');
  expect(await say('31', { vintage: 'final' }, '2026-04-20')).toBe(true);
  expect(await refused(say('32', {}, '2026-04-21'))).toBe('restate-instead');
  expect(await say('29.4', { vintage: 'restated', note: '核减重复项' }, '2026-05-10')).toBe(true);
  const values = async (known?: string): Promise<string | undefined> =>
    (await read('cityOffice', target.id, known === undefined ? {} : { known })).target.reading
      ?.value;
  expect([await values('2026-04-08'), await values('2026-04-30'), await values()]).toEqual([
    '30',
    '31',
    '29.4',
  ]);
  const { readings } = await read('cityOffice', target.id);
  expect(readings).toHaveLength(1);
  expect(readings[0]?.vintages.map((one) => [one.version, one.vintage, one.value])).toEqual([
    [3, 'restated', '29.4'],
    [2, 'final', '31'],
    [1, 'provisional', '30'],
  ]);
  expect(await refused(report('cityOffice', of, east.id, '2026-03-30', '1'))).toBe(
    'not-period-end',
  );
  expect(await refused(report('cityOffice', of, east.id, '2026-05-31', '1'))).toBe('period-ahead');
});

test('an undefined indicator lets nothing take effect, and its definitions stay side by side', async () => {
  const of = await indicator('cityOffice', { meaning: '' });
  const { target } = await propose('cityOffice', of);
  const effect = (): Promise<unknown> =>
    city.act(database.db, 'cityOffice', (ctx) => effectTarget(ctx, target));
  expect(await refused(effect())).toBe('no-definition');
  const definition = {
    name: '口径试行',
    measure: '家',
    direction: 'up',
    periodicity: 'quarterly',
    adds: true,
  } as const;
  const change = (version: number, meaning: string, reason?: string): Promise<unknown> =>
    city.act(database.db, 'cityOffice', (ctx) =>
      changeIndicator(
        ctx,
        indicators.changeIndicator.input.parse({ id: of, version, ...definition, meaning, reason }),
      ),
    );
  await change(1, '科技部门认定且在有效期内');
  expect(await refused(change(2, '含已受理未认定'))).toBe('no-reason');
  await change(2, '含已受理未认定', '与省口径一致');
  await effect();
  const known = await listIndicators(city.ask(database.db, 'westOffice'), {
    text: '口径试行',
  });
  expect(known.indicators[0]?.versions.map((one) => one.meaning)).toEqual([
    '含已受理未认定',
    '科技部门认定且在有效期内',
    '',
  ]);
  expect(known.indicators[0]?.can).toEqual([]);
});

test('a stricter child needs a reason that both levels see; nobody lowers his own bar', async () => {
  const rate = await indicator('cityOffice', { measure: '%', adds: false });
  const { target } = await inForce('cityOffice', rate, { goal: '90', path: 'held' });
  const { east, west } = city.unit;
  const hand = (
    parts: readonly object[],
    id = target.id,
    version = target.version,
  ): Promise<Detail> =>
    city.act(database.db, 'cityOffice', (ctx) =>
      handDownTarget(ctx, targetMoves.handDownTarget.input.parse({ id, version, parts })),
    );
  expect(await refused(hand([{ unit: east.id, goal: '95' }]))).toBe('stricter-than-parent');
  const done = await hand([
    { unit: east.id, goal: '95', to: '2026-12-01', reason: '该县基础较好' },
    { unit: west.id, goal: '90', weight: 3 },
  ]);
  const child = done.children.find((one) => one.unit.id === east.id);
  expect(child?.surcharge).toMatchObject({ more: 5, daysEarlier: 30, reason: '该县基础较好' });
  const own = await read('eastOffice', child?.id ?? '');
  expect(own.target.surcharge?.more).toBe(5);
  expect(own.parent).toMatchObject({ goal: '90', open: false });
  expect(own.target.can).not.toContain('revise');
  const lower = { ...own.target, id: child?.id ?? '', goal: '60', path: 'held', reason: '太难' };
  const input = targetMoves.reviseTarget.input.parse({
    id: lower.id,
    version: lower.version,
    from: lower.from,
    to: lower.to,
    goal: '60',
    path: 'held',
    reason: '太难',
  });
  expect(
    await refused(city.act(database.db, 'eastOffice', (ctx) => reviseTarget(ctx, input))),
  ).toBe('not-allowed');
  await report('cityOffice', rate, east.id, '2026-04-30', '76');
  const rolled = await read('cityOffice', target.id);
  expect(rolled.rolledUp?.progress).toBeCloseTo(0.8, 9);
  expect(rolled.rolledUp?.coverage).toBeCloseTo(0.25, 9);

  const sum = await indicator('cityOffice', { adds: true });
  const whole = await inForce('cityOffice', sum, { goal: '100' });
  const split = (goal: string): Promise<Detail> =>
    hand(
      [
        { unit: east.id, goal: '60' },
        { unit: west.id, goal },
      ],
      whole.target.id,
      whole.target.version,
    );
  expect(await refused(split('50'))).toBe('stricter-than-parent');
  expect((await split('40')).surchargeIndex).toBeCloseTo(0);
});

test('a unit does not confirm its own figures by an indicator of its own; the city has nobody over it', async () => {
  const { city: root, east } = city.unit;
  const own = await indicator('eastOffice');
  const final = { vintage: 'final' };
  expect(await report('eastOffice', own, east.id, '2026-04-30', '40')).toBeDefined();
  expect(await refused(report('eastOffice', own, east.id, '2026-04-30', '40', final))).toBe(
    'not-allowed',
  );
  expect(await report('cityOffice', own, east.id, '2026-04-30', '40', final)).toBeDefined();
  const whole = await indicator('cityOffice');
  expect(await report('cityOffice', whole, root.id, '2026-04-30', '40', final)).toBeDefined();
});

test('what a document says becomes targets with its words, once for each place', async () => {
  const reader = new DocumentReader();
  const [post] = city.actor.cityOffice.posts;
  if (post === undefined) throw new Error('the office has a post');
  const text = '一、地区生产总值增长6%左右。\n';
  const head = async () => ({ sha256: '', bytes: 1, putAt: new Date() });
  const kept = { sha256: 'a'.repeat(64), name: '要点.txt', mediaType: 'text/plain', bytes: 1 };
  const said = await reader.read(text);
  await reader.close();
  const { id: document } = await city.act(database.db, 'cityOffice', (ctx) =>
    addDocument(ctx, { store: { head } as never, reader }, { post, text, input: {}, kept }, said),
  );
  const input = targetMoves.proposeTargets.input.parse({
    document,
    unit: city.unit.city.id,
    items: [
      {
        metric: '地区生产总值',
        unitText: '%',
        op: 'grow',
        value: 6,
        approximate: true,
        quote: '地区生产总值增长6%左右',
        start: 10,
        end: 12,
      },
      {
        metric: '高新技术企业',
        unitText: '家',
        op: 'reach',
        value: 4500,
        base: 2132,
        to: '2026-12-31',
        quote: '高新技术企业达到4500家',
        start: 40,
        end: 45,
      },
      { metric: '经济总量', op: 'reach', quote: '经济总量向万亿元迈进', start: 60, end: 64 },
      {
        metric: '城镇调查失业率',
        unitText: '%',
        op: 'ctrl_le',
        value: 5.5,
        quote: '控制在5.5%以内',
        start: 80,
        end: 84,
      },
    ],
  });
  const send = () => city.act(database.db, 'cityOffice', (ctx) => proposeTargets(ctx, input));
  const first = await send();
  expect(first.targets.map((one) => [one.made, one.state])).toEqual(
    first.targets.map(() => [true, 'definition_pending']),
  );
  const again = await send();
  expect(again.targets.map((one) => one.id)).toEqual(first.targets.map((one) => one.id));
  expect(again.targets.every((one) => !one.made)).toBe(true);
  const list = await listTargets(city.ask(database.db, 'cityOffice'), {
    document,
    limit: 100,
  });
  const named = new Map(list.items.map((one) => [one.indicator.name, one]));
  expect(named.get('地区生产总值增速')).toMatchObject({ goal: '6', op: 'about', path: 'held' });
  expect(named.get('高新技术企业')).toMatchObject({ goal: '4500', baseline: '2132', op: 'ge' });
  expect(named.get('经济总量')).toMatchObject({
    goal: null,
    light: 'grey',
    grey: 'definition_pending',
  });
  expect(named.get('城镇调查失业率')).toMatchObject({ op: 'le', indicator: { direction: 'down' } });
  const [one] = list.items;
  const detail = await read('cityOffice', one?.id ?? '');
  expect(detail.source).toMatchObject({ document });
  // A document or a campaign that nobody knows makes no target.
  for (const unknown of [{ document: newId() }, { campaign: newId() }])
    await expect(
      city.act(database.db, 'cityOffice', (ctx) => proposeTargets(ctx, { ...input, ...unknown })),
    ).rejects.toMatchObject({ code: 'not-found' });
});

async function bring(
  who: PostKey,
  text: string,
  apply = false,
): Promise<Sent<typeof indicators.importReadings.output>> {
  const request = new Request('http://x/api/v1/readings/import', {
    method: 'POST',
    body: text,
    headers: { 'idempotency-key': newId(), 'accept-language': 'zh' },
  });
  const call: Direct = {
    db: database.db,
    cityId: CITY,
    now: NOON,
    today: dayOf(NOON),
    actor: city.actor[who],
    request,
    from: 'test',
  };
  return importReadings(call, { name: '月报.csv', ...(apply ? { apply } : {}) });
}

test('a part of a whole with fixed values goes the same way, scaled', async () => {
  const of = await indicator('cityOffice', { periodicity: 'quarterly' });
  const fixed = { goal: '120', path: 'quarterly', profile: [20, 50, 80, 120] };
  const { target } = await inForce('cityOffice', of, fixed);
  const { east, west } = city.unit;
  const parts = [
    { unit: east.id, goal: '60' },
    { unit: west.id, goal: '40', to: '2026-09-30', reason: '提前完工' },
  ];
  const { id, version } = target;
  await city.act(database.db, 'cityOffice', (ctx) =>
    handDownTarget(ctx, targetMoves.handDownTarget.input.parse({ id, version, parts })),
  );
  const children = await database.db
    .selectFrom('target')
    .where('parent_id', '=', id)
    .select(['path', 'profile'])
    .orderBy('goal', 'desc')
    .execute();
  expect(children).toEqual([
    { path: 'quarterly', profile: [10, 25, 40, 60] },
    { path: 'linear', profile: [] },
  ]);
});

test('a wide sheet: units down, months across, the indicator named above', async () => {
  await indicator('cityOffice', { name: '技改投资完成额' });
  const sheet = [
    '2026年各县技改投资完成额（亿元）,,,',
    '单位,1月,1-2月,1-3月',
    '东岭县,1.5,3.2,6',
    '西陂县,2,约四,',
    '合计,3.5,,',
  ].join('\n');
  const preview = await bring('cityOffice', sheet);
  expect(preview.faults).toEqual([
    { row: 4, column: '数值', message: '2026年1-2月“约四”不是数值' },
  ]);
  expect(preview).toMatchObject({ rows: 5, fresh: 4, faulty: 1 });
  expect(preview.sample.map(({ unit, periodEnd, value }) => [unit, periodEnd, value])).toEqual([
    ['东岭县', '2026-01-31', '1.5'],
    ['东岭县', '2026-02-28', '3.2'],
    ['东岭县', '2026-03-31', '6'],
    ['西陂县', '2026-01-31', '2'],
  ]);
  const nameless = await bring('cityOffice', '单位,1月,2月\n东岭县,1,2');
  expect(nameless.faults[0]?.message).toContain('没有写明是哪个指标');
});

test('a sheet of figures: faults by row and column, the good rows come in, twice changes nothing', async () => {
  const of = await indicator('cityOffice', { name: '固定资产投资额' });
  const { target } = await inForce('cityOffice', of, { unit: city.unit.east.id });
  const sheet = [
    '2026年月报,,,',
    '指标,单位,期间,数值,说明',
    '固定资产投资额,东岭县,2026年4月,"1,038.5",',
    '固定资产投资额,西陂县,2026年1-4月,27亿元,',
    '固定资产投资额,火星县,2026年4月,3,',
    '固定资产投资额,西陂县,五月份,3,',
    '固定资产投资额,西陂县,2026年5月,3,',
    '固定资产投资额,西陂县,2026年3月,约三成,',
    '没有的指标,西陂县,2026年3月,3,',
    '固定资产投资额,东岭县,2026年4月,40,',
    '固定资产投资额,东岭县,2026年3月,,',
  ].join('\n');
  const preview = await bring('cityOffice', sheet);
  expect(preview).toMatchObject({
    rows: 8,
    fresh: 2,
    changed: 0,
    known: 0,
    faulty: 6,
    applied: false,
  });
  expect(preview.faults.map((fault) => [fault.row, fault.column])).toEqual([
    [5, '单位'],
    [6, '期间'],
    [7, '期间'],
    [8, '数值'],
    [9, '指标'],
    [10, '期间'],
  ]);
  expect((await read('cityOffice', target.id)).readings).toEqual([]);
  expect(await bring('cityOffice', sheet, true)).toMatchObject({ fresh: 2, applied: true });
  expect(await bring('cityOffice', sheet, true)).toMatchObject({ fresh: 0, changed: 0, known: 2 });
  const { readings } = await read('cityOffice', target.id);
  expect(readings.map((one) => [one.periodEnd, one.vintages.length])).toEqual([['2026-04-30', 1]]);
  expect(readings[0]?.vintages[0]?.value).toBe('1038.5');
  expect((await bring('eastOffice', sheet)).faults.map((fault) => fault.row)).toContain(4);
  expect(await refused(bring('cityOffice', '甲,乙\n1,2'))).toBe('no-reading-columns');
});

test('the rule in force lights; one by days, and a campaign’s own, take its place', async () => {
  const of = await indicator('cityOffice');
  const { east } = city.unit;
  const { target } = await inForce('cityOffice', of, { unit: east.id, campaign: city.campaign });
  await report('cityOffice', of, east.id, '2026-04-30', '32');
  expect((await read('cityOffice', target.id)).target.light).toBe('green');
  const rule = indicators.setPaceRule.input.parse({
    label: '2026-攻坚',
    campaign: city.campaign,
    fromOn: '2026-05-01',
    elapsedBy: 'days',
    yellowAt: 0,
    redBelow: -4,
    lagDays: 60,
    basis: '攻坚办〔2026〕3号',
  });
  expect(await refused(city.act(database.db, 'eastOffice', (ctx) => setPaceRule(ctx, rule)))).toBe(
    'not-allowed',
  );
  await city.act(database.db, 'cityOffice', (ctx) => setPaceRule(ctx, rule));
  const now = await read('cityOffice', target.id);
  expect(now.target.light).toBe('red');
  expect(now.rule).toMatchObject({ label: '2026-攻坚', elapsedBy: 'days' });
  expect((await read('cityOffice', target.id, { at: '2026-04-20' })).rule.label).toBe('2026-1');
});

test('the table of pace keeps the order of administration and says 双过半 only at 30 June', async () => {
  const of = await indicator('cityOffice');
  for (const unit of [city.unit.west, city.unit.east])
    await inForce('cityOffice', of, { unit: unit.id });
  await report('cityOffice', of, city.unit.east.id, '2026-04-30', '60');
  const table = await targetProgress(city.ask(database.db, 'cityOffice'), { indicator: of });
  expect(table.checkpoint).toBe('pace');
  expect(table.lines.map((line) => line.unit.id)).toEqual([city.unit.east.id, city.unit.west.id]);
  expect(table.lines[0]).toMatchObject({
    targets: 1,
    lights: { green: 1 },
    rolledUp: { progress: 0.5 },
  });
  expect(table.lines[1]).toMatchObject({ lights: { grey: 1 }, rolledUp: null });
  const june = await targetProgress(city.ask(database.db, 'cityOffice'), {
    indicator: of,
    at: '2026-06-30',
  });
  expect(june.checkpoint).toBe('half');
});

test('no row without its event: the database refuses a silent change', async () => {
  const of = await indicator('cityOffice');
  const { target } = await inForce('cityOffice', of);
  const silent = database.db
    .transaction()
    .execute((tx) =>
      sql`update target set goal = 1, version = version + 1 where city_id = ${CITY} and id = ${target.id}`.execute(
        tx,
      ),
    );
  await expect(silent).rejects.toThrow(/foreign key/);
});

test('pages of a list join without a gap', async () => {
  const of = await indicator('cityOffice');
  for (const unit of [city.unit.city, city.unit.east, city.unit.eastTown, city.unit.west])
    await inForce('cityOffice', of, { unit: unit.id });
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTargets(city.ask(database.db, 'cityOffice'), {
      indicator: of,
      limit: 2,
      cursor,
    });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(ids).size).toBe(4);
  expect(ids).toHaveLength(4);
  expect(
    await refused(listTargets(city.ask(database.db, 'cityOffice'), { limit: 2, cursor: 'eA' })),
  ).toBe('bad-cursor');
});
