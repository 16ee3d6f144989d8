import { expect, test } from 'vitest';
import type { Merge, SheetRow } from './cell.ts';
import { findHeader } from './header-rows.ts';
import { LEDGER_FIELDS } from './ledger-fields.ts';

function sheet(...rows: readonly (readonly string[])[]): SheetRow[] {
  return rows.map((texts, k) => ({
    row: k + 1,
    cells: texts.map((text) => (text === '' ? undefined : { text })),
  }));
}
const headerOf = (rows: readonly SheetRow[], merges: readonly Merge[] = []) =>
  findHeader(rows, merges, LEDGER_FIELDS);

const PLAIN = ['序号', '存在问题', '整改措施', '责任单位'];
const ENTRY = ['1', '路灯不亮', '换灯', '城管局'];

test('no header where no words are known, nor in a single cell', () => {
  expect(headerOf([])).toBeUndefined();
  expect(headerOf(sheet(['甲', '乙', '丙']))).toBeUndefined();
  expect(headerOf(sheet(['存在问题']))).toBeUndefined();
});

test('of two cells both must be known words', () => {
  expect(headerOf(sheet(['存在问题', '责任单位']))).toMatchObject({ top: 1, bottom: 1 });
  expect(headerOf(sheet(['存在问题', '天知道']))).toBeUndefined();
});

test('titles above are passed over, as far as the thirtieth row', () => {
  const titles = (n: number) => Array.from({ length: n }, (_, i) => [`说明${i}`]);
  expect(headerOf(sheet(...titles(29), PLAIN, ENTRY))).toMatchObject({ top: 30, bottom: 30 });
  expect(headerOf(sheet(...titles(30), PLAIN, ENTRY))).toBeUndefined();
});

test('of two rows that say the same the upper one is the header; numbers are none', () => {
  expect(headerOf(sheet(PLAIN, ENTRY, PLAIN))?.top).toBe(1);
  expect(headerOf(sheet(['1', '存在问题', '2', '3'], PLAIN, ENTRY))).toMatchObject({
    top: 2,
    bottom: 2,
  });
});

test('labels lose white space, and empty ones at the end go', () => {
  expect(headerOf(sheet(['序 号', '存在\n问题', '', '责任单位', '', '']))?.labels).toEqual([
    '序号',
    '存在问题',
    '',
    '责任单位',
  ]);
});

test('merged cells make a header of two rows: a group stands above each of its columns', () => {
  const rows = sheet(
    ['问题整改台账'],
    ['序号', '存在问题', '资金', ''],
    ['', '', '计划投资', '完成投资'],
    ENTRY,
  );
  const merges: Merge[] = [
    { top: 1, left: 0, bottom: 1, right: 3 },
    { top: 2, left: 0, bottom: 3, right: 0 },
    { top: 2, left: 1, bottom: 3, right: 1 },
    { top: 2, left: 2, bottom: 2, right: 3 },
  ];
  expect(headerOf(rows, merges)).toEqual({
    top: 2,
    bottom: 3,
    labels: ['序号', '存在问题', '资金/计划投资', '资金/完成投资'].map((label) =>
      label.replace('/', ' / '),
    ),
  });
});

test('a group merged over one row alone takes the short row below it along, a row of numbers not', () => {
  const group: Merge = { top: 1, left: 2, bottom: 1, right: 3 };
  const head = ['序号', '存在问题', '资金', ''];
  expect(headerOf(sheet(head, ['', '', '计划', '完成']), [group])?.bottom).toBe(2);
  expect(headerOf(sheet(head, ['', '', '12', '7']), [group])?.bottom).toBe(1);
  expect(headerOf(sheet(head, ['', '', '长'.repeat(15), '完成']), [group])?.bottom).toBe(1);
  expect(headerOf(sheet(head, ['', '', '长'.repeat(14), '完成']), [group])?.bottom).toBe(2);
});

test('a merge of more than four rows, or over the greater part of the table, makes no header', () => {
  const down = (bottom: number): Merge => ({ top: 1, left: 0, bottom, right: 0 });
  const rows = sheet(PLAIN, ENTRY, ENTRY, ENTRY, ENTRY);
  expect(headerOf(rows, [down(4)])?.bottom).toBe(4);
  expect(headerOf(rows, [down(5)])?.bottom).toBe(1);
  expect(headerOf(rows, [{ top: 1, left: 0, bottom: 2, right: 3 }])?.bottom).toBe(1);
});

test('without merges a second row counts only where it fills gaps with words that are known', () => {
  const head = ['序号', '存在问题', '责任单位', '', '整改措施'];
  const bottomOf = (second: readonly string[]): number | undefined =>
    headerOf(sheet(head, second, ENTRY))?.bottom;
  expect(bottomOf(['', '', '牵头单位', '配合单位'])).toBe(2);
  // In the first column stands a row's number, not a label.
  expect(bottomOf(['1', '', '牵头单位', '配合单位'])).toBe(1);
  // 整改措施 has no gap beside it that is filled.
  expect(bottomOf(['', '', '牵头单位', '配合单位', '整改时限'])).toBe(1);
  expect(bottomOf(['', '', '', '配合单位'])).toBe(1);
  expect(bottomOf(['', '', '天知道', '地知道'])).toBe(1);
  expect(bottomOf(['', '', '天知道', '配合单位'])).toBe(2);
});

test('the second row may be the plainer of the two: the header still begins above it', () => {
  const rows = sheet(
    ['序号', '基本情况', '', '', '整改', ''],
    ['', '存在问题', '问题类别', '问题来源', '整改措施', '整改时限'],
    ENTRY,
  );
  expect(headerOf(rows)).toEqual({
    top: 1,
    bottom: 2,
    labels: [
      '序号',
      '基本情况 / 存在问题',
      '基本情况 / 问题类别',
      '基本情况 / 问题来源',
      '整改 / 整改措施',
      '整改 / 整改时限',
    ],
  });
});
