import type { Operation, Parsed, Schema } from '#contract/operation.ts';
import type { Lang } from '#web/words/lang.ts';

/** What the open API refused, as it says it. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, title: string) {
    super(title);
    this.status = status;
    this.code = code;
  }
}

/** What goes along with a call, besides its input. */
export interface Along {
  /** The Idempotency-Key of a write. */
  readonly key?: string;
  /** A file, for operations whose body is one. */
  readonly file?: File;
  /** The session cookie in place of the one the page request brought. */
  readonly cookie?: string;
}

/**
 * Carries out operations of the open API for a page, in this process: the very same routes, with the
 * page request's cookie, origin and address, so that a form has no second way into the ledger.
 */
export interface ApiCaller {
  /** @throws ApiRefused */
  call<I extends Schema, O extends Schema>(
    op: Operation<I, O>,
    input: Readonly<Record<string, unknown>>,
    along?: Along,
  ): Promise<Parsed<O>>;
  /** The answer itself, for what is said in its headers. @throws ApiRefused */
  answer(op: Operation, input: Readonly<Record<string, unknown>>, along?: Along): Promise<Response>;
}

export type Handle = (request: Request, bindings: unknown) => Response | Promise<Response>;

/** Who a request is from, and from which page: what sign-in, reach and the guard against other sites look at. */
const HANDED_ON = [
  'cookie',
  'host',
  'origin',
  'sec-fetch-site',
  'user-agent',
  'x-forwarded-for',
] as const;

export function apiCaller(
  handle: Handle,
  request: Request,
  bindings: unknown,
  lang: Lang,
): ApiCaller {
  const answer: ApiCaller['answer'] = async (op, input, along = {}) => {
    const response = await handle(requestOf(op, input, along, request, lang), bindings);
    if (response.ok) return response;
    const said = (await response.json()) as { code?: string; title?: string };
    throw new ApiRefused(response.status, said.code ?? 'internal', said.title ?? '');
  };
  return {
    answer,
    async call<I extends Schema, O extends Schema>(
      op: Operation<I, O>,
      input: Readonly<Record<string, unknown>>,
      along?: Along,
    ) {
      return (await (await answer(op, input, along)).json()) as Parsed<O>;
    },
  };
}

function requestOf(
  op: Operation,
  input: Readonly<Record<string, unknown>>,
  along: Along,
  page: Request,
  lang: Lang,
): Request {
  const rest = { ...input };
  const path = op.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const url = new URL(`/api/v1${path}`, page.url);
  const headers = new Headers({ 'accept-language': lang });
  for (const name of HANDED_ON) {
    const value = page.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (along.cookie !== undefined) headers.set('cookie', along.cookie);
  if (along.key !== undefined) headers.set('idempotency-key', along.key);
  if (op.method === 'POST' && op.body !== 'bytes') {
    headers.set('content-type', 'application/json');
    return new Request(url, { method: 'POST', headers, body: JSON.stringify(rest) });
  }
  for (const [name, value] of Object.entries(rest))
    for (const one of Array.isArray(value) ? value : [value])
      url.searchParams.append(name, String(one));
  return new Request(url, {
    method: op.method,
    headers,
    ...(along.file === undefined ? {} : { body: along.file }),
  });
}
