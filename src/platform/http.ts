import { createHash } from 'node:crypto';
import { type Context as HonoContext, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { parse } from 'zod/v4/core';
import type { Operation, Parsed, Schema, Sent } from '#contract/operation.ts';
import type { Actor, Role } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { type Context, dayOf, putJobs, type Query } from './command.ts';
import type { Db } from './db/open.ts';
import { refuseCrossSite } from './http-origin.ts';
import { langOf, problemOf } from './http-problem.ts';
import { once } from './idempotency.ts';
import { InputRefusal } from './input-faults.ts';
import { quickSchema } from './quick-schema.ts';

/** How an operation is carried out: as a question, as one transaction, or by itself with the raw request. */
export type Route =
  | {
      readonly op: Operation;
      readonly as: 'query';
      readonly run: (q: Query, input: never) => Promise<unknown>;
    }
  | {
      readonly op: Operation;
      readonly as: 'command';
      readonly before?: (q: Query, input: never) => Promise<unknown>;
      readonly run: (ctx: Context, input: never, made?: never) => Promise<unknown>;
    }
  | {
      readonly op: Operation;
      readonly as: 'direct';
      readonly run: (call: Direct, input: never) => Promise<unknown>;
    };

/** What a `direct` handler is given: it opens its own transactions and may answer with a Response. */
export interface Direct {
  readonly db: Db;
  readonly cityId: number;
  readonly now: Date;
  readonly today: string;
  /** Undefined only where the operation is public and nobody is signed in. */
  readonly actor: Actor | undefined;
  readonly request: Request;
  /** A JSON body as it came, for what is signed over its bytes. */
  readonly sent?: string;
  /** The caller's network address as far as it can be trusted. */
  readonly from: string;
}

/** Bind a reading operation to its handler. The handler's types are the contract's. */
export function query<I extends Schema, O extends Schema>(
  op: Operation<I, O>,
  run: (q: Query, input: Parsed<I>) => Promise<Sent<O>>,
): Route {
  return { op, as: 'query', run };
}

/**
 * Bind a writing operation: one transaction, one idempotency key. `before` is done ahead of the
 * transaction, also when the key turns out to have been used: only for what may be lost, such as a number.
 */
export function command<I extends Schema, O extends Schema, M = undefined>(
  op: Operation<I, O>,
  run: (ctx: Context, input: Parsed<I>, made?: M) => Promise<Sent<O>>,
  before?: (q: Query, input: Parsed<I>) => Promise<M>,
): Route {
  return { op, as: 'command', run, ...(before && { before }) };
}

/** Bind an operation that handles files, sessions or credentials and needs the request itself. */
export function direct<I extends Schema, O extends Schema>(
  op: Operation<I, O>,
  run: (call: Direct, input: Parsed<I>) => Promise<Sent<O> | Response>,
): Route {
  return { op, as: 'direct', run };
}

export interface Environment {
  readonly db: Db;
  readonly cityId: number;
  readonly now: () => Date;
  /** The signed-in actor of a request, by session cookie or token; refuses a token that is not valid. */
  readonly whoIs: (request: Request, now: Date) => Promise<Actor | undefined>;
  /** Are writes closed for the moment (disk nearly full)? */
  readonly readOnly: () => boolean;
  readonly log: (line: object) => void;
  /** A job has been put down and is committed: start it now, not at the next look. */
  readonly wake?: () => void;
  readonly address?: (c: HonoContext) => string;
}

/** Every answer bears it while nothing can be saved (只读). */
export const READ_ONLY_HEADER = 'luoshi-read-only';

const MAX_JSON = 1_000_000;

/** The open API: every operation under /api/v1. A route without access, or a second one for an id, does not start. */
export function apiApp(env: Environment, routes: readonly Route[]): Hono {
  const app = new Hono();
  const seen = new Set<string>();
  for (const route of routes) {
    const { op } = route;
    if (seen.has(op.id)) throw new Error(`operation ${op.id} is routed twice`);
    if (op.access !== 'public' && op.access !== 'signed-in' && op.access.length === 0)
      throw new Error(`operation ${op.id} admits nobody`);
    seen.add(op.id);
    const path = `/api/v1${op.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const handle = async (c: HonoContext): Promise<Response> => {
      const response = await answer(env, route, c);
      // So that pages may say it before somebody has typed what cannot be kept.
      if (env.readOnly()) response.headers.set(READ_ONLY_HEADER, '1');
      return response;
    };
    if (op.method === 'POST' && op.body !== 'bytes') app.post(path, smallBody, handle);
    else app.on(op.method, path, handle);
  }
  return app;
}

const counted = bodyLimit({ maxSize: MAX_JSON, onError: tooLarge });

/** Refuses a body that is too large: by the length that it comes with, and only one without is taken in to be counted. */
const smallBody: MiddlewareHandler = async (c, next) => {
  const { headers } = c.req.raw;
  const told = headers.get('content-length');
  if (told === null || headers.has('transfer-encoding')) return await counted(c, next);
  return Number(told) > MAX_JSON ? tooLarge(c) : await next();
};

function tooLarge(c: HonoContext): Response {
  return problemOf(
    new Refusal('file-too-large', { name: 'JSON', limit: '1 MB' }),
    langOf(c.req.raw),
  );
}

async function answer(env: Environment, route: Route, c: HonoContext): Promise<Response> {
  const request = c.req.raw;
  const lang = langOf(request);
  const started = performance.now();
  try {
    const response = await carryOut(env, route, c);
    if (response.status >= 500) env.log({ op: route.op.id, status: response.status });
    return response;
  } catch (error) {
    const response = problemOf(error, lang);
    if (response.status >= 500)
      env.log({
        op: route.op.id,
        status: response.status,
        ms: Math.round(performance.now() - started),
        error: describe(error),
      });
    return response;
  }
}

/** An error for the log: its kind and place, never the values that came with it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const at =
    error.stack
      ?.split('\n')
      .slice(1, 4)
      .map((line) => line.trim())
      .join(' < ') ?? '';
  return `${error.name}: ${error.message.slice(0, 200)} ${at}`;
}

async function carryOut(env: Environment, route: Route, c: HonoContext): Promise<Response> {
  const { op } = route;
  const request = c.req.raw;
  const now = env.now();
  if (op.method === 'POST') refuseCrossSite(request);
  if (op.method === 'POST' && env.readOnly() && op.access !== 'public')
    throw new Refusal('read-only');
  const actor = await env.whoIs(request, now);
  admit(op, actor);
  const input = parseInput(op, await readInput(op, c));
  const basis = { cityId: env.cityId, now, today: dayOf(now), lang: langOf(request) };
  if (route.as === 'direct') {
    const sent = op.method === 'POST' && op.body !== 'bytes' ? await c.req.text() : '';
    const from = env.address?.(c) ?? 'local';
    const call = { ...basis, db: env.db, actor, request, sent, from };
    const answered = reply(op, await route.run(call, input as never));
    if (op.method === 'POST') env.wake?.();
    return answered;
  }
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (route.as === 'query')
    return reply(op, await route.run({ ...basis, actor, db: env.db }, input as never));
  const key = request.headers.get('idempotency-key');
  if (key === null || key === '' || key.length > 255) throw new Refusal('key-missing');
  const hash = createHash('sha256')
    .update(`${op.id}\n${JSON.stringify(input)}`)
    .digest('hex');
  const made = await route.before?.({ ...basis, actor, db: env.db }, input as never);
  let hasJobs = false;
  const body = await once(env.db, { ...basis, actor }, { key, hash }, async (ctx) => {
    const done = wire(op, await route.run(ctx, input as never, made as never));
    hasJobs = putJobs(ctx.tx);
    return done;
  });
  if (hasJobs) env.wake?.();
  return Response.json(body, { headers: NO_STORE });
}

const NO_STORE = { 'cache-control': 'no-store' };

function wire(op: Operation, result: unknown): object {
  return parse(quickSchema(op.output as z.ZodType), result) as object;
}

function reply(op: Operation, result: unknown): Response {
  return result instanceof Response
    ? result
    : Response.json(wire(op, result), { headers: NO_STORE });
}

/** Is this caller let in at all? Reach and the rules of each move come later. */
function admit(op: Operation, actor: Actor | undefined): void {
  if (op.access === 'public') return;
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (actor.scopes !== undefined && !actor.scopes.includes(op.scope))
    throw new Refusal('scope-missing', { scope: op.scope });
  if (op.access === 'signed-in') return;
  const roles: readonly Role[] = op.access;
  if (!actor.posts.some((post) => roles.includes(post.role))) throw new Refusal('not-allowed');
  if (op.confirmed === true && actor.resetAt !== undefined)
    throw new Refusal('account-unconfirmed', { since: dayOf(actor.resetAt) });
}

/** Fields come from the path, and from the query or the JSON body; a repeated query field is a list. */
async function readInput(op: Operation, c: HonoContext): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  if (op.method === 'GET' || op.body === 'bytes') {
    for (const [name, values] of Object.entries(c.req.queries()))
      fields[name] = values.length > 1 ? values : values[0];
  } else {
    Object.assign(fields, await readJson(c));
  }
  return { ...fields, ...c.req.param() };
}

async function readJson(c: HonoContext): Promise<object> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text === '') return {};
  if (!type.startsWith('application/json'))
    throw new Refusal('invalid', { where: 'content-type: application/json' });
  try {
    // Looking at each field takes its time: only where the name may be there, be it written in escapes.
    const value: unknown = /__proto__|\\u/.test(text)
      ? JSON.parse(text, (key, item: unknown) => (key === '__proto__' ? undefined : item))
      : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('invalid', { where: 'JSON' });
}

/** No operation asks for anything nested half as deep. */
const DEEPEST = 100;

/**
 * Where a text holds what no database keeps: NUL, or half of a surrogate pair.
 *
 * @throws Refusal `invalid` for what is nested too deep to be looked through.
 */
function unsoundText(value: unknown, path = '', depth = 0): string | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > DEEPEST) throw new Refusal('invalid', { where: 'JSON' });
  for (const [name, item] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    const found = unsoundText(name, at, depth + 1) ?? unsoundText(item, at, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseInput(op: Operation, sent: object): unknown {
  const unsound = unsoundText(sent);
  if (unsound !== undefined) throw new Refusal('invalid', { where: JSON.stringify(unsound) });
  const parsed = (op.input as z.ZodType).safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new InputRefusal(parsed.error.issues);
}
