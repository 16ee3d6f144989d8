import { attribute, tagsNamed } from './xlsx-text.ts';

/** How a cell style shows its number. */
export type Shown = 'number' | 'date' | 'time' | 'percent' | { readonly digits: number };

/** How each cell style (`s="…"`) shows numbers, from the styles part. */
export function readStyles(xml: string): Shown[] {
  const custom = new Map<number, string>();
  for (const tag of tagsNamed(xml, 'numFmt')) {
    custom.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
  }
  const styles = /<(?:\w+:)?cellXfs[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? '';
  return tagsNamed(styles, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0);
    return shownBy(id, custom.get(id));
  });
}

/** What a number format means: built-in ids first (27–36 and 50–58 are Chinese dates), else its code. */
function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) {
    if (id === 9 || id === 10) return 'percent';
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time';
    const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    return isDate ? 'date' : 'number';
  }
  const bare = (code.split(';')[0] ?? '').replaceAll(/\[[^\]]*\]|"[^"]*"|\\.|_./g, '');
  if (/^general$/i.test(bare)) return 'number';
  if (/[yd年月日]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return 'date';
  if (/[hs]/i.test(bare)) return 'time';
  if (bare.includes('%')) return 'percent';
  return /^0{2,}$/.test(bare) ? { digits: bare.length } : 'number';
}

/** A number as Excel shows it in a cell of format "General": fifteen significant digits. */
export function plainNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
}

const MS_PER_DAY = 86_400_000;

/**
 * A date serial of a workbook as `YYYY-MM-DD`, with ` HH:mm` when it has a time. Day 60 of the 1900
 * system, which never was, falls on 1 March 1900 as the days after it.
 */
export function serialDate(serial: number, date1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < 2_958_466)) return undefined;
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const minutes = Math.round((days - 25_569) * 1440);
  const moment = new Date(minutes * 60_000).toISOString();
  const isWholeDay = (minutes * 60_000) % MS_PER_DAY === 0;
  return isWholeDay ? moment.slice(0, 10) : `${moment.slice(0, 10)} ${moment.slice(11, 16)}`;
}

/** The time of day of a serial, `HH:mm`. */
export function serialTime(serial: number): string {
  const minutes = Math.round((serial % 1) * 1440);
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
