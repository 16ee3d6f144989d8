import type { PhraseTable } from './phrase-table.ts';
import { phraseTable } from './phrase-table.ts';
import type { PlaceLevel, PlaceSuffix } from './place-words.ts';
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
  '小区 社区 楼盘 村委会 居委会 村民委员会 居民委员会 委会 办事处 人民政府 政府'
    .split(' ')
    .map((word) => [word, true]),
);
const ROAD = /[路街巷]$/;
const JOINING = '和与及至到或跟';
/** A stretch of this many characters before the suffix is still believed to be one name. */
const PLAIN_NAME = 4;

/**
 * The places named in folded text (地名), in order: the known ones by their longest name, the others by
 * how Chinese place names end. The left edge of an unknown name is the last punctuation, place or
 * opening word before it; `PlaceNames` trims what this leaves too long.
 */
export function findPlaces(folded: string, known?: Gazetteer): PlaceMention[] {
  const scan: Scan = { text: folded, mentions: [], edge: 0, opened: 0 };
  let at = 0;
  while (at < folded.length) {
    const hit = known?.longestAt(folded, at);
    const found = hit ? { ...hit.value, from: at, to: at + hit.length } : mentionEndingAt(scan, at);
    if (found) {
      at = take(scan, found);
      continue;
    }
    const opener = OPENERS.longestAt(folded, at);
    if (opener && opener.length > 1) scan.opened = at + opener.length;
    else if (opener || !isNameCode(folded.charCodeAt(at))) scan.edge = at + 1;
    at += opener?.length ?? 1;
  }
  return scan.mentions;
}

interface Scan {
  readonly text: string;
  readonly mentions: PlaceMention[];
  /** No name begins before this: punctuation, the last place, a particle. */
  edge: number;
  /** A name hardly begins before this, the end of an opening word. */
  opened: number;
}

/** Records a mention; 育新街社区 replaces the street it is named after. */
function take(scan: Scan, found: PlaceMention): number {
  const to = ROAD.test(found.name) ? found.to : pastSamePlace(scan.text, found.to);
  const last = scan.mentions.at(-1);
  if (last && last.from === found.from) scan.mentions.pop();
  scan.mentions.push({ ...found, to });
  // 建设路和青年街: between two names these join, they do not begin the second.
  scan.edge = JOINING.includes(scan.text.charAt(to)) ? to + 1 : to;
  return to;
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

function mentionEndingAt(scan: Scan, last: number): PlaceMention | undefined {
  const { text } = scan;
  for (const rule of SUFFIXES_BY_LAST.get(text.charCodeAt(last)) ?? []) {
    const stem = last + 1 - rule.suffix.length;
    if (stem < 0 || !text.startsWith(rule.suffix, stem)) continue;
    const from = nameStart(scan, stem, rule);
    if (from === undefined || isCommonNoun(text, from, stem, rule)) continue;
    return { level: rule.level, name: text.slice(from, last + 1), from, to: last + 1 };
  }
  return undefined;
}

function isCommonNoun(text: string, from: number, stem: number, rule: PlaceSuffix): boolean {
  if (isLatin(text.charCodeAt(stem - 1))) return false;
  const next = stem + rule.suffix.length;
  if (next < text.length && rule.notBefore.includes(text.charAt(next))) return true;
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
  const isNamedAfter = rule.level === 4 || (rule.level >= 3 && ROAD.test(last?.name ?? ''));
  const isWhole = last?.name.endsWith(rule.suffix) === true;
  if (last && last.to === stem && last.level >= 4 && isNamedAfter && !isWhole) return last.from;
  let edge = scan.edge;
  if (scan.opened > edge) {
    // 建设路 is a road, though 建设 opens a sentence; 投诉小区 is no estate.
    if (scan.opened <= latest) edge = scan.opened;
    else if (!ROAD.test(rule.suffix)) return undefined;
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

function pastSamePlace(text: string, at: number): number {
  return at + (SAME_PLACE.longestAt(text, at)?.length ?? 0);
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
