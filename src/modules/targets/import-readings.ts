import { createHash } from 'node:crypto';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/indicator.ts';
import { cellText, type SheetRow } from '#domain/sheet/cell.ts';
import { parsePeriodEnd } from '#domain/target/period.ts';
import { vintageObjection } from '#domain/target/reading.ts';
import {
  HEADER_WITHIN,
  LAID_OUT,
  laidOut,
  parseFigure,
  parseVintage,
  type ReadingColumn,
  readingColumns,
  type ReadingColumns,
  type WideColumns,
  wideColumns,
} from '#domain/target/reading-sheet.ts';
import { foldText } from '#domain/text/fold.ts';
import { Refusal, refusalSentence } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { langOf } from '#platform/http-problem.ts';
import { once } from '#platform/idempotency.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { SheetFault } from '#platform/sheets/sheet-fault.ts';
import { withSentSheet } from '#modules/ledger/sheets/sent-sheet.ts';
import { type Indicator, loadIndicators, nearestFor } from './indicators.ts';
import {
  type Before,
  type Figure,
  isKnown,
  periodObjection,
  recordingPost,
  writeFigure,
} from './readings.ts';

type Answer = Sent<typeof contract.importReadings.output>;

const MAX_BYTES = 5_000_000;
const MAX_ROWS = 5000;
const FAULTS_SHOWN = 300;
const SAMPLE = 50;

/**
 * 导入数值: a sheet of indicator, unit, period and figure. Every fault is told by row and column and the good
 * rows come in; what stands already is left alone, so the same file twice changes nothing.
 */
export async function importReadings(
  call: Direct,
  input: InputOf<typeof contract.importReadings>,
): Promise<Answer> {
  const { actor, cityId, now, today, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const q: Query = { actor, cityId, now, today, db };
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (input.apply === true && (key === '' || key.length > 255)) throw new Refusal('key-missing');
  const lang = langOf(call.request);
  const sheet = await withSentSheet(call.request, input.name, MAX_BYTES, async (sent) => ({
    sha256: sent.sha256,
    ...(await readSheet(sent.path, input.name, today.slice(0, 4))),
  }));
  if (input.apply !== true) {
    const plan = await planOf({ ...q, db }, sheet, input.name, lang);
    return answerOf(plan, false);
  }
  const hash = createHash('sha256')
    .update(JSON.stringify(['importReadings', input, sheet.sha256]))
    .digest('hex');
  return (await db.transaction().execute((tx) => {
    const ctx: Context = { actor, cityId, now, today, tx };
    return once(ctx, key, hash, async () => {
      const plan = await planOf({ ...q, db: tx }, sheet, input.name, lang);
      for (const one of plan.good)
        await writeFigure(ctx, one.indicator, one.unit.id, one.figure, one.by);
      return answerOf(plan, true);
    });
  })) as Answer;
}

interface Sheet {
  readonly sha256: string;
  readonly columns: ReadingColumns;
  readonly rows: readonly SheetRow[];
  /** Units by periods: what stood above the header, where one indicator may be named for all. */
  readonly above: string | undefined;
}

/** The rows below the first header of a sheet that is not hidden; a wide one laid out, figure by figure. */
async function readSheet(path: string, file: string, year: string): Promise<Omit<Sheet, 'sha256'>> {
  await using source = await openSheets(path);
  for (const { name } of source.sheets.filter((one) => !one.hidden)) {
    let columns: ReadingColumns | undefined;
    let wide: WideColumns | undefined;
    let above = `${file} ${name}`;
    const rows: SheetRow[] = [];
    for await (const batch of source.rows(name))
      for (const row of batch) {
        if (wide !== undefined) rows.push(...laidOut(row, wide, ''));
        else if (columns !== undefined) rows.push(row);
        else if (row.row <= HEADER_WITHIN) {
          columns = readingColumns(row);
          if (columns === undefined) wide = wideColumns(row, above, year);
          if (columns === undefined && wide === undefined)
            above += ` ${row.cells.map((_, column) => cellText(row, column)).join(' ')}`;
        }
        if (rows.length > MAX_ROWS)
          throw new SheetFault('too-many-rows', { sheet: name, limit: MAX_ROWS });
      }
    if (wide !== undefined) return { columns: LAID_OUT, rows, above };
    if (columns !== undefined) return { columns, rows, above: undefined };
  }
  throw new Refusal('no-reading-columns');
}

/** The indicator that the words above a wide sheet name; the longest name, since one may hold another. */
function indicatorIn(above: string, names: Iterable<string>): string {
  const said = foldText(above);
  return (
    [...names].filter((name) => said.includes(name)).toSorted((a, b) => b.length - a.length)[0] ??
    ''
  );
}

interface Good {
  readonly row: number;
  readonly indicator: Indicator;
  readonly unit: UnitRow;
  readonly figure: Figure;
  readonly before: Before | undefined;
  readonly by: NonNullable<ReturnType<typeof recordingPost>>;
}

interface Plan {
  readonly rows: number;
  readonly good: Good[];
  known: number;
  readonly faults: { row: number; column: string; message: string }[];
  readonly faultyRows: Set<number>;
}

interface Reader extends Omit<Query, 'db'> {
  readonly db: Db | Tx;
}

/** What the sheet would do: each row known, good, or with its faults. */
async function planOf(r: Reader, sheet: Sheet, name: string, lang: 'zh' | 'en'): Promise<Plan> {
  const indicators = Map.groupBy(await loadIndicators(r.db, r), (one) => foldText(one.name));
  const { above } = sheet;
  const named = above === undefined ? '' : indicatorIn(above, indicators.keys());
  const rows = sheet.rows
    .filter((row) => cellText(row, sheet.columns.value) !== '')
    .map((row) => (named === '' ? row : withIndicator(row, sheet.columns, named)));
  const texts = (column: ReadingColumn): string[] => [
    ...new Set(rows.map((row) => textOf(row, sheet.columns, column))),
  ];
  const units = await unitsNamed(r, texts('unit'));
  const before = await standing(r, [...units.values()].flat());
  const plan: Plan = { rows: rows.length, good: [], known: 0, faults: [], faultyRows: new Set() };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const one = rowOf(r, row, {
      columns: sheet.columns,
      indicators,
      units,
      before,
      seen,
      name,
      lang,
    });
    if (Array.isArray(one)) {
      plan.faults.push(...one);
      plan.faultyRows.add(row.row);
    } else if (isKnown(one.before, one.figure)) plan.known += 1;
    else plan.good.push(one);
  }
  return plan;
}

function withIndicator(row: SheetRow, { indicator }: ReadingColumns, named: string): SheetRow {
  if (cellText(row, indicator) !== '') return row;
  return { ...row, cells: row.cells.with(indicator, { text: named }) };
}

interface Lookups {
  readonly columns: ReadingColumns;
  readonly indicators: ReadonlyMap<string, readonly Indicator[]>;
  readonly units: ReadonlyMap<string, readonly UnitRow[]>;
  readonly before: ReadonlyMap<string, Before>;
  readonly seen: Map<string, number>;
  readonly name: string;
  readonly lang: 'zh' | 'en';
}

type RowFault = Plan['faults'][number];

/** The row as a figure to be written, or everything that is wrong with it. */
function rowOf(r: Reader, row: SheetRow, look: Lookups): Good | RowFault[] {
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

function textOf(row: SheetRow, columns: ReadingColumns, column: ReadingColumn): string {
  const at = columns[column];
  return at === undefined ? '' : cellText(row, at);
}

interface UnitRow {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

/** Open units by name or short name. Whose figures may be given is asked of each row. */
async function unitsNamed(r: Reader, names: readonly string[]): Promise<Map<string, UnitRow[]>> {
  const named: RawBuilder<SqlBool> = sql<SqlBool>`(u.name = x.text or u.short_name = x.text)`;
  const { rows } = await sql<UnitRow>`
    select distinct u.id, u.org_path as path, x.text
    from unnest(${names}::text[]) x (text)
    join unit u on u.city_id = ${r.cityId} and u.closed_on is null and ${named}`.execute(r.db);
  return Map.groupBy(rows, (row) => row.text);
}

/** What stands already, by indicator, unit and period. */
async function standing(r: Reader, units: readonly UnitRow[]): Promise<Map<string, Before>> {
  const ids = [...new Set(units.map((unit) => unit.id))];
  const { rows } = await sql<{
    indicator_id: string;
    unit_id: string;
    period_end: string;
    version: number;
    state: Before['vintage'];
    value: string;
  }>`
    select indicator_id, unit_id, period_end, version, state, value from reading
    where city_id = ${r.cityId} and unit_id = any(${ids}::uuid[])`.execute(r.db);
  return new Map(
    rows.map((row) => [
      `${row.indicator_id} ${row.unit_id} ${row.period_end}`,
      { version: row.version, vintage: row.state, value: row.value },
    ]),
  );
}

function answerOf(plan: Plan, applied: boolean): Answer {
  const changed = plan.good.filter((one) => one.before !== undefined).length;
  return {
    rows: plan.rows,
    fresh: plan.good.length - changed,
    changed,
    known: plan.known,
    faulty: plan.faultyRows.size,
    faults: plan.faults.slice(0, FAULTS_SHOWN),
    sample: plan.good.slice(0, SAMPLE).map(({ row, indicator, unit, figure, before }) => ({
      row,
      indicator: indicator.name,
      unit: unit.text,
      periodEnd: figure.periodEnd,
      value: figure.value,
      before: before?.value ?? null,
    })),
    applied,
  };
}
