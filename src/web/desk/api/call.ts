import type { Operation, Parsed, Sent } from '#contract/operation.ts';
import type { RefusalCode } from '#domain/refusal.ts';

/**
 * The little of an operation that a browser needs. The shapes come from the contract as types alone, so
 * no schema is shipped; `calls.test.ts` holds method and path to the contract.
 */
export interface Call<T extends Operation> {
  readonly method: T['method'];
  readonly path: string;
  /** Carries the types; there is nothing behind it. */
  readonly of?: T;
}

/** What may be sent. Fields that the contract takes in any shape (one or a list) may be left out. */
export type Asked<S> = {
  [K in keyof S as unknown extends S[K] ? never : K]: S[K];
} & { [K in keyof S as unknown extends S[K] ? K : never]?: S[K] };

export type Input<T> = T extends Call<infer O> ? Asked<Sent<O['input']>> : never;
export type Answer<T> = T extends Call<infer O> ? Parsed<O['output']> : never;

/** What the server, or the road to it, answered instead of the thing asked for. */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: RefusalCode | 'internal' | 'offline';
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(status: number, details: Readonly<Record<string, unknown>>) {
    super(typeof details['title'] === 'string' ? details['title'] : '');
    this.status = status;
    this.details = details;
    this.code = (details['code'] ?? 'internal') as Problem['code'];
  }
}

/** A fresh idempotency key. `crypto.randomUUID` is missing on plain http inside an office network. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

type SignInAgain = () => Promise<void>;
let signInAgain: SignInAgain | undefined;

/** Who is asked when the session has ended in the middle of something. */
export function onSessionEnd(ask: SignInAgain | undefined): void {
  signInAgain = ask;
}

let isReadOnly = false;
const readOnlyHeard = new Set<() => void>();

/** Did the latest answer say that nothing can be saved just now (只读)? */
export function readReadOnly(): boolean {
  return isReadOnly;
}

/** Be told when that changes; the answer ends it. */
export function watchReadOnly(changed: () => void): () => void {
  readOnlyHeard.add(changed);
  return () => readOnlyHeard.delete(changed);
}

function tellReadOnly(now: boolean): void {
  if (now === isReadOnly) return;
  isReadOnly = now;
  readOnlyHeard.forEach((changed) => changed());
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly key?: string | undefined;
  /** The body of an operation that takes a file. */
  readonly file?: Blob;
}

/**
 * Ask the server. When the session has ended, whoever sits there is asked to sign in and the same request
 * goes out again; when the line drops, a request that is safe to repeat (it carries a key) is repeated.
 */
export async function call<T extends Operation>(
  to: Call<T>,
  input: Asked<Sent<T['input']>>,
  options: CallOptions = {},
): Promise<Parsed<T['output']>> {
  const request = build(to, input, options);
  let response = await send(request, options.signal);
  if (response.status === 401 && signInAgain !== undefined) {
    const why = await response
      .clone()
      .json()
      .catch(() => ({}));
    if (why.code === 'not-signed-in') {
      await signInAgain();
      response = await send(request, options.signal);
    }
  }
  tellReadOnly(response.headers.has('luoshi-read-only'));
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

interface Built {
  readonly url: string;
  readonly init: RequestInit;
}

function build(
  to: Call<Operation>,
  input: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Built {
  const { path, rest } = fillPath(to.path, input);
  const headers: Record<string, string> = { 'accept-language': document.documentElement.lang };
  if (to.method === 'GET') return { url: `${path}${queryOf(rest)}`, init: { headers } };
  headers['idempotency-key'] = options.key ?? newKey();
  if (options.file !== undefined)
    return {
      url: `${path}${queryOf(rest)}`,
      init: {
        method: 'POST',
        headers: { ...headers, 'content-type': options.file.type || 'application/octet-stream' },
        body: options.file,
      },
    };
  headers['content-type'] = 'application/json';
  return { url: path, init: { method: 'POST', headers, body: JSON.stringify(rest) } };
}

/** Where a file, or an export, is fetched from by a plain link. */
export function hrefOf<T extends Operation>(to: Call<T>, input: Asked<Sent<T['input']>>): string {
  const { path, rest } = fillPath(to.path, input);
  return `${path}${queryOf(rest)}`;
}

function fillPath(
  template: string,
  input: Readonly<Record<string, unknown>>,
): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: `/api/v1${path}`, rest };
}

/** The query of a GET: lists are repeated, what is not set is left out. */
export function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const PAUSES_MS = [600, 2500];

async function send({ url, init }: Built, signal: AbortSignal | undefined): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetch(url, { ...init, signal: signal ?? null });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const pause = PAUSES_MS[tries];
      if (pause === undefined) throw new Problem(0, { code: 'offline' });
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}
