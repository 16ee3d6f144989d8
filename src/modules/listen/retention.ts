import { sql } from 'kysely';
import { RETENTION, type RetentionRule } from '#domain/voice/retention.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { briefJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import { shuffleAnswers } from './doors/survey-shuffle.ts';
import { forgetReporters, hideWriters, unmaskedLongAgo } from './forget-reporters.ts';
import type { ForgottenList } from './vault/forgotten-list.ts';
import { sealedLongAgo } from './vault/vault.ts';
import type { Here } from './voice-store.ts';

/** What one rule lets go, or would. */
export interface LetGo {
  readonly rule: RetentionRule;
  readonly n: number;
}

/** Thrown to undo what a dry run has done: it runs the very same statements. */
class DryRun extends Error {
  override name = 'DryRun';
  readonly found: readonly LetGo[];
  constructor(found: readonly LetGo[]) {
    super('dry run');
    this.found = found;
  }
}

/** Where what is past its time is let go: the house, and the list beside its key of who was forgotten. */
export interface Keeping {
  readonly db: Db;
  readonly cityId: number;
  readonly list: ForgottenList;
}

/** 到期清理 by hand: by the rules, in one transaction, and on record; a dry run counts the same and undoes it. */
export async function retain(
  { db, cityId, list }: Keeping,
  now: Date,
  by: { readonly operator: string } | 'dry',
): Promise<readonly LetGo[]> {
  try {
    return await db.transaction().execute(async (tx) => {
      const found = await letGo(
        { tx, cityId, now, today: dayOf(now) },
        by === 'dry' ? undefined : list,
      );
      if (by === 'dry') throw new DryRun(found);
      await record({ tx, cityId, now }, found, by.operator);
      return found;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.found;
    throw error;
  }
}

/** Every day by the house itself; on record where it touched what somebody had said or left. */
export function retentionJob(list: ForgottenList): JobKind {
  return briefJob('retention', async ({ tx, cityId, now }) => {
    const found = await letGo({ tx, cityId, now, today: dayOf(now) }, list);
    if (found.some(({ rule, n }) => n > 0 && OF_REPORTERS.has(rule.what)))
      await record({ tx, cityId, now }, found);
    return Object.fromEntries(found.map(({ rule, n }) => [rule.what, n]));
  });
}

const GROUP = {
  identity: 'contacts',
  open_identity: 'contacts',
  words: 'words',
  open_words: 'words',
  dismissed_words: 'dismissed',
  tries: 'rest',
  loose_photos: 'rest',
  survey_order: 'rest',
} as const satisfies Record<RetentionRule['what'], string>;
const OF_REPORTERS: ReadonlySet<string> = new Set(
  Object.entries(GROUP).flatMap(([what, group]) => (group === 'rest' ? [] : [what])),
);
/** Fewer than this are not told apart from one. */
const FEW = 5;

/** Who let go how many of what: no number so small that it tells of somebody. */
async function record(
  at: Pick<Here, 'tx' | 'cityId' | 'now'>,
  found: readonly LetGo[],
  operator?: string,
): Promise<void> {
  const sums = new Map<string, number>();
  for (const { rule, n } of found)
    if (n > 0) sums.set(GROUP[rule.what], (sums.get(GROUP[rule.what]) ?? 0) + n);
  const told = [...sums].map(([group, n]) => [group, n < FEW ? `<${FEW}` : n]);
  await recordOrg(at, {
    kind: 'retention.run',
    payload: { ...(operator !== undefined && { operator }), ...Object.fromEntries(told) },
  });
}

async function letGo(at: Here, list: ForgottenList | undefined): Promise<LetGo[]> {
  const before = (what: RetentionRule['what']): string => {
    const days = RETENTION.find((rule) => rule.what === what)?.days ?? 0;
    return dayOf(new Date(at.now.getTime() - days * 86_400_000));
  };
  const old = await sealedLongAgo(at, {
    endedBefore: before('identity'),
    keptBefore: before('open_identity'),
  });
  const keys = {
    identity: await forgetReporters(at, old.ended),
    open_identity: await forgetReporters(at, old.kept),
  };
  const plain = await unmaskedLongAgo(at, {
    endedBefore: before('words'),
    keptBefore: before('open_words'),
  });
  const [ended, kept] = [await hideWriters(at, plain.ended), await hideWriters(at, plain.kept)];
  await list?.add(at.cityId, [...old.ended, ...old.kept, ...ended, ...kept]);
  const n: Record<RetentionRule['what'], number> = {
    ...keys,
    words: ended.length,
    open_words: kept.length,
    dismissed_words: await clearDismissed(at, before('dismissed_words')),
    tries: await gone(
      at,
      sql`delete from door_try where city_id = ${at.cityId} and since < ${before('tries')}::date`,
    ),
    loose_photos: await gone(
      at,
      sql`delete from voice_photo where city_id = ${at.cityId} and voice_id is null and came_on < ${before('loose_photos')}::date`,
    ),
    survey_order: await shuffleAnswers(at),
  };
  return RETENTION.map((rule) => ({ rule, n: n[rule.what] }));
}

/** The words go, in every copy; that there was something, and why it was dismissed, stays. */
async function clearDismissed(at: Here, before: string): Promise<number> {
  const due = sql`
    select s.voice_id from submission s join voice v on v.city_id = s.city_id and v.id = s.voice_id
    where s.city_id = ${at.cityId} and s.cleared_at is null and v.state = 'dismissed' and v.ended_on < ${before}`;
  const { rows } = await sql<{ voice_id: string }>`${due}`.execute(at.tx);
  const ids = rows.map((row) => row.voice_id);
  if (ids.length === 0) return 0;
  const of = sql`city_id = ${at.cityId} and voice_id = any(${ids}::uuid[])`;
  await sql`update submission set words = '', place = '', cleared_at = ${at.now} where ${of}`.execute(
    at.tx,
  );
  await sql`update voice_text set summary = '' where ${of}`.execute(at.tx);
  await sql`delete from voice_search where ${of}`.execute(at.tx);
  await sql`delete from voice_photo where ${of}`.execute(at.tx);
  await sql`update voice_draft set body = '', facts = '', basis = '', reasons = '' where ${of}`.execute(
    at.tx,
  );
  await sql`update voice_message set body = '' where ${of} and kind <> 'answer'`.execute(at.tx);
  await sql`update voice set title = '（已清除）', place = '' where city_id = ${at.cityId} and id = any(${ids}::uuid[])`.execute(
    at.tx,
  );
  return ids.length;
}

async function gone(at: Here, statement: ReturnType<typeof sql>): Promise<number> {
  const { numAffectedRows } = await statement.execute(at.tx);
  return Number(numAffectedRows ?? 0);
}
