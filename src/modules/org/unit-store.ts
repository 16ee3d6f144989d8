import { type RawBuilder, sql } from 'kysely';
import type { OrgPath } from '#domain/org/path.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import { bigrams } from '#domain/text/bigrams.ts';
import { foldText } from '#domain/text/fold.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { takeNumbers } from './numbering.ts';
import type { OrgChange } from './org-event.ts';

/** A unit (单位) and its place. */
export interface Unit {
  readonly id: string;
  readonly version: number;
  readonly no: number;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: UnitKind;
  readonly parentId: string | undefined;
  readonly path: OrgPath;
  /** The number of the county it lies in (or is), 0 for what belongs to the city itself. */
  readonly countyNo: number;
  readonly functions: readonly string[];
  readonly sort: number;
  readonly closedOn: string | undefined;
}

export interface NewUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: UnitKind;
  readonly parent: Pick<Unit, 'id' | 'path' | 'countyNo'> | undefined;
  readonly functions: readonly string[];
  readonly sort: number;
}

/** The county of a new unit below `parent`. */
export function countyNoOf(
  kind: UnitKind,
  no: number,
  parent: { countyNo: number } | undefined,
): number {
  return kind === 'county' ? no : (parent?.countyNo ?? 0);
}

/** @throws Refusal `name-taken` when the code is in use. */
export async function addUnit(at: OrgChange, unit: NewUnit): Promise<Unit> {
  const no = await takeNumbers(at.tx, at.cityId, 'unit', 1);
  const made: Unit = {
    id: unit.id,
    version: 1,
    no,
    code: unit.code,
    name: unit.name,
    shortName: unit.shortName,
    kind: unit.kind,
    parentId: unit.parent?.id,
    path: `${unit.parent?.path ?? ''}${no}.`,
    countyNo: countyNoOf(unit.kind, no, unit.parent),
    functions: unit.functions,
    sort: unit.sort,
    closedOn: undefined,
  };
  const added = await at.tx
    .insertInto('unit')
    .values({
      city_id: at.cityId,
      id: made.id,
      no,
      code: made.code,
      name: made.name,
      short_name: made.shortName,
      kind: made.kind,
      parent_id: made.parentId ?? null,
      org_path: made.path,
      county_no: made.countyNo,
      functions: [...made.functions],
      sort: made.sort,
      created_at: at.now,
    })
    .onConflict((c) => c.columns(['city_id', 'code']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) throw new Refusal('name-taken', { name: made.code });
  await writeSearchWords(at, made);
  return made;
}

/** What a unit is found by: the bigrams of its name, short name and code. */
export function searchWords(unit: Pick<Unit, 'name' | 'shortName' | 'code'>): string[] {
  const texts = [unit.name, unit.shortName, unit.code];
  return [...new Set(texts.flatMap((text) => bigrams(foldText(text))))];
}

/** Keeps what the unit is found by; to be called whenever its name, short name or code has changed. */
export async function writeSearchWords(
  at: OrgChange,
  unit: Pick<Unit, 'id' | 'name' | 'shortName' | 'code'>,
): Promise<void> {
  const tsv = sql<string>`array_to_tsvector(${searchWords(unit)}::text[])`;
  await at.tx
    .insertInto('unit_search')
    .values({ city_id: at.cityId, unit_id: unit.id, tsv })
    .onConflict((c) => c.columns(['city_id', 'unit_id']).doUpdateSet({ tsv }))
    .execute();
}

/** @throws Refusal `not-found`. */
export async function findUnit(db: Db | Tx, cityId: number, id: string): Promise<Unit> {
  const row = await unitQuery(db, cityId).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return unitOf(row);
}

/** The unit, locked until the transaction ends. @throws Refusal `not-found`, `stale`. */
export async function lockUnit(
  at: OrgChange,
  id: string,
  version: number | undefined,
): Promise<Unit> {
  const row = await unitQuery(at.tx, at.cityId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  if (version !== undefined && row.version !== version) throw await staleUnit(at, row.id);
  return unitOf(row);
}

/** Who changed it last, and what he did. */
async function staleUnit(at: OrgChange, id: string): Promise<Refusal> {
  const last = await at.tx
    .selectFrom('org_event')
    .leftJoin('person', (join) =>
      join
        .onRef('person.city_id', '=', 'org_event.city_id')
        .onRef('person.id', '=', 'org_event.by_person'),
    )
    .select(['org_event.kind', 'person.name'])
    .where('org_event.city_id', '=', at.cityId)
    .where('org_event.subject_id', '=', id)
    .orderBy('org_event.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return new Refusal('stale', { who: last?.name ?? '', what: last?.kind ?? '' });
}

/**
 * The units of a city, open and closed. The tree itself is no secret: reach bounds what is done and what lies
 * in it.
 */
export function unitQuery(db: Db | Tx, cityId: number) {
  return db.selectFrom('unit').selectAll().where('city_id', '=', cityId);
}

type Row = Awaited<ReturnType<ReturnType<typeof unitQuery>['executeTakeFirstOrThrow']>>;

/** A row as the unit it is. */
export function unitOf(row: Row): Unit {
  return {
    id: row.id,
    version: row.version,
    no: row.no,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    kind: row.kind,
    parentId: row.parent_id ?? undefined,
    path: row.org_path,
    countyNo: row.county_no,
    functions: row.functions,
    sort: row.sort,
    closedOn: row.closed_on ?? undefined,
  };
}

/** A tsquery of bigrams, joined by `&` (all) or `|` (any). Bigrams hold letters and digits only. */
export function wordsQuery(text: string, joint: '&' | '|'): RawBuilder<string> | undefined {
  const words = bigrams(foldText(text)).map((word) => `'${word}'`);
  return words.length === 0 ? undefined : sql<string>`${words.join(` ${joint} `)}::tsquery`;
}
