import type { CityStatement } from '#test/alike-city/generate.ts';

export interface PairScore {
  readonly precision: number;
  readonly recall: number;
}

/** Precision and recall over all pairs of statements, given the group each was put into. */
export function pairScore(
  statements: readonly CityStatement[],
  groupOf: (at: number) => number | string,
): PairScore {
  const [groups, truths, both] = [new Tally(), new Tally(), new Tally()];
  statements.forEach(({ instance }, at) => {
    const group = groupOf(at);
    groups.add(`${group}`);
    truths.add(instance);
    both.add(`${group}|${instance}`);
  });
  return { precision: both.pairs / Math.max(1, groups.pairs), recall: both.pairs / truths.pairs };
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  get pairs(): number {
    return this.#counts.values().reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  }
}

/** Groups made by pairs, transitively. */
export function grouped(size: number, pairs: Iterable<readonly [number, number]>): Int32Array {
  const parents = Int32Array.from({ length: size }, (_, at) => at);
  const root = (thing: number): number => {
    let at = thing;
    while (parents[at] !== at) at = parents[at] ?? at;
    return at;
  };
  for (const [a, b] of pairs) parents[root(a)] = root(b);
  return parents.map((_, at) => root(at));
}
