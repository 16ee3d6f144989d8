import type { Objection } from '#domain/refusal.ts';
import { type Actor, ADMIN_ROLES, type HeldPost, type Role } from './actor.ts';
import { isWithin, type OrgPath } from './path.ts';

/** What can be done to the organisation. */
export const ORG_DEEDS = [
  'unit.create',
  'unit.rename',
  'unit.move',
  'unit.close',
  'link.start',
  'link.end',
  'post.create',
  'post.close',
  'holding.start',
  'holding.end',
  'sponsorship.start',
  'sponsorship.end',
  'person.create',
  'person.leave',
] as const;
export type OrgDeed = (typeof ORG_DEEDS)[number];

/** Where a deed happens, which role it gives or takes, and whom it concerns. */
export interface OrgPlace {
  readonly path: OrgPath;
  readonly role?: Role;
  readonly personId?: string;
}

type Rule = (actor: Actor, place: OrgPlace) => HeldPost | undefined;

/** The office over the place, by territory alone: line and Party look, they do not appoint. */
const office: Rule = (actor, place) =>
  actor.posts.find((post) => post.role === 'office' && isWithin(place.path, post.path));

const security: Rule = (actor) => actor.posts.find((post) => post.role === 'security_admin');

const officeOrSecurity: Rule = (actor, place) => office(actor, place) ?? security(actor, place);

/** The posts of administrators are the security administrator's alone; no office makes one of its own. */
const appointer: Rule = (actor, place) => {
  const isAdmin = (ADMIN_ROLES as readonly (Role | undefined)[]).includes(place.role);
  return isAdmin ? security(actor, place) : officeOrSecurity(actor, place);
};

/** Who may do what; a deed without a line here does not compile. */
const WHO_MAY = {
  'unit.create': office,
  'unit.rename': office,
  'unit.move': office,
  'unit.close': office,
  'link.start': office,
  'link.end': office,
  'post.create': appointer,
  'post.close': appointer,
  'holding.start': appointer,
  'holding.end': appointer,
  'sponsorship.start': office,
  'sponsorship.end': office,
  'person.create': (actor, place) =>
    actor.posts.find((post) => post.role === 'office') ?? security(actor, place),
  'person.leave': appointer,
} as const satisfies Record<OrgDeed, Rule>;

/** Nobody gives himself a post, or takes one off (自己不任免自己). */
export function orgObjection(actor: Actor, deed: OrgDeed, place: OrgPlace): Objection {
  if (place.personId === actor.personId) return 'own-post';
  return WHO_MAY[deed](actor, place) === undefined ? 'not-allowed' : undefined;
}

/** The post by which the actor does it; undefined where he may not. */
export function orgPost(actor: Actor, deed: OrgDeed, place: OrgPlace): HeldPost | undefined {
  return WHO_MAY[deed](actor, place);
}

/** The deeds open to this actor at a place: what the answer carries as `can`. */
export function openOrgDeeds(actor: Actor, deeds: readonly OrgDeed[], place: OrgPlace): OrgDeed[] {
  return deeds.filter((deed) => orgObjection(actor, deed, place) === undefined);
}
