import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elapsedShare } from './calendar.ts';
import { checkpointOf, type LightInput, lightOf, LIGHT_RULE, nextDue, ruleText } from './light.ts';
import { paceOf } from './pace.ts';
import {
  compoundRate,
  type Direction,
  pathFault,
  scaledValues,
  type Target,
  wantedAt,
} from './path.ts';
import { rollUp } from './roll-up.ts';
import { surchargeIndex, surchargeOf } from './surcharge.ts';

const year = (of: number): { from: string; to: string } => ({
  from: `${of}-01-01`,
  to: `${of}-12-31`,
});
const target = (value: number, over: Partial<Target> = {}): Target => ({
  baseline: 0,
  value,
  direction: 'up',
  range: year(2010),
  path: { kind: 'linear' },
  ...over,
});

// Published figures: 三明 74 % of the year's task at the end of August 2010, 江门 629.0 of 647.4 at the end of October.
test('pace by whole months and by days matches what was published', () => {
  expect(paceOf(target(100), 74, '2010-08-31', 'months')?.gap).toBeCloseTo(7.333, 3);
  expect(paceOf(target(100), 74, '2010-08-31', 'days')?.gap).toBeCloseTo(7.425, 3);
  expect(paceOf(target(647.4), 629, '2010-10-31', 'months')?.gap).toBeCloseTo(13.825, 3);
});

test('at 30 June half of the year has gone', () => {
  expect(elapsedShare(year(2026), '2026-06-30', 'months')).toBe(0.5);
  expect(elapsedShare(year(2026), '2026-06-29', 'months')).toBeCloseTo(5 / 12);
});

test('a compound path runs by equal rates', () => {
  expect(compoundRate(2132, 4500, 5)).toBeCloseTo(0.161141, 6);
  expect(compoundRate(626, 2132, 5)).toBeCloseTo(0.27774, 6);
  const five = target(4500, {
    baseline: 2132,
    range: { from: '2022-01-01', to: '2026-12-31' },
    path: { kind: 'compound' },
  });
  const ends = [2022, 2023, 2024, 2025, 2026].map((at) => wantedAt(five, `${at}-12-31`, 'months'));
  [2475.5532, 2874.467, 3337.6623, 3875.4974, 4500].forEach((want, at) => {
    expect(ends[at]).toBeCloseTo(want, 3);
  });
});

test('a falling target moves down its path and is ahead when lower', () => {
  const energy = target(83, {
    baseline: 100,
    direction: 'down',
    range: { from: '2021-01-01', to: '2025-12-31' },
    path: { kind: 'compound' },
  });
  expect(wantedAt(energy, '2023-12-31', 'months')).toBeCloseTo(100 * 0.83 ** 0.6, 6);
  expect(paceOf(energy, 85, '2023-12-31', 'months')?.gap).toBeGreaterThan(0);
});

test('a seasonal profile and fixed quarters hold at their points', () => {
  const harvest = target(100, { path: { kind: 'seasonal', shares: [1, 1, 6, 2] } });
  expect(wantedAt(harvest, '2010-06-30', 'months')).toBeCloseTo(20);
  expect(wantedAt(harvest, '2010-09-30', 'months')).toBeCloseTo(80);
  const bridge = target(100, { path: { kind: 'quarterly', values: [10, 30, 70, 100] } });
  expect(wantedAt(bridge, '2010-09-30', 'months')).toBeCloseTo(70);
});

test('every path starts at the baseline and ends at the target', () => {
  const path = fc.oneof(
    fc.constant({ kind: 'linear' } as const),
    fc.constant({ kind: 'compound' } as const),
    fc
      .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 })
      .map((shares) => ({ kind: 'seasonal', shares }) as const),
  );
  const amount = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(path, amount, amount, (kind, baseline, value) => {
      const one = target(value, { baseline, path: kind });
      expect(wantedAt(one, '2009-12-31', 'days')).toBeCloseTo(baseline, 6);
      expect(wantedAt(one, '2010-12-31', 'days')).toBeCloseTo(value, 6);
    }),
  );
});

const lit = (over: Partial<LightInput>): ReturnType<typeof lightOf> =>
  lightOf({
    pace: { progress: 0, wanted: 0, elapsed: 0, gap: 0 },
    readingOn: '2026-05-31',
    date: '2026-06-30',
    range: year(2026),
    periodicity: 'monthly',
    definitionPending: false,
    inForce: true,
    ...over,
  });

test('lights follow the published rule; what is not known is grey', () => {
  const at = (gap: number): string =>
    lit({ pace: { progress: 0, wanted: 0, elapsed: 0, gap } }).light;
  expect([at(-9.9), at(-10), at(-30), at(-30.1)]).toEqual(['green', 'yellow', 'yellow', 'red']);
  expect(lit({ readingOn: '2026-01-31' })).toEqual({ light: 'grey', reason: 'stale' });
  expect(lit({ definitionPending: true }).reason).toBe('definition_pending');
  expect(lit({ inForce: false }).reason).toBe('not_in_force');
  expect(lit({ readingOn: undefined }).reason).toBe('no_reading');
  expect(lit({ readingOn: undefined, date: '2026-02-10' }).reason).toBe('not_due');
  expect(lit({ pace: undefined }).reason).toBe('no_way');
  expect(ruleText(LIGHT_RULE).zh).toContain('2026-1');
});

test('a figure is stale when the next one is overdue by more than the rule allows, and never after the end', () => {
  const quarterly = { periodicity: 'quarterly', readingOn: '2026-03-31' } as const;
  expect(lit({ ...quarterly, date: '2026-07-20' }).light).toBe('green');
  expect(lit({ ...quarterly, date: '2026-07-21' }).reason).toBe('stale');
  expect(lit({ readingOn: '2026-12-31', date: '2028-01-01' }).light).toBe('green');
  expect(nextDue('2026-11-30', year(2026), 'quarterly')).toBe('2026-12-31');
  expect(nextDue(undefined, { from: '2026-02-10', to: '2026-09-15' }, 'once')).toBe('2026-09-15');
});

test('30 June alone is 双过半', () => {
  expect([checkpointOf('2026-06-30'), checkpointOf('2026-06-29')]).toEqual(['half', 'pace']);
});

test('a held target is judged by how much of it is met, in its direction', () => {
  const held = (value: number, direction: Direction): Target =>
    target(value, { direction, path: { kind: 'held' } });
  const gap = (of: Target, reading: number): number =>
    paceOf(of, reading, '2010-03-31', 'months')?.gap ?? Number.NaN;
  expect(gap(held(6, 'up'), 6)).toBeCloseTo(0);
  expect(gap(held(6, 'up'), 4.8)).toBeCloseTo(-20);
  expect(gap(held(5.5, 'down'), 5.2)).toBeCloseTo(0);
  expect(gap(held(5, 'down'), 6.25)).toBeCloseTo(-20);
  expect(gap(held(100, 'keep'), 95)).toBeCloseTo(-5);
});

test('a path is sound or says what is wrong with it', () => {
  expect(pathFault({ kind: 'linear' }, undefined, 5)).toBe('no_baseline');
  expect(pathFault({ kind: 'held' }, undefined, 5)).toBeUndefined();
  expect(pathFault({ kind: 'seasonal', shares: [0, 0] }, 0, 5)).toBe('no_profile');
  expect(pathFault({ kind: 'seasonal', shares: [2, -1] }, 0, 5)).toBe('negative_share');
  expect(pathFault({ kind: 'quarterly', values: [1, 4] }, 0, 5)).toBe('not_at_goal');
  expect(pathFault({ kind: 'quarterly', values: [3, 2, 5] }, 0, 5)).toBe('turns_back');
  expect(pathFault({ kind: 'quarterly', values: [8, 6, 5] }, 9, 5)).toBeUndefined();
});

test('a target equal to its baseline has no pace', () => {
  expect(paceOf(target(5, { baseline: 5 }), 5, '2010-06-30', 'days')).toBeUndefined();
});

test('missing parts lower the coverage, not the value', () => {
  expect(
    rollUp([
      { weight: 2, value: 0.5 },
      { weight: 1, value: undefined },
      { weight: 1, value: 0.8 },
    ]),
  ).toEqual({ value: 0.6, coverage: 0.75 });
  expect(rollUp([{ weight: 1, value: undefined }])).toBeUndefined();
});

test('no path turns back on its way', () => {
  const share = fc.integer({ min: 0, max: 9 });
  const path = fc.oneof(
    fc.constant({ kind: 'linear' } as const),
    fc.constant({ kind: 'compound' } as const),
    fc
      .array(share, { minLength: 1, maxLength: 12 })
      .map((shares) => ({ kind: 'seasonal', shares }) as const),
  );
  const amount = fc.integer({ min: 1, max: 10_000 });
  const days = fc.tuple(fc.nat(364), fc.nat(364));
  const by = fc.constantFrom('months' as const, 'days' as const);
  fc.assert(
    fc.property(path, amount, amount, days, by, (kind, baseline, value, [a, b], elapsedBy) => {
      const one = target(value, { baseline, path: kind });
      const on = (day: number): number =>
        wantedAt(one, new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10), elapsedBy);
      const step = on(Math.max(a, b)) - on(Math.min(a, b));
      expect(step * Math.sign(value - baseline)).toBeGreaterThanOrEqual(-1e-6);
    }),
  );
});

test('a roll-up lies between its parts, and the scale of the weights does not matter', () => {
  const part = fc.record({
    weight: fc.integer({ min: 1, max: 100 }),
    value: fc.option(fc.double({ min: -2, max: 2, noNaN: true }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      const known = parts.flatMap(({ value }) => value ?? []);
      const rolled = rollUp(parts);
      const scaled = rollUp(parts.map((one) => ({ ...one, weight: one.weight * 3 })));
      if (known.length === 0) {
        expect(rolled).toBeUndefined();
        return;
      }
      expect(rolled?.value).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
      expect(rolled?.value).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
      expect(scaled?.value).toBeCloseTo(rolled?.value ?? Number.NaN, 9);
      expect(scaled?.coverage).toBeCloseTo(rolled?.coverage ?? Number.NaN, 9);
    }),
  );
});

test('a stricter child shows by how much', () => {
  const parent = { value: 100, due: '2026-12-31' };
  expect(surchargeOf(parent, { value: 110, due: '2026-12-01' }, 'up')).toEqual({
    more: 10,
    share: 0.1,
    daysEarlier: 30,
  });
  expect(surchargeOf(parent, { value: 110, due: '2026-12-31' }, 'down')).toBeUndefined();
  expect(surchargeOf(parent, { value: 60, due: '2026-12-31' }, 'up', true)).toBeUndefined();
  expect(surchargeIndex(100, [40, 35, 45])).toBeCloseTo(0.2);
});

test('the fixed values of a whole scale to its parts, and end at their goals', () => {
  const whole = { baseline: 0, goal: 100 };
  expect(scaledValues([10, 30, 60, 100], whole, { baseline: 0, goal: 45 })).toEqual([
    4.5, 13.5, 27, 45,
  ]);
  expect(
    scaledValues([90, 85, 80, 75], { baseline: 95, goal: 75 }, { baseline: 60, goal: 50 }),
  ).toEqual([57.5, 55, 52.5, 50]);
  expect(scaledValues([5], { baseline: 5, goal: 5 }, whole)).toBeUndefined();
});
