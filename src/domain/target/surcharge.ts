import { daysBetween } from './calendar.ts';
import type { Direction } from './path.ts';

/** What a child asks beyond its parent (层层加码). */
export interface Surcharge {
  /** How much more the child asks, in the unit of the target, in the direction of effort. */
  readonly more: number;
  /** The same as a share of the parent's value. */
  readonly share: number | undefined;
  /** Days the child's deadline lies before the parent's. */
  readonly daysEarlier: number;
}

export interface Asked {
  readonly value: number;
  /** ISO date by which it is asked. */
  readonly due: string;
}

/**
 * What a child target asks beyond its parent (加码): a stricter value or an earlier day. `undefined` when
 * it asks no more; otherwise a reason must be given, and the difference is shown to both levels. A part of
 * a sum asks no more by its value: there the sum of all parts counts (`surchargeIndex`).
 */
export function surchargeOf(
  parent: Asked,
  child: Asked,
  direction: Direction,
  isPart = false,
): Surcharge | undefined {
  const more = isPart ? 0 : harder(child.value, parent.value, direction);
  const daysEarlier = Math.max(0, daysBetween(child.due, parent.due));
  if (more <= 0 && daysEarlier === 0) return undefined;
  return {
    more: Math.max(0, more),
    share: parent.value === 0 ? undefined : Math.max(0, more) / Math.abs(parent.value),
    daysEarlier,
  };
}

function harder(child: number, parent: number, direction: Direction): number {
  if (direction === 'keep') return Math.abs(child - parent);
  return direction === 'up' ? child - parent : parent - child;
}

/** The index of surcharge (加码指数) of amounts that add up: Σ children ÷ parent − 1. */
export function surchargeIndex(parent: number, children: readonly number[]): number | undefined {
  if (parent === 0) return undefined;
  return children.reduce((sum, child) => sum + child, 0) / parent - 1;
}
