import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeUnits } from './arrange-units.ts';
import type { UnitLine } from './unit-sheet.ts';

function line(row: number, code: string, given: Partial<UnitLine> = {}): UnitLine {
  return {
    row,
    code,
    name: `单位${code}`,
    parentCode: undefined,
    parentName: undefined,
    kind: 'department',
    shortName: code,
    functions: [],
    contact: undefined,
    ...given,
  };
}
const codesOf = (placed: ReturnType<typeof arrangeUnits>['placed']): string[] =>
  placed.map((one) => one.line.code);

test('a child that stands above its parent in the sheet comes after it', () => {
  const { placed, faults } = arrangeUnits(
    [line(2, 'c', { parentCode: 'b' }), line(3, 'b', { parentName: '单位a' }), line(4, 'a')],
    [],
  );
  expect(faults).toEqual([]);
  expect(placed.map((one) => [one.line.code, one.parentCode])).toEqual([
    ['a', undefined],
    ['b', 'a'],
    ['c', 'b'],
  ]);
});

test('a parent may be in the tree already, by its code or by its name', () => {
  const known = [{ code: 'k', name: '已有单位' }];
  const { placed, faults } = arrangeUnits(
    [line(2, 'a', { parentCode: 'k' }), line(3, 'b', { parentName: '已有单位' })],
    known,
  );
  expect(faults).toEqual([]);
  expect(placed.map((one) => one.parentCode)).toEqual(['k', 'k']);
});

test('whose rows form a circle is not placed, nor what is below; the rest is', () => {
  const { placed, faults } = arrangeUnits(
    [
      line(2, 'below', { parentCode: 'a' }),
      line(3, 'a', { parentCode: 'b' }),
      line(4, 'b', { parentCode: 'a' }),
      line(5, 'self', { parentCode: 'self' }),
      line(6, 'good'),
    ],
    [],
  );
  expect(codesOf(placed)).toEqual(['good']);
  expect(faults.map(({ row, column }) => [row, column])).toEqual([
    [2, '上级编码'],
    [3, '上级编码'],
    [4, '上级编码'],
    [5, '上级编码'],
  ]);
});

test('of a code given twice the first row counts, the second is told which', () => {
  const { placed, faults } = arrangeUnits([line(2, 'a'), line(9, 'a', { name: '另一个' })], []);
  expect(placed.map((one) => one.line.row)).toEqual([2]);
  expect(faults).toMatchObject([{ row: 9, column: '编码' }]);
  expect(faults[0]?.zh).toContain('第 2 行');
});

test('no such parent, several of the name, a name near to it: each fault says what to do', () => {
  const { placed, faults } = arrangeUnits(
    [
      line(2, 'a', { parentCode: 'zz' }),
      line(3, 'b', { parentName: '卫生院' }),
      line(4, 'c', { parentName: '城关镇政付' }),
      line(5, 'd', { parentName: '完全不同者' }),
    ],
    [
      { code: 'h1', name: '卫生院' },
      { code: 'h2', name: '卫生院' },
      { code: 't1', name: '城关镇政府' },
    ],
  );
  expect(placed).toEqual([]);
  expect(faults.map(({ zh }) => zh)).toEqual([
    '没有编码为“zz”的单位',
    '有 2 个单位叫“卫生院”（h1、h2），请改填上级编码',
    '没有叫“城关镇政付”的单位，您是否要找：城关镇政府',
    '没有叫“完全不同者”的单位',
  ]);
});

test('nobody is his own parent by name: a unit named like its superior stands below that one', () => {
  const { placed, faults } = arrangeUnits(
    [line(2, 'child', { name: '河东', parentName: '河东' })],
    [{ code: 'upper', name: '河东' }],
  );
  expect(faults).toEqual([]);
  expect(placed[0]?.parentCode).toBe('upper');
});

test('a sheet of the wrong city is answered with near names for its first hundred only', () => {
  const lines = Array.from({ length: 102 }, (_, i) =>
    line(i + 2, `c${i}`, { parentName: `城关镇政${String.fromCodePoint(0x4e00 + i)}` }),
  );
  const { faults } = arrangeUnits(lines, [{ code: 't1', name: '城关镇政府' }]);
  const told = faults.map(({ zh }) => zh.includes('您是否要找'));
  expect(told.filter(Boolean)).toHaveLength(100);
  expect(told.slice(100)).toEqual([false, false]);
});

const names = fc.constantFrom('甲', '乙', '丙', '丁', '__proto__', 'constructor');
const sheets = fc.array(
  fc.record({
    code: names,
    parentCode: fc.option(names, { nil: undefined }),
    parentName: fc.option(
      names.map((name) => `单位${name}`),
      { nil: undefined },
    ),
  }),
  { maxLength: 9 },
);

test('whatever the sheet: every row is placed once or faulted, parents come first, faults in order', () => {
  fc.assert(
    fc.property(sheets, fc.uniqueArray(names, { maxLength: 2 }), (rows, inTree) => {
      const known = inTree.map((code) => ({ code, name: `单位${code}` }));
      const lines = rows.map(({ code, ...given }, i) => line(i + 2, code, given));
      const { placed, faults } = arrangeUnits(lines, known);
      const faulted = faults.map(({ row }) => row);
      expect([...placed.map((one) => one.line.row), ...faulted].toSorted((a, b) => a - b)).toEqual(
        lines.map(({ row }) => row),
      );
      expect(faulted).toEqual(faulted.toSorted((a, b) => a - b));
      const there = new Set<string>(inTree);
      for (const { line: one, parentCode } of placed) {
        if (parentCode !== undefined) expect(there).toContain(parentCode);
        there.add(one.code);
      }
    }),
  );
});
