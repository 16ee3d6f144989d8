import { STATEMENT_RULES } from './agreement.ts';
import { widened } from './gram-sets.ts';
import type { Candidate } from './still.ts';

/** Scores that differ by less than this stand in the order they were found. */
const STEPS = 2 ** 16;

/**
 * Pairs that may be one matter, many millions of them at thirteen bytes each: as objects those of a city took
 * three hundred megabytes.
 */
export class CandidatePool {
  #count = 0;
  #pairs = new Int32Array(1 << 12);
  #scores = new Float32Array(1 << 11);
  #verdicts = new Uint8Array(1 << 11);

  get size(): number {
    return this.#count;
  }

  add({ a, b, score, decision, rule }: Candidate): void {
    const at = this.#count;
    this.#count += 1;
    if (at >= this.#scores.length) this.#widen();
    this.#pairs[2 * at] = a;
    this.#pairs[2 * at + 1] = b;
    this.#scores[at] = score;
    this.#verdicts[at] = STATEMENT_RULES.indexOf(rule) * 2 + Number(decision === 'link');
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

  #at(at: number): Candidate {
    const verdict = this.#verdicts[at] ?? 0;
    return {
      a: this.#pairs[2 * at] ?? 0,
      b: this.#pairs[2 * at + 1] ?? 0,
      score: this.#scores[at] ?? 0,
      decision: verdict % 2 === 1 ? 'link' : 'suggest',
      rule: STATEMENT_RULES[verdict >> 1] ?? 'likely',
    };
  }

  /** By counting: scores lie between 0 and 1, and a comparing sort of millions takes seconds. */
  #order(): Uint32Array {
    const step = (at: number): number =>
      Math.min(STEPS, Math.max(0, Math.floor((1 - (this.#scores[at] ?? 0)) * STEPS)));
    const starts = new Uint32Array(STEPS + 2);
    for (let at = 0; at < this.#count; at += 1)
      starts[step(at) + 1] = (starts[step(at) + 1] ?? 0) + 1;
    for (let k = 1; k < starts.length; k += 1) starts[k] = (starts[k] ?? 0) + (starts[k - 1] ?? 0);
    const order = new Uint32Array(this.#count);
    for (let at = 0; at < this.#count; at += 1) {
      const place = starts[step(at)] ?? 0;
      order[place] = at;
      starts[step(at)] = place + 1;
    }
    return order;
  }

  #widen(): void {
    this.#pairs = widened(this.#pairs, 3 * this.#count + 16);
    const room = this.#pairs.length >> 1;
    const scores = new Float32Array(room);
    scores.set(this.#scores);
    this.#scores = scores;
    const verdicts = new Uint8Array(room);
    verdicts.set(this.#verdicts);
    this.#verdicts = verdicts;
  }
}
