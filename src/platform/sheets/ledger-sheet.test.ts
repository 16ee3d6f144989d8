import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Merge, SheetRow } from '#domain/sheet/cell.ts';
import { proposeMapping } from '#domain/sheet/headers.ts';
import { LEDGER_FIELDS } from '#domain/sheet/ledger-fields.ts';
import { foldLedger, type LedgerSummary, type ReadItem } from '#domain/sheet/read-ledger.ts';
import { openSheets } from './open-sheet.ts';
import type { WriteCell } from './write-cell.ts';
import { writeXlsx } from './write-xlsx.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const none = undefined;
const WIDTH = 12;

/** Everything an office does to a ledger in one sheet: what each row is stands beside it. */
const ROWS: readonly (readonly WriteCell[])[] = [
  ['云溪市“找差距”问题整改台账'],
  ['填报单位：云溪市城管局      填报时间：2021年12月20日      单位：万元'],
  [
    '序号',
    '类别',
    '存在问题',
    '整改措施',
    '整改时限',
    '责任单位',
    none,
    '责任人',
    '资金',
    none,
    '是否销号',
    '备　注',
  ],
  [none, none, none, none, none, '牵头单位', '配合单位', none, '计划\n投资', '完成\n投资'],
  ['一、城市管理方面（2个）'],
  // One problem with three measures under merges.
  [
    1,
    '市容',
    '背街小巷路灯不亮',
    '一是全面排查；',
    '2021年10月底前',
    '市城管局',
    '各街道',
    '陈一',
    '1,200.50',
    '600',
    '已销号',
  ],
  [
    none,
    none,
    none,
    '二是更换灯具；',
    '2021.11',
    '市住建局',
    '市财政局、各街道',
    '孙二',
    none,
    none,
    '否',
  ],
  [none, none, none, '三是建立巡查制度。', '长期坚持', '市城管局', none, '陈一', none, none, '是'],
  [
    '2',
    '市容',
    '垃圾清运不及时',
    '增加班次',
    '立行立改，长期坚持',
    '市城管局',
    none,
    '李三',
    none,
    none,
    '持续整改',
  ],
  ['小计', none, none, none, none, none, none, none, 1200.5, 600],
  ['二、营商环境方面（3个）'],
  ['序号', '类别', '存在问题', '整改措施', '整改时限', '牵头单位', '配合单位', '责任人'],
  [
    3,
    '审批',
    '办事“多头跑”',
    '一窗受理',
    { date: '2021-12-31' },
    '市审批局',
    '市发展和改革局和市财政局',
    '周四',
    '约300万',
    '0.1亿',
    '是',
  ],
  [
    4,
    '审批',
    none,
    '补齐短板',
    '2024年底前，并长期坚持',
    '市发改委',
    none,
    '吴五',
    none,
    none,
    none,
    '=1+1',
  ],
  [
    5,
    '审批',
    '中介服务慢',
    '公开时限',
    '尽快',
    '各县（市、区）',
    none,
    '郑六、王七',
    '待定',
    none,
    '说不清',
  ],
  ['合计', none, none, none, none, none, none, none, 1500.5, 1700],
  ['填表人：冯八      审核人：褚九      联系电话：0351-0000000'],
];

const MERGES: readonly Merge[] = [
  { top: 1, left: 0, bottom: 1, right: WIDTH - 1 },
  { top: 2, left: 0, bottom: 2, right: WIDTH - 1 },
  ...[0, 1, 2, 3, 4, 7, 10, 11].map((column) => ({
    top: 3,
    left: column,
    bottom: 4,
    right: column,
  })),
  { top: 3, left: 5, bottom: 3, right: 6 },
  { top: 3, left: 8, bottom: 3, right: 9 },
  { top: 5, left: 0, bottom: 5, right: WIDTH - 1 },
  { top: 11, left: 0, bottom: 11, right: WIDTH - 1 },
  ...[0, 1, 2].map((column) => ({ top: 6, left: column, bottom: 8, right: column })),
];

async function asXlsx(): Promise<string> {
  const path = join(folder, 'nasty.et');
  const book = writeXlsx([
    {
      name: '填表说明',
      columns: [],
      rows: [['填表说明'], ['1.请于每月25日前报送；2.时限填到具体日期。']],
    },
    {
      name: '台账',
      columns: [
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        { choices: ['是', '否'] },
        { hidden: true },
      ],
      titleRows: 2,
      headerRows: 2,
      rows: ROWS,
      merges: MERGES,
    },
  ]);
  await pipeline(Readable.from(book), createWriteStream(path));
  return path;
}

/** The same sheet as an old workbook, made by another program. */
async function asXls(): Promise<string> {
  const path = join(folder, 'nasty.dat');
  const rows = ROWS.map((cells) =>
    cells.map((cell) => (typeof cell === 'object' ? cell.date : (cell ?? null))),
  );
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = MERGES.map(({ top, left, bottom, right }) => ({
    s: { r: top - 1, c: left },
    e: { r: bottom - 1, c: right },
  }));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '台账');
  await writeFile(path, write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
  return path;
}

async function read(path: string): Promise<{ items: ReadItem[]; summary: LedgerSummary }> {
  await using source = await openSheets(path);
  const { merges } = await source.outline('台账');
  const rows: SheetRow[] = [];
  for await (const batch of source.rows('台账')) rows.push(...batch);
  const mapping = proposeMapping(rows, merges, LEDGER_FIELDS);
  if (mapping === undefined) throw new Error('no header found');
  const folder = foldLedger(mapping, merges, '2021-12-20');
  const items = rows.flatMap((row) => folder.push([row]));
  const last = folder.finish();
  return { items: [...items, ...last.items], summary: last.summary };
}

test.each([
  ['.xlsx', asXlsx],
  ['.xls', asXls],
])('the nastiest ledger comes in right from %s', async (_, make) => {
  const { items, summary } = await read(await make());
  expect(
    items.map(({ row, lastRow, section, values, lead, co, deadline, claimed }) => ({
      rows: [row, lastRow],
      section,
      title: values.texts.title,
      lead: lead?.name,
      co: co.map(({ name }) => name),
      deadline,
      claimed,
    })),
  ).toEqual([
    {
      rows: [6, 8],
      section: '城市管理方面',
      title: '背街小巷路灯不亮',
      lead: '市城管局',
      co: ['市住建局', '各街道', '市财政局'],
      deadline: { kind: 'date', on: '2021-11-30', longTerm: true },
      claimed: 'underway',
    },
    {
      rows: [9, 9],
      section: '城市管理方面',
      title: '垃圾清运不及时',
      lead: '市城管局',
      co: [],
      deadline: { kind: 'at-once', longTerm: true },
      claimed: 'long-term',
    },
    {
      rows: [13, 13],
      section: '营商环境方面',
      title: '办事“多头跑”',
      lead: '市审批局',
      co: ['市发展和改革局', '市财政局'],
      deadline: { kind: 'date', on: '2021-12-31' },
      claimed: 'closed',
    },
    {
      rows: [14, 14],
      section: '营商环境方面',
      title: undefined,
      lead: '市发改委',
      co: [],
      deadline: { kind: 'date', on: '2024-12-31', longTerm: true },
      claimed: undefined,
    },
    {
      rows: [15, 15],
      section: '营商环境方面',
      title: '中介服务慢',
      lead: '各县（市、区）',
      co: [],
      deadline: undefined,
      claimed: undefined,
    },
  ]);
  expect(items.map(({ measures }) => measures.map(({ row, text }) => `${row} ${text}`))).toEqual([
    ['6 一是全面排查；', '7 二是更换灯具；', '8 三是建立巡查制度。'],
    ['9 增加班次'],
    ['13 一窗受理'],
    ['14 补齐短板'],
    ['15 公开时限'],
  ]);
  expect(items[0]?.values.money.moneyTotal).toEqual({ yuan: 12_005_000, approximate: false });
  expect(items[2]?.values.money).toEqual({
    moneyTotal: { yuan: 3_000_000, approximate: true },
    moneyDone: { yuan: 10_000_000, approximate: false },
  });
  expect(items[3]?.values.texts.remark).toBe('=1+1');
  expect(
    items.flatMap(({ faults }) => faults.map(({ row, label, code }) => [row, label, code])),
  ).toEqual([
    [6, '责任单位 / 牵头单位', 'several-leads'],
    [14, '存在问题', 'title-missing'],
    [15, '整改时限', 'deadline-unreadable'],
    [15, '责任单位 / 牵头单位', 'group-leads'],
    [15, '责任人', 'several-people'],
    [15, '资金 / 计划投资', 'money-unreadable'],
    [15, '是否销号', 'status-unreadable'],
  ]);
  expect(summary).toMatchObject({
    entries: 5,
    measures: 7,
    sections: [{ name: '城市管理方面' }, { name: '营商环境方面' }],
    totals: [10, 16],
  });
  expect(summary.footers).toHaveLength(1);
  // 计划投资 holds an amount that cannot be read, so only 完成投资 is judged: 600 + 1000 against 1700.
  expect(summary.faults.map(({ code, label, details }) => [code, label, details])).toEqual([
    ['total-differs', '资金 / 完成投资', { stated: 1700, counted: 1600 }],
  ]);
});

test('the cover sheet, the choices and thousands of bordered blank rows cost nothing', async () => {
  const path = join(folder, 'blanks.xlsx');
  function* rows(): Generator<readonly WriteCell[]> {
    yield ['序号', '存在问题', '牵头单位'];
    yield [1, '路灯不亮', '市城管局'];
    for (let row = 0; row < 5000; row += 1) yield [' ', '', '　'];
  }
  await pipeline(
    Readable.from(writeXlsx([{ name: '台账', columns: [], rows: rows() }])),
    createWriteStream(path),
  );
  const { items, summary } = await read(path);
  expect(items).toHaveLength(1);
  expect(summary).toMatchObject({ entries: 1, faults: [] });
});
