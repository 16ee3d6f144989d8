import { Refusal } from '#domain/refusal.ts';

/**
 * Refuse a write that another site has set off (CSRF). Browsers say where a request comes from in
 * Sec-Fetch-Site, older ones in Origin; a caller with a bearer token has no cookie to abuse.
 */
export function refuseCrossSite(request: Request): void {
  if (request.headers.get('authorization') !== null) return;
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  if (site !== null) throw new Refusal('cross-site');
  const origin = request.headers.get('origin');
  if (origin === null) {
    if (request.headers.get('cookie') === null) return;
    throw new Refusal('cross-site');
  }
  const host = request.headers.get('host');
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal('cross-site');
}
