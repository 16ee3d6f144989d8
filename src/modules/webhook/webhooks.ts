import { createHash, randomBytes } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/webhook.ts';
import { Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import { type Context, enqueue } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { command, type Direct, direct, query, type Route } from '#platform/http.ts';
import { once } from '#platform/idempotency.ts';
import { seal, unseal } from '#platform/identity/seal.ts';
import { newId } from '#platform/ids.ts';
import { hostOf } from '#platform/webhooks/address-guard.ts';
import { addressesOf } from '#platform/webhooks/post-pinned.ts';
import { sealedFor, type WebhookSettings } from './deliver-webhook.ts';
import { WEBHOOK_JOB, type WebhookJob } from './webhook-fan-out.ts';

type View = Sent<typeof contract.WebhookView>;
type Create = InputOf<typeof contract.createWebhook>;

/** 推送订阅: the only cause of a call out of the house. */
export function webhookRoutes(settings: WebhookSettings): readonly Route[] {
  return [
    direct(contract.createWebhook, (call, input) => createWebhook(settings, call, input)),
    query(contract.listWebhooks, async (q) => ({ webhooks: await views(q.db, q.cityId) })),
    command(contract.tryWebhook, tryWebhook),
    command(contract.stopWebhook, stopWebhook),
  ];
}

/** The answer that is kept under the key has no secret in it; the secret is unsealed for the caller each time. */
async function createWebhook(
  settings: WebhookSettings,
  call: Direct,
  input: Create,
): Promise<View & { secret: string }> {
  const { actor, cityId, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  await insistAddress(settings, input.url);
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.createWebhook.id, input]))
    .digest('hex');
  const made = await once(call.db, { actor, cityId, now, today }, { key, hash }, (ctx) =>
    addWebhook(ctx, settings, input),
  );
  const row = await call.db
    .selectFrom('webhook')
    .select('secret')
    .where('city_id', '=', cityId)
    .where('id', '=', made.id)
    .executeTakeFirstOrThrow();
  const secret = unseal(settings.key, sealedFor(made.id), row.secret) ?? '';
  return { ...made, secret };
}

/** Tell a wrong address now, not at the first delivery, when it is judged again. */
async function insistAddress({ guard }: WebhookSettings, text: string): Promise<void> {
  const url = guard.insistUrl(text);
  guard.insistAddresses(url, await addressesOf(hostOf(url)).catch(() => []));
}

async function addWebhook(ctx: Context, settings: WebhookSettings, input: Create): Promise<View> {
  const id = newId(ctx.now.getTime());
  const secret = randomBytes(32).toString('base64url');
  await insistUnit(ctx, input.unit);
  await ctx.tx
    .insertInto('webhook')
    .values({
      city_id: ctx.cityId,
      id,
      url: input.url,
      secret: seal(settings.key, sealedFor(id), secret),
      kinds: [...new Set(input.kinds)],
      unit_id: input.unit,
      by_account: ctx.actor.accountId,
      created_at: ctx.now,
    })
    .execute();
  const payload = { url: input.url, kinds: input.kinds, unit: input.unit };
  await recordOrg(ctx, { kind: 'webhook.create', subjectId: id, payload });
  return await view(ctx, id);
}

async function insistUnit(ctx: Context, id: string): Promise<void> {
  const unit = await ctx.tx
    .selectFrom('unit')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (unit === undefined) throw new Refusal('not-found', { unit: id });
}

async function tryWebhook(ctx: Context, { id }: { id: string }): Promise<{ jobId: string }> {
  if ((await view(ctx, id)).stoppedAt !== undefined) throw new Refusal('not-found', { id });
  const body = JSON.stringify({ id: newId(), kind: 'webhook.try', at: ctx.now.toISOString() });
  return { jobId: await enqueue(ctx, WEBHOOK_JOB, { webhook: id, body } satisfies WebhookJob) };
}

async function stopWebhook(ctx: Context, { id }: { id: string }): Promise<View> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('webhook')
    .set({ stopped_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await recordOrg(ctx, { kind: 'webhook.stop', subjectId: id });
  return await view(ctx, id);
}

async function view(ctx: Context, id: string): Promise<View> {
  const [found] = await views(ctx.tx, ctx.cityId, id);
  if (found === undefined) throw new Refusal('not-found', { id });
  return found;
}

async function views(db: Db | Tx, cityId: number, id?: string): Promise<View[]> {
  const rows = await db
    .selectFrom('webhook as w')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'w.city_id').onRef('u.id', '=', 'w.unit_id'),
    )
    .where('w.city_id', '=', cityId)
    .$if(id !== undefined, (b) => b.where('w.id', '=', id ?? ''))
    .orderBy('w.id')
    .select(['w.id', 'w.url', 'w.kinds', 'w.created_at', 'w.stopped_at'])
    .select(['u.id as unit_id', 'u.name as unit_name'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    kinds: row.kinds,
    unit: { id: row.unit_id, name: row.unit_name },
    createdAt: row.created_at.toISOString(),
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at.toISOString() }),
  }));
}
