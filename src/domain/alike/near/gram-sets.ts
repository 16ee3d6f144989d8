import { gramIds } from './grams.ts';
import { withHeadroom } from './number-list.ts';
import { NumberTable } from './number-table.ts';
import type { TextTable } from './text-table.ts';

/** Ranks below this belong to grams that no stored set has. */
const NEVER_STORED = -0x40000000;

/**
 * Sets of grams by number, each as the ranks of its grams, the rarest first, with how much they weigh
 * (idf). Weights and order are frozen when it is made; a gram not seen then counts as the rarest, so that
 * sets can be added for ever.
 */
export class GramSets {
  /** How many grams have a rank from the start: 0 up to this. */
  readonly grams: number;
  /** A gram's rank plus one; grams not seen at first have ranks below nought, and are told by a value beyond `grams`. */
  readonly #ranks = new NumberTable();
  readonly #weights: Float32Array;
  readonly #rarest: number;
  #unseen = 0;
  #pool = new Int32Array(1 << 16);
  #starts = new Int32Array(1 << 12);
  #masses = new Float64Array(1 << 12);
  #count = 0;

  /** `frequencies`: in how many texts each gram stands, of `texts` in all. */
  constructor(frequencies: Iterable<readonly [gram: number, texts: number]>, texts: number) {
    this.#rarest = Math.log(1 + Math.max(1, texts));
    const seen = [...frequencies].toSorted((a, b) => a[1] - b[1] || a[0] - b[0]);
    this.#weights = Float32Array.from(seen, ([, times]) => Math.log(1 + texts / times));
    seen.forEach(([gram], rank) => this.#ranks.set(gram, rank + 1));
    this.grams = seen.length;
  }

  get size(): number {
    return this.#count;
  }

  /** Makes room at once for so many sets with so many grams in all: growing leaves a list behind each time. */
  reserve(sets: number, grams: number): void {
    if (sets + 2 > this.#starts.length) this.#widen(sets + 2);
    if (grams > this.#pool.length) this.#pool = widened(this.#pool, grams);
  }

  /** To be called when the many are in: growing does not fall on whoever comes next. */
  settle(): void {
    this.#ranks.settle();
    this.reserve(withHeadroom(this.#count), withHeadroom(this.#starts[this.#count] ?? 0));
  }

  /** Stores a gram set; its number is how many were stored before it. */
  add(grams: Uint32Array): number {
    const ranks = this.ranked(grams, true);
    const at = this.#count;
    this.#count += 1;
    const from = this.#starts[at] ?? 0;
    this.#reserve(from + ranks.length);
    this.#pool.set(ranks, from);
    this.#starts[at + 1] = from + ranks.length;
    this.#masses[at] = this.massOf(ranks);
    return at;
  }

  /** The ranks of a set that is asked for, ascending; only of a kept one new grams are remembered. */
  ranked(grams: Uint32Array, isKept = false): Int32Array {
    const ranks = new Int32Array(grams.length);
    for (let at = 0; at < grams.length; at += 1) {
      const gram = grams[at] ?? 0;
      let place = this.#ranks.get(gram);
      if (place === 0 && isKept) {
        this.#unseen += 1;
        place = this.grams + this.#unseen;
        this.#ranks.set(gram, place);
      }
      if (place === 0) ranks[at] = NEVER_STORED - at;
      else ranks[at] = place <= this.grams ? place - 1 : this.grams - place;
    }
    // The list is our own: a sorted copy of each of two hundred thousand would be thrown away at once.
    // oxlint-disable-next-line unicorn/no-array-sort -- see above
    return ranks.sort();
  }

  ranksOf(at: number): Int32Array {
    return this.#pool.subarray(this.#starts[at] ?? 0, this.#starts[at + 1] ?? 0);
  }

  massAt(at: number): number {
    return this.#masses[at] ?? 0;
  }

  massOf(ranks: Int32Array): number {
    let mass = 0;
    for (let at = 0; at < ranks.length; at += 1) mass += this.weightOf(ranks[at] ?? 0);
    return mass;
  }

  weightOf(rank: number): number {
    return rank < 0 ? this.#rarest : (this.#weights[rank] ?? this.#rarest);
  }

  /**
   * The prefix filter (Bayardo, Ma, Srikant, WWW 2007, with weights): how many of the rarest grams leave less
   * than threshold × mass unlisted. Two sets that reach the threshold share one of these.
   */
  prefixOf(ranks: Int32Array, mass: number, threshold: number): number {
    let unlisted = 0;
    let length = ranks.length;
    while (length > 0) {
      unlisted += this.weightOf(ranks[length - 1] ?? 0);
      // A hair of room for rounding, or an exact tie would be lost.
      if (unlisted >= threshold * mass - 1e-6) break;
      length -= 1;
    }
    return length;
  }

  /**
   * Mass in common with set `at` from `ranks[from]` and its gram number `place` on; given up, too low, once
   * more than `spare` of the asking set is found missing.
   */
  sharedFrom(ranks: Int32Array, from: number, at: number, place: number, spare: number): number {
    const pool = this.#pool;
    const end = this.#starts[at + 1] ?? 0;
    let other = (this.#starts[at] ?? 0) + place;
    let shared = 0;
    let missing = 0;
    for (let k = from; k < ranks.length && other < end; k += 1) {
      const rank = ranks[k] ?? 0;
      while (other < end && (pool[other] ?? 0) < rank) other += 1;
      if (other < end && pool[other] === rank) {
        shared += this.weightOf(rank);
        other += 1;
        continue;
      }
      missing += this.weightOf(rank);
      if (missing > spare) return 0;
    }
    return shared;
  }

  #reserve(end: number): void {
    if (this.#count + 1 >= this.#starts.length) this.#widen();
    if (end > this.#pool.length) this.#pool = widened(this.#pool, end);
  }

  #widen(least = 0): void {
    this.#starts = widened(this.#starts, least);
    const masses = new Float64Array(this.#starts.length);
    masses.set(this.#masses);
    this.#masses = masses;
  }
}

/** The same list with a quarter more room, or as much as is asked for. */
export function widened(list: Int32Array, least = 0): Int32Array<ArrayBuffer> {
  const room = least > list.length ? least + (least >> 5) : Math.ceil(list.length * 1.25);
  const wider = new Int32Array(room + 16);
  wider.set(list);
  return wider;
}

/** The gram sets of all texts, weighed by them. */
export function gramSetsOf(texts: TextTable): GramSets {
  const frequencies = new NumberTable();
  let all = 0;
  for (let at = 0; at < texts.size; at += 1) {
    const grams = gramIds(texts.textAt(at));
    all += grams.length;
    for (const gram of grams) frequencies.set(gram, frequencies.get(gram) + 1);
  }
  const sets = new GramSets(frequencies, texts.size);
  sets.reserve(texts.size, all);
  for (let at = 0; at < texts.size; at += 1) sets.add(gramIds(texts.textAt(at)));
  return sets;
}
