import type { Objection } from '#domain/refusal.ts';
import { type DeadlineKind, type EntryFacts, isListed } from './entry.ts';

/** What must be known before work is handed to a unit (交办、下达): lead, deadline, measures. */
export function handingObjection(entry: {
  readonly leadUnit: string | undefined;
  readonly deadlineKind: DeadlineKind;
  readonly measures: number;
  readonly milestones: number;
  readonly kind: EntryFacts['kind'];
}): Objection {
  if (entry.leadUnit === undefined) return 'no-lead';
  if (entry.deadlineKind === 'none') return 'no-deadline';
  if (entry.kind === 'problem' && entry.measures === 0) return 'no-measures';
  if (entry.deadlineKind === 'long_term' && entry.milestones === 0) return 'no-milestones';
  return undefined;
}

/** Evidence of the present episode before 报结. */
export function deliveringObjection(entry: EntryFacts): Objection {
  return entry.evidence === 0 ? 'no-evidence' : undefined;
}

type Survivor = Pick<EntryFacts, 'kind' | 'state' | 'merged'>;

/**
 * What an entry is merged or carried over into must be of its kind and count by itself, else a listed
 * entry would leave every denominator with it.
 */
export function survivorObjection(
  entry: Pick<EntryFacts, 'kind' | 'state'>,
  survivor: Survivor,
): Objection {
  if (survivor.merged) return 'already-merged';
  if (survivor.kind !== entry.kind || ENDED_UNDONE.has(survivor.state)) return 'unfit-survivor';
  return isListed(entry.state) && !isListed(survivor.state) ? 'unfit-survivor' : undefined;
}

/** Ends without the work being done: nothing is carried on there. */
const ENDED_UNDONE: ReadonlySet<string> = new Set(['not_listed', 'cancelled', 'superseded']);

/** A reason must say something: white space alone is none. */
export function reasonObjection(reason: string | undefined): Objection {
  return reason === undefined || reason.trim() === '' ? 'no-reason' : undefined;
}

/** A deadline by date must name a day that is not past; one of another kind may name a day to begin with. */
export function deadlineObjection(
  kind: DeadlineKind,
  on: string | undefined,
  today: string,
): Objection {
  if (kind === 'date' && on === undefined) return 'no-deadline';
  return on !== undefined && on < today ? 'deadline-past' : undefined;
}

/** An extension must reach beyond the deadline that stands, and beyond today. */
export function extensionObjection(
  entry: Pick<EntryFacts, 'deadline'>,
  wanted: string | undefined,
  today: string,
): Objection {
  if (wanted === undefined) return 'no-deadline';
  return wanted <= (entry.deadline ?? today) || wanted < today ? 'deadline-not-later' : undefined;
}

/** Is the entry overdue (超期) on this day? No date is not overdue; finished, refused or cancelled work is not either. */
export function isOverdue(
  entry: Pick<EntryFacts, 'state' | 'deadlineKind' | 'deadline'>,
  today: string,
): boolean {
  if (entry.deadlineKind !== 'date' || entry.deadline === undefined) return false;
  return OPEN_STATES.has(entry.state) && entry.deadline < today;
}

/** States in which work is still owed; `delivered` is handed in, so its clock has stopped. */
export const OPEN_STATES: ReadonlySet<string> = new Set([
  'listed',
  'assigned',
  'accepted',
  'underway',
  'blocked',
]);
