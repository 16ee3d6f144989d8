/** A signature found near another, by its number in the index. */
export interface Near {
  readonly at: number;
  /** idf-weighted Jaccard of the two gram sets. */
  readonly score: number;
  /** How much of the lighter set the other holds, by weight. */
  readonly contained: number;
}

/** From this score on nothing is missed; what is less alike is looked for as far as the effort allows. */
const CERTAIN = 0.5;
/**
 * Sets looked at for one question beyond what certainty asks: of 24,000 signatures none is given up, of
 * 260,000 long ones the everyday grams would cost minutes and tell nothing.
 */
const EFFORT = 20_000;

/** Ranks below this belong to grams that no stored set has. */
const NEVER_STORED = -0x40000000;

/**
 * Finds the stored gram sets whose idf-weighted Jaccard with a given one reaches a threshold, exactly up
 * to a bounded effort, by the prefix filter of AllPairs (Bayardo, Ma, Srikant, WWW 2007, with weights): a set is listed only
 * under its rarest grams, as many as leave less than threshold × its own mass unlisted. Two sets that
 * reach the threshold share a listed gram. Weights and order are frozen when the index is made; a gram
 * not seen then counts as the rarest, so that sets can be added for ever without a rebuild.
 */
export class NearIndex {
  readonly #threshold: number;
  readonly #ranks = new Map<number, number>();
  readonly #weights: Float32Array;
  readonly #rarest: number;
  #unseen = 0;

  #pool = new Int32Array(1 << 16);
  #starts = new Int32Array(1 << 12);
  #masses = new Float64Array(1 << 12);
  #stamps = new Int32Array(1 << 12);
  #count = 0;
  #probe = 0;

  /** First entry of each rank's list; ranks of grams first seen later are kept apart. */
  readonly #heads: Int32Array;
  readonly #laterHeads = new Map<number, number>();
  #entrySets = new Int32Array(1 << 14);
  #entryNexts = new Int32Array(1 << 14);
  /** Where in the pool the listed gram stands, and how much of its set weighs from there on. */
  #entryPlaces = new Int32Array(1 << 14);
  #entryRests = new Float32Array(1 << 14);
  #entries = 0;

  /** `frequencies`: in how many texts each gram stands, of `texts` in all. */
  constructor(frequencies: ReadonlyMap<number, number>, texts: number, threshold: number) {
    this.#threshold = threshold;
    this.#rarest = Math.log(1 + Math.max(1, texts));
    const grams = [...frequencies.keys()].toSorted(
      (a, b) => (frequencies.get(a) ?? 0) - (frequencies.get(b) ?? 0) || a - b,
    );
    this.#weights = Float32Array.from(grams, (gram) =>
      Math.log(1 + texts / (frequencies.get(gram) ?? 1)),
    );
    grams.forEach((gram, rank) => this.#ranks.set(gram, rank));
    this.#heads = new Int32Array(grams.length);
  }

  get size(): number {
    return this.#count;
  }

  /** Stores a gram set; its number is how many were stored before it. */
  add(grams: Uint32Array): number {
    const ranks = this.#ranked(grams, true);
    const at = this.#count;
    this.#count += 1;
    this.#reserve(ranks.length);
    const from = this.#starts[at] ?? 0;
    this.#pool.set(ranks, from);
    this.#starts[at + 1] = from + ranks.length;
    const mass = this.#massOf(ranks);
    this.#masses[at] = mass;
    const listed = this.#prefixLength(ranks, mass);
    let rest = mass;
    for (let k = 0; k < listed; k += 1) {
      const rank = ranks[k] ?? 0;
      this.#list(rank, at, from + k, rest);
      rest -= this.#weightOf(rank);
    }
    return at;
  }

  /**
   * All stored sets that reach the threshold, in no particular order; with `before`, only those stored
   * earlier than that number, so that a join of all with all looks at each pair once.
   */
  near(grams: Uint32Array, before = this.#count): Near[] {
    const ranks = this.#ranked(grams, false);
    const mass = this.#massOf(ranks);
    const [least, most] = [mass * this.#threshold, mass / this.#threshold];
    const share = this.#threshold / (1 + this.#threshold);
    const listed = this.#prefixLength(ranks, mass);
    const found: Near[] = [];
    const [sets, nexts, stamps, masses] = [
      this.#entrySets,
      this.#entryNexts,
      this.#stamps,
      this.#masses,
    ];
    this.#probe += 1;
    const probe = this.#probe;
    const certain = this.#prefixLength(ranks, mass, Math.max(CERTAIN, this.#threshold));
    let effort = EFFORT;
    let rest = mass;
    for (let k = 0; k < listed; k += 1) {
      const rank = ranks[k] ?? 0;
      if (k >= certain && effort <= 0) break;
      for (let entry = this.#headOf(rank); entry !== 0; entry = nexts[entry] ?? 0) {
        effort -= 1;
        const at = sets[entry] ?? 0;
        if (at >= before || stamps[at] === probe) continue;
        stamps[at] = probe;
        const other = masses[at] ?? 0;
        if (other < least || other > most) continue;
        // Jaccard reaches the threshold only with this much in common.
        const needed = share * (mass + other) - 1e-4;
        // Met at their first common gram, the two share at most what either has from there on.
        if (rest < needed || (this.#entryRests[entry] ?? 0) < needed) continue;
        const shared = this.#sharedFrom(ranks, k, this.#entryPlaces[entry] ?? 0, at, rest - needed);
        const score = shared / (mass + other - shared);
        if (score < this.#threshold) continue;
        found.push({ at, score, contained: shared / Math.min(mass, other) });
      }
      rest -= this.#weightOf(rank);
    }
    return found;
  }

  #ranked(grams: Uint32Array, isKept: boolean): Int32Array {
    const ranks = new Int32Array(grams.length);
    for (let at = 0; at < grams.length; at += 1) {
      const gram = grams[at] ?? 0;
      let rank = this.#ranks.get(gram);
      if (rank === undefined) {
        // A gram of a mere question is not remembered: it can match nothing.
        rank = isKept ? -1 - this.#unseen : NEVER_STORED - at;
        if (isKept) this.#ranks.set(gram, rank);
        if (isKept) this.#unseen += 1;
      }
      ranks[at] = rank;
    }
    return ranks.toSorted();
  }

  #weightOf(rank: number): number {
    return rank < 0 ? this.#rarest : (this.#weights[rank] ?? this.#rarest);
  }

  #massOf(ranks: Int32Array): number {
    let mass = 0;
    for (let at = 0; at < ranks.length; at += 1) mass += this.#weightOf(ranks[at] ?? 0);
    return mass;
  }

  #prefixLength(ranks: Int32Array, mass: number, threshold = this.#threshold): number {
    let unlisted = 0;
    let length = ranks.length;
    while (length > 0) {
      unlisted += this.#weightOf(ranks[length - 1] ?? 0);
      // A hair of room for rounding, or an exact tie would be lost.
      if (unlisted >= threshold * mass - 1e-6) break;
      length -= 1;
    }
    return length;
  }

  /**
   * Mass in common from the first common gram on, `ranks[from]` and `pool[place]`; given up, too low,
   * once more than `spare` of the asking set is found missing.
   */
  #sharedFrom(ranks: Int32Array, from: number, place: number, at: number, spare: number): number {
    const pool = this.#pool;
    const end = this.#starts[at + 1] ?? 0;
    let other = place;
    let shared = 0;
    let missing = 0;
    for (let k = from; k < ranks.length && other < end; k += 1) {
      const rank = ranks[k] ?? 0;
      while (other < end && (pool[other] ?? 0) < rank) other += 1;
      if (other < end && pool[other] === rank) {
        shared += this.#weightOf(rank);
        other += 1;
        continue;
      }
      missing += this.#weightOf(rank);
      if (missing > spare) return 0;
    }
    return shared;
  }

  #headOf(rank: number): number {
    return rank < 0 ? (this.#laterHeads.get(rank) ?? 0) : (this.#heads[rank] ?? 0);
  }

  #list(rank: number, at: number, place: number, rest: number): void {
    this.#entries += 1;
    if (this.#entries >= this.#entrySets.length) {
      this.#entrySets = widened(this.#entrySets);
      this.#entryNexts = widened(this.#entryNexts);
      this.#entryPlaces = widened(this.#entryPlaces);
      const rests = new Float32Array(this.#entrySets.length);
      rests.set(this.#entryRests);
      this.#entryRests = rests;
    }
    this.#entrySets[this.#entries] = at;
    this.#entryPlaces[this.#entries] = place;
    this.#entryRests[this.#entries] = rest;
    this.#entryNexts[this.#entries] = this.#headOf(rank);
    if (rank < 0) this.#laterHeads.set(rank, this.#entries);
    else this.#heads[rank] = this.#entries;
  }

  #reserve(length: number): void {
    if (this.#count + 1 >= this.#starts.length) {
      this.#starts = widened(this.#starts);
      this.#stamps = widened(this.#stamps);
      const masses = new Float64Array(this.#starts.length);
      masses.set(this.#masses);
      this.#masses = masses;
    }
    const used = this.#starts[this.#count - 1] ?? 0;
    if (used + length > this.#pool.length) this.#pool = widened(this.#pool, used + length);
  }
}

function widened(list: Int32Array, least = 0): Int32Array<ArrayBuffer> {
  // Half as much again: doubling would briefly need three times a list of millions.
  const wider = new Int32Array(Math.max(least, Math.ceil(list.length * 1.5) + 16));
  wider.set(list);
  return wider;
}
