import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Operation } from '#contract/operation.ts';
import { ADMIN_ROLES } from '#domain/org/actor.ts';
import { type LetGo, retain } from '#modules/listen/retention.ts';
import { openSession } from '#modules/org/session-store.ts';
import { whoIs, type WhoIs } from '#modules/org/who-is.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import { securityHeaders } from '#platform/headers.ts';
import { apiApp, type Environment, type Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { sessionCookie } from '#platform/identity/cookie.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { testDatabase } from '#test/template.ts';
import { CITY, NOON, type PostKey, type TinyCity, tinyCity } from '#test/tiny-city.ts';
import type { Config } from '../../src/config.ts';
import { type Parts, routes } from '../../src/main.ts';
import { buildApp, type Running, startServer } from '../../src/server.ts';

/** A moment at which everything staged at NOON is past. */
export const NOW = new Date(NOON.getTime() + 7_200_000);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  readonly body: Record<string, unknown>;
}

/** Somebody with a session: a post of the tiny city, or one of the three administrators beside it. */
export type Who = PostKey | (typeof ADMIN_ROLES)[number];

export interface Asking {
  /** Whose session goes with it. */
  readonly as?: Who;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server as an attacker meets it. */
export interface Site {
  readonly routes: readonly Route[];
  ask(method: string, path: string, asking?: Asking): Promise<Answer>;
}

/** What is taken away from the real server, so that an attack has something to find. */
export interface Weakening {
  readonly routes?: (all: readonly Route[]) => readonly Route[];
  readonly env?: Partial<Environment>;
  readonly headers?: false;
  /** Stands before everything, as a careless middleware would. */
  readonly before?: (request: Request) => Request;
}

/** The tiny city behind the real server, and weaker builds of it on the same rows. */
export interface House {
  readonly database: Database;
  readonly city: TinyCity;
  readonly parts: Parts;
  readonly folder: string;
  readonly log: object[];
  readonly config: Config;
  /** The site as it is shipped, and as a browser is served it. */
  readonly real: Site;
  readonly app: Hono;
  weakened(weakening: Weakening): Site;
  cookieOf(who: Who): Promise<string>;
  accounts: ReadonlyMap<Who, string>;
  /** Lets go what is past its time at that moment, as the command line does. */
  retain(now: Date, dry?: boolean): Promise<readonly LetGo[]>;
  close(): Promise<void>;
}

interface HouseOptions {
  readonly readOnly?: () => boolean;
  readonly notices?: Notices;
  readonly now?: () => Date;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const database = await testDatabase();
  const city = await tinyCity(database.db);
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-attack-'));
  const parts: Parts = {
    identity: { secureCookie: false, key: new Uint8Array(32).fill(7), oidc: undefined },
    files: folderStore(join(folder, 'files')),
    spool: join(folder, 'spool'),
    guard: addressGuard({}),
    forgotten: forgottenList(folder),
    notices: options.notices,
  };
  const config: Config = {
    databaseUrl: undefined,
    dataDir: folder,
    cityId: CITY,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    behindProxy: false,
  };
  const log: object[] = [];
  const note = (line: object): void => void log.push(line);
  const readOnly = options.readOnly ?? (() => false);
  const now = options.now ?? (() => NOW);
  const accounts = await accountsOf(database, city);
  const cookies = new Map<Who, string>();
  const cookieOf = async (who: Who): Promise<string> => {
    const known = cookies.get(who);
    if (known !== undefined) return known;
    const cookie = await newCookie(database, accounts.get(who) ?? '');
    cookies.set(who, cookie);
    return cookie;
  };
  const app = await buildApp({
    config,
    db: database.db,
    parts,
    now,
    log: note,
    readOnly,
  });
  const all = routes(parts);
  return {
    database,
    city,
    parts,
    folder,
    log,
    config,
    cookieOf,
    accounts,
    real: site(app, all, cookieOf),
    app,
    weakened: ({ routes: change, env, headers, before }) => {
      const changed = change?.(all) ?? all;
      const weak = new Hono();
      if (headers !== false) weak.use(securityHeaders(false));
      const who: WhoIs = whoIs(database.db, CITY, false);
      const usual: Environment = {
        db: database.db,
        cityId: CITY,
        now,
        whoIs: who,
        readOnly,
        log: note,
      };
      weak.route('/', apiApp({ ...usual, ...env }, changed));
      return site(weak, changed, cookieOf, before);
    },
    retain: (now, dry = false) =>
      retain(
        { db: database.db, cityId: CITY, list: parts.forgotten },
        now,
        dry ? 'dry' : { operator: 'root' },
      ),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same house behind a port of its own, as the network meets it. */
export function startHouse(
  { config, database }: House,
  options: { readonly connections?: number } = {},
): Promise<Running> {
  return startServer({ config, database, now: () => NOW, log: () => undefined, ...options });
}

/** A connection on which somebody begins to say something, and stops there. */
export function slowly(url: string, beginning: string): net.Socket {
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(beginning);
  return socket;
}

/** The accounts of the city's officers, and of three administrators who are put beside them. */
async function accountsOf(database: Database, city: TinyCity): Promise<Map<Who, string>> {
  const { db } = database;
  const accounts = new Map<Who, string>(
    Object.entries(city.actor).map(([who, actor]) => [who as PostKey, actor.accountId]),
  );
  const here = { city_id: CITY, created_at: NOON };
  for (const role of ADMIN_ROLES) {
    const [person, post, account] = [newId(), newId(), newId()];
    await db
      .insertInto('person')
      .values({ ...here, id: person, code: role, name: role })
      .execute();
    await db
      .insertInto('post')
      .values({ ...here, id: post, unit_id: city.unit.city.id, code: role, name: role, role })
      .execute();
    await db
      .insertInto('holding')
      .values({ ...here, id: newId(), post_id: post, person_id: person, from_on: '2026-01-01' })
      .execute();
    await db
      .insertInto('account')
      .values({ ...here, id: account, person_id: person, login: role })
      .execute();
    accounts.set(role, account);
  }
  return accounts;
}

/** A session as a sign-in leaves it, without the cost of the password. */
async function newCookie(database: Database, accountId: string): Promise<string> {
  const session = { cityId: CITY, accountId, strength: 'password' as const, agent: 'test' };
  const word = await database.db.transaction().execute((tx) => openSession(tx, session, NOW));
  return sessionCookie(word, false).split(';')[0] ?? '';
}

function site(
  app: Hono,
  all: readonly Route[],
  cookieOf: (who: Who) => Promise<string>,
  before: (request: Request) => Request = (request) => request,
): Site {
  return {
    routes: all,
    ask: async (method, path, { as, body, headers = {} } = {}) => {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      const sent = body === undefined ? {} : { body: raw ? body : JSON.stringify(body) };
      const full = path.startsWith('http') ? path : `http://127.0.0.1${path}`;
      const request = new Request(full, {
        method,
        ...(sent as { body?: string }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'GET' ? {} : { 'idempotency-key': newId() }),
          'sec-fetch-site': 'same-origin',
          ...(as === undefined ? {} : { cookie: await cookieOf(as) }),
          ...headers,
        },
      });
      return answerOf(await app.fetch(before(request), {}));
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    bytes,
    body: json && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

/** The same routes with one handler replaced. */
export function instead(
  id: string,
  run: Route['run'],
): (all: readonly Route[]) => readonly Route[] {
  return (all) => {
    if (!all.some(({ op }) => op.id === id)) throw new Error(`there is no operation ${id}`);
    return all.map((route) => (route.op.id === id ? ({ ...route, run } as Route) : route));
  };
}

/** The same routes with something changed in one operation: who is let in, what it takes. */
export function withOperation(
  id: string,
  change: Partial<Operation>,
): (all: readonly Route[]) => readonly Route[] {
  return (all) => {
    if (!all.some(({ op }) => op.id === id)) throw new Error(`there is no operation ${id}`);
    return all.map((route) =>
      route.op.id === id ? { ...route, op: { ...route.op, ...change } } : route,
    );
  };
}

/** Where an operation is found, its path filled in. */
export function pathOf(op: Operation, fields: Readonly<Record<string, string>> = {}): string {
  const path = `/api/v1${op.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((fields[name] ?? newId()).toWellFormed()))}`;
  // A stream has no end unless it is asked for its first piece alone.
  return op.id === 'watchOverview' ? `${path}?single=true` : path;
}

/** Somebody whom the operation admits. */
export function admittedBy({ access }: Operation): Who {
  if (typeof access === 'string' || access.includes('office')) return 'eastOffice';
  const admin = ADMIN_ROLES.find((role) => access.includes(role));
  if (admin === undefined) throw new Error(`nobody of the house holds one of ${access.join()}`);
  return admin;
}
