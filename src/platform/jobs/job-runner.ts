import { setTimeout as rest } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import { takeUpLeft } from './job-items.ts';
import type { JobKind, Lane } from './job-kinds.ts';
import { takeLease } from './job-lease.ts';
import type { JobThread } from './job-thread.ts';
import { type Recurring, recur } from './recurring.ts';
import { runBrief } from './run-brief.ts';
import { runLong } from './run-long.ts';

export interface JobSettings {
  readonly db: Db;
  readonly cityId: number;
  readonly kinds: readonly JobKind[];
  readonly recurring?: readonly Recurring[];
  readonly now: () => Date;
  readonly log: (line: object) => void;
  /** Where what would weigh on this thread is carried out; without one it is carried out here. */
  readonly apart?: JobThread;
  /** How often to look for work that another process has put down. */
  readonly pollMs?: number;
  /** How long after its process was killed a long job is taken again, at most. */
  readonly leaseMs?: number;
}

/** The jobs of one city, carried out in this process (作业执行). */
export interface JobRunner {
  /** Something has been put down: look now. */
  wake(): void;
  /** Take nothing more, let what runs come to its next batch, and wait for it, 10 s at most. */
  stop(): Promise<void>;
}

/** How many of a lane run at once: our own work one by one, calls to others beside each other. */
const AT_ONCE: Readonly<Record<Lane, number>> = { brief: 1, long: 1, calls: 4 };
const GRACE_MS = 10_000;
const POLL_MS = 1000;
/** Having found nothing it looks again no sooner, however many wake it: one look answers them all. */
const REST_MS = 50;
/** What is left for a job waits for more of its kind to come, so many times as long as is slept. */
const GATHERED_FOR = 2;

/** Run jobs until stopped, in three lanes that do not wait for each other. `stop` waits ten seconds at most; what is then unfinished goes on at the next start. */
export function startJobs(settings: JobSettings): JobRunner {
  const state = { stopping: false };
  const lanes = (['brief', 'long', 'calls'] as const)
    .filter((lane) => settings.kinds.some((kind) => kind.lane === lane))
    .map((lane) => startLane(settings, lane, state));
  return {
    wake: () => lanes.forEach((lane) => lane.wake()),
    async stop() {
      state.stopping = true;
      lanes.forEach((lane) => lane.wake());
      settings.apart?.stop();
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([Promise.all(lanes.map((lane) => lane.ended)), grace]);
      await settings.apart?.end();
    },
  };
}

interface RunningLane {
  wake(): void;
  readonly ended: Promise<void>;
}

/** One loop a lane: start what is due until its places are taken, then sleep until something changes. */
function startLane(
  settings: JobSettings,
  lane: Lane,
  state: { readonly stopping: boolean },
): RunningLane {
  const { log, pollMs = POLL_MS } = settings;
  const running = new Set<Promise<void>>();
  const alarm = newAlarm();
  const next = nextOf(settings, lane, () => state.stopping);
  async function loop(): Promise<void> {
    while (!state.stopping) {
      const looked = performance.now();
      const work = running.size < AT_ONCE[lane] ? await next().catch(trouble) : undefined;
      if (work === undefined) {
        await alarm.sleep(pollMs);
        await rest(Math.max(0, looked + Math.min(pollMs, REST_MS) - performance.now()));
        continue;
      }
      const ended: Promise<void> = work()
        .catch(trouble)
        .finally(() => {
          running.delete(ended);
          alarm.ring();
        });
      running.add(ended);
    }
    await Promise.all(running);
  }
  function trouble(error: unknown): undefined {
    log({ jobs: lane, error: String(error) });
  }
  return { wake: () => alarm.ring(), ended: loop() };
}

/** Finds the next piece of work of a lane. */
function nextOf(
  settings: JobSettings,
  lane: Lane,
  stopping: () => boolean,
): () => Promise<(() => Promise<void>) | undefined> {
  const {
    db,
    cityId,
    now,
    log,
    leaseMs = 15_000,
    pollMs = POLL_MS,
    recurring = [],
    apart,
  } = settings;
  if (lane === 'brief') {
    const kinds = new Map(settings.kinds.flatMap((k) => (k.lane === 'brief' ? [[k.kind, k]] : [])));
    const due = recur(db, cityId, recurring);
    return async () => {
      await due(now());
      const had = await runBrief(db, cityId, kinds, now(), log);
      return had ? () => Promise.resolve() : undefined;
    };
  }
  const kinds = new Map(settings.kinds.flatMap((k) => (k.lane === lane ? [[k.kind, k]] : [])));
  const run = { db, now, leaseMs, stopping, log };
  const gathering = [...kinds.values()].filter((k) => k.gathers === true).map((k) => k.kind);
  const takeUp = spaced(GATHERED_FOR * pollMs, () => takeUpLeft(db, cityId, gathering, now()));
  return async () => {
    await takeUp();
    const lease = await takeLease(db, cityId, [...kinds.keys()], now(), leaseMs);
    const kind = kinds.get(lease?.row.kind ?? '');
    if (lease === undefined || kind === undefined) return undefined;
    if (apart?.carriesOut(kind.kind) === true) return () => apart.run(lease, leaseMs);
    return () => runLong(run, lease, kind);
  };
}

/** The same work, done at most once in so many milliseconds. */
function spaced(ms: number, work: () => Promise<void>): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    await work();
  };
}

/** A sleep that can be cut short, also by a ring just before it. */
function newAlarm(): { ring(): void; sleep(ms: number): Promise<void> } {
  let rung = false;
  let end: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      end?.();
    },
    async sleep(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      rung = false;
    },
  };
}
