import { type Actor, type HeldPost, postAt } from '#domain/org/actor.ts';
import { isWithin, lineageOf, type OrgPath } from '#domain/org/path.ts';
import type { Objection } from '#domain/refusal.ts';
import { afterTargetMove, TARGET_MOVES, type TargetMove, type TargetState } from './lifecycle.ts';

/** A unit and where it stands. */
export interface UnitPlace {
  readonly unitId: string;
  readonly path: OrgPath;
}

/** What a rule about a target needs to know of it. */
export interface TargetFacts {
  readonly state: TargetState;
  readonly unit: UnitPlace;
  /** The unit that handed it down; `undefined` for one of the unit's own. */
  readonly handedDownBy: UnitPlace | undefined;
}

/** What a rule about an indicator needs to know of it. */
export interface IndicatorFacts {
  readonly unit: UnitPlace;
  /** The post that keeps its figures. */
  readonly ownerPost: string | undefined;
}

function officeOver(actor: Actor, path: OrgPath): HeldPost | undefined {
  return actor.posts.find((post) => post.role === 'office' && isWithin(path, post.path));
}

/** Somebody who writes for the unit itself, or the office over it. */
function forUnit(actor: Actor, unit: UnitPlace): HeldPost | undefined {
  return (
    postAt(actor, ['office', 'liaison', 'handler'], unit.unitId) ?? officeOver(actor, unit.path)
  );
}

type TargetRule = (actor: Actor, target: TargetFacts) => HeldPost | undefined;

/** A target that was handed down is in the hands of who handed it down: nobody lowers his own bar. */
const setter: TargetRule = (actor, target) =>
  officeOver(actor, (target.handedDownBy ?? target.unit).path);

const drafter: TargetRule = (actor, target) =>
  target.handedDownBy === undefined ? forUnit(actor, target.unit) : setter(actor, target);

/** Who may make each move; a move without a line here does not compile. */
const WHO_MAY = {
  amend: drafter,
  pend: drafter,
  effect: setter,
  revise: setter,
  conclude: setter,
} as const satisfies Record<TargetMove, TargetRule>;

/** What stands between this actor and this move: first who he is, then the state of the target. */
export function targetObjection(actor: Actor, target: TargetFacts, move: TargetMove): Objection {
  if (WHO_MAY[move](actor, target) === undefined) return 'not-allowed';
  return afterTargetMove(target.state, move) === undefined ? 'move-not-allowed' : undefined;
}

/** The post by which he may make the move, whatever the state: the one the event names. */
export function targetPost(
  actor: Actor,
  target: TargetFacts,
  move: TargetMove,
): HeldPost | undefined {
  return WHO_MAY[move](actor, target);
}

/** The moves open to this actor: what the answer carries as `can`. */
export function openTargetMoves(actor: Actor, target: TargetFacts): TargetMove[] {
  return TARGET_MOVES.filter((move) => targetObjection(actor, target, move) === undefined);
}

/** The post by which a target may be proposed for a unit (拟定目标). */
export function proposingPost(actor: Actor, unit: UnitPlace): HeldPost | undefined {
  return forUnit(actor, unit);
}

/** The post by which a target of `from` may be handed down to `to` (分解下达), which lies below it. */
export function handingPost(actor: Actor, from: UnitPlace, to: UnitPlace): HeldPost | undefined {
  const below = to.unitId !== from.unitId && isWithin(to.path, from.path);
  return below ? officeOver(actor, from.path) : undefined;
}

/** The post by which an indicator of a unit is defined or changed (明确口径). */
export function definingPost(actor: Actor, indicator: IndicatorFacts): HeldPost | undefined {
  return ownerPost(actor, indicator) ?? forUnit(actor, indicator.unit);
}

function ownerPost(actor: Actor, { ownerPost: wanted }: IndicatorFacts): HeldPost | undefined {
  return actor.posts.find((post) => post.postId === wanted);
}

/**
 * The post that confirms and restates figures (终核、修正): the one that keeps the indicator, else somebody
 * of the unit whose definition it is, or an office over both. A unit does not confirm its own figures, not by
 * an indicator of its own either; only the city itself has nobody over it.
 */
export function confirmingPost(
  actor: Actor,
  indicator: IndicatorFacts,
  unit: UnitPlace,
): HeldPost | undefined {
  const keeper =
    ownerPost(actor, indicator) ??
    postAt(actor, ['office', 'liaison', 'handler'], indicator.unit.unitId);
  const isOwn = keeper?.unitId === unit.unitId && lineageOf(unit.path).length > 1;
  if (keeper !== undefined && !isOwn) return keeper;
  const above = officeOver(actor, unit.path);
  return above !== undefined && above.unitId !== unit.unitId ? above : undefined;
}

/** The post that reports a figure as provisional (报数): also the unit itself. */
export function reportingPost(
  actor: Actor,
  indicator: IndicatorFacts,
  unit: UnitPlace,
): HeldPost | undefined {
  return confirmingPost(actor, indicator, unit) ?? forUnit(actor, unit);
}

/** Rules of pace are the whole city's, or a campaign's by its office (亮灯规则). */
export function ruleSettingPost(
  actor: Actor,
  campaignOffice: UnitPlace | undefined,
): HeldPost | undefined {
  if (campaignOffice !== undefined) return officeOver(actor, campaignOffice.path);
  return actor.posts.find((post) => post.role === 'office' && lineageOf(post.path).length === 1);
}
