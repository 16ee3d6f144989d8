import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-guard.ts';
import { isListed } from '#domain/entry/entry.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import type { Context, Query } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { within } from '#platform/reach.ts';

async function reviewed(
  ctx: Context,
  id: string,
): Promise<{ entry: Awaited<ReturnType<typeof findEntry>>; post: HeldPost }> {
  const entry = await findEntry({ ...ctx, db: ctx.tx }, id);
  const post = postOver(ctx.actor, ['office', 'leader'], entry.orgPath);
  if (post === undefined) throw new Refusal('not-allowed');
  return { entry, post };
}

/** 公开审查: nothing of an entry is public before a post over it has passed these words. */
export async function releaseEntry(
  ctx: Context,
  input: InputOf<typeof contract.releaseEntry>,
): Promise<Sent<(typeof contract.releaseEntry)['output']>> {
  const { entry, post } = await reviewed(ctx, input.id);
  if (entry.kind !== 'problem' || !isListed(entry.state))
    throw new Refusal('move-not-allowed', { state: entry.state, move: 'release' });
  await withdraw(ctx, entry.id, '重新审查');
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('public_release')
    .values({
      city_id: ctx.cityId,
      id,
      entry_id: entry.id,
      title: input.title,
      words: input.words,
      reason: input.reason,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      at: ctx.now,
    })
    .execute();
  return { id, no: entry.no };
}

/** 撤回公开 */
export async function withdrawRelease(
  ctx: Context,
  input: InputOf<typeof contract.withdrawRelease>,
): Promise<Sent<(typeof contract.withdrawRelease)['output']>> {
  const { entry } = await reviewed(ctx, input.id);
  if ((await withdraw(ctx, entry.id, input.reason)) === 0n)
    throw new Refusal('not-found', { id: input.id });
  return { ok: true };
}

async function withdraw(ctx: Context, entryId: string, reason: string): Promise<bigint> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('public_release')
    .set({
      withdrawn_at: ctx.now,
      withdrawn_by: ctx.actor.personId,
      withdrawn_for: reason,
    })
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows;
}

/** 公开审查记录 within reach. */
export async function listReleases(
  q: Query,
): Promise<Sent<(typeof contract.listReleases)['output']>> {
  const rows = await q.db
    .selectFrom('public_release as r')
    .innerJoin('entry as e', (join) =>
      join.onRef('e.city_id', '=', 'r.city_id').onRef('e.id', '=', 'r.entry_id'),
    )
    .innerJoin('post as p', (join) =>
      join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.by_post'),
    )
    .where('r.city_id', '=', q.cityId)
    .where(within('e.org_path', reachOf(q.actor)))
    .orderBy('r.id', 'desc')
    .limit(200)
    .select(['e.id', 'e.no', 'r.title', 'r.reason', 'p.name', 'r.at', 'r.withdrawn_at'])
    .select('r.withdrawn_for')
    .execute();
  return {
    items: rows.map((row) => ({
      entry: row.id,
      no: row.no,
      title: row.title,
      reason: row.reason,
      post: row.name,
      at: row.at.toISOString(),
      ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at.toISOString() }),
      ...(row.withdrawn_for === null ? {} : { withdrawnFor: row.withdrawn_for }),
    })),
  };
}
