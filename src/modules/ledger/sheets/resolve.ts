import { NameIndex } from '#domain/org/nearest-names.ts';
import { isWithin, type OrgPath } from '#domain/org/path.ts';
import { remembered } from '#domain/sheet/remembered.ts';
import { foldText } from '#domain/text/fold.ts';
import type { Db } from '#platform/db/open.ts';
import { ownTurn } from '#platform/own-turn.ts';
import { cityUnits } from './city-units.ts';

export interface KnownUnit {
  readonly id: string;
  readonly name: string;
  readonly path: OrgPath;
}

/** Finds the units that a sheet names (单位对应). */
export interface UnitFinder {
  /** The unit, or why there is none: not in the tree, or several of that name. */
  find(name: string): KnownUnit | 'unknown' | 'ambiguous';
  nearest(name: string): string[];
}

/** So many names are taken in before others have their turn. */
const NAMES_AT_ONCE = 250;

/**
 * Units by full name, short name or code, as seen from the unit that brings the sheet: of several with
 * one name the one nearest to it in the tree is meant (“住建局” in a county's sheet is the county's).
 * `chosen` gives the ids of units that a person has matched to names by hand. Without `near` no name is near.
 */
export async function unitFinder(
  db: Db,
  cityId: number,
  home: OrgPath,
  chosen: Readonly<Record<string, string>> = {},
  near = true,
): Promise<UnitFinder> {
  const byId = new Map<string, KnownUnit>();
  const byName = new Map<string, KnownUnit[]>();
  const index = new NameIndex();
  for await (const units of cityUnits(db, cityId))
    for (const unit of units.filter(({ closed_on }) => closed_on === null)) {
      // Names of a whole city take a third of a second.
      if (byId.size % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) await ownTurn();
      byId.set(unit.id, unit);
      if (near) index.add(unit.name);
      for (const name of new Set([unit.name, unit.short_name, unit.code].map(foldText))) {
        const alike = byName.get(name);
        if (alike === undefined) byName.set(name, [unit]);
        else alike.push(unit);
      }
    }
  const found = new Map<string, KnownUnit | 'unknown' | 'ambiguous'>();
  for (const [name, id] of Object.entries(chosen)) {
    const unit = byId.get(id);
    if (unit !== undefined) found.set(foldText(name), unit);
  }
  const asked = new Map<string, KnownUnit | 'unknown' | 'ambiguous'>();
  const find = (name: string): KnownUnit | 'unknown' | 'ambiguous' => {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const key = foldText(name);
    const answer = found.get(key) ?? nearestOf(byName.get(key) ?? [], home);
    asked.set(name, answer);
    return answer;
  };
  return { find, nearest: remembered((name) => index.nearest(name, 3)) };
}

function sharedDepth(a: OrgPath, b: OrgPath): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const differs = left.findIndex((step, i) => step !== right[i]);
  return differs < 0 ? left.length : differs;
}

function nearestOf(
  units: readonly KnownUnit[],
  home: OrgPath,
): KnownUnit | 'unknown' | 'ambiguous' {
  if (units.length === 0) return 'unknown';
  const below = units.filter((unit) => isWithin(unit.path, home));
  const pool = below.length > 0 ? below : units;
  const depths = pool.map((unit) => sharedDepth(unit.path, home) - unit.path.length / 1000);
  const best = Math.max(...depths);
  const nearest = pool.filter((_, i) => depths[i] === best);
  const [only, another] = nearest;
  return only === undefined || another !== undefined ? 'ambiguous' : only;
}

/** The facet codes of a campaign's taxonomy by name and by code. */
export async function categoryFinder(
  db: Db,
  cityId: number,
  campaignId: string,
): Promise<(text: string) => string | undefined> {
  const facets = await db
    .selectFrom('facet as f')
    .innerJoin('campaign as c', (join) =>
      join.onRef('c.city_id', '=', 'f.city_id').onRef('c.taxonomy_id', '=', 'f.taxonomy_id'),
    )
    .where('c.city_id', '=', cityId)
    .where('c.id', '=', campaignId)
    .select(['f.code', 'f.name'])
    .execute();
  const codes = new Map(
    facets.flatMap((facet) => [
      [foldText(facet.code), facet.code],
      [foldText(facet.name), facet.code],
    ]),
  );
  return remembered((text) => {
    const key = foldText(text);
    const exact = codes.get(key);
    if (exact !== undefined) return exact;
    const part = facets.filter((facet) => key.includes(foldText(facet.name)));
    return part.length === 1 ? part[0]?.code : undefined;
  });
}
