import type { PhraseTable } from '../words/phrase-table.ts';
import { phraseTable } from '../words/phrase-table.ts';
import type { PlaceLevel, PlaceSuffix } from './place-words.ts';
import { anchoredAt, isWalledCity, isFamilyHome } from './place-anchored.ts';
import { isQuarter, isRoad, withPart } from './place-parts.ts';
import { NAME_OPENERS, NEVER_INSIDE, PLACE_SUFFIXES, WEAK_OPENERS } from './place-words.ts';

/** A place named in folded text, from `from` up to `to`. */
export interface PlaceMention {
  readonly level: PlaceLevel;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A place that is known beforehand: a unit of the city's tree, or a row of an imported list. */
export interface KnownPlace {
  readonly name: string;
  readonly level: PlaceLevel;
}

/** Known names and their aliases (第一中学 = 一中), folded. */
export type Gazetteer = PhraseTable<KnownPlace>;

/** A name of this many characters stands for a village also without its ending (孙家庄子三组). */
const STANDS_ALONE = 3;

/** A known village or community goes by its name without the ending too, where enough is left of it. */
export function villageAliases({ name, level }: KnownPlace): readonly string[] {
  const core = name.replace(/(?:社区|村)$/u, '');
  return level === 4 && core !== name && core.length >= STANDS_ALONE ? [core] : [];
}

/** Known places by every name they go by; `names` must be folded. */
export function gazetteer(
  places: Iterable<KnownPlace & { readonly aliases?: readonly string[] }>,
): Gazetteer {
  const phrases: [string, KnownPlace][] = [];
  for (const { name, level, aliases = [] } of places) {
    for (const alias of [name, ...aliases]) phrases.push([alias, { name, level }]);
  }
  return phraseTable(phrases);
}

const SUFFIXES_BY_LAST = suffixesByLast();
const OPENERS = phraseTable(NAME_OPENERS.map((word) => [word, true]));
const WEAK = codesOf(WEAK_OPENERS);
const NEVER = codesOf(NEVER_INSIDE);
/** What may follow a name without naming another place. */
const SAME_PLACE = phraseTable(
  '小区 社区 楼盘 村委会 居委会 村民委员会 居民委员会 民委员会 委会 办事处 人民政府 政府'
    .split(' ')
    .map((word) => [word, true]),
);
const VILLAGE_SOON = /^[\u4e00-\u9fff]{1,4}?(?:村(?![民里])|社区|庄(?![稼严])|屯|寨)/u;
/** 柳树村委 without its 会. */
const COMMITTEE = /^村委(?![员托派任])/u;
/** 永乐区 + 长宁街道: no 区长. */
const LONG_NAME =
  /^长(?:[安宁春治沙乐寿阳兴泰清丰江山岭岗青虹征葛垣白海顺坡桥湾河胜流]|[\u4e00-\u9fff]{1,2}(?:(?<!下)[镇乡]|街道|村|[东西南北家新丽]苑|花园|小区))/u;
const TOWN_ENDS = /^(?:镇(?![压静痛定长级])|乡(?![亲下愁村])|街道)/u;
const OF_VILLAGE = /^村[医账民里务委卫集]/u;
const HOUSE_ENDS = '栋幢座楼元';
const HOUSE = /[0-9一二三四五六七八九十](?:栋|幢|座|号楼|单元)$/u;
/** 和平 and 和谐 begin a name themselves. */
const JOINING = /^(?:和(?![平谐顺睦美庆兴泰])|[与及至到或跟])/u;
/** A stretch of this many characters before the suffix is still believed to be one name. */
const PLAIN_NAME = 4;

/**
 * The places named in folded text (地名), in order: the known ones by their longest name, the others by
 * how Chinese place names end. The left edge of an unknown name is the last punctuation, place or
 * opening word before it; `PlaceNames` trims what this leaves too long.
 */
export function findPlaces(folded: string, known?: Gazetteer): PlaceMention[] {
  const scan: Scan = { text: folded, mentions: [], edge: 0, opened: 0, opener: 0 };
  let at = 0;
  while (at < folded.length) {
    const hit = known?.longestAt(folded, at);
    const found = hit
      ? { ...hit.value, from: at, to: at + hit.length }
      : (mentionBehind(scan, at) ?? mentionEndingAt(scan, at));
    if (found) {
      at = take(scan, found);
      continue;
    }
    const opener = OPENERS.longestAt(folded, at);
    if (opener && opener.length > 1) {
      scan.opener = at;
      scan.opened = at + opener.length;
    } else if (opener || !isNameCode(folded.charCodeAt(at)) || endsHouse(folded, at))
      scan.edge = at + 1;
    at += opener?.length ?? 1;
  }
  return scan.mentions;
}

/** A house number ends what stands before it: 9栋 + 医院 is no name. */
function endsHouse(folded: string, at: number): boolean {
  return (
    HOUSE_ENDS.includes(folded.charAt(at)) && HOUSE.test(folded.slice(Math.max(0, at - 3), at + 1))
  );
}

/** The level of a name of which only the name is known (folded): by its ending; a site when that tells nothing. */
export function levelOfName(name: string): PlaceLevel {
  const told = findPlaces(name).at(-1);
  if (told) return told.level;
  const found = anchoredAt(name, 0, true);
  return found?.length === name.length ? found.level : 5;
}

interface Scan {
  readonly text: string;
  readonly mentions: PlaceMention[];
  /** No name begins before this: punctuation, the last place, a particle. */
  edge: number;
  /** A name hardly begins before this, the end of an opening word … */
  opened: number;
  /** … and where that word began. */
  opener: number;
}

/** Records a mention; 育新街社区 replaces the street it is named after. */
function take(scan: Scan, told: PlaceMention): number {
  const found = withPart(scan.text, told);
  const isOnRoad = isRoad(found.name);
  const past = isOnRoad ? pastNumber(scan.text, found.to) : pastSamePlace(scan.text, found.to);
  const to = found.level >= 4 ? pastBeside(scan.text, past) : past;
  const last = scan.mentions.at(-1);
  let { from } = found;
  // 学府路290号碧水公馆: the road only leads to the estate.
  const leads = found.level >= 4 && !isOnRoad && last?.to === from && isRoad(last.name);
  if (leads || last?.from === from) {
    from = last?.from ?? from;
    scan.mentions.pop();
  }
  scan.mentions.push({ ...found, from, to });
  // 建设路和青年街: between two names these join, they do not begin the second.
  const behind = scan.text.slice(to, to + 4);
  const begins = found.level < 4 && /^和[\u4e00-\u9fff](?:村|社区|镇|乡)/u.test(behind);
  scan.edge = JOINING.test(behind) && !begins ? to + 1 : to;
  return to;
}

/** 实验小学门口 and 长征路两侧 are told for the school and the road. */
const BESIDE =
  /^(?:上(?=[的路沿,，.])|的?(?:门口|门前|大门口|旁边|附近|对面|后面|前面|周边|周围|一带|沿线|沿街|两侧|两边|路口|路段|交叉口|居民|村民|业主|住户)(?!的?[村镇乡小委]))/u;

function pastBeside(text: string, at: number): number {
  return at + (BESIDE.exec(text.slice(at, at + 6))?.[0].length ?? 0);
}

/** The text with every mention blanked out, same length, so that offsets stay true. */
export function maskPlaces(folded: string, mentions: readonly PlaceMention[]): string {
  let masked = '';
  let from = 0;
  for (const mention of mentions) {
    masked += folded.slice(from, mention.from) + ' '.repeat(mention.to - mention.from);
    from = mention.to;
  }
  return masked + folded.slice(from);
}

/** A name told for one by the area or village right before it, unless an ending inside it tells another. */
function mentionBehind(scan: Scan, at: number): PlaceMention | undefined {
  const last = scan.mentions.at(-1);
  if (!last || last.to !== at || last.level < 1 || last.level > 4) return undefined;
  const found = anchoredAt(scan.text, at, last.level < 4);
  if (!found) return undefined;
  const to = at + found.length;
  // 书香新村 behind a village is an estate, though 村 ends it, and 后侯湾 behind a town a village.
  const inside = last.level === 4 || found.level <= 4 ? to - 1 : to;
  for (let end = at; end < inside; end += 1) if (mentionEndingAt(scan, end)) return undefined;
  return { level: found.level, name: scan.text.slice(at, to), from: at, to };
}

function mentionEndingAt(scan: Scan, last: number): PlaceMention | undefined {
  const { text } = scan;
  for (const rule of SUFFIXES_BY_LAST.get(text.charCodeAt(last)) ?? []) {
    const stem = last + 1 - rule.suffix.length;
    if (stem < 0 || !text.startsWith(rule.suffix, stem)) continue;
    const from = nameStart(scan, stem, rule);
    if (from === undefined) continue;
    const isName = isTown(scan, from, stem, rule) || isWalledCityIn(scan, from, stem, rule);
    if (!isName && isCommonNoun(text, from, stem, rule)) continue;
    const name = text.slice(from, last + 1);
    const isQuarterHere = rule.suffix === '区' && isQuarter(scan.mentions.at(-1), name, from);
    return { level: isQuarterHere ? 5 : rule.level, name, from, to: last + 1 };
  }
  return undefined;
}

/** Two characters between an area and 乡 or 镇, or before a village, are a name, though 城乡 or 乡下 be an ordinary word. */
function isTown(scan: Scan, from: number, stem: number, { level, least }: PlaceSuffix): boolean {
  if (level !== 3 || least !== 1 || stem - from !== 2) return false;
  if (isFamilyHome(scan.text.slice(from, stem))) return true;
  const last = scan.mentions.at(-1);
  const isInArea = last?.to === from && last.level < 3;
  const behind = scan.text.slice(stem + 1, stem + 7);
  return isInArea || VILLAGE_SOON.test(behind) || anchoredAt(behind, 0, true)?.level === 4;
}

function isWalledCityIn(scan: Scan, from: number, stem: number, { suffix }: PlaceSuffix): boolean {
  return suffix === '市' && from === scan.edge && isWalledCity(scan.text, from, stem);
}

function isCommonNoun(text: string, from: number, stem: number, rule: PlaceSuffix): boolean {
  if (isLatin(text.charCodeAt(stem - 1))) return false;
  const next = stem + rule.suffix.length;
  const isGoingOn = next < text.length && rule.notBefore.includes(text.charAt(next));
  if (isGoingOn && !LONG_NAME.test(text.slice(next, next + 5))) return true;
  // 隆寨镇 is a town, no village and more.
  if (rule.level >= 4 && TOWN_ENDS.test(text.slice(next, next + 2))) return true;
  const core = text.slice(from, stem);
  return rule.notAfter.includes(core) || rule.notAfterTail.some((tail) => core.endsWith(tail));
}

/** Where the name before `stem` begins, or `undefined` when there is no room for one. */
function nameStart(scan: Scan, stem: number, rule: PlaceSuffix): number | undefined {
  const { text } = scan;
  const code = Math.max(scan.edge, codeStart(text, stem));
  if (code < stem)
    return rule.level <= 4 && /[a-z]/.test(text.slice(code, stem)) ? code : undefined;
  const latest = stem - rule.least;
  const last = scan.mentions.at(-1);
  // 育新街 + 社区, 杨树湾 + 村: a community named after what would be a place by itself.
  const isBare = last !== undefined && last.to - last.from === last.name.length;
  const isNamedAfter = rule.level === 4 || (rule.level >= 3 && isBare && isRoad(last.name));
  // 盛世公馆 + 村医: not a village named after the houses.
  const isHouses = last?.level === 5 || last?.name.endsWith('社区') === true;
  const isOfVillage = isHouses && OF_VILLAGE.test(text.slice(stem, stem + 2));
  const isWhole = last?.name.endsWith(rule.suffix) === true || isOfVillage;
  if (last && last.to === stem && last.level >= 4 && isNamedAfter && !isWhole) return last.from;
  // Between a county and 街道 two characters are a name, whatever they are.
  if (rule.level === 3 && isBehindArea(last, stem)) return last?.to;
  let edge = scan.edge;
  if (scan.opened > edge) {
    // 建设路 is a road, though 建设 opens a sentence; 投诉小区 is no estate.
    if (scan.opened <= latest) edge = scan.opened;
    else if (!isRoad(rule.suffix) || scan.opener > edge) return undefined;
  }
  for (let at = stem - 1; at > edge; at -= 1) {
    if (!NEVER.has(text.charCodeAt(at))) continue;
    edge = at + 1;
    break;
  }
  if (edge > latest) return undefined;
  if (stem - edge > PLAIN_NAME) edge = weakEdge(text, edge, latest);
  return Math.max(edge, stem - rule.most);
}

function isBehindArea(last: PlaceMention | undefined, stem: number): boolean {
  return last !== undefined && last.level >= 1 && last.level <= 2 && stem - last.to === 2;
}

function weakEdge(text: string, edge: number, latest: number): number {
  for (let at = latest; at > edge + 1; at -= 1) {
    if (WEAK.has(text.charCodeAt(at - 1))) return at;
  }
  return edge;
}

/** Start of the run of Latin letters and digits that ends at `stem` (A7县). */
function codeStart(text: string, stem: number): number {
  let at = stem;
  while (at > 0 && isLatin(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** 学府路290号: the number of a house on a road, and no bus of that number. */
function pastNumber(text: string, at: number): number {
  return at + (/^[0-9]{1,4}号(?!楼|线)/u.exec(text.slice(at, at + 6))?.[0].length ?? 0);
}

function pastSamePlace(text: string, at: number): number {
  const length = SAME_PLACE.longestAt(text, at)?.length ?? 0;
  return length === 0 && COMMITTEE.test(text.slice(at - 1, at + 2)) ? at + 1 : at + length;
}

function codesOf(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}

function suffixesByLast(): ReadonlyMap<number, readonly PlaceSuffix[]> {
  const table = new Map<number, PlaceSuffix[]>();
  for (const rule of PLACE_SUFFIXES) {
    const last = rule.suffix.charCodeAt(rule.suffix.length - 1);
    table.set(last, [...(table.get(last) ?? []), rule]);
  }
  for (const rules of table.values()) rules.sort((a, b) => b.suffix.length - a.suffix.length);
  return table;
}

function isNameCode(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || isLatin(code);
}

function isLatin(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a);
}
