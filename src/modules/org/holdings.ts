import type * as contract from '#contract/post.ts';
import type { PostView } from '#contract/post.ts';
import type { InputOf } from '#contract/operation.ts';
import { rolesClash } from '#domain/org/actor.ts';
import { orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { endAtOnce } from './end-holdings.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { lockPerson } from './person-store.ts';
import { findPost } from './post-store.ts';
import { viewPost } from './posts.ts';
import { endSessionsOfPerson } from './session-store.ts';

/** 任职. From its first day the person has the post's duties; his sessions end, so that he signs in anew. */
export async function startHolding(
  ctx: Context,
  input: InputOf<typeof contract.startHolding>,
): Promise<PostView> {
  const post = await findPost(ctx.tx, ctx.cityId, input.postId);
  const place = { path: post.path, role: post.role, personId: input.personId };
  insist(orgObjection(ctx.actor, 'holding.start', place));
  await giveHolding(
    ctx,
    {
      postId: post.id,
      personId: input.personId,
      acting: input.acting ?? false,
      fromOn: input.fromOn ?? ctx.today,
      toOn: input.toOn,
    },
    orgPost(ctx.actor, 'holding.start', place)?.postId,
  );
  return await viewPost(ctx, post.id);
}

export interface NewHolding {
  readonly postId: string;
  readonly personId: string;
  readonly acting: boolean;
  readonly fromOn: string;
  readonly toOn?: string | undefined;
}

/**
 * A person takes a post from a day on. The person's row is locked, so that two appointments at once
 * cannot make him hold what one person must not.
 *
 * @throws Refusal `post-closed`, `already-held`, `admin-disjoint`, `date-order`, `not-found`.
 */
export async function giveHolding(
  at: OrgChange,
  holding: NewHolding,
  byPost?: string,
): Promise<string> {
  const { fromOn, toOn } = holding;
  if (toOn !== undefined && toOn < fromOn)
    throw new Refusal('date-order', { from: fromOn, to: toOn });
  const person = await lockPerson(at.tx, at.cityId, holding.personId);
  if (person.leftOn !== undefined) throw new Refusal('not-found');
  const post = await findPost(at.tx, at.cityId, holding.postId);
  if (post.closedOn !== undefined) throw new Refusal('post-closed', { post: post.name });
  const others = await at.tx
    .selectFrom('holding')
    .innerJoin('post', (join) =>
      join.onRef('post.city_id', '=', 'holding.city_id').onRef('post.id', '=', 'holding.post_id'),
    )
    .select(['post.id', 'post.role'])
    .where('holding.city_id', '=', at.cityId)
    .where('holding.person_id', '=', person.id)
    .where((e) => e.or([e('holding.to_on', 'is', null), e('holding.to_on', '>=', fromOn)]))
    .$if(toOn !== undefined, (query) => query.where('holding.from_on', '<=', toOn ?? ''))
    .execute();
  if (others.some((other) => other.id === post.id)) throw new Refusal('already-held');
  if (rolesClash([post.role, ...others.map((other) => other.role)]))
    throw new Refusal('admin-disjoint');
  const id = newId(at.now.getTime());
  await at.tx
    .insertInto('holding')
    .values({
      city_id: at.cityId,
      id,
      post_id: post.id,
      person_id: person.id,
      acting: holding.acting,
      from_on: fromOn,
      to_on: toOn ?? null,
      created_at: at.now,
    })
    .execute();
  await endSessionsOfPerson(at.tx, at.cityId, person.id);
  await recordOrg(at, {
    kind: 'holding.start',
    subjectId: person.id,
    byPost,
    payload: { holding: id, ...holding, role: post.role },
  });
  return id;
}

/** 免职. Without a day it takes effect now: the post is lost with this transaction. */
export async function endHolding(
  ctx: Context,
  input: InputOf<typeof contract.endHolding>,
): Promise<PostView> {
  const row = await ctx.tx
    .selectFrom('holding')
    .selectAll()
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', input.id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  const post = await findPost(ctx.tx, ctx.cityId, row.post_id);
  const place = { path: post.path, role: post.role, personId: row.person_id };
  insist(orgObjection(ctx.actor, 'holding.end', place));
  const byPost = orgPost(ctx.actor, 'holding.end', place)?.postId;
  if (input.toOn === undefined) await endAtOnce(ctx, [row], byPost);
  else {
    if (input.toOn < row.from_on || input.toOn < ctx.today)
      throw new Refusal('date-order', { from: laterOf(row.from_on, ctx.today), to: input.toOn });
    await ctx.tx
      .updateTable('holding')
      .set({ to_on: input.toOn })
      .where('city_id', '=', ctx.cityId)
      .where('id', '=', row.id)
      .execute();
    await recordOrg(ctx, {
      kind: 'holding.end',
      subjectId: row.person_id,
      byPost,
      payload: { holding: row.id, post: row.post_id, to: input.toOn },
    });
  }
  return await viewPost(ctx, post.id);
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
