import type { CandidatePool } from './candidate-pool.ts';

/**
 * Matters that say the same but for one thing in the place of another (互斥): no third that says less than either may join them, as 保险断缴
 * would join 养老保险断缴 and 医疗保险断缴. Kept between groups, by the matter that stands for each.
 */
export class Foes {
  readonly #foes = new Map<number, Set<number>>();

  constructor(candidates: CandidatePool) {
    for (const { a, b, isFoe } of candidates)
      if (isFoe) {
        this.#of(a).add(b);
        this.#of(b).add(a);
      }
  }

  areFoes(a: number, b: number): boolean {
    return this.#foes.get(a)?.has(b) === true;
  }

  /** Two groups are one from now on, which `root` stands for. */
  join(root: number, other: number): void {
    const inherited = this.#foes.get(other);
    if (root === other || !inherited) return;
    this.#foes.delete(other);
    for (const foe of inherited) {
      this.#of(root).add(foe);
      this.#of(foe).delete(other);
      this.#of(foe).add(root);
    }
  }

  #of(root: number): Set<number> {
    const known = this.#foes.get(root);
    if (known) return known;
    const made = new Set<number>();
    this.#foes.set(root, made);
    return made;
  }
}
