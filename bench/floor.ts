import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import type * as contract from '#contract/entry.ts';
import type { InputOf } from '#contract/operation.ts';
import { tallyEntries } from '#modules/ledger/tally.ts';
import { listEntries } from '#modules/ledger/list-entries.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import { dayOf, type Query } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { Tables } from '#platform/db/tables.ts';
import { FILTERS } from './filters.ts';
import { type Times, timesOf } from './measure.ts';
import { addressed, CITY, unitIds, WORK } from './place.ts';
import { SEARCHES } from './searches.ts';

/** The same statements that the server sends, timed by psql: what no program around them can be faster than. */
export interface Floor {
  readonly lists: Times;
  readonly searches: Times;
  readonly counts: Times;
}

const ROUNDS = 5;

export async function measureFloor(database: Database, address: string): Promise<Floor> {
  const recorder = await recorderOf(database);
  const ids = await unitIds(database);
  const lists = await recorder.all(
    FILTERS.map(({ who, query }) => ({
      who,
      run: (q: Query) => listEntries(q, asked(addressed(query, ids))),
    })),
  );
  const searches = await recorder.all(
    SEARCHES.map((text) => ({
      who: 'office',
      run: (q: Query) => listEntries(q, { text, sort: 'newest', limit: 50 }),
    })),
  );
  const counts = await recorder.all(
    ['00', '01', '03', '09', '03-T03', '04-T02', '00-ZJ', '03-ZJ'].map((code) => ({
      who: 'office',
      run: (q: Query) => tallyEntries(q, { unit: ids.get(code) ?? '', below: true }),
    })),
  );
  return {
    lists: await timedByPsql(address, lists),
    searches: await timedByPsql(address, searches),
    counts: await timedByPsql(address, counts),
  };
}

/** A query string as the contract reads it. */
function asked(query: string): InputOf<typeof contract.listEntries> {
  const fields: Record<string, unknown> = { sort: 'due', limit: 50 };
  for (const [name, value] of new URLSearchParams(query)) {
    const before = fields[name];
    if (LISTS.has(name))
      fields[name] = [...(Array.isArray(before) ? (before as unknown[]) : []), value];
    else fields[name] = value === 'true' ? true : value;
  }
  return fields as InputOf<typeof contract.listEntries>;
}

const LISTS = new Set(['state', 'category', 'source', 'foundBy', 'level', 'assurance']);

interface Recorded {
  readonly who: string;
  readonly run: (q: Query) => Promise<unknown>;
}

/** Runs a question in this process and keeps the SQL it sends, values in place. */
async function recorderOf(
  database: Database,
): Promise<{ all(asks: readonly Recorded[]): Promise<string[][]> }> {
  let sent: string[] = [];
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => {
      sent.push(withValues(query.sql, query.parameters));
    },
  });
  const now = new Date();
  const all = async (asks: readonly Recorded[]): Promise<string[][]> => {
    const scripts: string[][] = [];
    for (const { who, run } of asks) {
      const account = await database.db
        .selectFrom('account')
        .where('login', '=', who)
        .select('id')
        .executeTakeFirstOrThrow();
      const actor = await actorOfAccount(database.db, CITY, account.id, now);
      if (actor === undefined) throw new Error(`nobody signs in as ${who}`);
      sent = [];
      await run({ db, cityId: CITY, actor, now, today: dayOf(now) });
      scripts.push(sent);
    }
    return scripts;
  };
  return { all };
}

function withValues(sql: string, values: readonly unknown[]): string {
  return sql
    .replaceAll(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1]))
    .replaceAll(/\s+/g, ' ');
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) {
    return `'{${value.map((item) => JSON.stringify(String(item))).join(',')}}'`.replaceAll(
      /\\/g,
      '\\\\',
    );
  }
  if (typeof value !== 'string') throw new TypeError(`no literal for ${typeof value}`);
  return `'${value.replaceAll("'", "''")}'`;
}

/** Each script's statements, timed by psql's own \timing and added up; the first round warms. */
async function timedByPsql(
  address: string,
  scripts: readonly (readonly string[])[],
): Promise<Times> {
  const lines = ['\\timing on', '\\o /dev/null'];
  const one = scripts.flatMap((statements, at) => [
    `\\echo script ${at}`,
    ...statements.map((statement) => `${statement};`),
  ]);
  for (let round = 0; round <= ROUNDS; round += 1) lines.push(`\\echo round ${round}`, ...one);
  const text = lines.join('\n');
  const file = join(
    WORK,
    `floor-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.sql`,
  );
  await writeFile(file, text);
  const output = await psql(address, file);
  const times: number[] = [];
  let round = 0;
  for (const line of output.split('\n')) {
    const [, word, value] = /^(round|script|Time:) ([\d.]+)/.exec(line) ?? [];
    if (word === 'round') round = Number(value);
    else if (round > 0 && word === 'script') times.push(0);
    else if (round > 0 && word === 'Time:')
      times[times.length - 1] = (times.at(-1) ?? 0) + Number(value);
  }
  if (times.length !== scripts.length * ROUNDS)
    throw new Error(`psql timed ${times.length} scripts`);
  return timesOf(times);
}

function psql(address: string, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file, address], {
      env: { ...process.env, PGOPTIONS: '-c timezone=Asia/Shanghai' },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`psql: ${err.slice(0, 400)}`)),
    );
  });
}
