import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/citizen.ts';
import { dayOf } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Outcome } from '#domain/voice/voice.ts';
import type { Voice } from './voice-load.ts';

export type Step = Sent<typeof contract.Followed>['steps'][number];

interface Timed extends Step {
  readonly at: Date;
}

/** Moves of a voice that its reporter is told of, and as what; the rest is the office's own housekeeping. */
const TOLD = {
  receive: 'received',
  hold: 'held',
  register: 'registered',
  dismiss: 'dismissed',
  route: 'routed',
  accept: 'taken_over',
  arbitrate: 'taken_over',
  link: 'linked',
  ask: 'asked',
  answer: 'answered',
  adopt: 'adopted',
  end: 'ended',
  reply: 'replied',
  add: 'added',
  rate: 'rated',
  reopen: 'reopened',
  ask_review: 'review_asked',
  withdraw: 'withdrawn',
  original: 'original_read',
  unseal_approve: 'unsealing_approved',
  unseal_open: 'unsealed',
  call_open: 'called',
  forget: 'forgotten',
  hide: 'words_hidden',
} as const;

/** Moves of a problem that the public may be told of: what was done, never what was noted beside it. */
export const PROBLEM_TOLD = {
  'problem.list': 'p_listed',
  'problem.assign': 'p_assigned',
  'problem.reassign': 'p_assigned',
  'problem.accept': 'p_accepted',
  'problem.self_mend': 'p_accepted',
  'problem.progress': 'p_progress',
  'problem.block': 'p_blocked',
  'problem.deliver': 'p_delivered',
  'problem.check': 'p_checked',
  'problem.send_back': 'p_sent_back',
  'problem.close': 'p_closed',
  'problem.reopen': 'p_reopened',
} as const;

/** Everything that was done for a voice, in the order it happened: its own steps and those of its problems. */
export async function stepsOf(tx: Tx, cityId: number, voice: Voice): Promise<Step[]> {
  const own = await voiceSteps(tx, cityId, voice.id);
  const entries = [...new Set(voice.entries.map(({ id }) => id))];
  const theirs = await problemSteps(tx, cityId, entries);
  return [...own, ...theirs]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at: _at, ...step }) => step);
}

async function voiceSteps(tx: Tx, cityId: number, voiceId: string): Promise<Timed[]> {
  const { rows } = await sql<{
    kind: string;
    at: Date;
    unit: string | null;
    payload: {
      message?: number;
      reason?: string;
      name?: string;
      adoption?: string;
      dueOn?: string;
    };
    body: string | null;
    facts: string | null;
    basis: string | null;
    reasons: string | null;
    outcome: Outcome | null;
  }>`
    select e.kind, e.at, u.short_name as unit, e.payload, m.body, m.facts, m.basis, m.reasons, m.outcome
    from voice_event e
    left join unit u on u.city_id = e.city_id and u.id = e.unit_id
    left join voice_message m on m.city_id = e.city_id and m.voice_id = e.voice_id
      and m.seq = (e.payload->>'message')::int
    where e.city_id = ${cityId} and e.voice_id = ${voiceId} order by e.version`.execute(tx);
  return rows.flatMap((row): Timed[] => {
    if (!Object.hasOwn(TOLD, row.kind)) return [];
    const step = TOLD[row.kind as keyof typeof TOLD];
    const { payload } = row;
    const words = row.body ?? (SAID_WITH_REASON.has(row.kind) ? payload.reason : undefined);
    const unit = row.kind === 'route' || row.kind === 'arbitrate' ? payload.name : row.unit;
    return [
      {
        step: step === 'adopted' ? `adopted_${payload.adoption ?? 'kept'}` : step,
        at: row.at,
        on: dayOf(row.at),
        ...(unit === null || unit === undefined ? {} : { unit }),
        ...(words === undefined || words === '' ? {} : { words }),
        ...(row.outcome === null
          ? {}
          : {
              outcome: row.outcome,
              facts: row.facts ?? '',
              basis: row.basis ?? '',
              reasons: row.reasons ?? '',
            }),
      },
    ];
  });
}

const SAID_WITH_REASON = new Set(['dismiss', 'adopt', 'original', 'unseal_approve', 'unseal_open']);

/** What was done about problems, from the events of the ledger. */
export async function problemSteps(
  tx: Db | Tx,
  cityId: number,
  entryIds: readonly string[],
): Promise<Timed[]> {
  return (await stepsByProblem(tx, cityId, entryIds)).map(({ step }) => step);
}

/** The same for many problems in one statement, each step with the problem it is of. */
export async function stepsByProblem(
  tx: Db | Tx,
  cityId: number,
  entryIds: readonly string[],
): Promise<{ readonly entry: string; readonly step: Timed }[]> {
  if (entryIds.length === 0) return [];
  const kinds = Object.keys(PROBLEM_TOLD);
  const { rows } = await sql<{
    entry: string;
    kind: keyof typeof PROBLEM_TOLD;
    at: Date;
    unit: string | null;
    lead: string | null;
    percent: number | null;
  }>`
    select e.subject_id as entry, e.kind, e.at, u.short_name as unit, l.short_name as lead,
      (e.payload->'change'->>'progress')::int as percent
    from event e
    left join unit u on u.city_id = e.city_id and u.id = e.unit_id
    left join unit l on l.city_id = e.city_id and l.id = (e.payload->'change'->>'leadUnit')::uuid
    where e.city_id = ${cityId} and e.subject_id = any(${entryIds}::uuid[]) and e.kind = any(${kinds}::text[])
    order by e.at, e.subject_version`.execute(tx);
  return rows.map((row) => {
    const unit = row.lead ?? row.unit ?? undefined;
    const step: Timed = {
      step: PROBLEM_TOLD[row.kind],
      at: row.at,
      on: dayOf(row.at),
      ...(unit === undefined ? {} : { unit }),
      ...(row.kind === 'problem.progress' && row.percent !== null ? { percent: row.percent } : {}),
    };
    return { entry: row.entry, step };
  });
}
