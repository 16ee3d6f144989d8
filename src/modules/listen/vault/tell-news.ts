import { setTimeout as rest } from 'node:timers/promises';
import type { NewsPort } from '#domain/voice/news.ts';
import { NEWS_WORDS } from '#domain/voice/news-words.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { callJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import { faultOf } from '#platform/notices/notice-port.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import type { Here } from '../voice-store.ts';
import { claimNext, type Claimed, wasNotSent, wasSent } from './claim-news.ts';
import { walkNews } from './walk-news.ts';

/** How reporters are told that there is news: the ways out, and the key that opens what they left. */
export interface NewsParts {
  readonly notices: Notices;
  /** The installation's key. */
  readonly key: Uint8Array;
}

export const TELL_NEWS = 'tell-news';

/** One run ends by then; the next goes on. A port that is slow must not hold the places of other calls. */
const RUN_MS = 45_000;

interface Run extends NewsParts {
  readonly db: Db;
  readonly cityId: number;
  readonly now: () => Date;
  /** Ends it between two messages. */
  readonly ended: () => Promise<boolean>;
}

/** 提醒: what has happened is looked through, and who wished it is told, one after the other. It answers nothing and keeps nothing. */
export function tellNewsJob(parts: NewsParts): JobKind {
  return callJob(TELL_NEWS, async (job, db) => {
    const until = performance.now() + RUN_MS;
    const ended = async (): Promise<boolean> =>
      (await job.cancelled()) || performance.now() > until;
    await tellNews({ ...parts, db, cityId: job.cityId, now: () => job.now(), ended });
  });
}

/** The work of the job, in transactions of its own: nothing is held while another system is spoken to. */
export async function tellNews(run: Run): Promise<void> {
  const { db, cityId, now, key: installation, notices } = run;
  await walkNews({ db, cityId, now: now() });
  const ports = notices.ports.map(({ name }) => name);
  const paused = new Set<NewsPort>();
  while (!(await run.ended())) {
    const it = await within(run, (at) => claimNext(at, { installation, ports, paused }));
    if (it === undefined) return;
    if (it === 'put off') continue;
    // Its bucket is empty: asking for every one that waits whether it is still so would keep the house busy for nothing.
    if ('enough' in it) {
      paused.add(it.enough);
      continue;
    }
    const ofPort = await tell(run, it);
    // A port in trouble is left alone until the next run: each of a thousand tries would fail alike.
    if (ofPort) paused.add(it.port);
    await rest(0);
  }
}

/** Send one, and mark how it went. @returns whether the port itself is in trouble. */
async function tell(run: Run, it: Claimed): Promise<boolean> {
  const { sign, page, ports } = run.notices;
  const words = NEWS_WORDS[it.lang];
  const notice = {
    id: it.noticeId,
    to: it.to,
    subject: words.subject(sign),
    text: words.text(sign, page),
  };
  try {
    await ports.find(({ name }) => name === it.port)?.send(notice, run.now());
  } catch (error) {
    const fault = faultOf(error);
    await within(run, (at) => wasNotSent(at, it, fault));
    return !fault.ofAddress;
  }
  await within(run, (at) => wasSent(at, it));
  return false;
}

async function within<T>({ db, cityId, now }: Run, work: (at: Here) => Promise<T>): Promise<T> {
  return await db.transaction().execute((tx) => {
    const moment = now();
    return work({ tx, cityId, now: moment, today: dayOf(moment) });
  });
}
