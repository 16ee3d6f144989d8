import { type EntryState, isClaimed, isClosed, isListed } from './entry.ts';

/** What an entry is counted under: its state, or `merged` while an active link gives it to its survivor. */
export type RollupState = EntryState | 'merged';

/** What an entry is counted by. Two of these that are equal need no new count. */
export interface CountKey {
  readonly orgPath: string;
  readonly campaignId: string;
  readonly kind: 'problem' | 'task';
  readonly category: string;
  readonly state: RollupState;
}

/** The changes of counts that a change of an entry causes; `undefined`: it did not exist. */
export function countChanges(
  before: CountKey | undefined,
  after: CountKey,
): readonly (CountKey & { readonly n: 1 | -1 })[] {
  const same =
    before !== undefined &&
    before.orgPath === after.orgPath &&
    before.campaignId === after.campaignId &&
    before.kind === after.kind &&
    before.category === after.category &&
    before.state === after.state;
  if (same) return [];
  const added = { ...after, n: 1 as const };
  return before === undefined ? [added] : [{ ...before, n: -1 as const }, added];
}

/** Counts of a set of entries; `merged` and `superseded` ones are shown apart and enter no rate of their own. */
export interface Tally {
  /** 列入台账: the denominator of every rate, cancelled entries included. */
  readonly listed: number;
  /** 报结 and 销号 together: the numerator of 申报整改率. */
  readonly claimed: number;
  readonly closed: number;
  readonly cancelled: number;
  readonly merged: number;
  /** 并入: tasks that another one carries on. */
  readonly superseded: number;
}

/** Counts by state as the figures a reader knows. */
export function tallyOf(
  counts: Iterable<{ readonly state: RollupState; readonly n: number }>,
): Tally {
  const tally = { listed: 0, claimed: 0, closed: 0, cancelled: 0, merged: 0, superseded: 0 };
  for (const { state, n } of counts) {
    if (state === 'merged') {
      tally.merged += n;
      continue;
    }
    if (isListed(state)) tally.listed += n;
    if (isClaimed(state)) tally.claimed += n;
    if (isClosed(state)) tally.closed += n;
    if (state === 'cancelled') tally.cancelled += n;
    if (state === 'superseded') tally.superseded += n;
  }
  return tally;
}
