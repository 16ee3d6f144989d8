import { widened } from './gram-sets.ts';

/**
 * Which sets are listed under which gram, as chains through typed arrays, with where in its set the gram
 * stands and how much of it weighs from there on. Emptied in no time, so that one serves ten thousand
 * blocks one after the other.
 */
export class Postings {
  #heads: Int32Array;
  #epochs: Int32Array;
  readonly #laterHeads = new Map<number, number>();
  #epoch = 1;
  #count = 0;
  sets = new Int32Array(1 << 12);
  nexts = new Int32Array(1 << 12);
  places = new Int32Array(1 << 12);
  rests = new Float32Array(1 << 12);

  constructor(grams: number) {
    this.#heads = new Int32Array(grams);
    this.#epochs = new Int32Array(grams);
  }

  clear(): void {
    this.#epoch += 1;
    this.#count = 0;
    this.#laterHeads.clear();
  }

  /** The first entry under a gram; 0 is none. */
  headOf(rank: number): number {
    if (rank < 0) return this.#laterHeads.get(rank) ?? 0;
    return this.#epochs[rank] === this.#epoch ? (this.#heads[rank] ?? 0) : 0;
  }

  list(rank: number, set: number, place: number, rest: number): void {
    const next = this.headOf(rank);
    this.#count += 1;
    const entry = this.#count;
    if (entry >= this.sets.length) this.#widen();
    this.sets[entry] = set;
    this.places[entry] = place;
    this.rests[entry] = rest;
    this.nexts[entry] = next;
    if (rank < 0) this.#laterHeads.set(rank, entry);
    else {
      this.#heads[rank] = entry;
      this.#epochs[rank] = this.#epoch;
    }
  }

  /** Makes room for so many entries more. */
  reserve(more: number): void {
    this.#widen(this.#count + 1 + more);
  }

  #widen(least = 0): void {
    this.sets = widened(this.sets, least);
    this.nexts = widened(this.nexts, least);
    this.places = widened(this.places, least);
    this.rests = floats(this.rests, this.sets.length);
  }
}

function floats(list: Float32Array, room: number): Float32Array<ArrayBuffer> {
  const wider = new Float32Array(room);
  wider.set(list);
  return wider;
}
