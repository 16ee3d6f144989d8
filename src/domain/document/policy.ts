import { type Actor, type HeldPost, postAt, postOver } from '#domain/org/actor.ts';
import type { OrgPath } from '#domain/org/path.ts';
import type { Objection } from '#domain/refusal.ts';
import { DOCUMENT_DEEDS, type DocumentDeed, type DocumentState } from './document-life.ts';

/** What the rules ask of a document: where it belongs and how far it is. */
export interface DocumentPlace {
  readonly unitId: string;
  readonly path: OrgPath;
  readonly state: DocumentState;
}

type Rule = (actor: Actor, place: DocumentPlace) => HeldPost | undefined;

const office: Rule = (actor, { path }) => postOver(actor, ['office'], path);

/** Whoever keeps the papers of the unit itself, or the office over it. */
const keeper: Rule = (actor, place) =>
  postAt(actor, ['liaison', 'handler', 'leader'], place.unitId) ?? office(actor, place);

/** Who may do what with a document (谁能核对、定责、下达). Reading follows reach; a deed without a line does not compile. */
const WHO_MAY = {
  decide: keeper,
  assign: keeper,
  hand_down: office,
  correct: keeper,
  revise: keeper,
  ask_model: keeper,
} as const satisfies Record<DocumentDeed, Rule>;

/** Roles that may bring a document in for a unit (交来文件). */
export const BRINGERS = ['office', 'liaison', 'handler', 'leader', 'inspector'] as const;

/** What stands between this actor and a deed: nothing, the state, or the post he lacks. */
export function documentObjection(
  actor: Actor,
  deed: DocumentDeed,
  place: DocumentPlace,
): Objection {
  if (WHO_MAY[deed](actor, place) === undefined) return 'not-allowed';
  if (place.state === 'reading' || place.state === 'failed') return 'document-reading';
  return place.state === 'superseded' ? 'document-superseded' : undefined;
}

/** The post by which it is done; undefined where he may not. */
export function documentPost(
  actor: Actor,
  deed: DocumentDeed,
  place: DocumentPlace,
): HeldPost | undefined {
  return WHO_MAY[deed](actor, place);
}

/** The deeds open to this actor: what the answer carries as `can`. */
export function openDocumentDeeds(actor: Actor, place: DocumentPlace): DocumentDeed[] {
  return DOCUMENT_DEEDS.filter((deed) => documentObjection(actor, deed, place) === undefined);
}
