import { type Actor, type HeldPost, postAt } from '#domain/org/actor.ts';
import { isWithin, lineageOf, type OrgPath } from '#domain/org/path.ts';
import type { Objection } from '#domain/refusal.ts';

/** What can be done to a campaign (专项) and to taxonomies. */
export const CAMPAIGN_DEEDS = [
  'campaign.create',
  'campaign.set_taxonomy',
  'action.require',
  'action.choose',
  'action.done',
  'taxonomy.create',
] as const;
export type CampaignDeed = (typeof CAMPAIGN_DEEDS)[number];

/** The unit a deed is about: the campaign's office, or the unit whose action it is. */
export interface CampaignPlace {
  readonly unitId: string;
  readonly path: OrgPath;
}

type Rule = (actor: Actor, place: CampaignPlace) => HeldPost | undefined;

/** The campaign's office, or an office above it. */
const office: Rule = (actor, place) =>
  actor.posts.find((post) => post.role === 'office' && isWithin(place.path, post.path));

/** Somebody of the unit itself. */
const ofUnit: Rule = (actor, place) =>
  postAt(actor, ['liaison', 'handler', 'office'], place.unitId);

/** Taxonomies are the whole city's: figures of its counties must be comparable. */
const cityOffice: Rule = (actor) =>
  actor.posts.find((post) => post.role === 'office' && lineageOf(post.path).length === 1);

const WHO_MAY = {
  'campaign.create': office,
  'campaign.set_taxonomy': office,
  'action.require': office,
  'action.choose': ofUnit,
  'action.done': ofUnit,
  'taxonomy.create': cityOffice,
} as const satisfies Record<CampaignDeed, Rule>;

/** What stands between this actor and this deed at a place; deeds have no states to ask about. */
export function campaignObjection(
  actor: Actor,
  deed: CampaignDeed,
  place: CampaignPlace,
): Objection {
  return WHO_MAY[deed](actor, place) === undefined ? 'not-allowed' : undefined;
}

/** The post by which he may do it: the one the event names. */
export function campaignPost(
  actor: Actor,
  deed: CampaignDeed,
  place: CampaignPlace,
): HeldPost | undefined {
  return WHO_MAY[deed](actor, place);
}

/** The deeds open to this actor at a place: what the answer carries as `can`. */
export function openCampaignDeeds(
  actor: Actor,
  deeds: readonly CampaignDeed[],
  place: CampaignPlace,
): CampaignDeed[] {
  return deeds.filter((deed) => campaignObjection(actor, deed, place) === undefined);
}
