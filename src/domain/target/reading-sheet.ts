import { type Cell, cellText, type SheetRow } from '../sheet/cell.ts';
import { foldText } from '../text/fold.ts';
import type { Vintage } from './reading.ts';

/** The columns a sheet of figures has; the last three may be missing. */
const COLUMNS = {
  indicator: /^(指标|指标名称|目标|目标名称|考核指标)$/,
  unit: /^(单位|单位名称|填报单位|责任单位|地区|县市区|县\(市、?区\)|县区)$/,
  period: /^(期间|时间|月份|报告期|数据时间|截止日期|截至日期|日期|统计期)$/,
  value: /^(数值|完成值|本期值|累计值|实际完成|完成数|累计完成|完成情况|指标值)$/,
  measure: /^(计量单位|单位\(计量\)|量纲)$/,
  vintage: /^(版次|数据性质|数据版次|性质)$/,
  note: /^(说明|备注|数据来源|来源|原因)$/,
} as const satisfies Record<string, RegExp>;
export type ReadingColumn = keyof typeof COLUMNS;

const NEEDED: readonly ReadingColumn[] = ['indicator', 'unit', 'period', 'value'];
/** Rows looked at for the header. */
export const HEADER_WITHIN = 30;

export type ReadingColumns = Readonly<Partial<Record<ReadingColumn, number>>> & {
  readonly indicator: number;
  readonly unit: number;
  readonly period: number;
  readonly value: number;
};

/** The columns of a row that is the header of a sheet of figures; `undefined` for any other row. */
export function readingColumns(row: SheetRow): ReadingColumns | undefined {
  const found: Partial<Record<ReadingColumn, number>> = {};
  for (let column = 0; column < row.cells.length; column += 1) {
    const label = foldText(cellText(row, column)).replaceAll(' ', '');
    for (const [name, pattern] of Object.entries(COLUMNS) as [ReadingColumn, RegExp][])
      if (found[name] === undefined && pattern.test(label)) found[name] = column;
  }
  return NEEDED.every((name) => found[name] !== undefined) ? (found as ReadingColumns) : undefined;
}

/** Cells of months without their year, as the columns of a wide sheet: 1月, 1-3月, 一季度, 上半年, 2026年3月. */
const PERIOD_HEAD =
  /^(?:\d{4}年?)?(?:(?:1[-—至~])?\d{1,2}月(?:份|累计|末)?|第?[一二三四1-4]季度|[上下]半年|全年)$/;

/** A sheet of units by periods (各单位×各月): where the units stand and which period each column holds. */
export interface WideColumns {
  readonly unit: number;
  /** Absent: one indicator for the whole sheet, named above the header. */
  readonly indicator: number | undefined;
  readonly periods: readonly {
    readonly column: number;
    readonly period: string;
    readonly label: string;
  }[];
}

/**
 * The columns of a row that heads a wide sheet: a unit and at least two periods. The year stands in the
 * column, else in the words above the header, else it is `year`.
 */
export function wideColumns(row: SheetRow, above: string, year: string): WideColumns | undefined {
  const label = (column: number): string => foldText(cellText(row, column)).replaceAll(' ', '');
  const columns = Array.from({ length: row.cells.length }, (_, column) => column);
  const unit = columns.find((column) => COLUMNS.unit.test(label(column)));
  if (unit === undefined) return undefined;
  const stated = /(?<!\d)(20\d\d)(?!\d)/.exec(above)?.[1] ?? year;
  const periods = columns.flatMap((column) => {
    const said = label(column);
    if (!PERIOD_HEAD.test(said)) return [];
    const dated = /^\d{4}/.test(said) ? said : `${stated}年${said}`;
    return [{ column, period: dated.replace('全年', ''), label: cellText(row, column) }];
  });
  if (periods.length < 2) return undefined;
  return {
    unit,
    indicator: columns.find((column) => COLUMNS.indicator.test(label(column))),
    periods,
  };
}

/** Where a wide sheet has been laid out in rows of their own. */
export const LAID_OUT: ReadingColumns = { indicator: 0, unit: 1, period: 2, value: 3 };

/** Each figure of a wide row as a row of indicator, unit, period and value; blank cells are no figures. */
export function laidOut(row: SheetRow, wide: WideColumns, indicator: string): SheetRow[] {
  const text = (words: string): Cell => ({ text: words });
  const unit = cellText(row, wide.unit);
  if (unit === '' || /^(?:合计|总计|小计|全市|备注)/.test(unit)) return [];
  const named = wide.indicator === undefined ? indicator : cellText(row, wide.indicator);
  return wide.periods.flatMap(({ column, period }) => {
    const value = row.cells[column];
    if (value === undefined || cellText(row, column) === '') return [];
    return [{ ...row, cells: [text(named), text(unit), text(period), value] }];
  });
}

const VINTAGE_WORDS: readonly (readonly [RegExp, Vintage])[] = [
  [/^(初步|初步数|快报|快报数|预计)?$/, 'provisional'],
  [/^(终核|终核数|最终|年报|核定)$/, 'final'],
  [/^(修正|修订|更正|核减|核增)$/, 'restated'],
];

/** 初步, 终核 or 修正 as a cell says it; an empty cell is provisional. */
export function parseVintage(text: string): Vintage | undefined {
  const plain = foldText(text).replaceAll(' ', '');
  return VINTAGE_WORDS.find(([words]) => words.test(plain))?.[1];
}

/**
 * A figure as decimal text (数值): the number the file holds rather than how it is shown, a percentage as
 * percent, thousands commas and the measure beside it left out. `undefined` when it is no figure.
 */
export function parseFigure(cell: Cell | undefined, measure: string): string | undefined {
  if (cell === undefined) return undefined;
  const shown = foldText(cell.text).replaceAll(/[\s,]/g, '');
  if (cell.number !== undefined)
    return plainDecimal(shown.endsWith('%') ? cell.number * 100 : cell.number);
  const unit = foldText(measure).replaceAll(' ', '');
  const bare = unit !== '' && shown.endsWith(unit) ? shown.slice(0, -unit.length) : shown;
  return /^-?\d{1,15}(\.\d{1,8})?$/.test(bare) ? bare : undefined;
}

/** Without the noise of binary fractions: 0.924 × 100 is 92.4. */
export function plainDecimal(value: number): string | undefined {
  const text = String(Number(value.toPrecision(12)));
  return /^-?\d{1,15}(\.\d{1,8})?$/.test(text) ? text : undefined;
}

/** Are two decimal texts the same number (100.50 and 100.5)? */
export function sameDecimal(a: string, b: string): boolean {
  return trimmed(a) === trimmed(b);
}

function trimmed(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const rest = fraction.replace(/0+$/, '');
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = whole.replace(/^-?0*(?=\d)/, '');
  const plain = rest === '' ? digits : `${digits}.${rest}`;
  return plain === '0' ? '0' : `${sign}${plain}`;
}
