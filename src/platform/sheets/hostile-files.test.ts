import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { openSheets } from './open-sheet.ts';
import { SHEET_FAULTS, SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import { writeXlsx } from './write-xlsx.ts';
import { zipStream } from './zip-stream.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);

async function save(name: string, bytes: Buffer | AsyncIterable<Buffer>): Promise<string> {
  if (Buffer.isBuffer(bytes)) await writeFile(path(name), bytes);
  else await pipeline(Readable.from(bytes), createWriteStream(path(name)));
  return path(name);
}

const TYPES = ['[Content_Types].xml', '<Types/>'] as const;
const WORKBOOK = '<workbook><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook put together by hand from the parts given. */
function byHand(
  sheet: Iterable<string>,
  parts: Readonly<Record<string, string>> = {},
): AsyncGenerator<Buffer> {
  const relations =
    `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>` +
    `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
  const all: Record<string, Iterable<string>> = {
    [TYPES[0]]: [TYPES[1]],
    'xl/workbook.xml': [WORKBOOK],
    'xl/_rels/workbook.xml.rels': [relations],
    'xl/worksheets/sheet1.xml': sheet,
  };
  for (const [name, text] of Object.entries(parts)) all[name] = [text];
  return zipStream(
    Object.entries(all).map(([name, text]) => ({ name, text })),
    6,
  );
}

/** The faults' code, or the rows' texts. */
async function readAll(
  file: string,
  limits: Partial<SheetLimits> = {},
): Promise<string | string[][]> {
  try {
    await using source = await openSheets(file, limits);
    const rows: SheetRow[] = [];
    for await (const batch of source.rows(source.sheets[0]?.name ?? '')) rows.push(...batch);
    return rows.map(({ cells }) => cells.map((cell) => cell?.text ?? ''));
  } catch (error) {
    if (error instanceof SheetFault) return error.code;
    throw error;
  }
}

function* cellOf(bytes: number): Generator<string> {
  yield '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>';
  const piece = 'A'.repeat(1 << 20);
  for (let made = 0; made < bytes; made += piece.length) yield piece;
  yield '</t></is></c></row></sheetData></worksheet>';
}

/** Changes the unpacked size the directory declares for the last part. */
function declare(zip: Buffer, size: number): Buffer {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const entry = zip.lastIndexOf(Buffer.from('504b0102', 'hex'), end);
  zip.writeUInt32LE(size, entry + 24);
  return zip;
}

test('a bomb is refused by what its directory declares, before a byte is unpacked', async () => {
  const file = await save('bomb.xlsx', byHand(cellOf(1 << 20)));
  await save('bomb.xlsx', declare(await readFile(file), 1_500_000_000));
  expect(await readAll(file)).toBe('expands-too-much');
});

test('a bomb whose directory lies is refused by what comes out', async () => {
  const file = await save('liar.xlsx', byHand(cellOf(1 << 26)));
  await save('liar.xlsx', declare(await readFile(file), 1000));
  expect(await readAll(file, { rowBytes: 1 << 30, cellCharacters: 1 << 30 })).toBe(
    'expands-too-much',
  );
});

test('one endless row is refused while it is read, not gathered', async () => {
  expect(await readAll(await save('row.xlsx', byHand(cellOf(12 << 20))))).toBe('row-too-large');
});

test('a long row within the limits is read, and a cell beyond them is refused with its place', async () => {
  const long = '整'.repeat(30_000);
  const cells = Array.from({ length: 20 }, () => long);
  const good = writeXlsx([{ name: '表', columns: [], rows: [cells, ['末']] }]);
  expect(await readAll(await save('long.xlsx', good))).toEqual([cells, ['末']]);
  const sheet = [
    '<worksheet><sheetData><row r="7"><c r="B7" t="inlineStr"><is><t>',
    '长'.repeat(40_000),
    '</t></is></c></row></sheetData></worksheet>',
  ];
  await using source = await openSheets(await save('cell.xlsx', byHand(sheet)));
  await expect(source.rows('表').next()).rejects.toMatchObject({
    code: 'cell-too-long',
    details: { sheet: '表', row: 7, column: 2, limit: 32_767 },
  });
});

test('parts that overlap, as in a quine, are refused', async () => {
  const file = await save('overlap.xlsx', byHand(['<worksheet><sheetData/></worksheet>']));
  const zip = await readFile(file);
  const first = zip.indexOf(Buffer.from('504b0102', 'hex'));
  zip.writeUInt32LE(zip.length * 2, first + 20);
  expect(await readAll(await save('overlap.xlsx', zip))).toBe('damaged');
});

test('one cell in the last corner is one row, and too many columns are named', async () => {
  const corner =
    '<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>';
  expect(await readAll(await save('corner.xlsx', byHand([corner])))).toEqual([['1']]);
  const wide =
    '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>';
  expect(await readAll(await save('wide.xlsx', byHand([wide])))).toBe('too-many-columns');
});

test('entities are never expanded', async () => {
  const sheet =
    '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1">' +
    '<c r="A1" t="inlineStr"><is><t>&b;&amp;&#22363;&#xD83D;&#x1F600;</t></is></c></row></sheetData></worksheet>';
  expect(await readAll(await save('lol.xlsx', byHand([sheet])))).toEqual([['&b;&坛😀']]);
});

test('prefixed names, rich text, phonetics, CDATA, errors and formulas without value are understood', async () => {
  const sheet =
    '<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData>' +
    '<x:row r="1"/><x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c>' +
    '<x:c r="D2"><x:f>1+1</x:f></x:c><x:c r="E2"><x:f>1+1</x:f><x:v>2</x:v></x:c>' +
    '<x:c r="F2" t="e"><x:v>#REF!</x:v></x:c><x:c r="G2" s="1"><x:v>44561</x:v></x:c>' +
    '<x:c r="H2" s="2"><x:v>0.924</x:v></x:c><x:c r="I2" s="3"><x:v>12</x:v></x:c>' +
    '<x:c r="J2" t="str"><x:f>A1</x:f><x:v>路&amp;灯_x000D_\n_x0041_</x:v></x:c><x:c r="K2" t="b"><x:v>1</x:v></x:c>' +
    '</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A2:B9"/></x:mergeCells></x:worksheet>';
  const shared =
    '<x:sst><x:si><x:r><x:t>路</x:t></x:r><x:rPh sb="0" eb="1"><x:t>lu</x:t></x:rPh><x:r><x:t xml:space="preserve">灯 </x:t></x:r></x:si>' +
    '<x:si><x:t><![CDATA[<不亮>]]></x:t></x:si></x:sst>';
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>' +
    '<cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="10"/><xf numFmtId="177"/></cellXfs></styleSheet>';
  const withDigits = styles.replace(
    '</numFmts>',
    '<numFmt numFmtId="177" formatCode="0000"/></numFmts>',
  );
  const file = await save(
    'x.xlsx',
    byHand([sheet], { 'xl/sharedStrings.xml': shared, 'xl/styles.xml': withDigits }),
  );
  await using source = await openSheets(file);
  expect(await source.outline('表')).toMatchObject({
    merges: [{ top: 2, left: 0, bottom: 9, right: 1 }],
    hiddenColumns: [1, 2],
    lastRow: 2,
  });
  const batch = await source.rows('表').next();
  expect(batch.value?.[0]).toEqual({
    row: 2,
    cells: [
      { text: '路灯 ' },
      { text: '<不亮>' },
      undefined,
      { text: '', formulaWithoutValue: true },
      { text: '2', number: 2 },
      { text: '#REF!', error: true },
      { text: '2021-12-31', date: '2021-12-31' },
      { text: '92.4%', number: 0.924 },
      { text: '0012', number: 12 },
      { text: '路&灯\nA' },
      { text: 'TRUE' },
    ],
  });
});

const OLE = 'd0cf11e0a1b11ae1';

test.each([
  ['nothing', Buffer.alloc(0), 'empty-file'],
  ['a PDF', Buffer.from('%PDF-1.7\n'), 'not-a-sheet'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'not-a-sheet'],
  [
    'a protected workbook',
    Buffer.concat([
      Buffer.from(OLE, 'hex'),
      Buffer.alloc(2048),
      Buffer.from('EncryptedPackage\0', 'utf16le'),
    ]),
    'encrypted',
  ],
  [
    'an old Word file',
    Buffer.concat([
      Buffer.from(OLE, 'hex'),
      Buffer.alloc(2048),
      Buffer.from('WordDocument\0', 'utf16le'),
    ]),
    'not-a-sheet',
  ],
  [
    'a broken old workbook',
    Buffer.concat([
      Buffer.from(OLE, 'hex'),
      Buffer.alloc(2048),
      Buffer.from('Workbook\0', 'utf16le'),
    ]),
    'damaged',
  ],
  ['half a package', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(500)]), 'damaged'],
  [
    'noise',
    Buffer.from(Array.from({ length: 3000 }, (_, k) => (k * 7919 + 128) % 256)),
    'unknown-encoding',
  ],
  [
    'a quote left open',
    Buffer.from(`问题,单位\n"路灯不亮,城管局\n${'一行\n'.repeat(20_000)}`),
    'unclosed-quote',
  ],
])('%s is refused with a reason', async (name, bytes, code) => {
  expect(await readAll(await save(`${name}.xlsx`, bytes))).toBe(code);
});

test('a file of another package is named for what it is', async () => {
  const word = zipStream([{ name: 'word/document.xml', text: ['<w/>'] }], 1);
  expect(await readAll(await save('word.xlsx', word))).toBe('not-a-sheet');
  const cut = (await readFile(await save('cut.xlsx', byHand(cellOf(1000))))).subarray(0, -40);
  expect(await readAll(await save('cut.xlsx', cut))).toBe('damaged');
});

test('a damaged line of GB18030 costs that line only', async () => {
  const line = Buffer.from('c2b7b5c6b2bbc1c12cb3c7b9dcbed60a', 'hex');
  const broken = Buffer.from('c2b7ff2cb3c7b9dcbed60a', 'hex');
  const bytes = Buffer.concat([...Array.from({ length: 200 }, () => line), broken, line]);
  const rows = await readAll(await save('broken.csv', bytes));
  expect(rows[0]).toEqual(['路灯不亮', '城管局']);
  expect(rows[200]).toEqual([expect.stringContaining('\uFFFD'), '城管局']);
  expect(rows).toHaveLength(202);
});

test('a page under the name of a workbook is read in its own encoding', async () => {
  const head = Buffer.from('<html><head><meta charset="gb2312"></head><table><tr><td>');
  const bytes = Buffer.concat([
    head,
    Buffer.from('c2b7b5c6b2bbc1c1', 'hex'),
    Buffer.from('</td><td>12</td></tr></table></html>'),
  ]);
  expect(await readAll(await save('page.xls', bytes))).toEqual([['路灯不亮', '12']]);
});

test('other office formats are read', async () => {
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['问题', '数'],
      ['路灯𠮷不亮', 12],
    ]),
    '表',
  );
  for (const bookType of ['ods', 'xlsb', 'biff8', 'xlml'] as const) {
    const bytes = write(book, { type: 'buffer', bookType }) as Buffer;
    expect(await readAll(await save(`other.${bookType}`, bytes))).toEqual([
      ['问题', '数'],
      ['路灯𠮷不亮', '12'],
    ]);
  }
});

test.each(['biff5', 'biff2'] as const)(
  'a sheet of %s, whose texts are bytes of GB18030, is read in Chinese',
  async (bookType) => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([['AAAAAAAA', 12], ['=1+1']]), '表');
    const bytes = write(book, { type: 'buffer', bookType }) as Buffer;
    // The library writes no Chinese there, so 路灯不亮 is put in its bytes.
    Buffer.from('c2b7b5c6b2bbc1c1', 'hex').copy(bytes, bytes.indexOf('AAAAAAAA'));
    expect(await readAll(await save(`old-${bookType}.xls`, bytes))).toEqual([
      ['路灯不亮', '12'],
      ['=1+1'],
    ]);
  },
);

test('a file of a byte or two is a sheet of a cell or of nothing', async () => {
  expect(await readAll(await save('a.csv', Buffer.from('a')))).toEqual([['a']]);
  expect(await readAll(await save('breaks.csv', Buffer.from('\r\n')))).toEqual([]);
  expect(await readAll(await save('mark.csv', Buffer.from('\uFEFF')))).toEqual([]);
});

test.each(['sep=|\r\n', '"sep=|"\n', '\uFEFFsep=|\r'])(
  'a first line %j tells the separator and is no row',
  async (line) => {
    const file = await save('told.csv', Buffer.from(`${line}问题|数\n路灯不亮|1,200`));
    await using source = await openSheets(file);
    const rows: SheetRow[] = [];
    for await (const batch of source.rows('told')) rows.push(...batch);
    expect(rows).toEqual([
      { row: 1, cells: [{ text: '问题' }, { text: '数' }] },
      { row: 2, cells: [{ text: '路灯不亮' }, { text: '1,200' }] },
    ]);
  },
);

test('an unknown sheet is refused with the names there are, and a closed source answers nothing', async () => {
  const file = await save('names.xlsx', writeXlsx([{ name: '台账', columns: [], rows: [['x']] }]));
  const source = await openSheets(file);
  await expect(source.outline('不存在')).rejects.toMatchObject({ details: { names: '台账' } });
  await source.close();
  await expect(source.outline('台账')).rejects.toThrow(/ended/);
});

test('every fault has a sentence in both languages, with the same places', () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).toSorted();
  for (const { zh, en } of Object.values(SHEET_FAULTS)) expect(places(zh)).toEqual(places(en));
  const fault = new SheetFault('file-too-large', { size: 300, limit: 200 });
  expect(fault.message).toContain('300 MB; the limit is 200 MB');
});
