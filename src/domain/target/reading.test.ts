import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPeriodEnd, monthEnd, nextPeriodEnd, parsePeriodEnd, PERIODICITIES } from './period.ts';
import { currentReadings, type ReadingVintage, vintageObjection, VINTAGES } from './reading.ts';
import { laidOut, wideColumns } from './reading-sheet.ts';
import { isMet, verdictObjection } from './verdict.ts';

const vintage = fc.record({
  periodEnd: fc.constantFrom('2026-01-31', '2026-02-28', '2026-03-31'),
  version: fc.integer({ min: 1, max: 9 }),
  vintage: fc.constantFrom(...VINTAGES),
  value: fc.integer({ min: -9, max: 99 }),
  knownOn: fc.constantFrom('2026-02-10', '2026-03-10', '2026-04-10'),
});
const vintages = fc.uniqueArray(vintage, {
  selector: (one) => `${one.periodEnd} ${one.version}`,
  maxLength: 12,
});

test('the newest vintage known on the day wins, whatever the order they come in', () => {
  fc.assert(
    fc.property(vintages, fc.constantFrom('2026-02-28', '2026-03-31', '9999-12-31'), (all, day) => {
      const shown = currentReadings(all, day);
      for (const one of shown) {
        const rivals = all.filter((v) => v.periodEnd === one.periodEnd && v.knownOn <= day);
        expect(one.version).toBe(Math.max(...rivals.map((v) => v.version)));
      }
      expect(currentReadings(all.toReversed(), day)).toEqual(shown);
    }),
  );
});

test('a period without a figure is missing, and never zero', () => {
  fc.assert(
    fc.property(vintages, (all) => {
      const shown: readonly ReadingVintage[] = currentReadings(all);
      expect(shown.map((one) => one.periodEnd)).toEqual(
        [...new Set(all.map((one) => one.periodEnd))].toSorted(),
      );
    }),
  );
  expect(currentReadings([])).toEqual([]);
});

test('a final figure is only restated, with a reason', () => {
  const final = { vintage: 'final' } as const;
  expect(vintageObjection(undefined, { vintage: 'final', note: '' })).toBeUndefined();
  expect(vintageObjection(undefined, { vintage: 'restated', note: '核减' })).toBe(
    'nothing-to-restate',
  );
  expect(vintageObjection(final, { vintage: 'provisional', note: '' })).toBe('restate-instead');
  expect(vintageObjection(final, { vintage: 'restated', note: '' })).toBe('no-reason');
  expect(vintageObjection(final, { vintage: 'restated', note: '核减' })).toBeUndefined();
  expect(vintageObjection({ vintage: 'provisional' }, { vintage: 'final', note: '' })).toBe(
    undefined,
  );
});

test('periods end where the calendar says', () => {
  expect(monthEnd('2028-02')).toBe('2028-02-29');
  expect(nextPeriodEnd('2026-03-31', 'quarterly')).toBe('2026-06-30');
  expect(nextPeriodEnd('2026-03-30', 'monthly')).toBe('2026-03-31');
  expect(isPeriodEnd('2026-09-30', 'half_yearly')).toBe(false);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4000 }),
      fc.constantFrom(...PERIODICITIES.filter((one) => one !== 'once')),
      (days, periodicity) => {
        const day = new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10);
        const next = nextPeriodEnd(day, periodicity) ?? '';
        expect(next > day).toBe(true);
        expect(isPeriodEnd(next, periodicity)).toBe(true);
      },
    ),
  );
});

test.each([
  ['2026年5月', '2026-05-31'],
  ['2026-05', '2026-05-31'],
  ['２０２６年1-5月', '2026-05-31'],
  ['2026年1—11月', '2026-11-30'],
  ['2026年一季度', '2026-03-31'],
  ['2026年第3季度', '2026-09-30'],
  ['2026Q2', '2026-06-30'],
  ['2026年上半年', '2026-06-30'],
  ['2026年', '2026-12-31'],
  ['2026-05-31', '2026-05-31'],
  ['2026-02-30', undefined],
  ['2026年13月', undefined],
  ['五月', undefined],
])('the period %s ends on %s', (text, end) => {
  expect(parsePeriodEnd(text)).toBe(end);
});

test('a conclusion may not contradict the final figure, and needs one', () => {
  const goal = { op: 'ge', goal: 100, goalTo: undefined } as const;
  const final = (value: number) => ({ value, confirmed: true });
  expect(verdictObjection('achieved', goal, final(100))).toBeUndefined();
  expect(verdictObjection('achieved', goal, final(99.9))).toBe('verdict-contradicts');
  expect(verdictObjection('missed', goal, final(120))).toBe('verdict-contradicts');
  expect(verdictObjection('achieved', goal, { value: 120, confirmed: false })).toBe(
    'no-final-reading',
  );
  expect(verdictObjection('not_assessable', undefined, undefined)).toBeUndefined();
  expect(isMet({ op: 'range', goal: 5, goalTo: 6 }, 5.5)).toBe(true);
  expect(isMet({ op: 'about', goal: 6, goalTo: undefined }, 5.9)).toBeUndefined();
});

const sheetRow = (row: number, ...cells: readonly string[]) => ({
  row,
  cells: cells.map((text) => ({ text })),
});

test('a wide sheet of units by months is laid out figure by figure', () => {
  const head = sheetRow(2, '序号', '单位', '1月', '1—2月', '一季度', '备注');
  const wide = wideColumns(head, '2025年固定资产投资完成情况', '2026');
  expect(wide?.periods.map(({ period }) => parsePeriodEnd(period))).toEqual([
    '2025-01-31',
    '2025-02-28',
    '2025-03-31',
  ]);
  if (wide === undefined) return;
  const laid = laidOut(sheetRow(3, '1', '东岭县', '3.5', '', '12'), wide, '固定资产投资');
  expect(laid.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual([
    ['固定资产投资', '东岭县', '2025年1月', '3.5'],
    ['固定资产投资', '东岭县', '2025年一季度', '12'],
  ]);
  expect(laidOut(sheetRow(9, '', '合计', '9', '9', '9'), wide, '')).toEqual([]);
  expect(wideColumns(sheetRow(1, '单位', '1月', '说明'), '', '2026')).toBeUndefined();
});
