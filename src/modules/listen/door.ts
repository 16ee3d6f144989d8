import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { foldText } from '#domain/text/fold.ts';
import { Refusal } from '#domain/refusal.ts';
import {
  type Door,
  type Limit,
  LIMITS,
  type Meeting,
  meetingOf,
  networkOf,
  PROOF_BITS,
} from '#domain/voice/limits.ts';
import { KEPT } from '#platform/db/driver.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { type ListenKeys, provesWork } from './listen-keys.ts';

/** Who knocks: what the limits of a door count by. Nothing of it is stored but keyed hashes that change daily. */
export interface Knock {
  readonly db: Db | Tx;
  readonly cityId: number;
  readonly now: Date;
  readonly today: string;
  readonly keys: ListenKeys;
  readonly from: string;
  readonly code?: string;
  readonly text?: string;
}

/**
 * Count one try at a door and say how it is met. Counted in a statement of its own, so that a refusal does not
 * take it back and parallel tries cannot outrun the count.
 *
 * @throws Refusal `too-many` above a stop.
 */
export async function knock(it: Knock, door: Door): Promise<Exclude<Meeting, 'stopped'>> {
  return orRefuse(await countAll(it, door));
}

/**
 * The same for a form that may bring a proof of work: whoever proves it is met as if there were no flood and no stop,
 * since those beside him, or behind one address with him, are no fault of his. A proof stands for few tries.
 */
export async function knockWithProof(
  it: Knock,
  door: Door,
  form: { readonly nonce: string; readonly proof?: string | undefined },
): Promise<Exclude<Meeting, 'stopped'>> {
  const counts = await countAll(it, door);
  if (meetingOf(counts).meeting === 'open') return 'open';
  const isProved =
    provesWork(form.nonce, form.proof, PROOF_BITS) &&
    (await knock({ ...it, code: form.nonce }, 'proof')) === 'open';
  return isProved ? 'open' : orRefuse(counts);
}

/** How the next try would be met, without counting one. */
export async function look(it: Knock, door: Door): Promise<Exclude<Meeting, 'stopped'>> {
  return orRefuse((await counted(it, door)).map(({ limit, n }) => ({ limit, n: n + 1 })));
}

/** What was counted so far. */
async function counted(it: Knock, door: Door): Promise<readonly Counted[]> {
  const keyed = keyedLimits(it, door);
  const { rows } = await sql<{ key: string; n: number }>`
    select t.key, t.n from door_try t
    join (values ${sql.join(keyed.map(({ key, since }) => sql`(${key}, ${since}::timestamptz)`))}) as v (key, since)
      on t.key = v.key and t.since = v.since
    where t.city_id = ${it.cityId}`.execute(it.db);
  const counts = new Map(rows.map((row) => [row.key, row.n]));
  return keyed.map(({ limit, key }) => ({ limit, n: counts.get(key) ?? 0 }));
}

/** How many were sent on one form today; the one that is being taken counts with `more`. */
export async function sentOnForm(it: Knock, more: boolean): Promise<number> {
  const [form] = await (more ? countAll(it, 'form') : counted(it, 'form'));
  return form?.n ?? 0;
}

function limitsOf(door: Door): readonly Limit[] {
  return LIMITS[door];
}

function orRefuse(counts: readonly Counted[]): Exclude<Meeting, 'stopped'> {
  const { meeting, seconds } = meetingOf(counts);
  if (meeting === 'stopped') throw new Refusal('too-many', { seconds });
  return meeting;
}

interface Counted {
  readonly limit: Limit;
  readonly n: number;
}

/** The limits of a door that this knock can be counted by, with the key and the window of each. */
function keyedLimits(it: Knock, door: Door) {
  return limitsOf(door).flatMap((limit) => {
    const key = keyOf(it, door, limit);
    return key === undefined ? [] : [{ limit, key, since: windowOf(limit, it.now) }];
  });
}

/**
 * One statement for all limits of a door, always in the same order: two tries never wait for each other in a circle.
 * Every try of the city waits for the one row that counts them all, so that it is held for no longer than the
 * statement, and its commit waits for no disk: a count lost in a crash is none the worse.
 */
async function countAll(it: Knock, door: Door): Promise<Counted[]> {
  const keyed = keyedLimits(it, door);
  const rows = keyed.map(
    ({ key, since }) => sql`(${it.cityId}::int, ${key}, ${since}::timestamptz, 1)`,
  );
  const commit = it.db.isTransaction ? 'on' : 'off';
  const { rows: told } = await sql<{ key: string; n: number }>`${sql.raw(KEPT)}
    insert into door_try as t (city_id, key, since, n)
    select v.* from (values ${sql.join(rows)}) as v (city_id, key, since, n),
      (select set_config('synchronous_commit', ${commit}, true)) as s
    order by v.key
    on conflict (city_id, key, since) do update set n = t.n + 1
    returning key, n`.execute(it.db);
  const counts = new Map(told.map((row) => [row.key, row.n]));
  return keyed.map(({ limit, key }) => ({ limit, n: counts.get(key) ?? 0 }));
}

/** The beginning of the window that a moment lies in. */
function windowOf(limit: Limit, now: Date): Date {
  const ms = limit.seconds * 1000;
  return new Date(Math.floor(now.getTime() / ms) * ms);
}

/** Under what a try is counted; undefined where this knock has nothing of the kind. */
function keyOf(it: Knock, door: Door, limit: Limit): string | undefined {
  const by = {
    network: networkOf(it.from),
    code: it.code,
    text: it.text === undefined ? undefined : foldText(it.text).replaceAll(/[\s\p{P}]/gu, ''),
    city: '',
  }[limit.per];
  if (by === undefined) return undefined;
  const mac = createHmac('sha256', it.keys.door).update(`${it.today} ${door} ${limit.per} ${by}`);
  return `${door}:${limit.per}:${mac.digest('base64url').slice(0, 22)}`;
}
