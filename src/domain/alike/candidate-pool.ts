import { STATEMENT_RULES } from './agreement.ts';
import type { Candidate } from './still.ts';

/** Scores that differ by less than this stand in the order they were found. */
const STEPS = 2 ** 16;
/** Pairs in one piece of memory: nothing is copied when there are more, and no half of it is left behind. */
const PIECE = 2 ** 15;

interface Piece {
  readonly pairs: Int32Array;
  readonly scores: Float32Array;
  readonly verdicts: Uint8Array;
}

/**
 * Pairs that may be one matter, many millions of them at thirteen bytes each: as objects those of a city took
 * three hundred megabytes.
 */
export class CandidatePool {
  #count = 0;
  readonly #pieces: Piece[] = [];

  get size(): number {
    return this.#count;
  }

  add({ a, b, score, decision, rule, isFoe }: Candidate): void {
    const at = this.#count % PIECE;
    if (at === 0) this.#pieces.push(emptyPiece());
    this.#count += 1;
    const piece = this.#pieces.at(-1);
    if (!piece) return;
    piece.pairs[2 * at] = a;
    piece.pairs[2 * at + 1] = b;
    piece.scores[at] = score;
    piece.verdicts[at] =
      STATEMENT_RULES.indexOf(rule) * 4 + Number(isFoe) * 2 + Number(decision === 'link');
  }

  /** The surest first. */
  *bestFirst(): Generator<Candidate> {
    const order = this.#order();
    for (const at of order) yield this.#at(at);
  }

  /** In the order they were added. */
  *[Symbol.iterator](): Generator<Candidate> {
    for (let at = 0; at < this.#count; at += 1) yield this.#at(at);
  }

  #at(number: number): Candidate {
    const at = number % PIECE;
    const piece = this.#pieces[(number - at) / PIECE];
    const verdict = piece?.verdicts[at] ?? 0;
    return {
      a: piece?.pairs[2 * at] ?? 0,
      b: piece?.pairs[2 * at + 1] ?? 0,
      score: piece?.scores[at] ?? 0,
      decision: verdict % 2 === 1 ? 'link' : 'suggest',
      rule: STATEMENT_RULES[verdict >> 2] ?? 'likely',
      isFoe: (verdict & 2) !== 0,
    };
  }

  /** By counting: scores lie between 0 and 1, and a comparing sort of millions takes seconds. */
  #order(): Uint32Array {
    const starts = new Uint32Array(STEPS + 2);
    for (const step of this.#steps()) starts[step + 1] = (starts[step + 1] ?? 0) + 1;
    for (let k = 1; k < starts.length; k += 1) starts[k] = (starts[k] ?? 0) + (starts[k - 1] ?? 0);
    const order = new Uint32Array(this.#count);
    let at = 0;
    for (const step of this.#steps()) {
      const place = starts[step] ?? 0;
      order[place] = at;
      starts[step] = place + 1;
      at += 1;
    }
    return order;
  }

  *#steps(): Generator<number> {
    let left = this.#count;
    for (const { scores } of this.#pieces) {
      for (let at = 0; at < Math.min(PIECE, left); at += 1)
        yield Math.min(STEPS, Math.max(0, Math.floor((1 - (scores[at] ?? 0)) * STEPS)));
      left -= PIECE;
    }
  }
}

function emptyPiece(): Piece {
  return {
    pairs: new Int32Array(2 * PIECE),
    scores: new Float32Array(PIECE),
    verdicts: new Uint8Array(PIECE),
  };
}
