import { type Actor, BUSINESS_ROLES, type HeldPost, postAt, postOver } from '#domain/org/actor.ts';
import { PROBLEM_MOVES } from '#domain/problem/lifecycle.ts';
import { isWithin, lineageOf, type OrgPath } from '#domain/org/path.ts';
import type { Objection } from '#domain/refusal.ts';
import { TASK_MOVES } from '#domain/task/lifecycle.ts';
import { checkingPost, closingObjection } from './closing.ts';
import { afterMove, type PolicyFacts, type EntryMove } from './entry.ts';
import { selfMendObjection } from './guards.ts';

type Rule = (actor: Actor, entry: PolicyFacts) => Objection;

/**
 * The first office post over a place by territory (块), which hands duty down. Who stands over it only by
 * line (条) or Party relation sees the matter and may check it, but does not steer it.
 */
export function officeOver(actor: Actor, path: OrgPath): HeldPost | undefined {
  return actor.posts.find((post) => post.role === 'office' && isWithin(path, post.path));
}

/** The office over the place where the entry stands. */
const byOffice: Rule = (actor, entry) =>
  officeOver(actor, entry.orgPath) === undefined ? 'not-allowed' : undefined;

/** Somebody of the lead unit itself. */
const byLead: Rule = (actor, entry) =>
  entry.leadUnit !== undefined &&
  postAt(actor, ['liaison', 'handler', 'office'], entry.leadUnit) !== undefined
    ? undefined
    : 'not-allowed';

const byCoUnit: Rule = (actor, entry) =>
  entry.parties.some(
    (party) =>
      party.role === 'co' &&
      postAt(actor, ['liaison', 'handler', 'office'], party.unitId) !== undefined,
  )
    ? undefined
    : 'not-allowed';

const byOriginUnit: Rule = (actor, entry) =>
  postAt(actor, ['liaison', 'handler', 'office'], entry.originUnit) === undefined
    ? 'not-allowed'
    : undefined;

function either(...rules: readonly Rule[]): Rule {
  return (actor, entry) =>
    rules.some((rule) => rule(actor, entry) === undefined) ? undefined : 'not-allowed';
}

const byChecker: Rule = (actor, entry) =>
  checkingPost(actor, entry) === undefined ? 'not-independent' : undefined;

/** Somebody of a unit that is named as checker in this episode, and may check indeed. */
const byAppointed: Rule = (actor, entry) => {
  if (entry.doers.includes(actor.personId)) return 'not-independent';
  const posts = actor.posts.filter((post) =>
    entry.parties.some((party) => party.role === 'checker' && party.unitId === post.unitId),
  );
  if (posts.length === 0) return 'not-allowed';
  return byChecker({ ...actor, posts }, entry);
};

/** The holder of the post that has asked; a closure request is the outcome of a check, not a wish. */
const byRequester: Rule = (actor, entry) => {
  const request = entry.openRequest;
  if (request === undefined || request.kind === 'closure') return 'move-not-allowed';
  return actor.posts.some((post) => post.postId === request.openedPost) ? undefined : 'not-allowed';
};

/**
 * The holder of the approver post of the open request, who has neither done the work himself nor asked for it,
 * nor, where it is to be struck off, checked it.
 */
const byApprover: Rule = (actor, entry) => {
  const request = entry.openRequest;
  if (request === undefined) return 'move-not-allowed';
  if (!actor.posts.some((post) => post.postId === request.approverPost)) return 'not-approver';
  if (entry.doers.includes(actor.personId)) return 'doer-decides';
  if (request.kind === 'closure')
    return entry.checkers.includes(actor.personId) ? 'checker-decides' : undefined;
  return request.openedPerson === actor.personId ? 'asker-decides' : undefined;
};

/** 销号 decides the closure request that a passed check has opened; the database holds the same line. */
const byClosureApprover: Rule = (actor, entry) =>
  closingObjection(entry) ??
  (entry.openRequest?.kind === 'closure' ? byApprover(actor, entry) : 'no-passed-check');

/** The office that handed it on, or one over it; the unit that has the work refuses it instead, with a reason. */
const byHandingOffice: Rule = (actor, entry) => {
  const elsewhere = actor.posts.filter((post) => post.unitId !== entry.leadUnit);
  return byOffice({ ...actor, posts: elsewhere }, entry);
};

/** 撤回: whoever has handed something on takes it back, as long as nobody has acted on it. */
const byHander: Rule = (actor, entry) => {
  if (entry.state !== 'delivered') return byHandingOffice(actor, entry);
  const since = entry.deliveredAt?.getTime() ?? 0;
  const looked = entry.checks.some((check) => check.checkedAt.getTime() >= since);
  return looked ? 'move-not-allowed' : byLead(actor, entry);
};

/** Who may make each move. A move without a line here does not compile. */
const WHO_MAY = {
  screen: byOffice,
  list: byOffice,
  not_list: byOffice,
  issue: byOffice,
  assign: byOffice,
  reassign: byOffice,
  accept: byLead,
  refuse: byLead,
  progress: byLead,
  block: byLead,
  unblock: byLead,
  deliver: byLead,
  recall: byHander,
  appoint: byOffice,
  check: byChecker,
  send_back: either(byOffice, byChecker, byApprover),
  close: byClosureApprover,
  reopen: byOffice,
  cancel: byOffice,
  merge: byOffice,
  unmerge: byOffice,
  supersede: byOffice,
  correct: either(byOffice, byOriginUnit),
  attach: either(byLead, byCoUnit, byOriginUnit),
  attach_check: byAppointed,
  ask: either(byLead, byOffice),
  withdraw: byRequester,
  decide: byApprover,
  co_report: byCoUnit,
  self_mend: byOriginUnit,
} as const satisfies Record<EntryMove, Rule>;

/** Moves that make the actor one of those who do the work. */
export const DOING_MOVES: ReadonlySet<EntryMove> = new Set([
  'accept',
  'progress',
  'block',
  'unblock',
  'deliver',
  'attach',
  'co_report',
  'self_mend',
]);

/** The post that an event names: of the unit that has a part in the work, else the one standing over it. */
export function postFor(actor: Actor, entry: PolicyFacts, move: EntryMove): HeldPost | undefined {
  const units = [entry.leadUnit, ...entry.parties.map((party) => party.unitId), entry.originUnit];
  const own = actor.posts.find((post) => units.includes(post.unitId));
  const over = officeOver(actor, entry.orgPath);
  const first = DOING_MOVES.has(move) ? (own ?? over) : (over ?? own);
  return first ?? postOver(actor, BUSINESS_ROLES, entry.orgPath) ?? actor.posts[0];
}

function isBegun(entry: PolicyFacts): boolean {
  return entry.parties.some((party) => party.role === 'lead' && party.begun === true);
}

/** A correction by the unit that raised it is open only until the entry is listed. */
const STILL_RAW = new Set(['raised', 'screened', 'draft']);

/**
 * What stands between this actor and this move, facts of the entry included; inputs are judged by the
 * guards. Past the draft, 撤销 is only ever the outcome of an approved request, so it is no move by hand.
 * A task is refused, or taken back from, a lead that has not yet reported on it; one that is reopened has been.
 */
export function moveObjection(actor: Actor, entry: PolicyFacts, move: EntryMove): Objection {
  if (afterMove(entry.kind, entry.state, move) === undefined) return 'move-not-allowed';
  if (move === 'unmerge' && !entry.merged) return 'move-not-allowed';
  if (entry.merged && move !== 'unmerge') return 'already-merged';
  if (move === 'cancel' && entry.state !== 'draft') return 'move-not-allowed';
  if (move === 'correct' && !STILL_RAW.has(entry.state)) return byOffice(actor, entry);
  if ((move === 'refuse' || move === 'recall') && entry.state !== 'delivered' && isBegun(entry))
    return 'move-not-allowed';
  if (move === 'self_mend' && selfMendObjection(entry) !== undefined) return 'not-self-found';
  if (move === 'decide' && entry.openRequest?.kind === 'closure') return 'move-not-allowed';
  if (DOING_MOVES.has(move) && entry.checkers.includes(actor.personId)) return 'not-independent';
  if (move === 'ask' && entry.openRequest !== undefined) return 'request-open';
  return WHO_MAY[move](actor, entry);
}

/**
 * Who may change the grade of an entry that a unit leads: its level names the approver, 重点 asks for an
 * independent check, so the office of the unit that does the work may not lower what it is judged by.
 */
export function gradeObjection(
  actor: Actor,
  entry: PolicyFacts,
  wanted: {
    readonly level?: PolicyFacts['level'] | undefined;
    readonly isKey?: boolean | undefined;
  },
): Objection {
  const { level = entry.level, isKey = entry.isKey } = wanted;
  const same = level === entry.level && isKey === entry.isKey;
  if (same || entry.leadUnit === undefined || lineageOf(entry.orgPath).length === 1)
    return undefined;
  const elsewhere = actor.posts.filter((post) => post.unitId !== entry.leadUnit);
  const over = officeOver({ ...actor, posts: elsewhere }, entry.orgPath);
  return over === undefined ? 'not-allowed' : undefined;
}

/** The moves open to this actor: what the answer carries as `can`. */
export function openMoves(actor: Actor, entry: PolicyFacts): EntryMove[] {
  const moves: readonly EntryMove[] = entry.kind === 'problem' ? PROBLEM_MOVES : TASK_MOVES;
  return moves.filter((move) => moveObjection(actor, entry, move) === undefined);
}
