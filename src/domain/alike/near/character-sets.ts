import { charactersOf, CharacterWeights } from './character-weights.ts';
import { NumberList } from './number-list.ts';
import { Postings } from './postings.ts';
import type { TextTable } from './text-table.ts';

const CODES = 2 ** 16;
/** So many of the nearest are shown beside each: in a place of hundreds all are a little alike. */
const NEAREST = 3;

/**
 * The characters of each signature by number, packed. What is told quite freely shares hardly a pair of characters, but the
 * few that tell the matter (暖, 井, 噪): in one village or estate they show most of what is one matter.
 */
export class CharacterSets {
  readonly weights: CharacterWeights;
  readonly #codes = new NumberList();
  readonly #starts = new NumberList();
  #postings: Postings | undefined;

  constructor(texts: TextTable) {
    this.weights = new CharacterWeights(texts);
    this.#starts.push(0);
    for (let at = 0; at < texts.size; at += 1) this.add(texts.textAt(at));
  }

  /** Keeps those of a signature; its number is how many were kept before it. */
  add(signature: string): void {
    for (const code of charactersOf(signature)) this.#codes.push(code);
    this.#starts.push(this.#codes.size);
  }

  /** To be called when the many are in. */
  settle(): void {
    this.#codes.settle();
    this.#starts.settle();
  }

  /** How nearly two tell the same, by what their characters tell: cosine of the squared weights. */
  likeness(a: number, b: number): number {
    const [endOfA, endOfB] = [this.#starts.at(a + 1), this.#starts.at(b + 1)];
    let [at, other, shared] = [this.#starts.at(a), this.#starts.at(b), 0];
    while (at < endOfA && other < endOfB) {
      const [left, right] = [this.#codes.at(at), this.#codes.at(other)];
      if (left === right) shared += this.weights.squareOf(left);
      if (left <= right) at += 1;
      if (right <= left) other += 1;
    }
    return shared === 0 ? 0 : shared / Math.sqrt(this.#squares(a) * this.#squares(b));
  }

  /**
   * Of each of a block the nearest others, as like as `from`, each pair once. All that have a character are met in its chain,
   * so that the many that share none cost nothing.
   */
  pairsIn(
    block: readonly number[],
    from: number,
    visit: (earlier: number, at: number) => void,
  ): void {
    const postings = (this.#postings ??= new Postings(CODES));
    postings.clear();
    const shared = new Float64Array(block.length);
    const squares = Float64Array.from(block, (signature) => this.#squares(signature));
    const nearest = new Nearest(block.length);
    const met: number[] = [];
    for (const [at, signature] of block.entries()) {
      for (let k = this.#starts.at(signature); k < this.#starts.at(signature + 1); k += 1) {
        const code = this.#codes.at(k);
        const square = this.weights.squareOf(code);
        for (let entry = postings.headOf(code); entry !== 0; entry = postings.nexts[entry] ?? 0) {
          const earlier = postings.sets[entry] ?? 0;
          if (shared[earlier] === 0) met.push(earlier);
          shared[earlier] = (shared[earlier] ?? 0) + square;
        }
        postings.list(code, at, 0, 0);
      }
      for (const earlier of met) {
        const norm = Math.sqrt((squares[earlier] ?? 0) * (squares[at] ?? 0));
        const likeness = (shared[earlier] ?? 0) / norm;
        if (likeness >= from) nearest.meet(earlier, at, likeness);
        shared[earlier] = 0;
      }
      met.length = 0;
    }
    for (const [earlier, at] of nearest) visit(block[earlier] ?? 0, block[at] ?? 0);
  }

  #squares(signature: number): number {
    let sum = 0;
    for (let k = this.#starts.at(signature); k < this.#starts.at(signature + 1); k += 1)
      sum += this.weights.squareOf(this.#codes.at(k));
    return sum;
  }
}

/** The nearest few of each of so many. */
class Nearest {
  readonly #others: Int32Array;
  readonly #likeness: Float64Array;

  constructor(size: number) {
    this.#others = new Int32Array(size * NEAREST).fill(-1);
    this.#likeness = new Float64Array(size * NEAREST);
  }

  meet(a: number, b: number, likeness: number): void {
    this.#keep(a, b, likeness);
    this.#keep(b, a, likeness);
  }

  /** Each pair once, the lesser number first. */
  *[Symbol.iterator](): Generator<readonly [number, number]> {
    for (const [slot, other] of this.#others.entries()) {
      const one = Math.floor(slot / NEAREST);
      if (other < 0 || (other < one && this.#keeps(other, one))) continue;
      yield one < other ? [one, other] : [other, one];
    }
  }

  #keeps(one: number, other: number): boolean {
    const from = one * NEAREST;
    return this.#others.subarray(from, from + NEAREST).includes(other);
  }

  /** In place of the least like, where it is more so. */
  #keep(one: number, other: number, likeness: number): void {
    let least = one * NEAREST;
    for (let slot = least + 1; slot < (one + 1) * NEAREST; slot += 1)
      if ((this.#likeness[slot] ?? 0) < (this.#likeness[least] ?? 0)) least = slot;
    if (likeness <= (this.#likeness[least] ?? 0)) return;
    this.#others[least] = other;
    this.#likeness[least] = likeness;
  }
}
