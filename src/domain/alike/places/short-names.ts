import type { LearnedNames } from './learned-names.ts';
import { phraseTable } from '../words/phrase-table.ts';
import type { Gazetteer, KnownPlace, PlaceMention } from './place.ts';

/** Told of so many times, a town lies in a county; fewer may be slips. */
const ESTABLISHED = 3;
const SHORTEST = 2;

interface Pair {
  readonly county: KnownPlace;
  readonly town: KnownPlace;
  count: number;
}

/**
 * Counties and towns told without their endings (平安三河 for 平安县三河镇), learnt from how the same are told in full. Only
 * both together count: either alone is an ordinary word too often.
 */
export class ShortNames {
  readonly #pairs = new Map<string, Pair>();

  count(mentions: readonly PlaceMention[]): void {
    for (const [at, town] of mentions.entries()) {
      const county = mentions[at - 1];
      if (town.level !== 3 || !county || county.to !== town.from) continue;
      if (county.level !== 1 && county.level !== 2) continue;
      const key = `${county.name}${town.name}`;
      const pair = this.#pairs.get(key);
      if (pair) pair.count += 1;
      else this.#pairs.set(key, { county, town, count: 1 });
    }
  }

  /** Finds the places of a text that tells an area by its short name; `undefined` for a text that does not. */
  table(known: Gazetteer | undefined, learned: LearnedNames): ShortTable {
    const pairs = [...this.#pairs.values()].filter(({ count }) => count >= ESTABLISHED);
    const told = new Map<string, Pair | undefined>();
    for (const pair of pairs) {
      const [county, town] = [shortOf(pair.county.name), shortOf(pair.town.name)];
      if (county.length < SHORTEST || town.length < SHORTEST) continue;
      // Told alike, two towns of one county are not told apart.
      for (const name of [`${county}${town}`, `${county}${pair.town.name}`])
        told.set(name, told.has(name) && told.get(name) !== pair ? undefined : pair);
    }
    return new ShortTable(told, known, learned);
  }
}

export class ShortTable implements Gazetteer {
  readonly #known: Gazetteer | undefined;
  readonly #learned: LearnedNames;
  readonly #both: ReturnType<typeof phraseTable<Pair>>;

  constructor(
    told: ReadonlyMap<string, Pair | undefined>,
    known: Gazetteer | undefined,
    learned: LearnedNames,
  ) {
    this.#known = known;
    this.#learned = learned;
    this.#both = phraseTable(
      [...told].flatMap(([name, pair]) => (pair ? [[name, pair] as const] : [])),
    );
  }

  isTold(folded: string): boolean {
    for (let at = 0; at < folded.length; at += 1)
      if (this.#both.longestAt(folded, at) ?? this.#learned.longestAt(folded, at)) return true;
    return false;
  }

  longestAt(text: string, at: number): { length: number; value: KnownPlace } | undefined {
    const known = this.#known?.longestAt(text, at);
    if (known) return known;
    const both = this.#both.longestAt(text, at);
    if (both) {
      const { county } = both.value;
      return { length: shortOf(county.name).length, value: county };
    }
    return this.#townAt(text, at) ?? this.#learned.longestAt(text, at);
  }

  /** The second half of a pair: what stands right before is its county. */
  #townAt(text: string, at: number): { length: number; value: KnownPlace } | undefined {
    for (let back = SHORTEST; back <= Math.min(4, at); back += 1) {
      const both = this.#both.longestAt(text, at - back);
      if (both && shortOf(both.value.county.name).length === back)
        return { length: both.length - back, value: both.value.town };
    }
    return undefined;
  }
}

function shortOf(name: string): string {
  return name.replace(/(?:街道办事处|街道|办事处|[县区市旗镇乡])$/u, '');
}
