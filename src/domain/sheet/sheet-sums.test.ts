import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SheetRow } from './cell.ts';
import type { MappedColumn } from './read-row.ts';
import { addToSums, checkTotal, newSums, resetPart } from './sheet-sums.ts';

const AMOUNT: MappedColumn = { column: 1, label: '金额', field: 'amount' };
const COLUMNS: readonly MappedColumn[] = [{ column: 0, label: '问题', field: 'title' }, AMOUNT];

function rowOf(row: number, ...texts: readonly string[]): SheetRow {
  return { row, cells: texts.map((text) => (text === '' ? undefined : { text })) };
}

/** What a total says against the amounts above it. */
function judged(
  amounts: readonly string[],
  total: string,
  column: MappedColumn = AMOUNT,
): Readonly<Record<string, unknown>>[] {
  const sums = newSums();
  for (const [i, amount] of amounts.entries())
    addToSums(sums, rowOf(i + 2, '甲', amount), [column]);
  return checkTotal(sums, rowOf(9, '合计', total), [column], false).map(
    ({ row, code, details }) => ({ row, code, ...details }),
  );
}

test('a total that says what was read is no fault; one a fen off is, with both figures', () => {
  expect(judged(['1.10', '2.20', ''], '3.30')).toEqual([]);
  expect(judged(['1.10', '2.20'], '3.31')).toMatchObject([
    { row: 9, code: 'total-differs', stated: 3.31, counted: 3.3 },
  ]);
  expect(judged([], '3')).toMatchObject([{ stated: 3, counted: 0 }]);
});

test('in 万元 the hundredth of the unit decides, and both figures are told in it', () => {
  const wan = { ...AMOUNT, moneyUnit: 10_000 };
  expect(judged(['1.005', '2'], '3.00', wan)).toEqual([]);
  expect(judged(['1.005', '2'], '3.02', wan)).toMatchObject([{ stated: 3.02, counted: 3.005 }]);
});

test('a column with an amount that nobody can read is not judged, nor a total that says nothing', () => {
  expect(judged(['1', '若干'], '9')).toEqual([]);
  expect(judged(['1'], '')).toEqual([]);
  expect(judged(['1'], '若干')).toEqual([]);
});

test('a subtotal is held against its part, the total against all', () => {
  const sums = newSums();
  const total = (text: string, partial: boolean) =>
    checkTotal(sums, rowOf(9, '计', text), COLUMNS, partial);
  addToSums(sums, rowOf(2, '甲', '1'), COLUMNS);
  resetPart(sums);
  addToSums(sums, rowOf(3, '乙', '2'), COLUMNS);
  addToSums(sums, rowOf(4, '丙', '3'), COLUMNS);
  expect([total('5', true), total('6', false)]).toEqual([[], []]);
  expect([total('6', true), total('5', false)].map((faults) => faults.length)).toEqual([1, 1]);
});

test.each([
  ['amount', 1],
  ['moneyPlanned', 1],
  ['title', 0],
  [undefined, 0],
])('a column of %s is judged: %s', (field, faults) => {
  const column = { column: 1, label: '', ...(field === undefined ? {} : { field }) };
  expect(judged(['1'], '9', column)).toHaveLength(faults);
});

test('whatever the amounts, their own sum agrees, and any other by a yuan does not', () => {
  const fen = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(fc.array(fen, { minLength: 1, maxLength: 30 }), (all) => {
      const texts = all.map((one) => (one / 100).toFixed(2));
      const sum = all.reduce((a, b) => a + b, 0) / 100;
      expect(judged(texts, sum.toFixed(2))).toEqual([]);
      expect(judged(texts, (sum + 1).toFixed(2))).toHaveLength(1);
    }),
  );
});
