import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write, type WorkBook } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { openSheets, type SheetSource } from './open-sheet.ts';
import { SheetFault } from './sheet-fault.ts';
import { zipStream } from './zip-stream.ts';

/* What a program sees in a sheet and whoever looks at it does not; and text that does not say how it is written. */

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-unseen-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(name: string, bytes: Uint8Array): Promise<SheetSource> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return await openSheets(path);
}

async function rowsOf(source: SheetSource): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of source.rows(source.sheets[0]?.name ?? '')) rows.push(...batch);
  return rows;
}

/** A book whose second and fourth rows and second column are hidden, its other sheets too. */
function book(): WorkBook {
  const made = utils.book_new();
  const sheet = utils.aoa_to_sheet([
    ['问题', '内部备注'],
    ['路灯不亮', '甲'],
    ['井盖缺失', '乙'],
    ['水管漏水', '丙'],
  ]);
  sheet['!rows'] = [{}, { hidden: true }, {}, { hidden: true }];
  sheet['!cols'] = [{}, { hidden: true }];
  sheet['!autofilter'] = { ref: 'A1:B4' };
  sheet['!protect'] = { password: 'x', sheet: true } as never;
  utils.book_append_sheet(made, sheet, '台账');
  utils.book_append_sheet(made, utils.aoa_to_sheet([['隐']]), '藏');
  utils.book_append_sheet(made, utils.aoa_to_sheet([['深']]), '深藏');
  made.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
  return made;
}

test.each(['xlsx', 'biff8', 'xlsb', 'xlml'] as const)(
  'what is hidden in a protected sheet of %s is read, and told apart',
  async (bookType) => {
    const bytes = write(book(), { type: 'buffer', bookType, cellStyles: true }) as Buffer;
    await using source = await opened(`hidden.${bookType}`, bytes);
    expect(source.sheets).toEqual([
      { name: '台账', hidden: false },
      { name: '藏', hidden: true },
      { name: '深藏', hidden: true },
    ]);
    const rows = await rowsOf(source);
    expect(rows.map(({ row, hidden }) => [row, hidden === true])).toEqual(
      // The library reads hidden rows of the old format, but writes none.
      [1, 2, 3, 4].map((row) => [row, bookType !== 'biff8' && row % 2 === 0]),
    );
    expect(rows.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual([
      ['问题', '内部备注'],
      ['路灯不亮', '甲'],
      ['井盖缺失', '乙'],
      ['水管漏水', '丙'],
    ]);
    if (bookType === 'xlsx') expect((await source.outline('台账')).hiddenColumns).toEqual([1]);
  },
);

test('rows and columns pressed to nothing are hidden too', async () => {
  const sheet =
    '<worksheet><cols><col min="1" max="1" width="0" customWidth="1"/></cols><sheetData>' +
    ['', ' ht="0" customHeight="1"', ' ht="0.75" customHeight="1"', ' hidden="false"']
      .map((how, i) => `<row r="${i + 1}"${how}><c r="A${i + 1}"><v>${i}</v></c></row>`)
      .join('') +
    '</sheetData></worksheet>';
  const kind = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
  const parts = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="a" Type="${kind}" Target="sheet.xml"/></Relationships>`,
    'xl/sheet.xml': sheet,
  };
  const chunks: Buffer[] = [];
  const files = Object.entries(parts).map(([name, text]) => ({ name, text: [text] }));
  for await (const chunk of zipStream(files, 6)) chunks.push(chunk);
  await using source = await opened('pressed.xlsx', Buffer.concat(chunks));
  const hidden = (await rowsOf(source)).map((row) => row.hidden === true);
  expect(hidden).toEqual([false, true, false, false]);
  expect((await source.outline('表')).hiddenColumns).toEqual([0]);
});

const TEXT = '编号,问题,备注\r\n1,桥头村一组路灯不亮,一\r\n2,𠮷家湾水渠淤塞,\r\n';

function wide(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

test.each([false, true])('UTF-16 without its mark is read (big end first: %s)', async (big) => {
  const long = TEXT + '3,逐盏检修并登记，丁,一\r\n'.repeat(20_000);
  for (const text of [TEXT, long]) {
    await using source = await opened('wide.csv', wide(text, big));
    const rows = await rowsOf(source);
    expect(rows).toHaveLength(text.split('\r\n').length - 1);
    expect(rows[2]?.cells.map((cell) => cell?.text)).toEqual(['2', '𠮷家湾水渠淤塞']);
    expect(JSON.stringify(rows)).not.toContain('\uFFFD');
  }
});

test('zero bytes that are no UTF-16 are refused with what to do', async () => {
  const odd = Buffer.concat([wide(TEXT, false), Buffer.from([0x2c])]);
  const mixed = Buffer.from('编号,问题\0\0\0,备注\0\n');
  // UTF-32: each unit of UTF-16 with two zero bytes behind it.
  const quad = Buffer.alloc(TEXT.length * 4);
  for (let at = 0; at < TEXT.length; at += 1) quad.writeUInt16LE(TEXT.charCodeAt(at), at * 4);
  for (const bytes of [odd, mixed, quad]) {
    const reading = opened('odd.csv', bytes).then(async (source) => {
      await using it = source;
      return await rowsOf(it);
    });
    await expect(reading).rejects.toMatchObject(new SheetFault('unknown-encoding'));
  }
});
