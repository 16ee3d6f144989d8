import type { Gazetteer, PlaceMention } from './place.ts';
import { findPlaces, maskPlaces } from './place.ts';
import { shortOrgans } from './organ-names.ts';
import { NATURAL, NATURAL_TOO, zoneName } from './place-anchored.ts';

/** Where a statement says its matter lies (地点), gathered from its place mentions. */
export interface Whereabouts {
  /** Names at 市 (1), 县区 (2) and 乡镇街道 (3); the province separates nothing inside a city. */
  readonly coarse: readonly [readonly string[], readonly string[], readonly string[]];
  /** Villages and communities. */
  readonly villages: readonly string[];
  /** Estates, roads, schools, hospitals. */
  readonly sites: readonly string[];
}

/**
 * How two whereabouts stand: `conflict` (another place), `near` (names that differ by what may be a
 * slip of the pen), `fine` (a village or site in common), `coarse` (only an area in common),
 * `unknown` (one of them, or both, name nothing that could be compared).
 */
export type PlaceRelation = 'conflict' | 'near' | 'fine' | 'coarse' | 'unknown';

/** The whereabouts told by mentions; a name said twice counts once. */
export function whereaboutsOf(mentions: readonly PlaceMention[]): Whereabouts {
  if (mentions.length === 0) return NOWHERE;
  const at: [string[], string[], string[], string[], string[], string[]] = [[], [], [], [], [], []];
  for (const { level, name } of mentions) {
    const said = at[level];
    const core = level >= 4 ? coreOf(name) : level === 1 ? name : zoneName(name);
    if (!said.includes(core)) said.push(core);
  }
  return { coarse: [at[1], at[2], at[3]], villages: at[4], sites: at[5] };
}

const NOWHERE: Whereabouts = { coarse: [[], [], []], villages: [], sites: [] };

/** What is left of a unit's name beside its places, and says no more than what kind of unit it is. */
const KIND_OF_UNIT =
  /(?:中共|第?[一二三四五六七八九十0-9]*(?:党总?支部|党小组)|党工?委|党组|人民政府|政府|管委会|管理委员会|委员会|办公室|办事处|村委会?|居委会?|机关|有限公司|公司)/gu;

/**
 * Where a unit is that tells of itself (上报单位): its areas, and itself as a site where its name says more than an area does
 * (县住建局, 镇第二小学, 宏达陶瓷): what two bureaus of one county find in themselves is not the same matter.
 */
export function whereaboutsOfUnit(folded: string, known?: Gazetteer): Whereabouts {
  const told = shortOrgans(folded);
  const mentions = findPlaces(told, known);
  const place = whereaboutsOf(mentions);
  if (told === '' || hasFine(place)) return place;
  const rest = maskPlaces(told, mentions)
    .replaceAll(KIND_OF_UNIT, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return rest.length < 2 ? place : { ...place, sites: [rest] };
}

/** `first` where it says something, level by level, else `second`. */
export function mergeWhereabouts(first: Whereabouts, second: Whereabouts): Whereabouts {
  const either = (a: readonly string[], b: readonly string[]): readonly string[] =>
    a.length > 0 ? a : b;
  const noFine = first.villages.length === 0 && first.sites.length === 0;
  return {
    coarse: [
      either(first.coarse[0], second.coarse[0]),
      either(first.coarse[1], second.coarse[1]),
      either(first.coarse[2], second.coarse[2]),
    ],
    villages: noFine ? second.villages : first.villages,
    sites: noFine ? second.sites : first.sites,
  };
}

/** All that either names. */
export function togetherWith(a: Whereabouts, b: Whereabouts): Whereabouts {
  const both = (x: readonly string[], y: readonly string[]): readonly string[] => [
    ...new Set([...x, ...y]),
  ];
  const [city, county, town] = a.coarse;
  return {
    coarse: [both(city, b.coarse[0]), both(county, b.coarse[1]), both(town, b.coarse[2])],
    villages: both(a.villages, b.villages),
    sites: both(a.sites, b.sites),
  };
}

/** What a free place field says, read as a unit's name is; one that names nothing known by its ending is a site. */
export function whereaboutsOfField(folded: string, known?: Gazetteer): Whereabouts {
  const place = whereaboutsOfUnit(folded, known);
  const isSilent = [...place.coarse, place.villages, place.sites].every(
    (names) => names.length === 0,
  );
  return isSilent && folded !== '' ? { ...place, sites: [folded] } : place;
}

/** How two places stand to each other: a conflict of counties or towns is not mended by what is finer. */
export function relationOf(a: Whereabouts, b: Whereabouts): PlaceRelation {
  const coarse = coarseRelation(a, b);
  if (coarse === 'conflict') return 'conflict';
  const villages = fineRelation(a.villages, b.villages);
  const sites = fineRelation(a.sites, b.sites);
  if (sites !== undefined) {
    if (sites === 'fine' && isOneOfMany(a, b) && villages !== 'fine') return 'unknown';
    if (villages === undefined || villages === 'fine') return sites;
    return sites === 'fine' || villages === 'near' ? 'near' : 'conflict';
  }
  if (villages === 'conflict') return 'conflict';
  // A village and an estate inside it are not yet one place.
  const isDeeper = a.sites.length > 0 !== b.sites.length > 0;
  if (villages !== undefined) return isDeeper ? 'near' : villages;
  return hasFine(a) || hasFine(b) ? 'unknown' : coarse;
}

/** Every county has its 二中 and 人民医院, every town its 中心小学 (通名): such a name tells a place only where its town or village is told. */
const ONE_OF_MANY =
  /^(?:第?[一二三四五六七八九十]+(?:中|小|中学|小学|幼儿园|医院)|(?:人民|中|中心|妇幼|妇幼保健|第[一二三四])医院|(?:中心|实验|镇|乡|村)?(?:小学|中学|幼儿园)|(?:镇|乡|中心)?卫生院)$/u;

function isOneOfMany(a: Whereabouts, b: Whereabouts): boolean {
  const shared = a.sites.filter((name) => b.sites.includes(name));
  if (!shared.every((name) => ONE_OF_MANY.test(name))) return false;
  const isSilent = [a, b].every((place) => [...place.coarse, place.villages].flat().length === 0);
  if (isSilent) return false;
  return a.villages.length > 0 || b.villages.length > 0 || coarseRelation(a, b) !== 'coarse';
}

/**
 * Whether one of two names a spot that the other does not, an estate within a hamlet or a school on a road: though
 * they share a name, each may mean another.
 */
export function isNearerTold(a: Whereabouts, b: Whereabouts): boolean {
  return (
    hasOwn(a.sites, b.sites) ||
    hasOwn(b.sites, a.sites) ||
    hasOwn(a.villages, b.villages) ||
    hasOwn(b.villages, a.villages)
  );
}

function hasOwn(names: readonly string[], others: readonly string[]): boolean {
  if (others.length === 0) return false;
  return names.some((name) => !others.some((other) => nameRelation(name, other) === 'fine'));
}

/** Does it name a village or a site? */
export function hasFine(place: Whereabouts): boolean {
  return place.villages.length > 0 || place.sites.length > 0;
}

function coarseRelation(a: Whereabouts, b: Whereabouts): 'conflict' | 'coarse' | 'unknown' {
  let shared = false;
  for (const level of [0, 1, 2] as const) {
    const [left, right] = [a.coarse[level], b.coarse[level]];
    if (left.length === 0 || right.length === 0) continue;
    if (!left.some((name) => right.some((other) => sameArea(name, other)))) return 'conflict';
    shared = true;
  }
  // 市 may be a prefecture or a county: A市 and A3区 are compared across the two levels by their code.
  const [upper, lower] = [
    [...a.coarse[0], ...b.coarse[0]],
    [...a.coarse[1], ...b.coarse[1]],
  ];
  for (const city of upper) {
    for (const county of lower) if (codesClash(city, county)) return 'conflict';
  }
  return shared ? 'coarse' : 'unknown';
}

const CODE = /^([a-z]+)([0-9]*)/;

/** A code that extends another lies inside it (E12市 in E市). */
function sameArea(a: string, b: string): boolean {
  if (a === b) return true;
  const [, letters, digits] = CODE.exec(a) ?? [];
  const [, otherLetters, otherDigits] = CODE.exec(b) ?? [];
  if (letters === undefined || letters !== otherLetters) return false;
  return digits === '' || otherDigits === '';
}

/** False when both name a city or county and none of these can be the same. */
export function areasMeet(a: Whereabouts, b: Whereabouts): boolean {
  const [left, right] = [a, b].map(({ coarse }) => [...coarse[0], ...coarse[1]]);
  if (left === undefined || right === undefined || left.length === 0 || right.length === 0)
    return true;
  return left.some((name) => right.some((other) => sameArea(name, other)));
}

function codesClash(a: string, b: string): boolean {
  const [left, right] = [CODE.exec(a)?.[1], CODE.exec(b)?.[1]];
  return left !== undefined && right !== undefined && left !== right;
}

function fineRelation(
  a: readonly string[],
  b: readonly string[],
): 'conflict' | 'near' | 'fine' | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  let best: 'conflict' | 'near' | 'fine' = 'conflict';
  for (const left of a) {
    for (const right of b) {
      const relation = nameRelation(left, right);
      if (relation === 'fine') return 'fine';
      if (relation === 'near') best = 'near';
    }
  }
  return best;
}

/** Characters that tell sister places apart (东六路 and 东七路, 南苑 and 北苑): never a slip of the pen. */
const TELLING = new Set(
  '零一二三四五六七八九十东西南北中上下前后左右新老大小内外0123456789甲乙丙丁',
);

/** 第二人民医院 is not the 人民医院. */
const ORDINAL = /^第?[一二三四五六七八九十]+$/u;

function nameRelation(a: string, b: string): 'conflict' | 'near' | 'fine' {
  if (a === b) return 'fine';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.endsWith(short) && ORDINAL.test(long.slice(0, -short.length))) return 'conflict';
  if (short.length >= 3 && long.includes(short)) return long.endsWith(short) ? 'fine' : 'near';
  if (short.length >= 2 && long.includes(short)) return 'near';
  if (short.length < 2 || long.length - short.length > 1) return 'conflict';
  const differing = differingCharacters(short, long);
  const slip = differing.length <= 2 && !differing.some((character) => TELLING.has(character));
  return slip && short.length >= 2 ? 'near' : 'conflict';
}

/** What is left of two names when their common head and tail are taken off. */
function differingCharacters(a: string, b: string): readonly string[] {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)].flatMap((part) =>
    Array.from(part),
  );
}

/** What is a village by itself, with 村 behind it or without (三里桥村 = 三里桥, 后马寨村 = 后马寨). */
const WHOLE = new RegExp(`^.{1,5}[庄寨屯湾${NATURAL}${NATURAL_TOO}](?:村|社区)$`, 'u');

/** A name without the ending that people add or drop (丽发新城小区 = 丽发新城, 李庄村委会 = 李庄村). */
export function coreOf(name: string): string {
  const school = /^(.*)第([一二三四五六七八九十]+)([小中])学$/u.exec(name);
  if (school) return school.slice(1).join('');
  if (name.endsWith('小区') && name.length > 3) return name.slice(0, -2);
  if (name.endsWith('社区居委会')) return coreOf(name.slice(0, -3));
  if (name.endsWith('居委会')) return `${name.slice(0, -3)}社区`;
  if (/.[村庄寨屯]社区$/u.test(name)) return coreOf(name.slice(0, -2));
  const village = name.endsWith('村委会') ? name.slice(0, -2) : name;
  return WHOLE.test(village) ? village.replace(/(?:村|社区)$/u, '') : village;
}
