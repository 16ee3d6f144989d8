import { type SelectQueryBuilder, sql } from 'kysely';
import type * as contract from '#contract/org.ts';
import type { UnitRow } from '#contract/org.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { Actor } from '#domain/org/actor.ts';
import { lineageOf, subtreeOf } from '#domain/org/path.ts';
import { openOrgDeeds } from '#domain/org/policy.ts';
import { foldText } from '#domain/text/fold.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Tables } from '#platform/db/tables.ts';
import { nearestUnits } from './nearest-units.ts';
import { linksOf } from './unit-links.ts';
import { findUnit, type Unit, unitOf, wordsQuery } from './unit-store.ts';

type UnitView = Sent<typeof contract.getUnit.output>;

const PAGE = 200;
const FOUND = 20;
const UNIT_DEEDS = [
  'unit.create',
  'unit.rename',
  'unit.move',
  'unit.close',
  'link.start',
  'link.end',
  'post.create',
] as const;

/** The units right below one, in the office's order. */
export async function listUnits(
  q: Query,
  input: InputOf<typeof contract.listUnits>,
): Promise<Sent<typeof contract.listUnits.output>> {
  const from = input.after === undefined ? undefined : placeOf(input.after);
  const rows = await rowsWithBelow(q.db, q.cityId)
    .where('unit.parent_id', input.parent === undefined ? 'is' : '=', input.parent ?? null)
    .$if(input.closed !== 'with', (query) => query.where('unit.closed_on', 'is', null))
    .$if(from !== undefined, (query) =>
      query.where(sql<boolean>`(unit.sort, unit.no) > (${from?.sort}, ${from?.no})`),
    )
    .orderBy('unit.sort')
    .orderBy('unit.no')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    units: page.map((row) => viewRow(unitOf(row), row.below)),
    next: rows.length > PAGE && last !== undefined ? `${last.sort}.${last.no}` : null,
  };
}

function placeOf(cursor: string): { sort: number; no: number } {
  const [, sort, no] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (sort === undefined || no === undefined) throw new Refusal('bad-cursor');
  return { sort: Number(sort), no: Number(no) };
}

export async function getUnit(
  q: Query,
  input: InputOf<typeof contract.getUnit>,
): Promise<UnitView> {
  return await viewUnit(q.db, q.cityId, q.actor, input.id);
}

/** One unit as the answer of whatever was done to it. */
export async function viewUnit(
  db: Db | Tx,
  cityId: number,
  actor: Actor,
  id: string,
): Promise<UnitView> {
  const unit = await findUnit(db, cityId, id);
  const above = lineageOf(unit.path).slice(0, -1);
  const [lineage, links, below] = await Promise.all([
    above.length === 0
      ? []
      : db
          .selectFrom('unit')
          .select(['id', 'name'])
          .where('city_id', '=', cityId)
          .where('org_path', 'in', above)
          .orderBy(sql`length(org_path)`)
          .execute(),
    linksOf(db, cityId, unit.id),
    hasUnitsBelow(db, cityId, unit.id),
  ]);
  const can = unit.closedOn === undefined ? openOrgDeeds(actor, UNIT_DEEDS, unit) : [];
  return { unit: viewRow(unit, below), lineage, links, can };
}

/** Open units below (not counting closed ones). */
export async function hasUnitsBelow(db: Db | Tx, cityId: number, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('unit')
    .select('id')
    .where('city_id', '=', cityId)
    .where('parent_id', '=', id)
    .where('closed_on', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Units whose name, short name or code holds the text, the closest names first. */
export async function searchUnits(
  q: Query,
  input: InputOf<typeof contract.searchUnits>,
): Promise<Sent<typeof contract.searchUnits.output>> {
  const folded = foldText(input.q);
  const words = Array.from(folded).length > 1 ? wordsQuery(folded, '&') : undefined;
  const inside =
    input.within === undefined
      ? undefined
      : subtreeOf((await findUnit(q.db, q.cityId, input.within)).path);
  const like = `%${folded.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  let query = rowsWithBelow(q.db, q.cityId).where('unit.closed_on', 'is', null);
  query =
    words === undefined
      ? query.where((e) =>
          e.or([
            e('unit.name', 'like', like),
            e('unit.short_name', 'like', like),
            e('unit.code', '=', input.q),
          ]),
        )
      : query.where((e) =>
          e.exists(
            e
              .selectFrom('unit_search')
              .select(sql`1`.as('one'))
              .where('unit_search.city_id', '=', q.cityId)
              .whereRef('unit_search.unit_id', '=', 'unit.id')
              .where(sql<boolean>`unit_search.tsv @@ ${words}`),
          ),
        );
  if (inside !== undefined)
    query = query.where('unit.org_path', '>=', inside.from).where('unit.org_path', '<', inside.to);
  const rows = await query
    .orderBy((e) => e.or([e('unit.code', '=', input.q), e('unit.name', '=', input.q)]), 'desc')
    .orderBy(sql`length(unit.name)`)
    .orderBy('unit.org_path')
    .limit(FOUND)
    .execute();
  return {
    units: rows.map((row) => viewRow(unitOf(row), row.below)),
    nearest: rows.length > 0 ? [] : await nearestUnits(q.db, q.cityId, input.q),
  };
}

function rowsWithBelow(db: Db, cityId: number) {
  const base: SelectQueryBuilder<Tables, 'unit', object> = db.selectFrom('unit');
  return base
    .selectAll('unit')
    .select((e) =>
      e
        .exists(
          e
            .selectFrom('unit as lower')
            .select('lower.id')
            .where('lower.city_id', '=', cityId)
            .whereRef('lower.parent_id', '=', 'unit.id')
            .where('lower.closed_on', 'is', null),
        )
        .as('below'),
    )
    .where('unit.city_id', '=', cityId);
}

function viewRow(unit: Unit, below: unknown): UnitRow {
  return {
    id: unit.id,
    version: unit.version,
    code: unit.code,
    name: unit.name,
    shortName: unit.shortName,
    kind: unit.kind,
    path: unit.path,
    parentId: unit.parentId ?? null,
    functions: [...unit.functions],
    hasBelow: below === true,
    closedOn: unit.closedOn ?? null,
  };
}
