import type { StatementRule } from './agreement.ts';
import type { Distillation, Told } from './distil.ts';
import type { Candidate } from './still.ts';

/** A link between two statements, by their positions; why it is drawn. */
export interface StatementLink {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly rule: StatementRule | 'same-text';
}

type Pair = readonly [number, number];

/** What persons have decided before, by positions: links that stand, pairs that are not one matter. */
export interface Decided {
  readonly linked: readonly Pair[];
  readonly apart: readonly Pair[];
}

/** The links to be drawn and, for each statement, the first statement of its group. */
export interface Settled {
  readonly drawn: readonly StatementLink[];
  readonly instanceOf: Int32Array;
}

/** The first statement of each matter. */
export function firstStatements({ matterOf, still }: Told): Int32Array {
  const first = new Int32Array(still.matters).fill(-1);
  for (let at = matterOf.length - 1; at >= 0; at -= 1) first[matterOf[at] ?? 0] = at;
  return first;
}

/** Every link of a distillation between statements: those of one wording to its first, then between wordings. */
export function statementLinks(distillation: Distillation): StatementLink[] {
  const first = firstStatements(distillation);
  const links: StatementLink[] = [];
  for (const [at, matter] of distillation.matterOf.entries()) {
    const a = first[matter] ?? at;
    if (a !== at) links.push({ a, b: at, score: 1, rule: 'same-text' });
  }
  for (const { a, b, score, rule } of distillation.links.inForce())
    links.push({ a: first[a] ?? 0, b: first[b] ?? 0, score, rule });
  return links.toSorted((x, y) => y.score - x.score);
}

/** What a person should judge, between statements, best first; `first` is `firstStatements`. */
export function* statementSuggestions(
  suggestions: Iterable<Candidate>,
  first: Int32Array,
): Generator<StatementLink> {
  for (const { a, b, score, rule } of suggestions)
    yield { a: first[a] ?? 0, b: first[b] ?? 0, score, rule };
}

/**
 * Draws links on top of what persons decided: a link that is there already is not drawn again, and none
 * is drawn that would bring two statements together which somebody has set apart, by whatever detour.
 */
export function settleLinks(
  statements: number,
  { linked, apart }: Decided,
  links: readonly StatementLink[],
): Settled {
  const groups = new Groups(statements, apart);
  for (const [a, b] of linked) groups.join(a, b);
  const drawn = links.filter(({ a, b }) => !groups.keepsApart(a, b) && groups.join(a, b));
  return { drawn, instanceOf: groups.firsts() };
}

/** Union-find by the earliest member, with the groups that each group must not meet. */
class Groups {
  readonly #parents: Int32Array;
  readonly #foes = new Map<number, Set<number>>();

  constructor(size: number, apart: readonly Pair[]) {
    this.#parents = Int32Array.from({ length: size }, (_, at) => at);
    for (const [a, b] of apart) {
      this.#foesOf(a).add(b);
      this.#foesOf(b).add(a);
    }
  }

  keepsApart(a: number, b: number): boolean {
    const foes = this.#foes.get(this.#root(a));
    return foes !== undefined && foes.has(this.#root(b));
  }

  /** False when they were in one group already. */
  join(a: number, b: number): boolean {
    const [x, y] = [this.#root(a), this.#root(b)];
    if (x === y) return false;
    const [first, other] = x < y ? [x, y] : [y, x];
    this.#parents[other] = first;
    for (const foe of this.#foes.get(other) ?? []) {
      this.#foesOf(foe).delete(other);
      this.#foesOf(foe).add(first);
      this.#foesOf(first).add(foe);
    }
    this.#foes.delete(other);
    return true;
  }

  firsts(): Int32Array {
    return this.#parents.map((_, at) => this.#root(at));
  }

  #root(thing: number): number {
    let at = thing;
    while (this.#parents[at] !== at) {
      this.#parents[at] = this.#parents[this.#parents[at] ?? at] ?? at;
      at = this.#parents[at] ?? at;
    }
    return at;
  }

  #foesOf(root: number): Set<number> {
    const foes = this.#foes.get(root) ?? new Set<number>();
    this.#foes.set(root, foes);
    return foes;
  }
}
