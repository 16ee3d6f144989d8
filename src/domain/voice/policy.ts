import { type Actor, type HeldPost, postAt, postOver } from '#domain/org/actor.ts';
import type { OrgPath } from '#domain/org/path.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import type { Objection } from '#domain/refusal.ts';
import { type Excluded, isExcluded } from './excluded.ts';
import {
  afterVoiceMove,
  REPORTER_MOVES,
  type ReporterMove,
  VOICE_MOVES,
  type VoiceMove,
  type VoiceState,
} from './lifecycle.ts';
import { PING_PONG_LIMIT, REOPEN_DAYS, type VoiceKind } from './voice.ts';

/** What the rules need to know of a voice. There is no reporter in it: nobody who handles it knows one. */
export interface VoiceFacts {
  readonly kind: VoiceKind;
  readonly state: VoiceState;
  readonly orgPath: OrgPath;
  readonly ownerUnit: string | undefined;
  readonly ownerPath: OrgPath | undefined;
  readonly pendingUnit: string | undefined;
  readonly pendingPath: OrgPath | undefined;
  /** How often a transfer of it was turned down. */
  readonly pingPong: number;
  /** Was the present owner decided by the desk? Then it cannot be turned down. */
  readonly arbitrated: boolean;
  /** 0 none, 1 复查, 2 复核: the reviews its reporter has asked for. */
  readonly review: number;
  /** Who answered last; a review is made by another unit. */
  readonly answeredUnits: readonly string[];
  readonly answeredOn: string | undefined;
  readonly excluded: readonly Excluded[];
  /** Problems it is linked to, and how many of them are struck off. */
  readonly links: number;
  readonly linksClosed: number;
  /** Is there a question of the office that has no reply yet? */
  readonly asked: boolean;
}

const READERS = ['office', 'liaison', 'handler', 'inspector', 'leader', 'auditor'] as const;
/** Who acts for the unit that owns a voice, and who may review what it answered. */
export const HANDLERS = ['liaison', 'handler', 'office'] as const;
export const REVIEWERS = ['office', 'leader'] as const;

/**
 * Is a voice within the eyes of this actor: by its place, its owner, or a transfer to him? Whoever holds any
 * post in the chain of a unit named in a complaint sees nothing of it, whatever else he holds; nor does an account
 * that an administrator gave a way into before another has confirmed who came in by it.
 */
export function mayReadVoice(actor: Actor, voice: VoiceFacts): boolean {
  if (voice.kind === 'complaint' && actor.resetAt !== undefined) return false;
  if (actor.posts.some((post) => isExcluded(voice.excluded, post.path))) return false;
  const reach = reachOf(actor, READERS);
  return [voice.orgPath, voice.ownerPath, voice.pendingPath].some(
    (path) => path !== undefined && reaches(reach, path),
  );
}

type Rule = (actor: Actor, voice: VoiceFacts) => Objection;

/** 受理岗: the office over the place. */
const byDesk: Rule = (actor, voice) =>
  postOver(actor, ['office'], voice.orgPath) === undefined ? 'not-allowed' : undefined;

const at =
  (unit: (voice: VoiceFacts) => string | undefined): Rule =>
  (actor, voice) => {
    const id = unit(voice);
    return id !== undefined && postAt(actor, HANDLERS, id) !== undefined
      ? undefined
      : 'not-allowed';
  };
const byOwner = at((voice) => voice.ownerUnit);
const byTarget = at((voice) => voice.pendingUnit);

function either(...rules: readonly Rule[]): Rule {
  return (actor, voice) =>
    rules.some((rule) => rule(actor, voice) === undefined) ? undefined : 'not-allowed';
}

/** A review is answered by an office over the place whose unit has given none of the answers so far (复查、复核). */
const byReviewer: Rule = (actor, voice) => {
  const posts = actor.posts.filter(
    (post) => post.unitId !== voice.ownerUnit && !voice.answeredUnits.includes(post.unitId),
  );
  return postOver({ ...actor, posts }, REVIEWERS, voice.orgPath) === undefined
    ? 'not-independent'
    : undefined;
};

const byNobody: Rule = () => 'not-allowed';

/** Who of the office may make each move. A move without a line here does not compile. */
const WHO_MAY = {
  register: byDesk,
  hold: byDesk,
  pass: byDesk,
  dismiss: byDesk,
  route: either(byDesk, byOwner),
  accept: byTarget,
  decline: byTarget,
  arbitrate: byDesk,
  link: either(byDesk, byOwner),
  unlink: either(byDesk, byOwner),
  ask: either(byDesk, byOwner),
  answer: either(byDesk, byOwner),
  adopt: either(byDesk, byOwner),
  tidy: either(byDesk, byOwner),
  end: byDesk,
  reply: byNobody,
  add: byNobody,
  rate: byNobody,
  reopen: byNobody,
  ask_review: byNobody,
  withdraw: byNobody,
} as const satisfies Record<VoiceMove, Rule>;

/** What stands between this actor and this move. */
export function voiceObjection(actor: Actor, voice: VoiceFacts, move: VoiceMove): Objection {
  if (afterVoiceMove(voice.state, move) === undefined) return 'move-not-allowed';
  // A problem of the ledger is open to the whole chain, the named unit among it.
  if (voice.kind === 'complaint' && move === 'link') return 'complaint-stays';
  if (move === 'adopt' && voice.kind !== 'opinion') return 'move-not-allowed';
  if (move === 'decline' && voice.arbitrated) return 'move-not-allowed';
  if (move === 'route' && voice.pingPong >= PING_PONG_LIMIT && byDesk(actor, voice) !== undefined)
    return 'not-allowed';
  if (move === 'answer' && voice.state === 'reviewing') return byReviewer(actor, voice);
  return WHO_MAY[move](actor, voice);
}

/**
 * Who sees a draft answer (答复草稿): whoever would give the answer, also while the state does not let him, as during
 * a transfer. Nobody else, in the office or outside; `withDraft` says the same in SQL.
 */
export function seesDraft(actor: Actor, voice: VoiceFacts): boolean {
  const rule = voice.state === 'reviewing' ? byReviewer : WHO_MAY.answer;
  return mayReadVoice(actor, voice) && rule(actor, voice) === undefined;
}

/** The moves open to this actor: what the answer carries as `can`. */
export function openVoiceMoves(actor: Actor, voice: VoiceFacts): VoiceMove[] {
  return VOICE_MOVES.filter((move) => voiceObjection(actor, voice, move) === undefined);
}

/** The post in whose name an officer's move is recorded: the owner's or the transfer's own, else the one over it. */
export function voicePost(actor: Actor, voice: VoiceFacts, move: VoiceMove): HeldPost | undefined {
  const own = [voice.pendingUnit, voice.ownerUnit]
    .filter((unit) => unit !== undefined)
    .map((unit) => postAt(actor, HANDLERS, unit))
    .find((post) => post !== undefined);
  const over = postOver(actor, ['office'], voice.orgPath);
  const asDesk = move === 'register' || move === 'arbitrate' || voice.state === 'reviewing';
  return (asDesk ? (over ?? own) : (own ?? over)) ?? postOver(actor, READERS, voice.orgPath);
}

/** Days from one calendar day to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Until which day an answer may be taken up again or reviewed. */
export function lastDayToReopen(answeredOn: string): string {
  return new Date(Date.parse(answeredOn) + REOPEN_DAYS * 86_400_000).toISOString().slice(0, 10);
}

/**
 * What stands between a reporter and his move. He who holds the code is the reporter; nothing else is asked.
 * A voice that is handled with a problem is rated when every problem it is linked to is struck off (销号).
 */
export function reporterObjection(voice: VoiceFacts, move: ReporterMove, today: string): Objection {
  if (afterVoiceMove(voice.state, move) === undefined) return 'move-not-allowed';
  if (move === 'reply' && !voice.asked) return 'move-not-allowed';
  if (move === 'rate' && voice.state === 'linked')
    return voice.links > 0 && voice.links === voice.linksClosed ? undefined : 'move-not-allowed';
  if (move === 'ask_review' && voice.review >= 2) return 'move-not-allowed';
  if (move !== 'reopen' && move !== 'ask_review') return undefined;
  const late = voice.answeredOn !== undefined && daysBetween(voice.answeredOn, today) > REOPEN_DAYS;
  return late ? 'reopen-late' : undefined;
}

/** The moves open to whoever holds the tracking code, on a day: what his page offers. */
export function openReporterMoves(voice: VoiceFacts, today: string): ReporterMove[] {
  return REPORTER_MOVES.filter((move) => reporterObjection(voice, move, today) === undefined);
}
