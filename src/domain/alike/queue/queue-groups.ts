import type { DistilTable } from '../distil-table.ts';
import { QueueChains } from './queue-chains.ts';
import type { StatementLink } from '../settle.ts';

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
  readonly suggestions: Iterable<StatementLink>;
  /** For each statement the earliest of those it is linked with. */
  readonly instanceOf: Int32Array;
  readonly table: DistilTable;
  /** False for a pair about which nothing is left to ask. */
  readonly isOpen: (main: number, statement: number) => boolean;
}

/** An officer looks at so many beside one; what more there is follows when these are judged. */
const MOST_MEMBERS = 30;

/**
 * The groups to be judged, then those the rules linked, to be confirmed; none without members. Made as they are asked
 * for: all at once those of a city take fifty megabytes.
 */
export function* queueGroups(all: ToGroup): Generator<QueueGroup> {
  yield* suggestedGroups(all);
  yield* linkedGroups(all);
}

function* suggestedGroups({ suggestions, instanceOf, isOpen }: ToGroup): Generator<QueueGroup> {
  const chains = new QueueChains(instanceOf.length);
  for (const { a, b, score, rule } of suggestions) {
    const [main, statement] = a < b ? [a, b] : [b, a];
    if (chains.lengthOf(main) >= MOST_MEMBERS || !isOpen(main, statement)) continue;
    chains.add(main, { statement, score, rule });
  }
  for (const [main, members] of chains) yield { kind: 'suggested', main, members };
}

function* linkedGroups({ instanceOf, table, isOpen }: ToGroup): Generator<QueueGroup> {
  const chains = new QueueChains(instanceOf.length);
  for (const [statement, main] of instanceOf.entries()) {
    if (statement === main || chains.lengthOf(main) >= MOST_MEMBERS || !isOpen(main, statement))
      continue;
    const { score, rule } = table.at(statement) ?? { score: 1, rule: 'first' };
    // What stands by a person's word was not scored by this run.
    chains.add(main, { statement, score, rule: rule === 'first' ? 'confirmed' : rule });
  }
  for (const [main, members] of chains) yield { kind: 'linked', main, members };
}
