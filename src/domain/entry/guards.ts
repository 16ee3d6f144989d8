import type { Objection } from '#domain/refusal.ts';
import { type DeadlineKind, type EntryFacts, isListed, type RequestKind } from './entry.ts';

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
export function deliveringObjection(entry: Pick<EntryFacts, 'evidence'>): Objection {
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
const ENDED_UNDONE: ReadonlySet<string> = new Set([
  'not_listed',
  'cancelled',
  'dropped',
  'superseded',
]);

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

/**
 * Is the entry to be looked at again (待复核)? A blocked one on its review date or later; any one in hand
 * when the day of a milestone has passed without its being done.
 */
export function isReviewDue(
  entry: Pick<EntryFacts, 'state' | 'reviewOn' | 'nextMilestone'>,
  today: string,
): boolean {
  if (entry.state === 'blocked' && entry.reviewOn !== undefined && entry.reviewOn <= today)
    return true;
  const next = entry.nextMilestone;
  return OPEN_STATES.has(entry.state) && next !== undefined && next < today;
}

/**
 * 自查自改 is for what a unit or branch has found in itself; what others found, or the county or city
 * answers for, is listed by the office over it.
 */
export function selfMendObjection(entry: Pick<EntryFacts, 'source' | 'level'>): Objection {
  const own = entry.source === 'self_check' && (entry.level === 'unit' || entry.level === 'branch');
  return own ? undefined : 'not-self-found';
}

/** What a request asks for, beside its reason. */
interface Asked {
  readonly kind: Exclude<RequestKind, 'closure'>;
  readonly deadline?: string | undefined;
  /** 改为限期: a long-term entry is to have one deadline from now on. */
  readonly toDated?: boolean | undefined;
  readonly title?: string | undefined;
  readonly measures?: readonly unknown[] | undefined;
}

/**
 * Does the request ask for something that can be carried out? An extension names a later day; an
 * adjustment changes something; a long-term entry (长期坚持) gets a deadline only when that is what is asked.
 */
export function askingObjection(
  entry: Pick<EntryFacts, 'deadline' | 'deadlineKind'>,
  asked: Asked,
  today: string,
): Objection {
  const { kind, deadline, toDated = false } = asked;
  if (kind === 'cancellation') return undefined;
  if (entry.deadlineKind === 'long_term' && (kind === 'extension' || deadline !== undefined))
    if (!(kind === 'adjustment' && toDated)) return 'long-term-kept';
  if (kind === 'extension') return extensionObjection(entry, deadline, today);
  if (toDated && deadline === undefined) return 'no-deadline';
  if (deadline !== undefined) return deadlineObjection('date', deadline, today);
  return asked.title === undefined && asked.measures === undefined ? 'nothing-asked' : undefined;
}

/** States in which work is still owed; `delivered` is handed in, so its clock has stopped. */
export const OPEN_STATES: ReadonlySet<string> = new Set([
  'listed',
  'assigned',
  'accepted',
  'underway',
  'blocked',
]);
