import type { PhraseTable } from './phrase-table.ts';
import { phraseTable } from './phrase-table.ts';
import type { PlaceLevel, PlaceSuffix } from './place-words.ts';
import { NAME_OPENERS, PLACE_SUFFIXES, WEAK_OPENERS } from './place-words.ts';

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
const WEAK = new Set(Array.from(WEAK_OPENERS, (character) => character.charCodeAt(0)));
/** What may follow a name without naming another place. */
const SAME_PLACE = phraseTable(
  '小区 社区 楼盘 村委会 居委会 村民委员会 居民委员会 委会 办事处 人民政府 政府'
    .split(' ')
    .map((word) => [word, true]),
);
/** A stretch of this many characters before the suffix is still believed to be one name. */
const PLAIN_NAME = 4;

/**
 * The places named in folded text (地名), in order: the known ones by their longest name, the others by
 * how Chinese place names end. The left edge of an unknown name is the last punctuation, place or
 * opening word before it; `PlaceNames` trims what this leaves too long.
 */
export function findPlaces(folded: string, known?: Gazetteer): PlaceMention[] {
  const mentions: PlaceMention[] = [];
  const edges: number[] = [0];
  let at = 0;
  while (at < folded.length) {
    const hit = known?.longestAt(folded, at);
    if (hit) {
      const to = pastSamePlace(folded, at + hit.length);
      mentions.push({ ...hit.value, from: at, to });
      edges.push(to);
      at = to;
      continue;
    }
    const found = mentionEndingAt(folded, at, edges);
    if (found) {
      mentions.push(found);
      edges.push(found.to);
      at = found.to;
      continue;
    }
    const opener = OPENERS.longestAt(folded, at);
    if (opener && opener.length > 1) {
      // The last character of an opener may itself end a name (建设 + 路), never the ones before.
      edges.push(at + opener.length);
      at += opener.length;
      continue;
    }
    if (opener || !isNameCode(folded.charCodeAt(at))) edges.push(at + 1);
    at += 1;
  }
  return mentions;
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

function mentionEndingAt(
  text: string,
  last: number,
  edges: readonly number[],
): PlaceMention | undefined {
  for (const rule of SUFFIXES_BY_LAST.get(text.charCodeAt(last)) ?? []) {
    const stem = last + 1 - rule.suffix.length;
    if (stem < 0 || !text.startsWith(rule.suffix, stem)) continue;
    if (rule.notBefore.includes(text.charAt(last + 1)) && last + 1 < text.length) continue;
    const from = nameStart(text, stem, rule, edges);
    if (from === undefined) continue;
    const core = text.slice(from, stem);
    if (rule.notAfter.some((word) => core === word || (word.length > 1 && core.endsWith(word)))) {
      continue;
    }
    const name = text.slice(from, last + 1);
    return { level: rule.level, name, from, to: pastSamePlace(text, last + 1) };
  }
  return undefined;
}

/** Where the name before `stem` begins, or `undefined` when there is no room for one. */
function nameStart(
  text: string,
  stem: number,
  rule: PlaceSuffix,
  edges: readonly number[],
): number | undefined {
  const code = codeStart(text, stem);
  if (code < stem) return rule.level <= 4 && /[a-z]/.test(text.slice(code, stem)) ? code : undefined;
  const latest = stem - rule.least;
  let edge = 0;
  for (let at = edges.length - 1; at >= 0; at -= 1) {
    edge = edges[at] ?? 0;
    if (edge <= latest) break;
  }
  if (edge > latest) return undefined;
  if (stem - edge > PLAIN_NAME) edge = weakEdge(text, edge, latest);
  const from = Math.max(edge, stem - rule.most);
  for (let at = stem - 1; at >= from; at -= 1) {
    if (!isNameCode(text.charCodeAt(at))) return undefined;
  }
  return from;
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
