import type { Actor, HeldPost } from '#domain/org/actor.ts';
import { areApart, isWithin, type OrgPath } from '#domain/org/path.ts';
import type { Objection } from '#domain/refusal.ts';
import { type Assurance, type CheckFacts, type PolicyFacts, type Party } from './entry.ts';

/** The units that do the work of this episode. */
function doingUnits(entry: PolicyFacts): readonly Party[] {
  return entry.parties.filter((party) => party.role !== 'checker');
}

/**
 * What a check by this post would be worth (核查效力), or `undefined` when the post may not check at all.
 * independent: its unit stands apart from the lead and every co-unit, above none and below none of them,
 * by territory, line or Party. superior: its unit stands above the lead outside the duty chain. A key
 * entry (重点) takes only an independent check.
 */
export function assuranceOf(
  entry: PolicyFacts,
  post: Pick<HeldPost, 'unitId' | 'path' | 'linked'>,
): Assurance | undefined {
  const doing = doingUnits(entry);
  if (doing.length === 0 || doing.some((party) => party.unitId === post.unitId)) return undefined;
  const apart = doing.every(
    (party) =>
      areApart(post.path, party.path) &&
      post.linked.every((root) => areApart(root, party.path)) &&
      !commandsByLink(party, post.path),
  );
  if (apart) return 'independent';
  const lead = doing.find((party) => party.role === 'lead');
  const above =
    lead !== undefined &&
    (isWithin(lead.path, post.path) || post.linked.some((root) => isWithin(lead.path, root)));
  const underDoer = doing.some(
    (party) => isWithin(post.path, party.path) || commandsByLink(party, post.path),
  );
  return above && !underDoer && !entry.isKey ? 'superior' : undefined;
}

function commandsByLink(party: Party, path: OrgPath): boolean {
  return (party.linked ?? []).some((root) => isWithin(path, root));
}

/** The post by which an actor may check this entry, the strongest first. */
export function checkingPost(
  actor: Actor,
  entry: PolicyFacts,
): { post: HeldPost; assurance: Assurance } | undefined {
  if (entry.doers.includes(actor.personId)) return undefined;
  const ways = actor.posts.flatMap((post) => {
    if (post.role !== 'inspector' && post.role !== 'office') return [];
    const assurance = assuranceOf(entry, post);
    return assurance === undefined ? [] : [{ post, assurance }];
  });
  return ways.find((way) => way.assurance === 'independent') ?? ways[0];
}

/** The newest check good enough to close on (销号依据): confirmed, and later than the last 报结. */
export function checkToCloseOn(entry: PolicyFacts): CheckFacts | undefined {
  const delivered = entry.deliveredAt;
  if (delivered === undefined) return undefined;
  const later = entry.checks.filter((check) => check.checkedAt.getTime() >= delivered.getTime());
  const last = later.toSorted((a, b) => b.checkedAt.getTime() - a.checkedAt.getTime())[0];
  if (last?.finding !== 'confirmed') return undefined;
  return entry.isKey && last.assurance === 'superior' ? undefined : last;
}

/** May the entry be struck off (销号) on what is known of it? */
export function closingObjection(entry: PolicyFacts): Objection {
  return checkToCloseOn(entry) === undefined ? 'no-passed-check' : undefined;
}
