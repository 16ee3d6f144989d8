import { unseal } from '#platform/identity/seal.ts';
import { callJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import type { AddressGuard } from '#platform/webhooks/address-guard.ts';
import { postPinned } from '#platform/webhooks/post-pinned.ts';
import { signatureHeaders } from '#platform/webhooks/sign-webhook.ts';
import { WEBHOOK_JOB, type WebhookJob } from './webhook-fan-out.ts';

export interface WebhookSettings {
  readonly guard: AddressGuard;
  /** The installation's key; secrets lie sealed with it. */
  readonly key: Uint8Array;
}

/** What a secret is sealed for: one webhook's opens for no other. */
export function sealedFor(webhookId: string): string {
  return `webhook ${webhookId}`;
}

/** Delivers one event to one webhook; an answer other than 2xx is tried again later. */
export function deliverWebhook({ guard, key }: WebhookSettings): JobKind {
  return callJob<WebhookJob>(WEBHOOK_JOB, async (job, db) => {
    const row = await db
      .selectFrom('webhook')
      .selectAll()
      .where('city_id', '=', job.cityId)
      .where('id', '=', job.args.webhook)
      .where('stopped_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return { skipped: true };
    const secret = unseal(key, sealedFor(row.id), row.secret);
    if (secret === undefined) throw new Error('the secret was sealed with another key');
    const { body } = job.args;
    const headers = signatureHeaders(secret, body, job.now(), job.id);
    const status = await postPinned({ url: row.url, body, headers, guard });
    if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
    return { status };
  });
}
