import type { Objection } from '#domain/refusal.ts';

/** 初步, 终核, 修正 */
export const VINTAGES = ['provisional', 'final', 'restated'] as const;
export type Vintage = (typeof VINTAGES)[number];

/** One vintage (版次) of the figure of one period. */
export interface ReadingVintage {
  readonly periodEnd: string;
  /** Counts the vintages of one period from 1. */
  readonly version: number;
  readonly vintage: Vintage;
  readonly value: number;
  /** The day it was recorded. */
  readonly knownOn: string;
}

/**
 * The figures as they stood on a day (当时所知): of each period the newest vintage recorded by then, in the
 * order of the periods. A period without a figure is not there; it is never zero.
 */
export function currentReadings(
  vintages: readonly ReadingVintage[],
  knownOn = '9999-12-31',
): ReadingVintage[] {
  const newest = new Map<string, ReadingVintage>();
  for (const one of vintages) {
    if (one.knownOn > knownOn) continue;
    const before = newest.get(one.periodEnd);
    if (before === undefined || one.version > before.version) newest.set(one.periodEnd, one);
  }
  return [...newest.values()].toSorted((a, b) => (a.periodEnd < b.periodEnd ? -1 : 1));
}

/**
 * May this vintage follow what the period has? After a final figure only a restated one; a restated one
 * needs something to restate; and whatever changes a figure gives its reason.
 */
export function vintageObjection(
  before: { readonly vintage: Vintage } | undefined,
  next: { readonly vintage: Vintage; readonly note: string },
): Objection {
  if (before === undefined) return next.vintage === 'restated' ? 'nothing-to-restate' : undefined;
  if (before.vintage !== 'provisional' && next.vintage !== 'restated') return 'restate-instead';
  if (before.vintage === 'provisional' && next.vintage === 'final') return undefined;
  return next.note === '' ? 'no-reason' : undefined;
}
