import { randomUUID } from 'node:crypto';
import { rebuildCounts, recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
import type { Database } from '#platform/db/open.ts';
import { bodyOf, type Client } from './client.ts';
import { type Figure, perSecond, quantile, timed, timesOf } from './measure.ts';
import { CITY, type Served, unitIds } from './place.ts';
import { untilQuiet } from './warm.ts';

interface Seen {
  readonly id: string;
  readonly version: number;
}

const WRITERS = 16;
/** Seconds that only warm, and seconds that are measured. */
const WARMING = 10;
const SECONDS = 10;
/** One call in so many is sent again under its key, as after a lost answer. */
const REPEATED = 20;
/** Entries of each writer: handed to and fro some ten times a run, as no entry is a hundred times. */
const EACH = 40;

const RAISED = {
  kind: 'problem',
  title: '量台账用：主街路灯有3盏不亮',
  source: 'self_check',
  level: 'city',
  category: 'P4',
};
const HANDED = {
  deadline: { kind: 'date', on: '2099-12-31' },
  measures: [{ text: '逐盏检修' }],
};

/** 甄别, 列入台账, 交办 by one caller, one after the other. */
export async function measureMoves(served: Served, database: Database): Promise<Figure[]> {
  const client = await served.as('office');
  const ids = await unitIds(database);
  const lead = ids.get('03-ZJ') ?? '';
  const times: number[] = [];
  // The first that is raised lets the index of the city be built, to compare it with.
  await client.post('/api/v1/entries', RAISED);
  const quiet = await untilQuiet(database);
  for (let n = 0; n < 60; n += 1) {
    let seen = bodyOf<Seen>(await client.post('/api/v1/entries', RAISED));
    for (const [name, body] of [
      ['screen', {}],
      ['list', {}],
      ['assign', { lead, ...HANDED }],
    ] as const) {
      const ms = await timed(async () => {
        seen = bodyOf<Seen>(await moved(client, seen, name, body));
      });
      if (n >= 10) times.push(ms);
    }
  }
  const all = timesOf(times);
  return [
    {
      what: 'one move, p50',
      value: quantile(all, 0.5),
      unit: 'ms',
      note: `begun when no job was left, ${quiet.toFixed(0)} s after the first problem; what the moves cause runs beside`,
    },
    { what: 'one move, p95', value: quantile(all, 0.95), unit: 'ms', limit: 15 },
  ];
}

function moved(
  client: Client,
  seen: Seen,
  name: string,
  body: object,
  key?: string,
): ReturnType<Client['post']> {
  return client.post(`/api/v1/entries/${seen.id}/${name}`, { version: seen.version, ...body }, key);
}

/** Sixteen callers hand their own entries to and fro; then everything is counted again. */
export async function measureWriters(served: Served, database: Database): Promise<Figure[]> {
  // A run that was broken off while it tidied up leaves counts that are not this run's fault.
  if ((await recount(database.db, CITY)).length > 0) await rebuildCounts(database.patient, CITY);
  const client = await served.as('office');
  const ids = await unitIds(database);
  const leads = ['03-ZJ', '05-JT', '07-SL', '09-NY'].map((code) => ids.get(code) ?? '');
  const own = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const entries: Seen[] = [];
      for (let m = 0; m < EACH; m += 1) entries.push(await assigned(client, leads[0] ?? ''));
      return entries;
    }),
  );
  const quiet = await untilQuiet(database);
  const before = await eventsOf(database);
  const acknowledged = new Map<string, number>();
  const times: number[] = [];
  let moves = 0;
  await served.strain();
  const warm = performance.now() + WARMING * 1000;
  const until = warm + SECONDS * 1000;
  await Promise.all(
    own.map(async (entries, writer) => {
      for (let n = writer; performance.now() < until; n += 1) {
        const at = n % entries.length;
        const seen = entries[at];
        if (seen === undefined) continue;
        const body = { lead: leads[n % leads.length], reason: '职责调整', ...HANDED };
        const key = randomUUID();
        const started = performance.now();
        const after = bodyOf<Seen>(await moved(client, seen, 'reassign', body, key));
        moves += 1;
        if (started >= warm) times.push(performance.now() - started);
        if (n % REPEATED === 0) {
          const again = bodyOf<Seen>(await moved(client, seen, 'reassign', body, key));
          if (again.version !== after.version)
            throw new Error('a repeated call was carried out twice');
        }
        entries[at] = after;
        acknowledged.set(after.id, after.version);
      }
    }),
  );
  const ms = performance.now() - warm;
  const { cpuMs } = await served.strain();
  const lost = await lostOrDoubled(database, before, acknowledged, moves);
  return [
    {
      what: `${WRITERS} writers`,
      value: perSecond(times.length, ms),
      unit: 'moves/s',
      limit: 300,
      least: true,
      note: `${quiet.toFixed(0)} s until no job was left, ${WARMING} s to warm, ${SECONDS} s measured; the server's own CPU ${(cpuMs / moves).toFixed(1)} ms a move`,
    },
    {
      what: `${WRITERS} writers, p95 of a move`,
      value: quantile(timesOf(times), 0.95),
      unit: 'ms',
    },
    {
      what: 'lost or doubled',
      value: lost,
      unit: '',
      limit: 0,
      note: `${moves} moves acknowledged, counts recounted`,
    },
  ];
}

async function assigned(client: Client, lead: string): Promise<Seen> {
  let seen = bodyOf<Seen>(await client.post('/api/v1/entries', RAISED));
  seen = bodyOf<Seen>(await moved(client, seen, 'list', {}));
  return bodyOf<Seen>(await moved(client, seen, 'assign', { lead, ...HANDED }));
}

async function eventsOf(database: Database): Promise<number> {
  const row = await database.db
    .selectFrom('event')
    .where('city_id', '=', CITY)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Differences between what was acknowledged, what is on record, and what the counters say. */
async function lostOrDoubled(
  database: Database,
  before: number,
  acknowledged: ReadonlyMap<string, number>,
  moves: number,
): Promise<number> {
  const events = (await eventsOf(database)) - before;
  const rows = await database.db
    .selectFrom('entry')
    .where('city_id', '=', CITY)
    .where('id', 'in', [...acknowledged.keys()])
    .select(['id', 'version'])
    .execute();
  const stale = rows.filter((row) => acknowledged.get(row.id) !== row.version).length;
  const counters = await recount(database.db, CITY);
  return Math.abs(events - moves) + stale + counters.length + (acknowledged.size - rows.length);
}

/** Every row against its events, over the whole city. */
export async function measureReplay(database: Database): Promise<Figure[]> {
  let faults = 0;
  const ms = await timed(async () => {
    faults = (await replay(database.db, CITY)).faults.length;
  });
  return [
    { what: 'replay of the whole city', value: ms / 1000, unit: 's' },
    { what: 'rows their events do not tell', value: faults, unit: '', limit: 0 },
  ];
}
