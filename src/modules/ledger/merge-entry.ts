import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/list-moves.ts';
import { reasonObjection, survivorObjection } from '#domain/entry/guards.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { loadEntries, lockEntries } from './entry-load.ts';
import { lockForMove, mayRead } from './entry-store.ts';
import { answerMove } from './read-entry.ts';
import { endRequest } from './requests.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** 并案: a revocable link to the entry that survives; the merged entry's own state is untouched. */
export async function mergeEntry(ctx: Context, input: InputOf<typeof contract.mergeEntry>): Answer {
  insist(reasonObjection(input.reason));
  await lockEntries(ctx.tx, ctx.cityId, [input.id, input.into]);
  const entry = await lockForMove(ctx, input, 'merge');
  const survivor = (await loadEntries(ctx.tx, ctx.cityId, [input.into])).get(input.into);
  if (survivor === undefined || !mayRead(ctx.actor, survivor) || survivor.id === entry.id)
    throw new Refusal('not-found', { id: input.into });
  insist(survivorObjection(entry, survivor), { no: survivor.no });
  await insistNoFollowers(ctx, entry.id);
  await ctx.tx
    .insertInto('merge_link')
    .values({
      city_id: ctx.cityId,
      id: newId(ctx.now.getTime()),
      entry_id: entry.id,
      survivor_id: survivor.id,
      reason: input.reason,
      linked_at: ctx.now,
      linked_by: ctx.actor.personId,
    })
    .execute();
  return answerMove(
    ctx,
    entry,
    'merge',
    {},
    {
      because: { into: survivor.id, no: survivor.no, reason: input.reason },
      merged: true,
    },
  );
}

/** An entry that others were merged into stays the survivor: chains of merges would hide the rows behind a count. */
async function insistNoFollowers(ctx: Context, id: string): Promise<void> {
  const follower = await ctx.tx
    .selectFrom('merge_link')
    .where('city_id', '=', ctx.cityId)
    .where('survivor_id', '=', id)
    .where('undone_at', 'is', null)
    .select('id')
    .executeTakeFirst();
  if (follower !== undefined) throw new Refusal('already-merged');
}

/** 撤销并案: the link is ended, the entry counts by itself again; the link stays on record. */
export async function unmergeEntry(
  ctx: Context,
  input: InputOf<typeof contract.unmergeEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'unmerge');
  await ctx.tx
    .updateTable('merge_link')
    .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entry.id)
    .where('undone_at', 'is', null)
    .execute();
  return answerMove(
    ctx,
    entry,
    'unmerge',
    {},
    { because: { reason: input.reason }, merged: false },
  );
}

/** 并入另一任务: the task is carried on by another one. */
export async function supersedeEntry(
  ctx: Context,
  input: InputOf<typeof contract.supersedeEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  await lockEntries(ctx.tx, ctx.cityId, [input.id, input.by]);
  const entry = await lockForMove(ctx, input, 'supersede');
  const other = (await loadEntries(ctx.tx, ctx.cityId, [input.by])).get(input.by);
  if (other === undefined || !mayRead(ctx.actor, other) || other.id === entry.id)
    throw new Refusal('not-found', { id: input.by });
  insist(survivorObjection(entry, other), { no: other.no });
  await endRequest(ctx, entry, 'withdrawn', undefined, undefined);
  return answerMove(
    ctx,
    entry,
    'supersede',
    {},
    {
      because: { by: other.id, no: other.no, reason: input.reason },
    },
  );
}
