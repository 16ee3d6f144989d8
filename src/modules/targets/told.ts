import type { HeldPost } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { lastChange } from '#modules/ledger/last-change.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';

/** What happened to an indicator, a target or a reading. */
export interface Told {
  /** `target.revise`, `indicator.change`, `reading.restated` … */
  readonly kind: string;
  readonly subjectId: string;
  readonly version: number;
  readonly state: string;
  readonly by: HeldPost;
  readonly change: object;
  readonly reason?: string | undefined;
}

/** Write the event of a change (记录) in the transaction of the change: without it the database refuses the row. */
export async function tell(ctx: Context, told: Told): Promise<void> {
  await ctx.tx
    .insertInto('event')
    .values({
      city_id: ctx.cityId,
      subject_id: told.subjectId,
      subject_version: told.version,
      state: told.state,
      id: newId(ctx.now.getTime()),
      at: ctx.now,
      kind: told.kind,
      person_id: ctx.actor.personId,
      post_id: told.by.postId,
      unit_id: told.by.unitId,
      acting: told.by.acting,
      payload: JSON.stringify({ change: told.change, because: { reason: told.reason ?? '' } }),
    })
    .execute();
}

/** @throws Refusal `stale` with who changed it last, unless the caller saw this version. */
export async function insistSeen(
  ctx: Context,
  subject: { readonly id: string; readonly version: number },
  seen: number,
): Promise<void> {
  if (subject.version !== seen)
    throw new Refusal('stale', {
      seen,
      now: subject.version,
      ...(await lastChange(ctx, subject.id)),
    });
}
