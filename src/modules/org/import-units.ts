import { arrangeUnits, type PlacedLine } from '#domain/org/arrange-units.ts';
import {
  readUnitRow,
  unitColumns,
  type UnitColumns,
  type UnitFault,
  type UnitLine,
} from '#domain/org/unit-sheet.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import type { Database } from '#platform/db/open.ts';
import { loadContacts } from './load-contacts.ts';
import { loadUnits, type TreeUnit } from './load-units.ts';

export interface ImportOptions {
  readonly cityId: number;
  readonly now: Date;
}

export interface UnitImport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly posts: number;
  readonly accounts: number;
  readonly faults: readonly UnitFault[];
}

/** The header is looked for in so many rows: titles and notes stand above it. */
const HEADER_WITHIN = 20;
/** A city has some tens of thousands of units; beyond this the sheet is something else. */
const MOST_ROWS = 100_000;

/**
 * Bring a sheet of units (组织机构表) into the tree, by code: new ones are made, changed ones changed,
 * the rest left alone, so that the same sheet twice changes nothing. Good rows come in, faulty ones
 * come back by row and column. A unit that stands elsewhere in the tree is not moved by a sheet.
 *
 * Rows are counted from 1, as the margin of the sheet shows them.
 */
export async function importUnits(
  database: Database,
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  options: ImportOptions,
): Promise<UnitImport> {
  const { lines, faults } = await readLines(rows);
  const client = await database.patientPool.connect();
  try {
    await client.query('begin');
    const result = await load(client, lines, options);
    await client.query('commit');
    const all = [...faults, ...result.faults];
    return { ...result, faults: all.toSorted((a, b) => a.row - b.row) };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function readLines(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Promise<{ lines: UnitLine[]; faults: UnitFault[] }> {
  const lines: UnitLine[] = [];
  const faults: UnitFault[] = [];
  let columns: UnitColumns | undefined;
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    if (columns === undefined) {
      columns = unitColumns(cells);
      if (columns === undefined && row === HEADER_WITHIN) break;
      continue;
    }
    if (row > MOST_ROWS) {
      faults.push(tooMany(row));
      break;
    }
    const read = readUnitRow(columns, cells, row);
    if (read?.line !== undefined) lines.push(read.line);
    if (read !== undefined) faults.push(...read.faults);
  }
  return columns === undefined ? { lines: [], faults: [NO_HEADER] } : { lines, faults };
}

const NO_HEADER: UnitFault = {
  row: 1,
  column: '',
  zh: `前 ${HEADER_WITHIN} 行中没有找到表头：至少要有“编码”和“名称”两列`,
  en: `No header in the first ${HEADER_WITHIN} rows: the columns 编码 and 名称 are needed`,
};

function tooMany(row: number): UnitFault {
  return {
    row,
    column: '',
    zh: `超过 ${MOST_ROWS} 行，其后未读`,
    en: `More than ${MOST_ROWS} rows; the rest was not read`,
  };
}

async function load(
  client: PoolClient,
  lines: readonly UnitLine[],
  options: ImportOptions,
): Promise<UnitImport> {
  const tree = await readTree(client, lines, options);
  const { placed, faults } = arrangeUnits(
    lines.filter((line) => line.kind !== 'city'),
    [...tree.values()],
  );
  const done = await loadUnits(client, tree, placed, options);
  const staff = await loadContacts(client, tree, contactsOf(placed, done.faults), options);
  return {
    created: done.created,
    updated: done.updated,
    unchanged: done.unchanged,
    posts: staff.posts,
    accounts: staff.accounts,
    faults: [...faults, ...done.faults, ...staff.faults],
  };
}

function contactsOf(placed: readonly PlacedLine[], faults: readonly UnitFault[]): UnitLine[] {
  const bad = new Set(faults.map((fault) => fault.row));
  return placed
    .map((place) => place.line)
    .filter((line) => line.contact !== undefined && !bad.has(line.row));
}

/**
 * The units there are, by code, under the lock that changes of the tree take. A sheet may bring the
 * city itself along: the root then takes its code and name, or is made of them.
 */
async function readTree(
  client: PoolClient,
  lines: readonly UnitLine[],
  { cityId, now }: ImportOptions,
): Promise<Map<string, TreeUnit>> {
  const city = lines.find((line) => line.kind === 'city');
  await client.query(
    'insert into city (city_id, name, created_at) values ($1, $2, $3) on conflict do nothing',
    [cityId, city?.name ?? '本市', now],
  );
  await client.query('select 1 from city where city_id = $1 for no key update', [cityId]);
  const tree = await treeOf(client, cityId);
  const root = [...tree.values()].find((unit) => unit.parentCode === undefined);
  if (root === undefined) {
    const placed = { line: city ?? UNNAMED_CITY, parentCode: undefined };
    await loadUnits(client, tree, [placed], { cityId, now });
  } else if (city !== undefined && root.code !== city.code) {
    await client.query(
      'update unit set code = $3, name = $4, short_name = $5, version = version + 1 where city_id = $1 and id = $2',
      [cityId, root.id, city.code, city.name, city.shortName],
    );
    return await treeOf(client, cityId);
  }
  return tree;
}

const UNNAMED_CITY: UnitLine = {
  row: 0,
  code: '0',
  name: '本市',
  parentCode: undefined,
  parentName: undefined,
  kind: 'city',
  shortName: '本市',
  functions: [],
  contact: undefined,
};

async function treeOf(client: PoolClient, cityId: number): Promise<Map<string, TreeUnit>> {
  const { rows } = await client.query<{
    id: string;
    code: string;
    name: string;
    short_name: string;
    kind: TreeUnit['kind'];
    functions: string[];
    path: string;
    county_no: number;
    parent_code: string | null;
    sort: number;
    closed: boolean;
  }>(
    `select u.id, u.code, u.name, u.short_name, u.kind, u.functions, u.org_path as path, u.county_no,
       p.code as parent_code, u.sort, u.closed_on is not null as closed
     from unit u left join unit p on p.city_id = u.city_id and p.id = u.parent_id
     where u.city_id = $1`,
    [cityId],
  );
  return new Map(
    rows.map((row) => [
      row.code,
      {
        id: row.id,
        code: row.code,
        name: row.name,
        shortName: row.short_name,
        kind: row.kind,
        functions: row.functions,
        path: row.path,
        countyNo: row.county_no,
        parentCode: row.parent_code ?? undefined,
        closed: row.closed,
      },
    ]),
  );
}
