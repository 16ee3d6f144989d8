import type { Context } from 'hono';
import { me } from '#contract/account.ts';
import type { Html, Look } from '#web/lite/layout.ts';
import type { ApiCaller, ApiRefused } from './call.ts';

/** One visit to a page: how it looks, and how it asks. */
export interface Visit {
  readonly c: Context;
  readonly look: Look;
  readonly api: ApiCaller;
}

/** The statuses a page answers with. */
type PageStatus = 200 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;

/** Answer with a page; nobody keeps a copy of it. */
export async function show({ c }: Visit, html: Html, status: PageStatus = 200): Promise<Response> {
  c.header('cache-control', 'no-store');
  return c.html(await html, status);
}

export function go({ c }: Visit, path: string): Response {
  c.header('cache-control', 'no-store');
  return c.redirect(path, 303);
}

/** A refusal's own status, as far as a page gives it. */
export function statusOf({ status }: ApiRefused): 400 | 403 | 404 | 409 | 422 | 429 | 500 | 503 {
  const known = [400, 403, 404, 409, 422, 429, 503] as const;
  return known.find((one) => one === status) ?? (status < 500 ? 422 : 500);
}

/** The look of a page with a form that may wait on the phone: it has to know whose it is. */
export async function withOutbox({ api, look }: Visit): Promise<Look> {
  const { accountId } = await api.call(me, {});
  return { ...look, outbox: { who: accountId } };
}
