import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { openSheets } from './open-sheet.ts';
import { readSheetFile } from './read-sheet-file.ts';
import { SHEET_LIMITS } from './sheet-limits.ts';
import { unpackRows } from './packed-rows.ts';
import type { WriteCell } from './write-cell.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), '台账 '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(name: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  const path = join(folder, name);
  await pipeline(Readable.from(bytes), createWriteStream(path));
  return path;
}

/** The rows of the first sheet, read in this thread. */
async function readFirst(path: string): Promise<SheetRow[]> {
  const reader = await readSheetFile(path, SHEET_LIMITS);
  const rows: SheetRow[] = [];
  for await (const batch of reader.batches(0)) rows.push(...unpackRows(batch));
  await reader.close();
  return rows;
}

/** What a cell is after a journey: no controls, no halves of a pair, one kind of line break. */
function survives(text: string): string {
  const whole = text.replaceAll(/\p{Surrogate}/gu, '').replaceAll(/\r\n?/g, '\n');
  return Array.from(whole)
    .filter((one) => one >= ' ' || one === '\t' || one === '\n')
    .filter((one) => one !== '\ufffe' && one !== '\uffff')
    .join('');
}

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('问题', '整改', '台账', '𠮷', '𪚥', '㐂', '龘', '=SUM(A1)', '+1', '-2', '@x'),
      fc.constantFrom('_x0041_', '_x000D_', '_xD83D_', '\n', '\r\n', '\r', '\t', '&amp;', '<b>'),
      fc.constantFrom(']]>', '"', "'", ',', ';', ' ', '　', '\u0000', '\u001f', '\ud842', '\udfb7'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const anyCell: fc.Arbitrary<WriteCell> = fc.oneof(
  { weight: 5, arbitrary: anyText },
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  fc
    .date({ min: new Date('1905-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((day) => ({ date: day.toISOString().slice(0, 10) })),
  fc.constant(undefined),
);
const anyRows = fc.array(fc.array(anyCell, { maxLength: 6 }), { maxLength: 8 });

function shownAs(cell: WriteCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'object') return cell.date;
  return typeof cell === 'number' ? String(Number(cell.toPrecision(15))) : survives(cell);
}

/** Rows by number and cells by column, empty ones left out. */
function shape(
  rows: Iterable<readonly [number, readonly string[]]>,
): Map<number, [number, string][]> {
  const shaped = new Map<number, [number, string][]>();
  for (const [row, cells] of rows) {
    const full = cells.flatMap((text, at): [number, string][] => (text === '' ? [] : [[at, text]]));
    if (full.length > 0) shaped.set(row, full);
  }
  return shaped;
}

test('whatever is written to a workbook is read back, as text and never as a formula', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const path = await save('any.xlsx', writeXlsx([{ name: '表', columns: [], rows }]));
      const back = await readFirst(path);
      const numbers = (n: string): string => (n === '-0' ? '0' : n);
      expect(shape(back.map(({ row, cells }) => [row, cells.map((c) => c?.text ?? '')]))).toEqual(
        shape(rows.map((cells, k) => [k + 1, cells.map((c) => numbers(shownAs(c)))])),
      );
      for (const [k, cells] of rows.entries()) {
        for (const [column, cell] of cells.entries()) {
          const read = back.find(({ row }) => row === k + 1)?.cells[column];
          expect(read?.date).toBe(typeof cell === 'object' ? cell.date : undefined);
          expect(read?.number !== undefined).toBe(typeof cell === 'number');
          expect(read?.formulaWithoutValue).toBeUndefined();
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('whatever is written to a CSV is read back, formulas behind an apostrophe', async () => {
  const csvText = anyText.filter((text) => !text.includes('\u0000'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(csvText, { maxLength: 5 }), { maxLength: 6 }),
      async (rows) => {
        // The first row fixes the separator, as a header does.
        const whole = [['甲,', '乙', '丙', '丁'], ...rows.map((cells) => cells.map(plainText))];
        const back = await readFirst(await save('any.csv', writeCsv(whole)));
        expect(shape(back.map(({ row, cells }) => [row, cells.map((c) => c?.text ?? '')]))).toEqual(
          shape(whole.map((cells, k) => [k + 1, cells.map(inertText)])),
        );
      },
    ),
    { numRuns: 150 },
  );
});

/** A CSV has no escape for controls: they are taken out before it is written here. */
function plainText(text: string): string {
  return survives(text).replaceAll(/\uFEFF/g, '');
}

function inertText(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function* chineseRows(count: number): Generator<string[]> {
  yield ['序号', '存在问题', '整改措施', '牵头单位', '备注'];
  const signs =
    '路灯不亮垃圾清运慢审批多头跑群众办事难𠮷营商环境堵点淤塞㐂困难问题整改措施责任单位';
  const pool = Array.from(signs);
  for (let row = 1; row < count; row += 1) {
    const pick = (length: number, seed: number): string =>
      Array.from({ length }, (_, k) => pool[(row * seed + k * k) % pool.length]).join('');
    yield [String(row), pick(37, 7), pick(61, 11), pick(9, 3), pick(row % 5, 13)];
  }
}

/** How many rows a file holds, and how many differ from what was written. */
async function compareChinese(
  path: string,
  count: number,
): Promise<{ readonly seen: number; readonly wrong: number }> {
  const source = await openSheets(path);
  const expected = chineseRows(count);
  let wrong = 0;
  let seen = 0;
  for await (const rows of source.rows(source.sheets[0]?.name ?? '')) {
    for (const { cells } of rows) {
      const want: string[] = expected.next().value ?? [];
      seen += 1;
      if (want.some((text, at) => (cells[at]?.text ?? '') !== text)) wrong += 1;
    }
  }
  await source.close();
  return { seen, wrong };
}

test('20,000 rows of Chinese come through every format of ours without a character lost', async () => {
  const count = 20_000;
  const book = await save(
    'long.xlsx',
    writeXlsx([{ name: '台账', columns: [], rows: chineseRows(count) }], { level: 6 }),
  );
  const text = await save('long.csv', writeCsv(chineseRows(count)));
  expect(await compareChinese(book, count)).toEqual({ seen: count, wrong: 0 });
  expect(await compareChinese(text, count)).toEqual({ seen: count, wrong: 0 });
});

test.each([
  ['utf-16le', Buffer.from('\uFEFF问题\t单位\n路灯𠮷不亮\t城管局\n', 'utf16le')],
  ['utf-8 without a mark', Buffer.from('问题,单位\n路灯𠮷不亮,城管局\n')],
  ['semicolons', Buffer.from('问题;单位\n路灯𠮷不亮;城管局')],
  ['gb18030', Buffer.from('cecacce22cb5a5cebb0ac2b7b5c69534b235b2bbc1c12cb3c7b9dcbed60a', 'hex')],
])('a text file in %s is read', async (name, bytes) => {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, bytes);
  const rows = await readFirst(path);
  expect(rows.map(({ cells }) => cells.map((c) => c?.text))).toEqual([
    ['问题', '单位'],
    ['路灯𠮷不亮', '城管局'],
  ]);
});
