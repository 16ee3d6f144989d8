import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { sql } from 'kysely';
import { forgetAgain } from '#modules/listen/forget-reporters.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { foldCounts } from '#modules/ledger/fold-counts.ts';
import { Refusal } from '#domain/refusal.ts';
import { whoIs } from '#modules/org/who-is.ts';
import type { Database, Db } from '#platform/db/open.ts';
import { settleIndexes } from '#platform/db/settle-indexes.ts';
import { watchSpace } from '#platform/disk/free-space.ts';
import { openFileStore } from '#platform/files/open-file-store.ts';
import { keepDoorsOpen } from '#platform/full-house.ts';
import { securityHeaders } from '#platform/headers.ts';
import { apiApp } from '#platform/http.ts';
import { langOf, problemOf } from '#platform/http-problem.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { JobThread } from '#platform/jobs/job-thread.ts';
import { type ApiExample, apiPages } from '#platform/openapi-page.ts';
import { noticesFromEnvironment } from '#platform/notices/notices-from-environment.ts';
import { modelFromEnvironment } from '#platform/model/model-port.ts';
import { openStaticFiles } from '#platform/static-files.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { ByteThread } from '#platform/workers/byte-thread.ts';
import { type Config, DESK_FOLDER, identityConfig, TOP } from './config.ts';
import { citizenSite } from './lite/citizen.ts';
import { liteSite } from './lite/site.ts';
import { open311Site } from './open311-site.ts';
import type { HeavyWork } from './heavy-jobs.ts';
import { HEAVY, jobKinds, type Parts, reader, recurring, routes } from './main.ts';

/** A running server. */
export interface Running {
  readonly url: string;
  /** Take no new request, end what runs, and let go of everything. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Config;
  readonly database: Database;
  readonly now?: () => Date;
  readonly log?: (line: object) => void;
  /** How many connections are held at once. */
  readonly connections?: number;
}

const MOST_CONNECTIONS = 2000;
/** How long a head and a whole request may take, and how often that is looked at, in milliseconds. */
const PATIENCE = {
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5000,
} as const;

/** How often waiting counts are folded, in milliseconds. */
const FOLD_EVERY = 300;
const SETTLE_EVERY = 30_000;

export async function startServer(options: ServerOptions): Promise<Running> {
  const { config, database, now = () => new Date(), log = logLine } = options;
  const { db } = database;
  const guard = addressGuard(process.env);
  const data = heavyWork(config, database);
  const exports = new ByteThread({ script: new URL('export-thread.ts', import.meta.url), data });
  const parts: Parts = {
    identity: await identityConfig(config),
    files: openFileStore(process.env, config.dataDir, config.cityId),
    spool: join(config.dataDir, 'spool'),
    guard,
    forgotten: forgottenList(config.dataDir),
    model: modelFromEnvironment(process.env, guard),
    exports,
    notices: noticesFromEnvironment(process.env, config.publicUrl),
  };
  await forgetAgain({ db, cityId: config.cityId, list: parts.forgotten }, now());
  const space = await watchSpace([config.dataDir]);
  let jobs: JobRunner | undefined;
  const app = await buildApp({
    config,
    db,
    parts,
    now,
    log,
    readOnly: () => space.nearlyFull() !== undefined,
    wake: () => jobs?.wake(),
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: PATIENCE }) as Server;
  const doors = keepDoorsOpen(server, options.connections ?? MOST_CONNECTIONS, log);
  // What runs by itself begins only when nothing can stop the start any more.
  await listen(server, config).catch((error: unknown) => {
    space.stop();
    throw error;
  });
  const folding = repeat(FOLD_EVERY, log, () => foldCounts(db, config.cityId));
  const settling = repeat(SETTLE_EVERY, log, () => settleIndexes(database.patient));
  jobs = startJobs({
    db,
    cityId: config.cityId,
    kinds: jobKinds(parts),
    recurring: recurring(parts),
    now,
    log,
    apart: new JobThread({
      script: new URL('heavy-jobs.ts', import.meta.url),
      data,
      kinds: HEAVY,
      now,
      log,
    }),
  });
  reader.warm().catch((error: unknown) => log({ background: String(error) }));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.host}:${port}`,
    async stop() {
      folding.stop();
      settling.stop();
      space.stop();
      doors.stop();
      server.closeIdleConnections();
      const closed = new Promise((resolve) => server.close(resolve));
      await jobs?.stop();
      await reader.close();
      setTimeout(() => server.closeAllConnections(), 3000).unref();
      await closed;
      await exports.end();
    },
  };
}

function heavyWork({ dataDir, cityId }: Config, { address, kind }: Database): HeavyWork {
  return { address, kind, dataDir, cityId };
}

interface AppParts {
  readonly config: Config;
  readonly db: Db;
  readonly parts: Parts;
  readonly now: () => Date;
  readonly log: (line: object) => void;
  readonly readOnly: () => boolean;
  readonly wake?: () => void;
}

/** The whole site: open API, health, and the desk. */
export async function buildApp(it: AppParts): Promise<Hono> {
  const { config, db, parts } = it;
  const app = new Hono();
  app.use(securityHeaders(parts.identity.secureCookie));
  app.get('/healthz', async (c) => {
    const alive = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
    return c.json({ alive, readOnly: it.readOnly() }, alive ? 200 : 503);
  });
  const env = {
    db,
    cityId: config.cityId,
    now: it.now,
    whoIs: whoIs(db, config.cityId, parts.identity.secureCookie),
    readOnly: it.readOnly,
    log: it.log,
    ...(it.wake && { wake: it.wake }),
    address: (c: Context) => addressOf(c, config.behindProxy),
  };
  const all = routes(parts);
  const api = apiApp(env, all);
  app.route('/', api);
  const lite = { api: (request: Request, env: unknown) => api.fetch(request, env ?? {}) };
  app.route('/', liteSite({ ...lite, now: it.now, log: it.log, readOnly: it.readOnly }));
  app.route('/', citizenSite({ ...lite, now: it.now, log: it.log, publicUrl: config.publicUrl }));
  app.route('/', open311Site({ ...lite, now: it.now }));
  app.route('/', apiPages({ routes: all, ...(await apiTexts()) }));
  app.all('/api/*', (c) => problemOf(new Refusal('not-found'), langOf(c.req.raw)));
  const desk = await openStaticFiles(DESK_FOLDER);
  app.get('*', (c) => {
    const { pathname } = new URL(c.req.url);
    const page = /\.\w+$/.test(pathname) ? pathname : '/index.html';
    return desk.serve(page, c.req.raw) ?? c.text('404', 404);
  });
  return app;
}

/** The committed document of the open API and its tried examples. */
async function apiTexts(): Promise<{ openApi: string; examples: readonly ApiExample[] }> {
  const openApi = await readFile(join(TOP, 'openapi.json'), 'utf8');
  const examples = await readFile(join(TOP, 'docs', 'api-examples.json'), 'utf8');
  return { openApi, examples: JSON.parse(examples) as ApiExample[] };
}

/** Where a request comes from: the connection, or what our own proxy says of it. */
function addressOf(c: Context, behindProxy: boolean): string {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  if (behindProxy && forwarded !== undefined && forwarded !== '') return forwarded;
  // Requests handed in without a connection (in tests) have no address.
  const env: unknown = c.env;
  const connected = typeof env === 'object' && env !== null && 'incoming' in env;
  return connected ? (getConnInfo(c).remote.address ?? 'unknown') : 'local';
}

/** Do something again and again, never twice at once; a failure is logged and the next turn tries anew. */
function repeat(
  ms: number,
  log: (line: object) => void,
  work: () => Promise<unknown>,
): { stop(): void } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = (): void => {
    work()
      .catch((error: unknown) => log({ background: String(error) }))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, ms).unref();
      });
  };
  turn();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function logLine(line: object): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
}
