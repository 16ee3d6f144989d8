import { GOES_ON } from './place-anchored.ts';
import { phraseTable } from '../words/phrase-table.ts';
import type { PhraseTable } from '../words/phrase-table.ts';
import type { KnownPlace } from './place.ts';
import { findPlaces } from './place.ts';
import type { PlaceLevel } from './place-words.ts';
import { coreOf } from './whereabouts.ts';

/** Told once, a name may be a scrap of a sentence. */
const ESTABLISHED = 2;
const AREA_ENDS = /(?:[县区市旗镇乡]|街道)$/u;
/** The name goes on: what it ends in is for the rules to read. */
const LONGER = /^(?:村|路|街|大道|[小中大]学)/u;

/** How often a name was told, and as what. */
export interface NameUse {
  readonly level: PlaceLevel;
  readonly count: number;
}

/**
 * Names of villages and sites that nothing but their neighbours told for places (小河街道 + 明珠国际, 桂花嘉园 + 小区): once
 * told so, they are known wherever they stand.
 */
export function learnedNames(uses: Iterable<readonly [string, NameUse]>): LearnedNames {
  const learned = new Map<string, KnownPlace>();
  const inAreas = new Map<string, KnownPlace>();
  for (const [name, { level, count }] of uses) {
    if (level < 4 || count < ESTABLISHED) continue;
    for (const told of new Set([name, coreOf(name)]))
      if (/^[\u4e00-\u9fff]{3,}$/u.test(told) && !isFoundAlone(told, level))
        learned.set(told, { name: told, level });
    const [, bare] = /^([\u4e00-\u9fff]{2})(?:村|社区)$/u.exec(name) ?? [];
    if (bare !== undefined) inAreas.set(bare, { name, level });
  }
  return new LearnedNames(phraseTable(learned), inAreas);
}

function isFoundAlone(name: string, level: PlaceLevel): boolean {
  const [found, ...others] = findPlaces(name);
  return others.length === 0 && found?.name === name && found.level === level;
}

export class LearnedNames {
  readonly #names: PhraseTable<KnownPlace>;

  /** Villages of two characters without their endings: right behind their area only, free they are ordinary words. */
  readonly #inAreas: ReadonlyMap<string, KnownPlace>;

  constructor(names: PhraseTable<KnownPlace>, inAreas: ReadonlyMap<string, KnownPlace>) {
    this.#names = names;
    this.#inAreas = inAreas;
  }

  longestAt(text: string, at: number): { length: number; value: KnownPlace } | undefined {
    const hit = this.#names.longestAt(text, at) ?? this.#inArea(text, at);
    const rest = hit && text.slice(at + hit.length, at + hit.length + 6);
    if (rest === undefined || LONGER.test(rest) || GOES_ON.test(rest)) return undefined;
    return hit;
  }

  #inArea(text: string, at: number): { length: number; value: KnownPlace } | undefined {
    if (!AREA_ENDS.test(text.slice(Math.max(0, at - 2), at))) return undefined;
    const value = this.#inAreas.get(text.slice(at, at + 2));
    return value && { length: 2, value };
  }
}
