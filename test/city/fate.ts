import type { Scale } from './sizes.ts';

/** Where a problem's story has come to by today. */
export const FATES = [
  'raised',
  'screened',
  'not_listed',
  'listed',
  'refused',
  'assigned',
  'accepted',
  'underway',
  'asking',
  'blocked',
  'delivered',
  'closed',
  'cancelled',
  'reopened',
  'closed_again',
  'merged',
] as const;
export type Fate = (typeof FATES)[number];

/** How much of each, in per mille: at city scale some 92 % is claimed; the small city keeps more to do. */
export const FATE_WEIGHTS: Readonly<Record<Scale, Readonly<Record<Fate, number>>>> = {
  city: {
    raised: 8,
    screened: 5,
    not_listed: 12,
    listed: 5,
    refused: 1,
    assigned: 6,
    accepted: 5,
    underway: 41,
    asking: 3,
    blocked: 6,
    delivered: 125,
    closed: 762,
    cancelled: 9,
    reopened: 3,
    closed_again: 5,
    merged: 4,
  },
  small: {
    raised: 20,
    screened: 15,
    not_listed: 20,
    listed: 20,
    refused: 8,
    assigned: 20,
    accepted: 14,
    underway: 45,
    asking: 12,
    blocked: 14,
    delivered: 150,
    closed: 605,
    cancelled: 15,
    reopened: 12,
    closed_again: 15,
    merged: 15,
  },
};

/** Days that the story of each fate takes when nothing hurries it. */
export const FATE_DAYS: Readonly<Record<Fate, number>> = {
  raised: 6,
  screened: 10,
  not_listed: 20,
  listed: 14,
  refused: 18,
  assigned: 12,
  accepted: 18,
  underway: 45,
  asking: 55,
  blocked: 45,
  delivered: 50,
  closed: 70,
  cancelled: 60,
  reopened: 110,
  closed_again: 150,
  merged: 30,
};

/** Work is still owed at the end. */
export const STILL_OPEN: ReadonlySet<Fate> = new Set([
  'listed',
  'refused',
  'assigned',
  'accepted',
  'underway',
  'asking',
  'blocked',
  'reopened',
]);
