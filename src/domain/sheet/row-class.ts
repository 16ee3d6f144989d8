import { cellText, type SheetRow } from './cell.ts';

/** What a row of a ledger is, beside an entry. */
export type RowClass =
  | { readonly is: 'entry' }
  | { readonly is: 'section'; readonly name: string; readonly stated?: number }
  | { readonly is: 'total'; readonly partial: boolean }
  | { readonly is: 'footer' }
  /** The header printed again at the top of a page. */
  | { readonly is: 'header' };

const NUMBERED = /^[（(]?(第?[一二三四五六七八九十百]+)([、.．)）]|部分|方面|类|章)/;
const TOTAL = /^(合计|总计|小计|共计|总数)(（|\(|[:：]|$)/;
const FOOTER =
  /(填表|填报|制表|审核|审批|复核|签发|统计|联系|分管|单位)(人|领导|单位|负责人|部门|时间|日期|电话)?(签字|签名|盖章)?\s*(（[^）]*）)?[:：]|^(注|备注|说明|附注|填表说明)\d?[:：]/;

/** Tells what a row is; `isWide` says that its one cell is merged across the greater part of the table. */
export function classifyRow(
  row: SheetRow,
  labels: readonly ReadonlySet<string>[],
  titleColumn: number,
  isWide: boolean,
): RowClass {
  const filled: { column: number; text: string }[] = [];
  for (let column = 0; column < row.cells.length; column += 1) {
    const text = cellText(row, column);
    if (text !== '') filled.push({ column, text });
  }
  const first = filled[0];
  if (first === undefined) return { is: 'entry' };
  const head = first.text.replaceAll(/\s/g, '');
  if (TOTAL.test(head)) return { is: 'total', partial: head.startsWith('小计') };
  if (filled.length <= 4 && FOOTER.test(first.text) && cellText(row, titleColumn).length < 40) {
    if (isWide || filled.length === 1 || filled.every(({ text }) => FOOTER.test(text))) {
      return { is: 'footer' };
    }
  }
  if (filled.length === 1 && (isWide || NUMBERED.test(head)) && first.text.length <= 100) {
    return section(first.text);
  }
  return repeatsHeader(filled, labels) ? { is: 'header' } : { is: 'entry' };
}

function repeatsHeader(
  filled: readonly { readonly column: number; readonly text: string }[],
  labels: readonly ReadonlySet<string>[],
): boolean {
  // Most rows are told by one look: their first cells are no labels.
  let repeats = 0;
  for (const [rank, { column, text }] of filled.entries()) {
    const isShort = text.length <= 40;
    if (isShort && labels[column]?.has(text.replaceAll(/\s/g, '')) === true) repeats += 1;
    else if (rank - repeats > filled.length * 0.2) return false;
  }
  return filled.length >= 2 && repeats >= filled.length * 0.8;
}

/** 一、思想观念方面（2个） is the section 思想观念方面, which says it has two. */
function section(text: string): RowClass {
  const stated = /[（(]共?(\d+)[个项条件]问?题?[)）]/.exec(text)?.[1];
  const name = text
    .replace(NUMBERED, (_, number: string, mark: string) =>
      /[、.．)）]/.test(mark) ? '' : number + mark,
    )
    .replace(/[（(]共?\d+[个项条件]问?题?[)）]/, '')
    .trim();
  return stated === undefined
    ? { is: 'section', name }
    : { is: 'section', name, stated: Number(stated) };
}
