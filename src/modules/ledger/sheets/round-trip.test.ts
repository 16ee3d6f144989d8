import { read, utils, type WorkSheet, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SheetHouse, sheetHouse } from '#test/sheet-house.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { listEntries } from '../list-entries.ts';

/* Out by our own writer, changed and saved by another office program, and back. */

type Grid = (string | number | null)[][];

const ROWS = 60;
let house: SheetHouse;
beforeAll(async () => {
  house = await sheetHouse();
  const lines = Array.from(
    { length: ROWS },
    (_, i) => `${i + 1},第${i + 1}处路灯不亮,逐盏检修,2026年12月底前,柳河镇`,
  );
  const csv = ['序号,存在问题,整改措施,整改时限,责任单位', ...lines].join('\n');
  const done = await house.bringIn('eastOffice', '路灯.csv', Buffer.from(csv));
  if (done.result?.made !== ROWS) throw new Error('the rows did not come in');
});
afterAll(() => house.close());

/** The export as another program holds it: a grid of what its cells show. */
async function exported(): Promise<{
  readonly grid: Grid;
  readonly at: (label: string) => number;
}> {
  const book = read(await house.exportOf('eastOffice'), { cellStyles: true, cellDates: false });
  const sheet = book.Sheets['台账'];
  if (sheet === undefined) throw new Error('no sheet');
  const grid: Grid = utils.sheet_to_json(sheet, { header: 1, raw: true, defval: null });
  return { grid, at: (label) => grid[0]?.indexOf(label) ?? -1 };
}

interface Look {
  readonly date1904?: boolean;
  readonly dress?: (sheet: WorkSheet) => void;
  readonly bookType?: 'xlsx' | 'biff8' | 'ods';
}

function saved(grid: Grid, { date1904 = false, dress, bookType = 'xlsx' }: Look = {}): Buffer {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet(grid);
  dress?.(sheet);
  utils.book_append_sheet(book, sheet, '台账');
  book.Workbook = { WBProps: { date1904 } };
  return write(book, { type: 'buffer', bookType, bookSST: true, cellStyles: true }) as Buffer;
}

async function looked(bytes: Buffer, name = '退回.xlsx') {
  const { id, kind } = await house.upload('eastOffice', name, bytes);
  const { summary } = await house.carryOut('eastOffice', 'previewImport', id);
  if (summary === undefined) throw new Error('no summary');
  return { id, kind, summary };
}

function cell(grid: Grid, row: number, column: number): (value: string | number | null) => void {
  const line = grid[row];
  if (line === undefined) throw new Error(`no row ${row}`);
  return (value) => {
    line[column] = value;
  };
}

test.each(['xlsx', 'biff8', 'ods'] as const)(
  'saved by another program as %s, with nothing changed, nothing moves',
  async (bookType) => {
    const { grid } = await exported();
    const { kind, summary } = await looked(saved(grid, { bookType }));
    expect(kind).toBe('returned');
    expect(summary).toMatchObject({ entries: ROWS, known: ROWS, ready: 0, faulty: 0, faults: [] });
  },
);

test('with a title above, merged cells, a filter, columns moved and rows sorted only the changed cells move', async () => {
  const { grid, at } = await exported();
  cell(grid, 3, at('备注'))('已约谈');
  cell(grid, 5, at('存在问题'))('第5处路灯忽明忽暗');
  // 备注 goes to the front, all rows stand upside down, some are filtered out, and a title is put above.
  const [head = [], ...rest] = grid;
  const turned = [head, ...rest.toReversed()].map((row) => {
    const line = [...row];
    const [moved = null] = line.splice(at('备注'), 1);
    return [moved, ...line];
  });
  const titled: Grid = [['东岭县问题整改台账'], [], ...turned];
  const bytes = saved(titled, {
    date1904: true,
    dress: (sheet) => {
      sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 9 } }];
      sheet['!autofilter'] = { ref: 'A3:T63' };
      sheet['!rows'] = [{}, {}, {}, { hidden: true }, { hidden: true }];
    },
  });
  const { id, summary } = await looked(bytes);
  expect(summary).toMatchObject({ entries: ROWS, ready: 2, faulty: 0 });
  expect(summary.changes.map(({ no, label, from, to }) => [no, label, from, to])).toEqual([
    ['P2026-000005', '存在问题', '第5处路灯不亮', '第5处路灯忽明忽暗'],
    ['P2026-000003', '备注', '', '已约谈'],
  ]);
  const { result } = await house.carryOut('eastOffice', 'runImport', id);
  expect(result).toMatchObject({ changed: 2, known: ROWS - 2, faulty: 0 });
  expect(await moves()).toEqual([
    ['P2026-000003', 'problem.correct'],
    ['P2026-000005', 'problem.correct'],
  ]);
});

/** What has happened to entries since they were raised. */
async function moves(): Promise<(string | null)[][]> {
  const rows = await house.database.db
    .selectFrom('event as v')
    .innerJoin('entry as e', 'e.id', 'v.subject_id')
    .where('v.city_id', '=', CITY)
    .where('v.subject_version', '>', 1)
    .orderBy('e.no')
    .select(['e.no', 'v.kind'])
    .execute();
  return rows.map(({ no, kind }) => [no, kind]);
}

test('a column taken away is left alone, and said so', async () => {
  const { grid, at } = await exported();
  const gone = at('备注');
  const without = grid.map((row) => row.filter((_, column) => column !== gone));
  const { summary } = await looked(saved(without));
  expect(summary).toMatchObject({ ready: 0, faulty: 0, known: ROWS, changes: [] });
  expect(summary.faults).toMatchObject([
    { row: 1, level: 'warning', message: expect.stringContaining('没有“备注”列') },
  ]);
});

test('a copied row, a new row, a row sorted by halves, an id mistyped: each is told what is wrong with it', async () => {
  const { grid, at } = await exported();
  const [id, no] = [at('系统编号'), at('编号')];
  cell(grid, 10, id)('0195b3c1-0000-7000-8000-00000000000');
  cell(grid, 11, id)('0195b3c1-0000-7000-8000-000000000000');
  cell(grid, 11, no + 1)('改了题目');
  cell(grid, 12, at('版本'))('三');
  cell(grid, 13, no)('P2026-000014');
  cell(grid, 14, no)('P2026-000013');
  cell(grid, 10, no + 1)('也改了');
  const copied = [...(grid[20] ?? [])];
  const added: Grid = [...grid, copied, ['', '新添的一行']];
  const { summary } = await looked(saved(added));
  expect(summary.faults.map(({ row, message }) => [row, message.slice(0, 10)])).toEqual([
    [11, '系统编号“0195b'],
    [12, '系统编号“0195b'],
    [13, '隐藏的“版本”或“校'],
    [14, '本行写的编号是 P2'],
    [15, '本行写的编号是 P2'],
    [ROWS + 2, '本行的系统编号在第 '],
    [ROWS + 3, '本行没有系统编号，是'],
  ]);
  expect(summary).toMatchObject({ faulty: 7, ready: 0, known: ROWS - 5 });
});

test('what no move would take is told before the run: a percentage, an empty title, a category, a locked column', async () => {
  const { grid, at } = await exported();
  cell(grid, 30, at('完成进度（%）'))('140');
  cell(grid, 31, at('存在问题'))(null);
  cell(grid, 32, at('问题类别'))('无此类');
  cell(grid, 33, at('牵头单位'))('西陂县住建局');
  cell(grid, 33, at('整改时限'))('2027-12-31');
  const { summary } = await looked(saved(grid));
  expect(summary.faults.map(({ row, level, label }) => [row, level, label])).toEqual([
    [31, 'error', '完成进度（%）'],
    [32, 'error', '存在问题'],
    [33, 'error', '问题类别'],
    [34, 'warning', undefined],
  ]);
  expect(summary.faults[3]?.message).toContain('“牵头单位、整改时限”不能由表格改动');
  expect(summary.faults[3]?.en).toContain('cannot be changed by a sheet');
});

test('what was refused in the run is kept with the batch, and shown in both languages', async () => {
  const { grid, at } = await exported();
  cell(grid, 40, at('完成进度（%）'))(30);
  const { id, summary } = await looked(saved(grid));
  expect(summary).toMatchObject({ ready: 1, faulty: 0 });
  // A draft has no duty yet on which progress could be told.
  const { result } = await house.carryOut('eastOffice', 'runImport', id);
  expect(result).toMatchObject({ changed: 0, faulty: 1, known: ROWS - 1 });
  expect(result?.refused).toMatchObject([{ row: 41, level: 'error' }]);
  expect(result?.refused?.[0]?.en).toMatch(/^[\x20-\x7E]+$/);
});

test('an export without its hidden columns is not taken for new problems without a word', async () => {
  const { grid, at } = await exported();
  const { kind, summary } = await looked(saved(grid.map((row) => row.slice(0, at('系统编号')))));
  expect(kind).toBe('problem');
  expect(summary.faults[0]).toMatchObject({
    level: 'warning',
    message: expect.stringContaining('这像是从本系统导出的表'),
  });
  const q = house.city.ask(house.database.db, 'eastOffice', NOON);
  expect((await listEntries(q, { sort: 'oldest', limit: 200 })).items).toHaveLength(ROWS);
});
