import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { cellText, type SheetRow } from '#domain/sheet/cell.ts';
import type { ReadingColumn, ReadingColumns } from '#domain/target/reading-sheet.ts';
import { foldText } from '#domain/text/fold.ts';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { loadIndicators } from './indicators.ts';
import { type Good, judgeRow, type RowFault, type UnitRow } from './judge-reading-row.ts';
import { type Before, isKnown } from './readings.ts';
import { type ReadingSheet, textOf } from './reading-rows.ts';

/** What a sheet of readings would do. */
export interface Plan {
  readonly rows: number;
  readonly good: Good[];
  known: number;
  readonly faults: RowFault[];
  readonly faultyRows: Set<number>;
}

interface Reader extends Omit<Query, 'db'> {
  readonly db: Db | Tx;
}

/** What the sheet would do: each row known, good, or with its faults. */
export async function planReadings(
  r: Reader,
  sheet: ReadingSheet,
  name: string,
  lang: 'zh' | 'en',
): Promise<Plan> {
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
    const one = judgeRow(r, row, {
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

/** The indicator that the words above a wide sheet name; the longest name, since one may hold another. */
function indicatorIn(above: string, names: Iterable<string>): string {
  const said = foldText(above);
  return (
    [...names].filter((name) => said.includes(name)).toSorted((a, b) => b.length - a.length)[0] ??
    ''
  );
}

function withIndicator(row: SheetRow, { indicator }: ReadingColumns, named: string): SheetRow {
  if (cellText(row, indicator) !== '') return row;
  return { ...row, cells: row.cells.with(indicator, { text: named }) };
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
