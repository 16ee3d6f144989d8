import type * as contract from '#contract/post.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import { orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { recordOrg } from './org-event.ts';
import { findPost } from './post-store.ts';
import { findUnit } from './unit-store.ts';

type SponsorshipView = Sent<typeof contract.startSponsorship.output>;

const MOST = 500;

/** 包联: which posts stand by an object, or what a post stands by. */
export async function listSponsorships(
  q: Query,
  input: InputOf<typeof contract.listSponsorships>,
): Promise<{ sponsorships: SponsorshipView[] }> {
  const rows = await sponsorshipQuery(q.db, q.cityId)
    .$if(input.post !== undefined, (query) => query.where('s.post_id', '=', input.post ?? ''))
    .$if(input.object !== undefined, (query) => query.where('s.object_id', '=', input.object ?? ''))
    .where((e) => e.or([e('s.to_on', 'is', null), e('s.to_on', '>=', q.today)]))
    .orderBy('s.id', 'desc')
    .limit(MOST)
    .execute();
  return { sponsorships: rows.map(viewSponsorship) };
}

export async function startSponsorship(
  ctx: Context,
  input: InputOf<typeof contract.startSponsorship>,
): Promise<SponsorshipView> {
  const post = await findPost(ctx.tx, ctx.cityId, input.postId);
  insist(orgObjection(ctx.actor, 'sponsorship.start', post));
  if (post.closedOn !== undefined) throw new Refusal('post-closed', { post: post.name });
  if (input.objectKind === 'unit') await findUnit(ctx.tx, ctx.cityId, asId(input.objectId));
  const live = await sponsorshipQuery(ctx.tx, ctx.cityId)
    .where('s.post_id', '=', post.id)
    .where('s.object_kind', '=', input.objectKind)
    .where('s.object_id', '=', input.objectId)
    .where((e) => e.or([e('s.to_on', 'is', null), e('s.to_on', '>=', ctx.today)]))
    .executeTakeFirst();
  if (live !== undefined) throw new Refusal('name-taken', { name: post.name });
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('sponsorship')
    .values({
      city_id: ctx.cityId,
      id,
      post_id: post.id,
      object_kind: input.objectKind,
      object_id: input.objectId,
      from_on: input.fromOn ?? ctx.today,
    })
    .execute();
  await recordOrg(ctx, {
    kind: 'sponsorship.start',
    subjectId: post.id,
    byPost: orgPost(ctx.actor, 'sponsorship.start', post)?.postId,
    payload: { sponsorship: id, kind: input.objectKind, object: input.objectId },
  });
  return await findSponsorship(ctx, id);
}

export async function endSponsorship(
  ctx: Context,
  input: InputOf<typeof contract.endSponsorship>,
): Promise<SponsorshipView> {
  const found = await findSponsorship(ctx, input.id);
  const post = await findPost(ctx.tx, ctx.cityId, found.postId);
  insist(orgObjection(ctx.actor, 'sponsorship.end', post));
  const toOn = input.toOn ?? ctx.today;
  if (toOn < found.fromOn) throw new Refusal('date-order', { from: found.fromOn, to: toOn });
  await ctx.tx
    .updateTable('sponsorship')
    .set({ to_on: toOn })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', found.id)
    .execute();
  await recordOrg(ctx, {
    kind: 'sponsorship.end',
    subjectId: post.id,
    byPost: orgPost(ctx.actor, 'sponsorship.end', post)?.postId,
    payload: { sponsorship: found.id, to: toOn },
  });
  return { ...found, toOn };
}

/** Projects and enterprises have ids of their own making; a unit's is a UUID or it is none. */
function asId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new Refusal('not-found');
  return text;
}

async function findSponsorship(ctx: Context, id: string): Promise<SponsorshipView> {
  const row = await sponsorshipQuery(ctx.tx, ctx.cityId).where('s.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return viewSponsorship(row);
}

function sponsorshipQuery(db: Db | Tx, cityId: number) {
  return db
    .selectFrom('sponsorship as s')
    .innerJoin('post', (join) =>
      join.onRef('post.city_id', '=', 's.city_id').onRef('post.id', '=', 's.post_id'),
    )
    .selectAll('s')
    .select('post.name')
    .where('s.city_id', '=', cityId);
}

type Row = Awaited<ReturnType<ReturnType<typeof sponsorshipQuery>['executeTakeFirstOrThrow']>>;

function viewSponsorship(row: Row): SponsorshipView {
  return {
    id: row.id,
    postId: row.post_id,
    postName: row.name,
    objectKind: row.object_kind,
    objectId: row.object_id,
    fromOn: row.from_on,
    toOn: row.to_on,
  };
}
