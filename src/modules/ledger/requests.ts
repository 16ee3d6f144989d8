import { sql } from 'kysely';
import type { RequestKind } from '#domain/entry/entry.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import type { Entry } from './entry-load.ts';

/** Open a request (审批事项) on an entry; the database holds that at most one is open. */
export async function openRequest(
  ctx: Context,
  entry: Entry,
  request: {
    readonly kind: RequestKind;
    readonly approverPost: string;
    readonly ask: object;
    readonly reason: string;
    readonly by: HeldPost;
  },
): Promise<string> {
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('request')
    .values({
      city_id: ctx.cityId,
      id,
      entry_id: entry.id,
      episode: entry.episode,
      kind: request.kind,
      approver_post: request.approverPost,
      ask: JSON.stringify(request.ask),
      reason: request.reason,
      opened_at: ctx.now,
      opened_person: ctx.actor.personId,
      opened_post: request.by.postId,
    })
    .execute();
  return id;
}

/** End the open request of an entry, if there is one: decided by somebody, or overtaken by events. */
export async function endRequest(
  ctx: Context,
  entry: Entry,
  decision: 'approved' | 'rejected' | 'withdrawn',
  note: string | undefined,
  by: HeldPost | undefined,
): Promise<void> {
  if (entry.openRequest === undefined) return;
  await sql`
    update request set decision = ${decision}, decided_at = ${ctx.now}, note = ${note ?? null},
      decided_person = ${ctx.actor.personId}, decided_post = ${by?.postId ?? null}
    where city_id = ${ctx.cityId} and id = ${entry.openRequest.id}`.execute(ctx.tx);
}
