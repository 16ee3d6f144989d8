import { sql } from 'kysely';
import type { Context } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
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

/** Does any webhook of the city listen for this kind? Asked once before many events are told one by one. */
export async function isListenedFor(ctx: Context, kind: string): Promise<boolean> {
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

/** Put down a delivery for every webhook whose unit stands over the entry, in the event's own transaction. */
export async function webhookFanOut(ctx: Context, event: LedgerEvent): Promise<void> {
  const { orgPath, ...entry } = event.entry;
  const { rows } = await sql<{ id: string }>`${sql.raw(KEPT)}
    select w.id from webhook w
      join unit u on u.city_id = w.city_id and u.id = w.unit_id
     where w.city_id = ${ctx.cityId} and w.stopped_at is null and ${event.kind} = any(w.kinds)
       and starts_with(${orgPath}, u.org_path)`.execute(ctx.tx);
  const body = JSON.stringify({ id: event.id, kind: event.kind, at: ctx.now.toISOString(), entry });
  if (rows.length === 0) return;
  const job = (webhook: string): WebhookJob => ({ webhook, body });
  await ctx.tx
    .insertInto('job')
    .values(
      // Nobody's own: who made the move did not ask for the delivery.
      rows.map(({ id }) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        kind: WEBHOOK_JOB,
        args: JSON.stringify(job(id)),
        run_at: ctx.now,
        created_at: ctx.now,
      })),
    )
    .execute();
}
