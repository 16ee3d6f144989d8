import { startsFormula, type WriteCell } from './write-cell.ts';

const PIECE = 1 << 16;

/**
 * Comma separated text in UTF-8 with a byte order mark, which Excel and WPS need to show Chinese. Text
 * that begins like a formula gets an apostrophe before it; numbers stay numbers.
 */
export async function* writeCsv(
  rows: Iterable<readonly WriteCell[]> | AsyncIterable<readonly WriteCell[]>,
): AsyncGenerator<Buffer> {
  let text = '\uFEFF';
  for await (const cells of rows) {
    text += `${cells.map(csvCell).join(',')}\r\n`;
    if (text.length > PIECE) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

function csvCell(cell: WriteCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell === 'object') return cell.date;
  const whole = cell.isWellFormed() ? cell : cell.replaceAll(/\p{Surrogate}/gu, '');
  const inert = startsFormula(whole) ? `'${whole}` : whole;
  return /[",\r\n\t;]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
