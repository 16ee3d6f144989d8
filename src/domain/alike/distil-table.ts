import { STATEMENT_RULES, type StatementRule } from './agreement.ts';

/** Where a statement ended up: whose family, whose instance, and what tied it there. */
export interface Distilled {
  /** 同类: the first statement of the same issue, wherever. */
  readonly family: number;
  /** 同一问题: the first statement of the same issue in the same place. */
  readonly instance: number;
  readonly score: number;
  readonly rule: StatementRule | 'first' | 'same-text';
}

/** Every reason a statement may have, by number. */
export const REASONS = [
  'first',
  'same-text',
  ...STATEMENT_RULES,
] as const satisfies readonly Distilled['rule'][];

/** What became of each statement, thirteen bytes each: as objects those of a city took a hundred. */
export class DistilTable {
  readonly #families: Int32Array;
  readonly #instances: Int32Array;
  readonly #scores: Float32Array;
  readonly #reasons: Uint8Array;

  constructor(size: number) {
    this.#families = new Int32Array(size);
    this.#instances = new Int32Array(size);
    this.#scores = new Float32Array(size);
    this.#reasons = new Uint8Array(size);
  }

  get size(): number {
    return this.#families.length;
  }

  put(at: number, { family, instance, score, rule }: Distilled): void {
    this.#families[at] = family;
    this.#instances[at] = instance;
    this.#scores[at] = score;
    this.#reasons[at] = REASONS.indexOf(rule);
  }

  at(at: number): Distilled | undefined {
    const family = this.#families[at];
    if (family === undefined) return undefined;
    return {
      family,
      instance: this.#instances[at] ?? at,
      score: this.#scores[at] ?? 1,
      rule: REASONS[this.#reasons[at] ?? 0] ?? 'first',
    };
  }

  /** How many different families there are. */
  get families(): number {
    return new Set(this.#families).size;
  }
}
