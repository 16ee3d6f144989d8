import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '#platform/db/open.ts';
import { migrate } from '#platform/db/migrate.ts';
import { loadCity } from '#test/city/load.ts';
import { CITY_NAME } from '#test/city/words/names.ts';
import serverProcess from '../server-process.json' with { type: 'json' };
import { type Client, clientOf } from './client.ts';
import type { Strain } from './served.ts';

/** Of the measurement's own; nobody else's city has it. */
export const PASSWORD = 'chi-liang-na-tian-7316';
export const CITY = 1;
export const WORK = fileURLToPath(new URL('.work/', import.meta.url));
const SEED = 'bench';
/** The day the measured city stands at: the same rows every time. */
const DAY = '2026-11-22';

/** A database with the made-up city in it at full size, loaded when it is missing. */
export async function openCity(url: string | undefined): Promise<Database> {
  await mkdir(WORK, { recursive: true });
  const database = await openDatabase({ url, dataDir: join(WORK, 'data') });
  await migrate(database, new Date());
  const found = await database.db.selectFrom('city').select('name').executeTakeFirst();
  if (found === undefined) await load(database);
  else if (found.name !== CITY_NAME) {
    throw new Error(`the database holds ${found.name}; give the bench an empty one of its own`);
  }
  return database;
}

async function load(database: Database): Promise<void> {
  const started = performance.now();
  let said = 0;
  const options = {
    cityId: CITY,
    scale: 'city',
    seed: SEED,
    today: DAY,
    password: PASSWORD,
  } as const;
  const { entries, events } = await loadCity(database, options, (done, total) => {
    if (performance.now() - said < 5000) return;
    said = performance.now();
    process.stderr.write(`loading the city: ${done} of ${total}\n`);
  });
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(
    `loaded ${entries} entries and ${events} events in ${seconds.toFixed(0)} s\n`,
  );
}

/** The server under measurement, and somebody signed in as each example account that is asked for. */
export interface Served {
  readonly url: string;
  as(login: string): Promise<Client>;
  /** How hard the server was strained since the last call. */
  strain(): Promise<Strain>;
  stop(): Promise<void>;
}

export async function serve(databaseUrl: string | undefined, port: number): Promise<Served> {
  const child = fork(fileURLToPath(new URL('served.ts', import.meta.url)), {
    env: {
      ...serverProcess.env,
      ...process.env,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      // Callers of many networks are told by what a proxy would say of them.
      LUOSHI_BEHIND_PROXY: '1',
      LUOSHI_DATA: join(WORK, 'data'),
      PORT: String(port),
    },
    execArgv: [...serverProcess.flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(([code]): never => {
    throw new Error(`the measured server ended (${String(code)})`);
  });
  died.catch(() => undefined);
  const { url } = await message<{ url: string }>(child, died);
  const client = clientOf(url);
  const signedIn = new Map<string, Promise<Client>>();
  return {
    url,
    as: (login) => {
      const known = signedIn.get(login) ?? client.signIn(login, PASSWORD);
      signedIn.set(login, known);
      return known;
    },
    strain: async () => {
      child.send('strain');
      return message<Strain>(child, died);
    },
    stop: async () => {
      client.close();
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(patience);
    },
  };
}

async function message<T>(child: ChildProcess, died: Promise<never>): Promise<T> {
  const [answer] = (await Promise.race([once(child, 'message'), died])) as [T];
  return answer;
}

/** Ids of units by their codes. */
export async function unitIds(database: Database): Promise<ReadonlyMap<string, string>> {
  const units = await database.db
    .selectFrom('unit')
    .where('city_id', '=', CITY)
    .select(['code', 'id'])
    .execute();
  return new Map(units.map((unit) => [unit.code, unit.id]));
}

/** A measured query with its units' ids in place. */
export function addressed(query: string, ids: ReadonlyMap<string, string>): string {
  return query.replaceAll(/@([\w-]+)/g, (_, code: string) => {
    const id = ids.get(code);
    if (id === undefined) throw new Error(`the city has no unit ${code}`);
    return id;
  });
}
