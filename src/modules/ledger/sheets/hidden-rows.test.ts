import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SheetHouse, sheetHouse } from '#test/sheet-house.ts';
import { listEntries } from '../list-entries.ts';

let house: SheetHouse;
beforeAll(async () => {
  house = await sheetHouse();
});
afterAll(() => house.close());

const ROWS = [
  ['序号', '存在问题', '整改措施', '责任单位', '备注'],
  ['1', '桥头路灯不亮', '检修', '柳河镇', ''],
  ['2', '别的镇的事', '检修', '柳河镇', '内部'],
  ['3', '水渠淤塞', '清淤', '柳河镇', ''],
  // One problem with two measures, of which one row is hidden: it is seen, and comes in whole.
  ['4', '窗口要跑三趟', '一窗受理', '柳河镇', ''],
  ['', '', '每月抽查', '', ''],
];

function sheet(name: string, hidden: 0 | 1 | 2 = 0): Uint8Array {
  const book = utils.book_new();
  const made = utils.aoa_to_sheet(ROWS.map((row) => row.map((text) => text || null)));
  made['!rows'] = [{}, {}, { hidden: true }, {}, {}, { hidden: true }];
  made['!cols'] = [{}, {}, {}, {}, { hidden: true }];
  made['!merges'] = [0, 1].map((c) => ({ s: { r: 4, c }, e: { r: 5, c } }));
  utils.book_append_sheet(book, utils.aoa_to_sheet([['说明：请勿改动']]), '封面');
  utils.book_append_sheet(book, made, name);
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: hidden }] };
  return write(book, { type: 'buffer', bookType: 'xlsx', cellStyles: true }) as Uint8Array;
}

test('hidden rows come in unless the clerk leaves them out; either way they are told', async () => {
  const { id, columns } = await house.upload('eastOffice', '筛选过.xlsx', sheet('台账'));
  expect(columns.filter(({ hidden }) => hidden).map(({ label }) => label)).toEqual(['备注']);

  const asked = await house.carryOut('eastOffice', 'previewImport', id);
  expect(asked.summary).toMatchObject({
    entries: 4,
    ready: 4,
    hidden: { entries: 1, leftOut: false, columns: ['备注'] },
  });
  const without = await house.carryOut('eastOffice', 'previewImport', id, { hidden: 'without' });
  expect(without.summary).toMatchObject({
    entries: 3,
    ready: 3,
    measures: 4,
    hidden: { entries: 1, leftOut: true },
  });
  expect(without.summary?.sample.map(({ row }) => row)).toEqual([2, 4, 5]);
  const done = await house.carryOut('eastOffice', 'runImport', id);
  expect(done.result).toEqual({ made: 3, known: 0, faulty: 0, changed: 0 });

  // Taken in after all: of the others none comes twice, and the batch counts all that it has made.
  await house.carryOut('eastOffice', 'previewImport', id, { hidden: 'with' });
  const again = await house.carryOut('eastOffice', 'runImport', id);
  expect(again.result).toEqual({ made: 4, known: 0, faulty: 0, changed: 0 });
  const q = house.city.ask(house.database.db, 'eastOffice');
  expect((await listEntries(q, { sort: 'oldest', limit: 50 })).items).toHaveLength(4);
});

test('a column left out is not told of as coming in', async () => {
  const { id, columns } = await house.upload('eastOffice', '留列.xlsx', sheet('台账'));
  const mapped = columns.map(({ column, field, hidden }) => ({
    column,
    ...(hidden === true || field === undefined ? {} : { field }),
  }));
  const looked = await house.carryOut('eastOffice', 'previewImport', id, { columns: mapped });
  expect(looked.summary?.hidden).toEqual({ entries: 1, leftOut: false, columns: [] });
});

test.each([1, 2] as const)(
  'a sheet that is hidden (%i) is taken only where no other has a header, and told as such',
  async (state) => {
    const { sheet: chosen, sheets } = await house.upload(
      'eastOffice',
      '藏.xlsx',
      sheet('底表', state),
    );
    expect(chosen).toBe('底表');
    expect(sheets).toEqual([
      { name: '封面', hidden: false },
      { name: '底表', hidden: true },
    ]);
  },
);
