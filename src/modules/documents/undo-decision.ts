import { sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import type * as reading from '#contract/document-trace.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { type Changed, changedAnswer, decided, writeFraming } from './decide.ts';
import { advanceDocument, doerOf, findDocument, lockDocument } from './document-store.ts';
import { loadCandidates } from './view-candidates.ts';
import { type CandidateSet, writeCandidates } from './write-candidates.ts';
import { type RepairChange, writeRepair } from './write-repair.ts';

/** Acts that can be undone. */
const UNDOABLE: ReadonlySet<string> = new Set(
  ['accept', 'edit', 'reject', 'merge', 'split', 'mark', 'framing', 'assign', 'repair'].map(
    (verb) => `document.${verb}`,
  ),
);

/** What an act has left in its event. */
interface Told {
  readonly candidates?: readonly { id: string; version: number; before: CandidateSet }[];
  readonly created?: readonly { id: string }[];
  readonly passages?: readonly { seq: number; framing: boolean }[];
  readonly repair?: RepairChange;
}

/**
 * 撤销: candidates become what they were, sentences too; what the act had made is rejected, not removed.
 * Refused where a row was changed, handed down or made a target since.
 */
export async function undoDecision(
  ctx: Context,
  input: InputOf<typeof contract.undoDecision>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const event = await ctx.tx
    .selectFrom('event')
    .select(['kind', 'payload'])
    .where('city_id', '=', ctx.cityId)
    .where('subject_id', '=', document.id)
    .where('subject_version', '=', input.version)
    .executeTakeFirst();
  if (event === undefined || !UNDOABLE.has(event.kind)) throw new Refusal('nothing-to-undo');
  const { candidates = [], created = [], passages = [], repair } = event.payload as Told;
  const ids = [...candidates, ...created].map(({ id }) => id);
  const rows = await loadCandidates(
    ctx.tx,
    ctx.cityId,
    sql<SqlBool>`c.document_id = ${document.id} and c.id = any(${ids}::uuid[])`,
  );
  const now = new Map(rows.map((row) => [row.id, row]));
  const expected = [...candidates, ...created.map(({ id }) => ({ id, version: 1 }))];
  const isFree = expected.every(({ id, version }) => {
    const row = now.get(id);
    return row?.version === version && row.entry_id === null && row.target_id === null;
  });
  const seqs = passages.map(({ seq }) => seq);
  if (!isFree || !(await framingStands(ctx, document.id, input.version, seqs)))
    throw new Refusal('nothing-to-undo');
  const writes = [
    ...candidates.map(({ id, before }) => ({ id, ...before })),
    ...created.map(({ id }) => ({ id, state: 'rejected', ...decided(ctx) })),
  ];
  const by = doerOf(ctx, document, 'decide');
  const version = await advanceDocument(by, document, document.state, 'undo', {
    undone: input.version,
    candidates: ids,
    passages: seqs,
  });
  await writeCandidates(by, document.id, version, writes);
  const back = passages.map(({ seq, framing }) => ({ seq, framing: !framing }));
  await writeFraming(ctx, document.id, version, back);
  if (repair !== undefined)
    await writeRepair(ctx, document.id, {
      start: repair.start,
      before: repair.after,
      after: repair.before,
    });
  return changedAnswer(ctx, document.id, ids, seqs);
}

/** Were the sentences last changed by this very act? */
async function framingStands(
  ctx: Context,
  documentId: string,
  version: number,
  seqs: readonly number[],
): Promise<boolean> {
  if (seqs.length === 0) return true;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from passage
    where city_id = ${ctx.cityId} and document_id = ${documentId} and seq = any(${seqs}::int[])
      and changed_in = ${version}`.execute(ctx.tx);
  return rows[0]?.n === new Set(seqs).size;
}

/** 核对经过: who did what, newest first, and which of it can still be undone. */
export async function readDocumentEvents(
  q: Query,
  input: InputOf<typeof reading.readDocumentEvents>,
): Promise<Sent<typeof reading.readDocumentEvents.output>> {
  const { id } = await findDocument(q, input.id);
  const rows = await q.db
    .selectFrom('event as v')
    .leftJoin('person as h', (join) =>
      join.onRef('h.city_id', '=', 'v.city_id').onRef('h.id', '=', 'v.person_id'),
    )
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .where('v.city_id', '=', q.cityId)
    .where('v.subject_id', '=', id)
    .orderBy('v.subject_version', 'desc')
    .limit(input.limit)
    .select(['v.subject_version as version', 'v.at', 'v.kind', 'v.payload', 'h.name as person'])
    .select(['u.id as unit_id', 'u.short_name as unit_name'])
    .execute();
  const undone = new Set(rows.map((row) => (row.payload as { undone?: number }).undone));
  return {
    events: rows.map((row) => {
      const { candidates, created = [], passages = [] } = row.payload as Told;
      return {
        version: row.version,
        at: row.at.toISOString(),
        kind: row.kind,
        ...(row.person === null ? {} : { person: row.person }),
        ...(row.unit_id === null ? {} : { unit: { id: row.unit_id, name: row.unit_name ?? '' } }),
        candidates: lengthOf(candidates) + lengthOf(created),
        passages: lengthOf(passages),
        undoable: UNDOABLE.has(row.kind) && !undone.has(row.version),
      };
    }),
  };
}

/** Events of reading tell how many, those of deciding tell which. */
function lengthOf(told: unknown): number {
  return Array.isArray(told) ? told.length : typeof told === 'number' ? told : 0;
}
