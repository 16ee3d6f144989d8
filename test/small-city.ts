import type { Hono } from 'hono';
import type { Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import { addAccount } from '#modules/org/add-account.ts';
import { ensureCity } from '#modules/org/ensure-city.ts';
import { addPerson } from '#modules/org/person-store.ts';
import { addPost } from '#modules/org/post-store.ts';
import { addUnit, findUnit, type Unit } from '#modules/org/unit-store.ts';
import { whoIs } from '#modules/org/who-is.ts';
import type { Database } from '#platform/db/open.ts';
import { apiApp, type Route } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';

export const CITY = 1;
export const PASSWORD = '河边-石桥-三只鸟-91';

/** A clock that a test sets. */
export interface Clock {
  now: Date;
}

/** An officer of a test: what he holds, and how to ask as him. */
export interface Officer {
  readonly personId: string;
  readonly accountId: string;
  readonly postId: string;
  readonly login: string;
}

/** A city to build tests on: a root, then whatever units, officers and links a test wants. */
export class SmallCity {
  readonly database: Database;
  readonly clock: Clock;
  root: Unit | undefined;
  private passwordHash: string | undefined;
  private count = 0;

  constructor(database: Database, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  private async change<T>(work: (at: Parameters<typeof addUnit>[0]) => Promise<T>): Promise<T> {
    return await this.database.db
      .transaction()
      .execute((tx) => work({ tx, cityId: CITY, now: this.clock.now }));
  }

  /** The unit at the root, made when first asked for. */
  async city(): Promise<Unit> {
    this.root ??= await this.change(async (at) =>
      findUnit(at.tx, CITY, await ensureCity(at, '云溪市')),
    );
    return this.root;
  }

  async unit(name: string, kind: UnitKind, parent?: Unit): Promise<Unit> {
    const under = parent ?? (await this.city());
    this.count += 1;
    const code = `U${this.count}`;
    return await this.change((at) =>
      addUnit(at, {
        id: newId(at.now.getTime()),
        code,
        name,
        shortName: name,
        kind,
        parent: under,
        functions: [],
        sort: this.count,
      }),
    );
  }

  async link(
    kind: 'line' | 'party',
    upper: Unit,
    lower: Unit,
    fromOn: string,
    toOn?: string,
  ): Promise<void> {
    await this.change((at) =>
      at.tx
        .insertInto('unit_link')
        .values({
          city_id: CITY,
          id: newId(),
          kind,
          upper_unit: upper.id,
          lower_unit: lower.id,
          from_on: fromOn,
          to_on: toOn ?? null,
        })
        .execute(),
    );
  }

  /** Somebody with an account (password `PASSWORD`) and a post at `unit` since 2026-01-01. */
  async officer(login: string, role: Role, unit: Unit, name = `${login}某`): Promise<Officer> {
    this.passwordHash ??= await hashPassword(PASSWORD);
    return await this.change(async (at) => {
      const personId = await addPerson(at, { name });
      const accountId = await addAccount(at, { personId, login, passwordHash: this.passwordHash });
      const postId = await addPost(at, { unitId: unit.id, code: `${login}岗`, name: role, role });
      await this.hold(personId, postId, '2026-01-01', undefined, at);
      return { personId, accountId, postId, login };
    });
  }

  async hold(
    personId: string,
    postId: string,
    fromOn: string,
    toOn: string | undefined,
    at?: Parameters<typeof addUnit>[0],
  ): Promise<void> {
    const row = {
      city_id: CITY,
      id: newId(),
      post_id: postId,
      person_id: personId,
      from_on: fromOn,
      to_on: toOn ?? null,
      created_at: this.clock.now,
    };
    await (at?.tx ?? this.database.db).insertInto('holding').values(row).execute();
  }

  app(routes: readonly Route[], from: () => string = () => '10.0.0.1'): Hono {
    const { db } = this.database;
    return apiApp(
      {
        db,
        cityId: CITY,
        now: () => this.clock.now,
        whoIs: whoIs(db, CITY, false),
        readOnly: () => false,
        log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
        address: from,
      },
      routes,
    );
  }
}

/** A browser without screens: keeps the cookie it is given and asks as one site's page would. */
export class Browser {
  readonly app: Hono;
  cookie: string | undefined;

  constructor(app: Hono) {
    this.app = app;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return await this.ask('GET', path, undefined, headers);
  }

  async post(
    path: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return await this.ask('POST', path, body, headers);
  }

  async signIn(login: string, password: string = PASSWORD, code?: string): Promise<Answer> {
    return await this.post('/login', { login, password, ...(code === undefined ? {} : { code }) });
  }

  private async ask(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const response = await this.app.request(`http://127.0.0.1/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'idempotency-key': newId(),
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...headers,
      },
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) {
      const [pair = ''] = set.split(';');
      this.cookie = /Max-Age=0/.test(set) || pair.endsWith('=') ? undefined : pair;
    }
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}
