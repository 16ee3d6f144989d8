import type { Actor } from '#domain/org/actor.ts';
import type { Db, Tx } from './db/open.ts';
import { newId } from './ids.ts';

/** What every handler is given: who, when, and whose city. Time comes from here and from nowhere else. */
interface Basis {
  readonly actor: Actor;
  readonly cityId: number;
  readonly now: Date;
  /** The calendar day of `now` in the city's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** The language the caller reads, for sentences inside an answer; Chinese when nobody said. */
  readonly lang?: 'zh' | 'en';
}

/** A question: reads, changes nothing. */
export interface Query extends Basis {
  readonly db: Db;
}

/** A change: one transaction. */
export interface Context extends Basis {
  readonly tx: Tx;
}

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });
const MINUTE = 60_000;
let shown = { minute: Number.NaN, day: '' };

/** The calendar day of a moment, in the time of the city (Asia/Shanghai). */
export function dayOf(moment: Date): string {
  // Asked at every request, and formatting is dear: no day begins within a minute.
  const minute = Math.floor(moment.getTime() / MINUTE);
  if (shown.minute !== minute) shown = { minute, day: DAY.format(moment) };
  return shown.day;
}

/** Transactions that have put down a job; forgotten with them. */
const WITH_JOBS = new WeakSet<Tx>();

/** Has a job been put down in this transaction? Then its commit is the moment to start it. */
export function putJobs(tx: Tx): boolean {
  return WITH_JOBS.has(tx);
}

/** Put a job into the same transaction as its cause. */
export async function enqueue(
  ctx: Context,
  kind: string,
  args: object,
  runAt: Date = ctx.now,
  total?: number,
): Promise<string> {
  return await putJob(ctx, kind, args, runAt, total);
}

/** Put down a job of the house itself (后台作业): it stands on nobody's list. */
export async function enqueueForHouse(
  { tx, cityId, now }: Pick<Context, 'tx' | 'cityId' | 'now'>,
  kind: string,
  args: object,
): Promise<void> {
  await putJob({ tx, cityId, now }, kind, args, now);
}

async function putJob(
  { tx, cityId, now, actor }: Pick<Context, 'tx' | 'cityId' | 'now'> & { readonly actor?: Actor },
  kind: string,
  args: object,
  runAt: Date,
  total?: number,
): Promise<string> {
  const id = newId(now.getTime());
  await tx
    .insertInto('job')
    .values({
      city_id: cityId,
      id,
      kind,
      args: JSON.stringify(args),
      run_at: runAt,
      total: total ?? null,
      by_person: actor?.personId ?? null,
      by_account: actor?.accountId ?? null,
      created_at: now,
    })
    .execute();
  if (runAt <= now) WITH_JOBS.add(tx);
  return id;
}
