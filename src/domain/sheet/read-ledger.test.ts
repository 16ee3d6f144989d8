import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Merge, SheetRow } from './cell.ts';
import { foldLedger, type ReadItem } from './read-ledger.ts';
import { ROW_FAULTS, rowFaultSentence } from './row-faults.ts';

const TODAY = '2021-12-20';
const COLUMNS = [
  { column: 0, label: '序号', field: 'seq' },
  { column: 1, label: '存在问题', field: 'title' },
  { column: 2, label: '整改措施', field: 'measure' },
  { column: 3, label: '责任单位', field: 'responsible' },
  { column: 4, label: '备注' },
  { column: 5, label: '备注' },
  { column: 6, label: '开始时间', field: 'start' },
  { column: 7, label: '整改时限', field: 'deadline' },
] as const;

function rowOf(row: number, ...texts: readonly string[]): SheetRow {
  return { row, cells: texts.map((text) => (text === '' ? undefined : { text })) };
}

function read(rows: readonly SheetRow[], merges: readonly Merge[] = []): ReadItem[] {
  const folder = foldLedger({ headerBottom: 1, columns: COLUMNS }, merges, TODAY);
  return [...folder.push(rows), ...folder.finish().items];
}

test('a blank cell takes the value of a merge and of nothing else', () => {
  const rows = [
    rowOf(2, '1', '路灯不亮', '换灯', '市城管局', '', '', '', '年底'),
    rowOf(3, '2', '垃圾清运慢', '加车', '', '', '', '', '年底'),
    rowOf(4, '3', '停车难', '划线', '', '', '', '', '年底'),
  ];
  const merged: Merge = { top: 2, left: 3, bottom: 3, right: 3 };
  expect(read(rows, [merged]).map(({ lead }) => lead?.name)).toEqual([
    '市城管局',
    '市城管局',
    undefined,
  ]);
});

test('the first of several responsible units leads, the others take part', () => {
  const [item] = read([rowOf(2, '1', '路灯不亮', '换灯', '市城管局、市住建局，各街道')]);
  expect(item?.lead).toEqual({ name: '市城管局' });
  expect(item?.co).toEqual([{ name: '市住建局' }, { name: '各街道', group: true }]);
});

test('a row that states no problem goes with the one above, and says so', () => {
  const items = read([
    rowOf(2, '1', '路灯不亮', '一是换灯', '市城管局', '', '', '', '年底'),
    rowOf(3, '', '', '二是巡查', '市城管局', '', '', '', '年底'),
    rowOf(4, '2', '', '三是督查', '市城管局', '', '', '', '年底'),
  ]);
  expect(items.map(({ row, lastRow }) => [row, lastRow])).toEqual([
    [2, 3],
    [4, 4],
  ]);
  expect(items.map(({ faults }) => faults.map(({ row, code }) => [row, code]))).toEqual([
    [[3, 'continues-above']],
    [[4, 'title-missing']],
  ]);
});

test('a row with a problem of its own begins an entry, also below a number that goes on', () => {
  const rows = [
    rowOf(2, '1', '路灯不亮', '换灯', '市城管局'),
    rowOf(3, '', '垃圾清运慢', '加车', '市城管局'),
  ];
  const items = read(rows, [{ top: 2, left: 0, bottom: 3, right: 0 }]);
  expect(items.map(({ row, lastRow }) => [row, lastRow])).toEqual([
    [2, 2],
    [3, 3],
  ]);
});

test('a unit that two rows of an entry name is named once', () => {
  const rows = [
    rowOf(2, '1', '路灯不亮', '换灯', '市城管局、市住建局'),
    rowOf(3, '', '', '巡查', '市城管局、市住建局'),
  ];
  const [item] = read(rows, [{ top: 2, left: 1, bottom: 3, right: 1 }]);
  expect([item?.lead, item?.co]).toEqual([{ name: '市城管局' }, [{ name: '市住建局' }]]);
});

test('columns of one name are kept apart, and nothing without a meaning is lost', () => {
  const [item] = read([rowOf(2, '1', '路灯不亮', '', '', '甲', '乙')]);
  expect(item?.values.extra).toEqual({ 备注: '甲', '备注（2）': '乙' });
});

test('a deadline before the start, damaged text and formulas without value are named in their place', () => {
  const [item] = read([
    {
      row: 2,
      cells: [
        { text: '1' },
        { text: '路\uFFFD不亮' },
        { text: '', formulaWithoutValue: true },
        { text: '#N/A', error: true },
        undefined,
        undefined,
        { text: '2021-12-01', date: '2021-12-01' },
        { text: '2021年11月底' },
      ],
    },
  ]);
  expect(item?.faults.map(({ column, code, level }) => [column, code, level])).toEqual([
    [1, 'damaged-text', 'error'],
    [1, 'title-missing', 'error'],
    [2, 'formula-without-value', 'warning'],
    [3, 'cell-error', 'warning'],
    [7, 'deadline-before-start', 'error'],
  ]);
});

test('sections, totals, footers and repeated headers are no entries; a lone problem is one', () => {
  const folder = foldLedger({ headerBottom: 1, columns: COLUMNS }, [], TODAY);
  const rows = [
    rowOf(2, '（一）作风方面'),
    rowOf(3, '', '推诿扯皮'),
    rowOf(4, '序号', '存在问题', '整改措施', '责任单位'),
    rowOf(5, '小 计', '', '', '1'),
    rowOf(6, '注：时限填到日。'),
    rowOf(7, '审核人：陈一', '', '联系电话：0351-0000000'),
  ];
  const items = [...folder.push(rows), ...folder.finish().items];
  expect(items.map(({ row, section }) => [row, section])).toEqual([[3, '作风方面']]);
  expect(folder.finish().summary).toMatchObject({
    entries: 1,
    totals: [5],
    footers: ['注：时限填到日。', '审核人：陈一  联系电话：0351-0000000'],
  });
});

test('every row is in exactly one entry or apart, in order, however the sheet is cut into batches', () => {
  const text = fc.constantFrom(
    '',
    '',
    '1',
    '路灯不亮',
    '换灯',
    '合计',
    '一、作风',
    '市城管局',
    '年底',
    '无',
  );
  const sheet = fc.array(fc.array(text, { minLength: 8, maxLength: 8 }), { maxLength: 12 });
  const merge = fc.tuple(
    fc.nat(7),
    fc.integer({ min: 2, max: 12 }),
    fc.integer({ min: 1, max: 4 }),
  );
  fc.assert(
    fc.property(
      sheet,
      fc.array(merge, { maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (texts, spans, cut) => {
        const rows = texts.map((cells, k) => rowOf(k + 2, ...cells));
        const merges = spans.map(([left, top, height]) => ({
          top,
          left,
          bottom: top + height,
          right: left,
        }));
        const whole = read(rows, merges);
        const folder = foldLedger({ headerBottom: 1, columns: COLUMNS }, merges, TODAY);
        const pieces: ReadItem[] = [];
        for (let at = 0; at < rows.length; at += cut)
          pieces.push(...folder.push(rows.slice(at, at + cut)));
        pieces.push(...folder.finish().items);
        expect(pieces).toEqual(whole);
        const used = whole.flatMap(({ source }) => source.map(({ row }) => row));
        expect(used).toEqual([...new Set(used)].toSorted((a, b) => a - b));
      },
    ),
  );
});

test('every fault has a sentence in both languages, with the same places', () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).toSorted();
  for (const { zh, en } of Object.values(ROW_FAULTS)) expect(places(zh)).toEqual(places(en));
  expect(rowFaultSentence({ code: 'code-twice', details: { code: 'A1', first: 7 } }, 'zh')).toBe(
    '编号“A1”与第 7 行相同。',
  );
});
