import { parseDeadline } from '../text/deadline.ts';
import { cellText, type SheetRow } from './cell.ts';
import type { FieldKind } from './ledger-fields.ts';

/** Any day will do to tell whether a text is a deadline at all. */
const SOME_DAY = '2000-06-30';

const LOOKED_AT = 100;

const TESTS: Partial<Record<FieldKind, (text: string) => boolean>> = {
  day: (text) => parseDeadline(text, SOME_DAY) !== undefined,
  deadline: (text) => parseDeadline(text, SOME_DAY) !== undefined,
  money: (text) => /\d/.test(text),
  phone: (text) => /\d{7}/.test(text.replaceAll(/[\s-]/g, '')),
  people: (text) => text.length <= 30,
  status: (text) => text.length <= 20,
};

/** Whether the cells under a header can be what it says; too few to tell counts as yes. */
export function contentAgrees(kind: FieldKind, rows: readonly SheetRow[], column: number): boolean {
  const test = TESTS[kind];
  if (test === undefined) return true;
  const texts = rows
    .slice(0, LOOKED_AT)
    .map((row) => cellText(row, column))
    .filter((text) => text !== '');
  return texts.length < 5 || texts.filter(test).length >= texts.length * 0.3;
}
