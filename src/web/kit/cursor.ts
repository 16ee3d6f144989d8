/**
 * Which row of a list the keys stand on. It is kept beside the page rather than in its state, so that a step
 * draws two rows anew and not the page around them.
 */
export class Cursor {
  readonly #heard = new Set<() => void>();
  #at: number;

  constructor(at = 0) {
    this.#at = at;
  }

  readonly at = (): number => this.#at;

  readonly subscribe = (hear: () => void): (() => void) => {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  };

  readonly moveTo = (index: number): void => {
    if (index === this.#at) return;
    this.#at = index;
    for (const hear of this.#heard) hear();
  };
}
