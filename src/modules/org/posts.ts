import type * as contract from '#contract/post.ts';
import type { PostView } from '#contract/post.ts';
import type { InputOf } from '#contract/operation.ts';
import type { Actor } from '#domain/org/actor.ts';
import { openOrgDeeds, orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { endHoldingsOfPosts } from './end-holdings.ts';
import { recordOrg } from './org-event.ts';
import { takeNumbers } from './numbering.ts';
import { addPost, closePostRow, findPost } from './post-store.ts';
import { findUnit, lockUnit } from './unit-store.ts';

export async function listPosts(
  q: Query,
  input: InputOf<typeof contract.listPosts>,
): Promise<{ posts: PostView[] }> {
  await findUnit(q.db, q.cityId, input.id);
  return { posts: await viewPosts(q.db, q, { unitId: input.id }) };
}

export async function createPost(
  ctx: Context,
  input: InputOf<typeof contract.createPost>,
): Promise<PostView> {
  const unit = await lockUnit(ctx, input.unitId, undefined);
  if (unit.closedOn !== undefined) throw new Refusal('unit-closed', { unit: unit.name });
  const place = { path: unit.path, role: input.role };
  insist(orgObjection(ctx.actor, 'post.create', place));
  const code =
    input.code ?? `${unit.code}-${await takeNumbers(ctx.tx, ctx.cityId, `post ${unit.no}`, 1)}`;
  const byPost = orgPost(ctx.actor, 'post.create', place)?.postId;
  const id = await addPost(
    ctx,
    { unitId: unit.id, code, name: input.name, role: input.role },
    byPost,
  );
  return await viewPost(ctx, id);
}

export async function closePost(
  ctx: Context,
  input: InputOf<typeof contract.closePost>,
): Promise<PostView> {
  const post = await findPost(ctx.tx, ctx.cityId, input.id);
  insist(orgObjection(ctx.actor, 'post.close', post));
  if (post.closedOn !== undefined) throw new Refusal('post-closed', { post: post.name });
  if (ctx.actor.posts.some((held) => held.postId === post.id)) throw new Refusal('own-post');
  await closePostRow(ctx, post.id);
  await endHoldingsOfPosts(ctx, [post.id]);
  await recordOrg(ctx, {
    kind: 'post.close',
    subjectId: post.id,
    byPost: orgPost(ctx.actor, 'post.close', post)?.postId,
  });
  return await viewPost(ctx, post.id);
}

/** A post as the answer of what was done to it. */
export async function viewPost(ctx: Context, id: string): Promise<PostView> {
  const [view] = await viewPosts(ctx.tx, ctx, { id });
  if (view === undefined) throw new Refusal('not-found');
  return view;
}

interface Viewer {
  readonly cityId: number;
  readonly actor: Actor;
  readonly today: string;
}

async function viewPosts(
  db: Db | Tx,
  viewer: Viewer,
  which: { readonly unitId: string } | { readonly id: string },
): Promise<PostView[]> {
  const rows = await db
    .selectFrom('post')
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'post.city_id').onRef('unit.id', '=', 'post.unit_id'),
    )
    .selectAll('post')
    .select(['unit.org_path', 'unit.name as unit_name'])
    .where('post.city_id', '=', viewer.cityId)
    .where(
      'unitId' in which ? 'post.unit_id' : 'post.id',
      '=',
      'unitId' in which ? which.unitId : which.id,
    )
    .orderBy('post.closed_on', (o) => o.desc().nullsFirst())
    .orderBy('post.code')
    .execute();
  const holders = await holdersOf(
    db,
    viewer,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    code: row.code,
    name: row.name,
    role: row.role,
    closedOn: row.closed_on,
    holders: holders.get(row.id) ?? [],
    can:
      row.closed_on === null
        ? openOrgDeeds(viewer.actor, ['post.close', 'holding.start'], {
            path: row.org_path,
            role: row.role,
          })
        : [],
  }));
}

async function holdersOf(
  db: Db | Tx,
  viewer: Viewer,
  postIds: readonly string[],
): Promise<Map<string, PostView['holders']>> {
  if (postIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('holding')
    .innerJoin('person', (join) =>
      join
        .onRef('person.city_id', '=', 'holding.city_id')
        .onRef('person.id', '=', 'holding.person_id'),
    )
    .selectAll('holding')
    .select('person.name')
    .where('holding.city_id', '=', viewer.cityId)
    .where('holding.post_id', 'in', postIds)
    .where((e) => e.or([e('holding.to_on', 'is', null), e('holding.to_on', '>=', viewer.today)]))
    .orderBy('holding.from_on')
    .execute();
  const views = Map.groupBy(rows, (row) => row.post_id);
  return new Map(
    [...views].map(([postId, held]) => [
      postId,
      held.map((row) => ({
        holdingId: row.id,
        personId: row.person_id,
        name: row.name,
        acting: row.acting,
        fromOn: row.from_on,
        toOn: row.to_on,
      })),
    ]),
  );
}
