import type { PlacedLine } from '#domain/org/arrange-units.ts';
import type { UnitFault } from '#domain/org/unit-sheet.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import { copyInto, type CopyValue } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import { newId } from '#platform/ids.ts';
import { countyNoOf, searchWords } from './unit-store.ts';

/** A unit of the tree as an import knows it. */
export interface TreeUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: UnitKind;
  readonly functions: readonly string[];
  readonly path: string;
  readonly countyNo: number;
  readonly parentCode: string | undefined;
  readonly closed: boolean;
}

interface Loaded {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faults: readonly UnitFault[];
}

interface At {
  readonly cityId: number;
  readonly now: Date;
}

/** Write placed lines, parents before children, and enter them into `tree`. */
export async function loadUnits(
  client: PoolClient,
  tree: Map<string, TreeUnit>,
  placed: readonly PlacedLine[],
  at: At,
): Promise<Loaded> {
  const root = [...tree.values()].find((unit) => unit.parentCode === undefined);
  const faults: UnitFault[] = [];
  const made: { unit: TreeUnit; no: number; sort: number; parent: TreeUnit | undefined }[] = [];
  const changed: { before: TreeUnit; after: TreeUnit }[] = [];
  let unchanged = 0;
  let no = await firstNumber(
    client,
    at.cityId,
    placed.filter(({ line }) => !tree.has(line.code)).length,
  );
  for (const { line, parentCode } of placed) {
    const parent = parentCode === undefined ? root : tree.get(parentCode);
    const known = tree.get(line.code);
    const objection = misplaced(line, known, parent, root);
    if (objection !== undefined) {
      faults.push(objection);
      continue;
    }
    if (known !== undefined) {
      const after = {
        ...known,
        name: line.name,
        shortName: line.shortName,
        kind: line.kind,
        functions: line.functions.length === 0 ? known.functions : line.functions,
      };
      if (isSame(known, after)) unchanged += 1;
      else changed.push({ before: known, after });
      tree.set(line.code, after);
      continue;
    }
    const unit: TreeUnit = {
      id: newId(at.now.getTime()),
      code: line.code,
      name: line.name,
      shortName: line.shortName,
      kind: line.kind,
      functions: line.functions,
      path: `${parent?.path ?? ''}${no}.`,
      countyNo: countyNoOf(line.kind, no, parent),
      parentCode: parent?.code,
      closed: false,
    };
    tree.set(line.code, unit);
    made.push({ unit, no, sort: line.row, parent });
    no += 1;
  }
  await insertUnits(client, made, at);
  await updateUnits(client, changed, at);
  return { created: made.length, updated: changed.length, unchanged, faults };
}

function misplaced(
  line: PlacedLine['line'],
  known: TreeUnit | undefined,
  parent: TreeUnit | undefined,
  root: TreeUnit | undefined,
): UnitFault | undefined {
  const fault = (column: string, zh: string, en: string): UnitFault => ({
    row: line.row,
    column,
    zh,
    en,
  });
  if (root !== undefined && parent === undefined)
    return fault('上级编码', '上级单位未能导入', 'The parent could not be brought in');
  if (known?.closed === true)
    return fault('编码', `“${known.name}”已撤销，不能再导入`, `${known.name} is closed`);
  if (parent?.closed === true)
    return fault('上级编码', `上级“${parent.name}”已撤销`, `The parent ${parent.name} is closed`);
  if (known !== undefined && known.parentCode !== parent?.code)
    return fault(
      '上级编码',
      `“${known.name}”在系统中的上级编码是“${known.parentCode ?? ''}”；划转请在系统中办理，以便台账一并移交`,
      `In the tree ${known.name} stands under ${known.parentCode ?? ''}; move it there, so that its entries go along`,
    );
  return undefined;
}

function isSame(a: TreeUnit, b: TreeUnit): boolean {
  return (
    a.name === b.name &&
    a.shortName === b.shortName &&
    a.kind === b.kind &&
    a.functions.join('\n') === b.functions.join('\n')
  );
}

async function firstNumber(client: PoolClient, cityId: number, n: number): Promise<number> {
  const { rows } = await client.query<{ next: number }>(
    `insert into numbering (city_id, series, next) values ($1, 'unit', $2)
     on conflict (city_id, series) do update set next = numbering.next + $3 returning next`,
    [cityId, 1 + n, n],
  );
  return (rows[0]?.next ?? 1 + n) - n;
}

async function insertUnits(
  client: PoolClient,
  made: readonly { unit: TreeUnit; no: number; sort: number; parent: TreeUnit | undefined }[],
  { cityId, now }: At,
): Promise<void> {
  await copyInto(
    client,
    'unit',
    [
      'city_id',
      'id',
      'no',
      'code',
      'name',
      'short_name',
      'kind',
      'parent_id',
      'org_path',
      'county_no',
      'functions',
      'sort',
      'created_at',
    ],
    made.map(({ unit, no, sort, parent }) => [
      cityId,
      unit.id,
      no,
      unit.code,
      unit.name,
      unit.shortName,
      unit.kind,
      parent?.id,
      unit.path,
      unit.countyNo,
      textArray(unit.functions),
      sort,
      now,
    ]),
  );
  await knowSize(client, 'unit', made.length);
  await copyInto(
    client,
    'unit_search',
    ['city_id', 'unit_id', 'tsv'],
    made.map(({ unit }) => [cityId, unit.id, tsvector(unit)]),
  );
  await copyInto(
    client,
    'org_event',
    ['city_id', 'id', 'at', 'kind', 'subject_id', 'payload'],
    made.map(({ unit, parent }): CopyValue[] => [
      cityId,
      newId(now.getTime()),
      now,
      'unit.create',
      unit.id,
      JSON.stringify({ by: 'import', parent: parent?.id, code: unit.code, name: unit.name }),
    ]),
  );
}

async function updateUnits(
  client: PoolClient,
  changed: readonly { before: TreeUnit; after: TreeUnit }[],
  { cityId, now }: At,
): Promise<void> {
  for (const { before, after } of changed) {
    await client.query(
      `update unit set name = $3, short_name = $4, kind = $5, functions = $6, version = version + 1
       where city_id = $1 and id = $2`,
      [cityId, after.id, after.name, after.shortName, after.kind, after.functions],
    );
    await client.query(
      'update unit_search set tsv = $3::tsvector where city_id = $1 and unit_id = $2',
      [cityId, after.id, tsvector(after)],
    );
    await client.query(
      'insert into org_event (city_id, id, at, kind, subject_id, payload) values ($1, $2, $3, $4, $5, $6)',
      [
        cityId,
        newId(now.getTime()),
        now,
        'unit.rename',
        after.id,
        JSON.stringify({ by: 'import', before: before.name, name: after.name, kind: after.kind }),
      ],
    );
  }
}

const MANY = 500;

/**
 * Let the server see how large a table has become before rows refer to it. Every index begins with the
 * city, so on a table it believes small the plan of a foreign key may read the whole city for each row;
 * that plan is kept, and 11,100 units took 65 s instead of 2.
 */
export async function knowSize(
  client: PoolClient,
  table: 'unit' | 'person' | 'post',
  added: number,
): Promise<void> {
  if (added >= MANY) await client.query(`analyze ${table}`);
}

/** As PostgreSQL reads a text[]. */
export function textArray(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}

/** As PostgreSQL reads a tsvector; the words hold letters and digits only. */
function tsvector(unit: TreeUnit): string {
  return searchWords(unit)
    .map((word) => `'${word}'`)
    .join(' ');
}
