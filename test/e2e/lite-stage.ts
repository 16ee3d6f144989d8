import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import sharp from 'sharp';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Database } from '#platform/db/open.ts';
import { tellNews } from '#modules/listen/vault/tell-news.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { addressGuard } from '#platform/webhooks/address-guard.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { testDatabase } from '#test/template.ts';
import {
  CITY,
  NOON,
  type PostKey,
  type TinyCity,
  tinyCity,
  type UnitKey,
} from '#test/tiny-city.ts';
import { jobKinds, type Parts } from '../../src/main.ts';
import { buildApp } from '../../src/server.ts';

export const PASSWORD = '河边-石桥-三只鸟-91';
/** A moment at which everything staged at NOON is past. */
export const NOW = new Date(NOON.getTime() + 7_200_000);

/** The tiny city behind the whole site, its officers able to sign in. */
export interface Stage {
  readonly app: Hono;
  readonly city: TinyCity;
  readonly database: Database;
  /** Whether the disk is nearly full, so that nothing is saved. */
  readonly disk: { isFull: boolean };
  /** An entry handed to a unit, with one measure, due on a day. */
  handed(title: string, due?: string, lead?: UnitKey): Promise<string>;
  /** Tell reporters what is new, as the job of the minute does, where a way was given. */
  tell(): Promise<void>;
  /** Serve the site on a free port. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

export async function openStage(notices?: Notices): Promise<Stage> {
  const database = await testDatabase();
  const { db } = database;
  const city = await tinyCity(db);
  const hash = await hashPassword(PASSWORD);
  await db
    .updateTable('account')
    .set((eb) => ({
      password_hash: hash,
      must_change: false,
      login: eb.fn<string>('lower', ['login']),
    }))
    .execute();
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-lite-'));
  const parts: Parts = {
    identity: { secureCookie: false, key: new Uint8Array(32).fill(7), oidc: undefined },
    files: folderStore(join(folder, 'files')),
    spool: join(folder, 'spool'),
    guard: addressGuard({}),
    forgotten: forgottenList(folder),
    notices,
  };
  const log = (line: object): void => void process.stderr.write(`${JSON.stringify(line)}\n`);
  const now = (): Date => NOW;
  const later = (): Date => new Date(NOW.getTime() + 60_000);
  let jobs: JobRunner | undefined;
  const disk = { isFull: false };
  const app = await buildApp({
    config: {
      databaseUrl: undefined,
      dataDir: folder,
      cityId: CITY,
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      behindProxy: false,
    },
    db,
    parts,
    now,
    log,
    readOnly: () => disk.isFull,
    wake: () => jobs?.wake(),
  });
  jobs = startJobs({ db, cityId: CITY, kinds: jobKinds(parts), recurring: [], now, log });
  let server: Server | undefined;
  return {
    app,
    city,
    database,
    disk,
    handed: (title, due = '2026-06-30', lead = 'eastTown') =>
      handed(database, city, title, due, lead),
    async tell() {
      if (notices === undefined) throw new Error('no way out');
      const ended = (): Promise<boolean> => Promise.resolve(false);
      await tellNews({ notices, key: parts.identity.key, db, cityId: CITY, now: later, ended });
    },
    async listen() {
      server = createAdaptorServer({ fetch: app.fetch }) as Server;
      await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      server?.closeAllConnections();
      server?.close();
      await jobs?.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function handed(
  { db }: Database,
  city: TinyCity,
  title: string,
  due: string,
  lead: UnitKey,
): Promise<string> {
  const act = <T>(work: Parameters<typeof city.act<T>>[2]): Promise<T> =>
    city.act(db, 'cityOffice', work, new Date('2026-05-06T02:00:00Z'));
  const raised = await act((ctx) =>
    raiseEntry(ctx, {
      kind: 'problem',
      title,
      detail: '桥头村饮水管网老化，三处漏水。',
      source: 'visit',
      level: 'county',
      category: 'a',
    }),
  );
  const { id } = raised;
  await act((ctx) => listEntry(ctx, { id, version: 1 }));
  await act((ctx) =>
    assignEntry(ctx, {
      id,
      version: 2,
      lead: city.unit[lead].id,
      deadline: { kind: 'date', on: due },
      measures: [{ kind: 'measure', text: '更换管道三百米' }],
    }),
  );
  return id;
}

/** A photo as a phone takes it, small. */
export async function photo(tone: number): Promise<Buffer<ArrayBuffer>> {
  const image = sharp({
    create: { width: 320, height: 240, channels: 3, background: { r: tone, g: 120, b: 90 } },
  });
  return Buffer.from(await image.jpeg().toBuffer());
}

/** A browser without scripts or screens: keeps cookies, sends forms. */
export class Phone {
  readonly app: Hono;
  readonly cookies = new Map<string, string>();

  constructor(app: Hono) {
    this.app = app;
  }

  async get(path: string): Promise<PageAnswer> {
    return await this.ask(path, {});
  }

  async post(
    path: string,
    fields: Record<string, string | readonly Blob[]>,
    origin?: string,
  ): Promise<PageAnswer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      if (typeof value === 'string') form.append(name, value);
      else for (const file of value) form.append(name, file);
    const headers = { 'sec-fetch-site': origin ?? 'same-origin' };
    return await this.ask(path, { method: 'POST', body: form, headers });
  }

  async signIn(login: PostKey): Promise<PageAnswer> {
    return await this.post('/m/sign-in', { login, password: PASSWORD, goal: '/m' });
  }

  private async ask(
    path: string,
    init: { method?: string; body?: FormData; headers?: Record<string, string> },
  ): Promise<PageAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.app.request(`http://127.0.0.1${path}`, {
      ...init,
      headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }) },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/.test(set)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    return {
      status: response.status,
      to: response.headers.get('location') ?? '',
      text,
      headers: response.headers,
    };
  }
}

export interface PageAnswer {
  readonly status: number;
  /** Where it leads on to. */
  readonly to: string;
  readonly text: string;
  readonly headers: Headers;
}

/** The hidden fields of the form that goes to this action. */
export function hiddenOf(page: string, action: string): Record<string, string> {
  const start = page.indexOf(`action="${action}"`);
  if (start < 0) throw new Error(`no form to ${action}`);
  const form = page.slice(start, page.indexOf('</form>', start));
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    fields[name] = (/value="([^"]*)"/.exec(tag)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
  }
  return fields;
}
