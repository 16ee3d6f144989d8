/** A calendar day, `YYYY-MM-DD`, written as a real date. */
export interface DateCell {
  readonly date: string;
}

/** Text is always written as text, whatever it begins with. */
export type WriteCell = string | number | DateCell | undefined;

/**
 * Whether a spreadsheet program would take the text for a formula (CWE-1236): the ASCII signs, their
 * full-width forms, which some programs fold, and the white space that may go before them.
 */
export function startsFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text);
}
