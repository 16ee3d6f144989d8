import type { SheetRow } from '#domain/sheet/cell.ts';
import { parsePeriodEnd } from '#domain/target/period.ts';
import { vintageObjection } from '#domain/target/reading.ts';
import {
  parseFigure,
  parseVintage,
  type ReadingColumn,
  type ReadingColumns,
} from '#domain/target/reading-sheet.ts';
import { foldText } from '#domain/text/fold.ts';
import { refusalSentence } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import { type Indicator, nearestFor } from './indicators.ts';
import { type Before, type Figure, isKnown, periodObjection, recordingPost } from './readings.ts';
import { textOf } from './reading-rows.ts';

/** A unit that a row names, by the words it was named with. */
export interface UnitRow {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

/** A row that may be written. */
export interface Good {
  readonly row: number;
  readonly indicator: Indicator;
  readonly unit: UnitRow;
  readonly figure: Figure;
  readonly before: Before | undefined;
  readonly by: NonNullable<ReturnType<typeof recordingPost>>;
}

/** What is wrong with a row, by column. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** What a row is judged against. */
export interface Lookups {
  readonly columns: ReadingColumns;
  readonly indicators: ReadonlyMap<string, readonly Indicator[]>;
  readonly units: ReadonlyMap<string, readonly UnitRow[]>;
  readonly before: ReadonlyMap<string, Before>;
  readonly seen: Map<string, number>;
  /** Of the file; the note of a figure that replaces another. */
  readonly name: string;
  readonly lang: 'zh' | 'en';
}

/** The row as a figure to be written, or everything that is wrong with it. */
export function judgeRow(r: Omit<Query, 'db'>, row: SheetRow, look: Lookups): Good | RowFault[] {
  const { columns, lang } = look;
  const text = (column: ReadingColumn): string => textOf(row, columns, column);
  const faults: RowFault[] = [];
  const fault = (column: ReadingColumn, message: string): RowFault[] => {
    faults.push({ row: row.row, column: COLUMN_NAMES[column], message });
    return faults;
  };
  const say = (column: ReadingColumn, zh: string, en: string): RowFault[] =>
    fault(column, lang === 'zh' ? zh : en);
  const [unit, ...otherUnits] = look.units.get(text('unit')) ?? [];
  if (unit === undefined)
    say(
      'unit',
      `组织树中没有“${text('unit')}”，或不在您的管辖范围`,
      `No unit ${text('unit')} in your reach`,
    );
  else if (otherUnits.length > 0)
    say(
      'unit',
      `“${text('unit')}”有 ${otherUnits.length + 1} 个，请写全称`,
      `${otherUnits.length + 1} units are called ${text('unit')}; write the full name`,
    );
  const named = look.indicators.get(foldText(text('indicator'))) ?? [];
  const indicator = unit === undefined ? named[0] : nearestFor(unit.path, named);
  if (indicator === undefined)
    say(
      'indicator',
      text('indicator') === ''
        ? '表上没有写明是哪个指标：请在表头上方写指标名称，或另设“指标”一列'
        : `没有名为“${text('indicator')}”的指标`,
      text('indicator') === ''
        ? 'The sheet names no indicator: write it above the header or in a column of its own'
        : `There is no indicator ${text('indicator')}`,
    );
  const periodEnd = parsePeriodEnd(text('period'));
  if (periodEnd === undefined)
    say(
      'period',
      `“${text('period')}”不是期间，请写如 2026年5月`,
      `${text('period')} is no period; write it like 2026-05`,
    );
  else if (indicator !== undefined) {
    const late = periodObjection(periodEnd, indicator, r.today);
    if (late !== undefined) fault('period', refusalSentence(late.code, late.details, lang));
  }
  const value = parseFigure(row.cells[columns.value], indicator?.measure ?? '');
  if (value === undefined)
    say(
      'value',
      `${text('period')}“${text('value')}”不是数值`,
      `${text('period')}: ${text('value')} is no figure`,
    );
  const [measure, wanted] = [text('measure'), indicator?.measure ?? ''];
  if (measure !== '' && wanted !== '' && foldText(measure) !== foldText(wanted))
    say('measure', `计量单位应为“${wanted}”`, `The measure should be ${wanted}`);
  const vintage = parseVintage(text('vintage'));
  if (vintage === undefined)
    say('vintage', '版次应为初步、终核或修正', 'The vintage is 初步, 终核 or 修正');
  if (
    faults.length > 0 ||
    unit === undefined ||
    indicator === undefined ||
    periodEnd === undefined ||
    value === undefined ||
    vintage === undefined
  )
    return faults;
  const by = recordingPost(r, indicator, { unitId: unit.id, path: unit.path }, vintage);
  if (by === undefined) return fault('unit', refusalSentence('not-allowed', {}, lang));
  const key = `${indicator.id} ${unit.id} ${periodEnd}`;
  const first = look.seen.get(key);
  if (first !== undefined)
    return say(
      'period',
      `与第 ${first} 行是同一单位同一期`,
      `The same unit and period as in row ${first}`,
    );
  look.seen.set(key, row.row);
  const before = look.before.get(key);
  const note = text('note') === '' && before !== undefined ? look.name : text('note');
  const figure: Figure = { periodEnd, value, vintage, asOf: r.today, note: note.slice(0, 500) };
  const good: Good = { row: row.row, indicator, unit, figure, before, by };
  if (isKnown(before, figure)) return good;
  const no = vintageObjection(before, figure);
  return no === undefined ? good : fault('vintage', refusalSentence(no, {}, lang));
}

const COLUMN_NAMES: Readonly<Record<ReadingColumn, string>> = {
  indicator: '指标',
  unit: '单位',
  period: '期间',
  value: '数值',
  measure: '计量单位',
  vintage: '版次',
  note: '说明',
};
