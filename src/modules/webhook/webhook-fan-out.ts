import { type RawBuilder, sql } from 'kysely';
import { isWithin, type OrgPath } from '#domain/org/path.ts';
import type { Context } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import { statement } from '#platform/db/statement.ts';
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

/** A webhook as far as it must be known to tell it something: of which kinds it hears, and below which unit. */
export interface Listener {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly path: OrgPath;
}

/** The listeners of the city of an entry `e`, as one array or null: a column of another statement. */
export const LISTENERS: RawBuilder<unknown> = sql`(
    select json_agg(json_build_object('id', w.id, 'kinds', w.kinds, 'path', u.org_path)) from webhook w
      join unit u on u.city_id = w.city_id and u.id = w.unit_id
     where w.city_id = e.city_id and w.stopped_at is null)`;

const askListeners = statement<{ cityId: number }, Listener>(
  (at) => sql`${sql.raw(KEPT)}
    select w.id, w.kinds, u.org_path as path from webhook w
      join unit u on u.city_id = w.city_id and u.id = w.unit_id
     where w.city_id = ${at.cityId} and w.stopped_at is null`,
);

/** Put down a delivery for every webhook whose unit stands over the entry, in the event's own transaction. */
export async function webhookFanOut(ctx: ToldAt, event: LedgerEvent): Promise<void> {
  await putDeliveries(ctx, event, await askListeners(ctx.tx, { cityId: ctx.cityId }));
}

/** Put down a delivery for each of these that hears of it. */
export async function putDeliveries(
  ctx: ToldAt,
  event: LedgerEvent,
  listeners: readonly Listener[],
): Promise<void> {
  const told = listeners.filter(
    ({ kinds, path }) => kinds.includes(event.kind) && isWithin(event.entry.orgPath, path),
  );
  if (told.length === 0) return;
  // Field by field: callers hand in whole entries, and a title must not leave the house.
  const { id, no, version, state, episode, leadUnit, deadline } = event.entry;
  const entry = { id, no, version, state, episode, leadUnit, deadline };
  const body = JSON.stringify({ id: event.id, kind: event.kind, at: ctx.now.toISOString(), entry });
  const job = (webhook: string): WebhookJob => ({ webhook, body });
  await ctx.tx
    .insertInto('job')
    .values(
      // Nobody's own: who made the move did not ask for the delivery.
      told.map((webhook) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        kind: WEBHOOK_JOB,
        args: JSON.stringify(job(webhook.id)),
        run_at: ctx.now,
        created_at: ctx.now,
      })),
    )
    .execute();
}

/** The same for many events at once, each with its entry; who listens is asked once. */
export async function webhookFanOutMany(
  ctx: ToldAt,
  events: readonly { readonly id: string; readonly kind: string }[],
  entries: readonly LedgerEvent['entry'][],
): Promise<void> {
  const listeners = await askListeners(ctx.tx, { cityId: ctx.cityId });
  if (listeners.length === 0) return;
  for (const [at, { id, kind }] of events.entries()) {
    const entry = entries[at];
    if (entry !== undefined) await putDeliveries(ctx, { id, kind, entry }, listeners);
  }
}
