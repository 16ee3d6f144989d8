import { type GramSets, widened } from './gram-sets.ts';
import { withHeadroom } from './number-list.ts';
import { Postings } from './postings.ts';

/** A signature found near another, by its number. */
export interface Near {
  readonly at: number;
  /** idf-weighted Jaccard of the two gram sets. */
  readonly score: number;
}

/** From this score on nothing is missed; what is less alike is looked for as far as the effort allows. */
const CERTAIN = 0.5;
/** Sets looked at for one question beyond what certainty asks: everyday grams would cost minutes and tell nothing. */
const EFFORT = 20_000;

/** How hard to look: from `certainFrom` on nothing is missed, below it no more than `effort` sets are looked at. */
export interface Effort {
  readonly certainFrom: number;
  readonly effort: number;
}

interface Asking {
  readonly ranks: Int32Array;
  readonly mass: number;
  readonly effort?: number;
}

/** Told of a near set; `true` when that is enough, and no further one need be looked for. */
type Visit = (at: number, score: number) => boolean | void;
type Skip = (at: number) => boolean;

/**
 * Finds the gram sets whose idf-weighted Jaccard reaches a threshold: exactly from a half up, below that up
 * to a bounded effort. A set is listed only under its rarest grams (`prefixOf`).
 */
export class NearIndex {
  readonly #sets: GramSets;
  readonly #threshold: number;
  readonly #postings: Postings;
  #stamps = new Int32Array(1 << 12);
  #probe = 0;
  #listed = 0;

  readonly #effort: Effort;

  constructor(
    sets: GramSets,
    threshold: number,
    effort = { certainFrom: CERTAIN, effort: EFFORT },
  ) {
    this.#sets = sets;
    this.#threshold = threshold;
    this.#effort = effort;
    this.#postings = new Postings(sets.grams);
  }

  /** Lists all that is stored; the first question would else wait for it. */
  settle(): void {
    let more = 0;
    for (let at = this.#listed; at < this.#sets.size; at += 1) {
      const ranks = this.#sets.ranksOf(at);
      more += this.#sets.prefixOf(ranks, this.#sets.massAt(at), this.#threshold);
    }
    this.#postings.reserve(withHeadroom(more));
    this.#catchUp();
    this.#stamps = widened(this.#stamps, withHeadroom(this.#sets.size));
  }

  /** All stored sets that reach the threshold, in no particular order; with no effort only what is certain. */
  near(grams: Uint32Array, effort = this.#effort.effort): Near[] {
    const ranks = this.#sets.ranked(grams);
    return this.#found({ ranks, mass: this.#sets.massOf(ranks), effort });
  }

  /** The same for a set that is stored, which finds itself too. */
  nearStored(at: number, effort = this.#effort.effort): Near[] {
    return this.#found({ ranks: this.#sets.ranksOf(at), mass: this.#sets.massAt(at), effort });
  }

  /**
   * Each pair of a block that reaches the threshold, once; pairs for which `skip` holds are not compared. A
   * set of which `visit` says that this is enough is stood for by the other: none is compared with it any
   * more. The index must hold nothing else: it is emptied first.
   */
  pairsIn(
    block: Iterable<number>,
    visit: (earlier: number, at: number, score: number) => boolean | void,
    skip?: (earlier: number, at: number) => boolean,
  ): void {
    this.#postings.clear();
    for (const at of block) {
      const isEnough = this.#ask(
        { ranks: this.#sets.ranksOf(at), mass: this.#sets.massAt(at) },
        (earlier, score) => visit(earlier, at, score),
        skip && ((earlier) => skip(earlier, at)),
      );
      if (!isEnough) this.#list(at);
    }
  }

  #found(asking: Asking): Near[] {
    this.#catchUp();
    const found: Near[] = [];
    this.#ask(asking, (at, score): void => {
      found.push({ at, score });
    });
    return found;
  }

  #catchUp(): void {
    for (; this.#listed < this.#sets.size; this.#listed += 1) this.#list(this.#listed);
  }

  #list(at: number): void {
    const sets = this.#sets;
    const ranks = sets.ranksOf(at);
    const mass = sets.massAt(at);
    const listed = sets.prefixOf(ranks, mass, this.#threshold);
    let rest = mass;
    for (let k = 0; k < listed; k += 1) {
      const rank = ranks[k] ?? 0;
      this.#postings.list(rank, at, k, rest);
      rest -= sets.weightOf(rank);
    }
  }

  #ask({ ranks, mass, effort }: Asking, visit: Visit, skip?: Skip): boolean {
    const sets = this.#sets;
    const threshold = this.#threshold;
    const { sets: listed, nexts, places, rests } = this.#postings;
    const [least, most] = [mass * threshold, mass / threshold];
    const share = threshold / (1 + threshold);
    const prefix = sets.prefixOf(ranks, mass, threshold);
    const certain = sets.prefixOf(ranks, mass, Math.max(this.#effort.certainFrom, threshold));
    if (sets.size > this.#stamps.length) this.#stamps = widened(this.#stamps, sets.size);
    const stamps = this.#stamps;
    this.#probe += 1;
    const probe = this.#probe;
    let left = effort ?? this.#effort.effort;
    let rest = mass;
    for (let k = 0; k < prefix; k += 1) {
      if (k >= certain && left <= 0) return false;
      const rank = ranks[k] ?? 0;
      for (let entry = this.#postings.headOf(rank); entry !== 0; entry = nexts[entry] ?? 0) {
        left -= 1;
        const at = listed[entry] ?? 0;
        if (stamps[at] === probe) continue;
        stamps[at] = probe;
        const other = sets.massAt(at);
        if (other < least || other > most) continue;
        // Jaccard reaches the threshold only with this much in common.
        const needed = share * (mass + other) - 1e-4;
        // Met at their first common gram, the two share at most what either has from there on.
        if (rest < needed || (rests[entry] ?? 0) < needed || skip?.(at) === true) continue;
        const shared = sets.sharedFrom(ranks, k, at, places[entry] ?? 0, rest - needed);
        const score = shared / (mass + other - shared);
        if (score < threshold) continue;
        if (visit(at, score) === true) return true;
      }
      rest -= sets.weightOf(rank);
    }
    return false;
  }
}
