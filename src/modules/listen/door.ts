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
} from '#domain/voice/limits.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { ListenKeys } from './listen-keys.ts';

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
  const counts = await Promise.all(
    limitsOf(door).map(async (limit) => ({ limit, n: await count(it, door, limit) })),
  );
  return orRefuse(counts);
}

/** How the next try would be met, without counting one. */
export async function look(it: Knock, door: Door): Promise<Exclude<Meeting, 'stopped'>> {
  const counts = await Promise.all(
    limitsOf(door).map(async (limit) => {
      const key = keyOf(it, door, limit);
      if (key === undefined) return { limit, n: 0 };
      const { rows } = await sql<{ n: number }>`
        select n from door_try where city_id = ${it.cityId} and key = ${key}
          and since = ${windowOf(limit, it.now)}`.execute(it.db);
      return { limit, n: (rows[0]?.n ?? 0) + 1 };
    }),
  );
  return orRefuse(counts);
}

function limitsOf(door: Door): readonly Limit[] {
  return LIMITS[door];
}

function orRefuse(
  counts: readonly { readonly limit: Limit; readonly n: number }[],
): Exclude<Meeting, 'stopped'> {
  const { meeting, seconds } = meetingOf(counts);
  if (meeting === 'stopped') throw new Refusal('too-many', { seconds });
  return meeting;
}

async function count(it: Knock, door: Door, limit: Limit): Promise<number> {
  const key = keyOf(it, door, limit);
  if (key === undefined) return 0;
  const { rows } = await sql<{ n: number }>`
    insert into door_try as t (city_id, key, since, n)
    values (${it.cityId}, ${key}, ${windowOf(limit, it.now)}, 1)
    on conflict (city_id, key, since) do update set n = t.n + 1
    returning n`.execute(it.db);
  return rows[0]?.n ?? 0;
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
