import type { Distilled } from './distil.ts';
import type { StatementLink } from './settle.ts';

/** So far what waits is counted: beyond it the number would help nobody decide, and counting would cost. */
export const QUEUE_COUNTED = 300;

/** A statement beside the first of its group, and why. */
export interface QueueMember {
  readonly statement: number;
  readonly score: number;
  readonly rule: StatementLink['rule'] | 'confirmed';
}

/** A group as it waits to be judged (归并队列的一组): statements by position, the earliest at its head. */
export interface QueueGroup {
  readonly kind: 'suggested' | 'linked';
  readonly main: number;
  readonly members: readonly QueueMember[];
}

/** What groups are made of. */
interface ToGroup {
  /** Pairs to judge, best first. */
  readonly suggestions: readonly StatementLink[];
  /** For each statement the earliest of those it is linked with. */
  readonly instanceOf: Int32Array;
  readonly table: readonly Distilled[];
  /** False for a pair about which nothing is left to ask. */
  readonly isOpen: (main: number, statement: number) => boolean;
}

/** An officer looks at so many beside one; what more there is follows when these are judged. */
const MOST_MEMBERS = 30;

/** The groups to be judged, then those the rules linked, to be confirmed; none without members. */
export function* queueGroups({
  suggestions,
  instanceOf,
  table,
  isOpen,
}: ToGroup): Generator<QueueGroup> {
  const stars = new Map<number, QueueMember[]>();
  for (const { a, b, score, rule } of suggestions) {
    const [main, statement] = a < b ? [a, b] : [b, a];
    const members = stars.get(main) ?? [];
    if (members.length >= MOST_MEMBERS || !isOpen(main, statement)) continue;
    members.push({ statement, score, rule });
    stars.set(main, members);
  }
  for (const [main, members] of stars) yield { kind: 'suggested', main, members };
  const linked = new Map<number, QueueMember[]>();
  for (const [statement, main] of instanceOf.entries()) {
    if (statement === main || !isOpen(main, statement)) continue;
    const members = linked.get(main) ?? [];
    const { score, rule } = table[statement] ?? { score: 1, rule: 'first' };
    // What stands by a person's word was not scored by this run.
    if (members.length < MOST_MEMBERS)
      members.push({ statement, score, rule: rule === 'first' ? 'confirmed' : rule });
    linked.set(main, members);
  }
  for (const [main, members] of linked) yield { kind: 'linked', main, members };
}
