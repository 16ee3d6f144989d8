import { REASONS } from '../distil-table.ts';
import { NumberList } from '../near/number-list.ts';
import type { QueueMember } from './queue-groups.ts';

const RULES = ['confirmed', ...REASONS.filter((reason) => reason !== 'first')] as const;
/** Scores are kept as whole numbers of this many steps. */
const STEPS = 2 ** 24;
const MOST = 255;

/** Statements beside the first of their groups, in packed lists: each group is a chain in the order of adding. */
export class QueueChains {
  readonly #lengths: Uint8Array;
  readonly #lasts: Int32Array;
  /** The mains, in the order they got their first, and that first. */
  readonly #mains = new NumberList();
  readonly #firsts = new NumberList();
  /** Entries from 1; 0 ends a chain. */
  readonly #statements = new NumberList();
  readonly #scores = new NumberList();
  readonly #rules = new NumberList();
  readonly #nexts = new NumberList();

  /** `statements`: how many there are in all. */
  constructor(statements: number) {
    this.#lengths = new Uint8Array(statements);
    this.#lasts = new Int32Array(statements);
    for (const list of [this.#statements, this.#scores, this.#rules, this.#nexts]) list.push(0);
  }

  lengthOf(main: number): number {
    return this.#lengths[main] ?? 0;
  }

  /** A chain holds `MOST` at most: its length is kept in one byte, which would begin again at 0. */
  add(main: number, { statement, score, rule }: QueueMember): void {
    if (this.lengthOf(main) === MOST) throw new RangeError(`a chain holds ${MOST} statements`);
    const entry = this.#statements.push(statement) - 1;
    this.#scores.push(Math.round(score * STEPS));
    this.#rules.push(RULES.indexOf(rule));
    this.#nexts.push(0);
    const last = this.#lasts[main] ?? 0;
    if (last === 0) {
      this.#mains.push(main);
      this.#firsts.push(entry);
    } else this.#nexts.set(last, entry);
    this.#lasts[main] = entry;
    this.#lengths[main] = this.lengthOf(main) + 1;
  }

  *[Symbol.iterator](): Generator<[main: number, members: readonly QueueMember[]]> {
    for (let at = 0; at < this.#mains.size; at += 1) {
      const members: QueueMember[] = [];
      for (let entry = this.#firsts.at(at); entry !== 0; entry = this.#nexts.at(entry))
        members.push({
          statement: this.#statements.at(entry),
          score: this.#scores.at(entry) / STEPS,
          rule: RULES[this.#rules.at(entry)] ?? 'confirmed',
        });
      yield [this.#mains.at(at), members];
    }
  }
}
