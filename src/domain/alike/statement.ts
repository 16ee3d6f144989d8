import { foldText } from '#domain/text/fold.ts';
import { essence } from './words/essence.ts';
import { withoutOwnName } from './places/organ-names.ts';
import type { Gazetteer, PlaceMention } from './places/place.ts';
import { isRoad } from './places/place-parts.ts';
import { findPlaces, maskPlaces } from './places/place.ts';
import type { PlaceArea, PlaceNames } from './places/place-names.ts';
import type { Whereabouts } from './places/whereabouts.ts';
import {
  hasFine,
  mergeWhereabouts,
  whereaboutsOf,
  whereaboutsOfUnit,
} from './places/whereabouts.ts';

/** One line of an inflow: an opinion, or a problem that an organisation found in itself. */
export interface Statement {
  readonly id: string;
  readonly text: string;
  /** The story behind a heading: read where the heading says too little. */
  readonly detail?: string | undefined;
  /** Who told it: a unit's name, which stands in for the place when the text names none. */
  readonly unit?: string | undefined;
}

/** A statement taken apart into what is the matter and where. */
export interface StatementReading {
  /** 要义: equal signatures say the same, wherever. */
  readonly signature: string;
  readonly where: Whereabouts;
  /** The village is known under this name in several towns, and the statement does not say which. */
  readonly isAmbiguous: boolean;
}

/** Folded text and the places in it, before names are trimmed. */
export interface StatementPlaces {
  readonly folded: string;
  readonly mentions: readonly PlaceMention[];
}

export function placesOf(text: string, known?: Gazetteer): StatementPlaces {
  const folded = foldText(text);
  return { folded, mentions: findPlaces(folded, known) };
}

/** A heading of fewer characters beside its places says too little to be compared (路灯问题). */
const SAYS_LITTLE = 6;
/** A long story tells of other things too; its first lines say what is the matter. */
const FIRST_LINES = 120;

/**
 * The places of a heading, or where it tells hardly any matter, of heading and first lines together. Headings are compared alone otherwise: what organisations add below them (对照清单自查,
 * 建议尽快解决) is shared by thousands and tells none apart.
 */
export function placesOfTold(
  { text, detail = '' }: Pick<Statement, 'text' | 'detail'>,
  known?: Gazetteer,
): StatementPlaces {
  const heading = placesOf(text, known);
  if (detail === '') return heading;
  const said = essence(maskPlaces(heading.folded, heading.mentions)).replaceAll(' ', '');
  if (said.length >= SAYS_LITTLE) return heading;
  return placesOf(`${text}，${detail.slice(0, FIRST_LINES)}`, known);
}

/** Who tells it (上报单位): the unit's folded name, and where it is. */
export interface Teller {
  readonly name: string;
  readonly place: Whereabouts;
}

/** `by` is `tellerOf` the unit, made once for all its statements. */
export function readStatement(
  places: StatementPlaces,
  by: Teller | undefined,
  names: PlaceNames,
): StatementReading {
  const mentions = ofTheMatter(places.folded, names.trim(places.mentions));
  const told = whereaboutsOf(mentions);
  const masked = mentions.length === 0 ? places.folded : maskPlaces(places.folded, mentions);
  const where = by ? mergeWhereabouts(told, standIn(told, by.place)) : told;
  const said = by ? withoutOwnName(masked, by.name) : masked;
  return { signature: essence(said), ...completed(where, names) };
}

/** A unit that tells of a town or of anything in it is not itself the place. */
function standIn(told: Whereabouts, unit: Whereabouts): Whereabouts {
  return told.coarse[2].length > 0 && unit.villages.length === 0 ? { ...unit, sites: [] } : unit;
}

/**
 * The mentions that say where the matter lies: all areas, and the villages and sites of one group of
 * neighbouring mentions, the best founded. What is named elsewhere in the sentence (买菜要跑到…) is part of
 * the story.
 */
function ofTheMatter(folded: string, mentions: readonly PlaceMention[]): readonly PlaceMention[] {
  if (mentions.length < 2) return mentions;
  const groups: PlaceMention[][] = [];
  for (const mention of mentions) {
    const group = groups.at(-1);
    const gap = folded.slice(group?.at(-1)?.to ?? 0, mention.from);
    if (group && (/^的?$/u.test(gap) || isCrossing(group.at(-1), gap, mention)))
      group.push(mention);
    else groups.push([mention]);
  }
  if (groups.length === 1) return mentions;
  const worth = (group: readonly PlaceMention[]): number =>
    (group.some(({ level }) => level === 4) ? 2 : 0) +
    (group.some(({ level }) => level < 4) ? 1 : 0);
  const withFine = groups.filter((group) => group.some(({ level }) => level >= 4));
  const best = withFine.toSorted((a, b) => worth(b) - worth(a))[0];
  return groups.flatMap((group) =>
    group === best ? group : group.filter(({ level }) => level < 4),
  );
}

/** 建设路与青年街交叉口: both roads tell one spot. */
function isCrossing(first: PlaceMention | undefined, gap: string, second: PlaceMention): boolean {
  return (
    /^[与和及、]$/u.test(gap) && first !== undefined && isRoad(first.name) && isRoad(second.name)
  );
}

/** Fills in the county and town of a village that statements agree on; tells when they do not. */
function completed(
  where: Whereabouts,
  names: PlaceNames,
): Pick<StatementReading, 'where' | 'isAmbiguous'> {
  const [cities, counties, towns] = where.coarse;
  const finest = where.villages[0] ?? (where.sites.length > 0 ? undefined : towns[0]);
  const [told] = counties;
  const area = finest === undefined ? {} : areaOfFinest(where, finest, names);
  const inCounty =
    finest === undefined || told === undefined || area.several !== true
      ? undefined
      : names.townIn(told, finest);
  const town = towns[0] ?? area.town ?? inCounty;
  const [village] = where.villages;
  const ofBoth = town === undefined || village === undefined ? {} : names.countyOf(town, village);
  const ofTown = town === undefined ? undefined : (ofBoth.county ?? names.areaOf(town).county);
  // A village is told under the town where it lies: what is known of its namesakes says nothing.
  const isElsewhere = towns.length > 0 && area.town !== undefined && !towns.includes(area.town);
  const county = counties[0] ?? (isElsewhere ? ofTown : (area.county ?? ofTown));
  const fill = (own: readonly string[], name: string | undefined): readonly string[] =>
    own.length > 0 || name === undefined ? own : [name];
  const isNowhere = [cities, counties, towns, where.villages].every((told) => told.length === 0);
  return {
    where: { ...where, coarse: [cities, fill(counties, county), fill(towns, town)] },
    isAmbiguous:
      (area.several === true && town === undefined) ||
      (county === undefined && ofBoth.several === true) ||
      (isNowhere && where.sites.some((site) => names.isNamesake(site))),
  };
}

/** By its own name; where several bear it by the site that is told with it, unless that lies elsewhere than is told. */
function areaOfFinest(where: Whereabouts, finest: string, names: PlaceNames): PlaceArea {
  const area = names.areaOf(finest);
  const [site] = where.sites;
  if (area.several !== true || site === undefined) return area;
  const bySite = names.areaBySite(finest, site);
  if (bySite === undefined || bySite.several === true) return area;
  const isElsewhere = (told: readonly string[], found: string | undefined): boolean =>
    told.length > 0 && found !== undefined && !told.includes(found);
  const [, counties, towns] = where.coarse;
  return isElsewhere(counties, bySite.county) || isElsewhere(towns, bySite.town) ? area : bySite;
}

export function tellerOf(unit: string, known?: Gazetteer): Teller {
  const name = foldText(unit);
  return { name, place: whereaboutsOfUnit(name, known) };
}

/** The names under which a place is looked up: its villages and sites, else its finest area, else ''. */
export function placeKeys(where: Whereabouts): readonly string[] {
  if (hasFine(where)) {
    return [...where.sites.map((name) => `s${name}`), ...where.villages.map((name) => `v${name}`)];
  }
  const finest = where.coarse.findLast((names) => names.length > 0);
  return finest === undefined ? [''] : finest.map((name) => `c${name}`);
}

/** One string for a whole place; equal strings are equal places. */
export function placeIdentity({ coarse, villages, sites }: Whereabouts): string {
  const told = (names: readonly string[]): string =>
    names.length < 2 ? (names[0] ?? '') : names.join('+');
  return `${told(coarse[0])}/${told(coarse[1])}/${told(coarse[2])}/${told(villages)}/${told(sites)}`;
}
