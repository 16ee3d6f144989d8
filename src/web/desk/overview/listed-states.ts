import type { EntryState } from '#domain/entry/entry.ts';
import { isClaimed, isClosed, isListed } from '#domain/entry/entry.ts';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';

/** The states behind each figure of the overview, so that its link opens exactly its rows. */
export const LISTED: readonly EntryState[] = PROBLEM_STATES.filter(isListed);
export const CLAIMED: readonly EntryState[] = PROBLEM_STATES.filter(isClaimed);
export const CLOSED: readonly EntryState[] = PROBLEM_STATES.filter(isClosed);
export const AT_WORK: readonly EntryState[] = ['accepted', 'underway', 'blocked'];
/** Listed, and neither handed in nor cancelled. */
export const OWED: readonly EntryState[] = LISTED.filter(
  (state) => !isClaimed(state) && state !== 'cancelled',
);
