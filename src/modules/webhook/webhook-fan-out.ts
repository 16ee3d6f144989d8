import { sql } from 'kysely';
import type { Context } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import { bare, type Piece, piece } from '#platform/db/write-sql.ts';
import { newId } from '#platform/ids.ts';

export const WEBHOOK_JOB = 'webhook';

/** What happened, as far as it may leave the house: numbers and states, no title and no person. */
export interface LedgerEvent {
  /** The event's own id. */
  readonly id: string;
  /** `problem.close`, `task.issue` … */
  readonly kind: string;
  readonly entry: {
    readonly id: string;
    readonly no: string;
    readonly version: number;
    readonly state: string;
    readonly episode: number;
    readonly leadUnit: string | undefined;
    readonly deadline: string | undefined;
    /** Where the entry stands; decides who is told, and is not told itself. */
    readonly orgPath: string;
  };
}

export interface WebhookJob {
  readonly webhook: string;
  readonly body: string;
}

/** Where and when something is told. */
export type ToldAt = Pick<Context, 'tx' | 'cityId' | 'now'>;

/** Does any webhook of the city listen for this kind? Asked once before many events are told one by one. */
async function isListenedFor(ctx: ToldAt, kind: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('webhook')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('stopped_at', 'is', null)
    .where(sql<boolean>`${kind} = any(kinds)`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ids of the webhooks that hear of this kind at this place, as one array or null: a part of another statement. */
export function listeners(cityId: number, kind: string, orgPath: string): Piece {
  return piece`(
    select json_agg(w.id) from webhook w
      join unit u on u.city_id = w.city_id and u.id = w.unit_id
     where w.city_id = ${cityId} and w.stopped_at is null and ${kind} = any(w.kinds)
       and starts_with(${orgPath}, u.org_path))`;
}

/** Put down a delivery for every webhook whose unit stands over the entry, in the event's own transaction. */
export async function webhookFanOut(ctx: ToldAt, event: LedgerEvent): Promise<void> {
  const asked = piece`${bare(KEPT)}
    select ${listeners(ctx.cityId, event.kind, event.entry.orgPath)} as ids`;
  const [told] = await asked.execute<{ ids: string[] | null }>(ctx.tx);
  await putDeliveries(ctx, event, told?.ids ?? []);
}

/** Put down a delivery for each of these webhooks. */
export async function putDeliveries(
  ctx: ToldAt,
  event: LedgerEvent,
  webhooks: readonly string[],
): Promise<void> {
  if (webhooks.length === 0) return;
  // Field by field: callers hand in whole entries, and a title must not leave the house.
  const { id, no, version, state, episode, leadUnit, deadline } = event.entry;
  const entry = { id, no, version, state, episode, leadUnit, deadline };
  const body = JSON.stringify({ id: event.id, kind: event.kind, at: ctx.now.toISOString(), entry });
  const job = (webhook: string): WebhookJob => ({ webhook, body });
  await ctx.tx
    .insertInto('job')
    .values(
      // Nobody's own: who made the move did not ask for the delivery.
      webhooks.map((webhook) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        kind: WEBHOOK_JOB,
        args: JSON.stringify(job(webhook)),
        run_at: ctx.now,
        created_at: ctx.now,
      })),
    )
    .execute();
}

/** The same for many events at once, each with its entry; whether anybody listens is asked once a kind. */
export async function webhookFanOutMany(
  ctx: ToldAt,
  events: readonly { readonly id: string; readonly kind: string }[],
  entries: readonly LedgerEvent['entry'][],
): Promise<void> {
  for (const kind of new Set(events.map((event) => event.kind))) {
    if (!(await isListenedFor(ctx, kind))) continue;
    for (const [at, event] of events.entries()) {
      const entry = entries[at];
      if (entry !== undefined && event.kind === kind)
        await webhookFanOut(ctx, { id: event.id, kind, entry });
    }
  }
}
