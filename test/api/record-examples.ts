import type * as z from 'zod';
import { signatureHeaders } from '#platform/webhooks/sign-webhook.ts';
import type { Operation } from '#contract/operation.ts';
import { newId } from '#platform/ids.ts';
import { API_ROOT } from '#platform/openapi.ts';
import type { ApiExample } from '#platform/openapi-page.ts';

/** Another system with a key of the signed doors. */
interface SigningCaller {
  readonly key: string;
  readonly secret: string;
  readonly now: Date;
}

/** Who calls: a personal token, a session, another system, or nobody. */
export type Caller =
  | { readonly token: string }
  | { readonly cookie: string }
  | SigningCaller
  | undefined;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Calls operations over HTTP by what the contract says of them, and keeps the first good call of each. */
export interface Recorder {
  call(op: Operation, as: Caller, input?: object, bytes?: Buffer): Promise<Answered>;
  /** In the order of `ids`, with everything that differs from run to run replaced. */
  examples(ids: readonly string[]): ApiExample[];
}

interface Call {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
}

export function recorder(origin: string): Recorder {
  const kept = new Map<string, ApiExample>();
  return {
    async call(op, as, input = {}, bytes) {
      const call = callOf(op, as, input, bytes);
      const response = await fetch(`${origin}${call.path}`, {
        method: op.method,
        headers: call.headers,
        ...(call.body === undefined
          ? {}
          : { body: typeof call.body === 'string' ? call.body : new Uint8Array(call.body) }),
      });
      const text = await response.text();
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      if (response.status !== 200) throw new Error(`${op.id} answered ${response.status}: ${text}`);
      const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
      // What the contract promises must be what is sent, and nothing beside it.
      if (isJson) (op.output as z.ZodType).parse(body);
      const answer = isJson ? shortened(body) : namedBy(response.headers);
      if (!kept.has(op.id))
        kept.set(op.id, { operation: op.id, curl: curlOf(op, call, as), status: 200, answer });
      return { status: response.status, headers: response.headers, body };
    },
    examples(ids) {
      const found = ids.flatMap((id) => kept.get(id) ?? []);
      return JSON.parse(steady(JSON.stringify(found))) as ApiExample[];
    },
  };
}

/** A file is told by its headers. */
function namedBy(headers: Headers): string {
  return ['content-type', 'content-disposition']
    .map((name) => `${name}: ${headers.get(name) ?? ''}`)
    .join('\n');
}

function callOf(op: Operation, as: Caller, input: object, bytes: Buffer | undefined): Call {
  const fields = { ...input } as Record<string, unknown>;
  const path = op.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(fields[name]);
    delete fields[name];
    return encodeURIComponent(value);
  });
  const headers: Record<string, string> = {};
  if (as !== undefined) {
    if ('token' in as) headers['authorization'] = `Bearer ${as.token}`;
    else if ('cookie' in as)
      Object.assign(headers, { cookie: as.cookie, 'sec-fetch-site': 'same-origin' });
  }
  const inQuery = op.method === 'GET' || op.body === 'bytes';
  if (op.method === 'POST') headers['idempotency-key'] = newId();
  if (op.method === 'POST')
    headers['content-type'] = op.body === 'bytes' ? 'application/octet-stream' : 'application/json';
  const body =
    op.method === 'GET' ? undefined : op.body === 'bytes' ? bytes : JSON.stringify(fields);
  if (as !== undefined && 'key' in as) {
    const text = typeof body === 'string' ? body : (body?.toString('latin1') ?? '');
    Object.assign(headers, signatureHeaders(as.secret, text, as.now, ''), { 'luoshi-key': as.key });
  }
  return { path: `${API_ROOT}${path}${inQuery ? queryOf(fields) : ''}`, headers, body };
}

function queryOf(fields: Record<string, unknown>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): [string, string] => [name, String(item)]),
  );
  const query = new URLSearchParams(pairs).toString();
  return query === '' ? '' : `?${query}`;
}

function curlOf(op: Operation, call: Call, as: Caller): string {
  const lines = [`curl "$LUOSHI${decodeURIComponent(call.path)}"`];
  if (as !== undefined && 'key' in as)
    lines.push(
      '-H "luoshi-key: $KEY"',
      '-H "luoshi-timestamp: $NOW"',
      '-H "luoshi-signature: sha256=$(printf \'%s.\' "$NOW" | cat - body | openssl dgst -sha256 -hmac "$SECRET" -r | cut -c1-64)"',
    );
  else if (as !== undefined)
    lines.push('token' in as ? '-H "authorization: Bearer $TOKEN"' : '-b cookies.txt');
  if (as === undefined && call.path.endsWith('/login')) lines.push('-c cookies.txt');
  if (op.answer === 'bytes') lines.push('-OJ');
  if (op.method === 'POST') {
    lines.push('-H "idempotency-key: $(uuidgen)"');
    lines.push(`-H "content-type: ${call.headers['content-type'] ?? ''}"`);
    lines.push(
      op.body === 'bytes'
        ? '--data-binary @file'
        : `-d '${String(call.body).replaceAll("'", String.raw`'\''`)}'`,
    );
  }
  return lines.join(' \\\n  ');
}

/** Long lists keep their first two items. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item)]));
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Fields whose value nobody should see or that no two runs share. */
const SECRETS =
  /(\\?"(?:token|secret|word|uri|password|current|newPassword|next|after|code|seed|frameHash)\\?":\\?")([^"\\]{16,})(\\?")/g;

/** The same text from run to run: ids numbered as they come, secrets left out. */
function steady(text: string): string {
  const seen = new Map<string, string>();
  return (
    text
      .replaceAll(SECRETS, '$1…$3')
      .replaceAll(/([?&]word=)[\w-]{43}/g, '$1…')
      .replaceAll(
        /(\\?"code\\?":\\?")\d{6}(\\?")/g,
        (_, before: string, after: string) => `${before}123456${after}`,
      )
      // Tracking codes, numbers of voices and of forms are drawn at random.
      .replaceAll(/(?:[2-9A-Y]{4} ){4}[2-9A-Y]{4}/g, '8CMR 6P3R 4X75 MTJ2 RE46')
      .replaceAll(
        /((?:collections|surveys)\/|(?:survey|invitations)-|\\?"code\\?":\\?")[2-9A-Y]{8}\b/g,
        '$17KH4MX2P',
      )
      .replaceAll(/\bS\d\d-\w{4}-\w{4}\b/g, 'S26-7KH4-MX2P')
      .replaceAll(
        /\b[0-9a-z]{6}\.[\w-]{22}\.[\w-]{22}/g,
        'tfkq9c.sMZ0Zc6gZ1mXnqYFQw3VhA.9u2uJrXkqg8l3WcZb4tTnQ',
      )
      .replaceAll(/\b[0-9a-f]{32}\b/g, '0123456789abcdef0123456789abcdef')
      .replaceAll(UUID, (id) => {
        const number = seen.get(id) ?? String(seen.size + 1).padStart(12, '0');
        seen.set(id, number);
        return `00000000-0000-7000-8000-${number}`;
      })
  );
}
