import { sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { afterCandidateMove, type CandidateMove } from '#domain/document/candidate-life.ts';
import { Refusal } from '#domain/refusal.ts';
import { lastChange } from '#modules/ledger/last-change.ts';
import type { Context } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import { advanceDocument, doerOf, type DocumentRow, lockDocument } from './document-store.ts';
import {
  type CandidateRow,
  loadCandidates,
  loadPassages,
  taskFields,
  viewCandidate,
} from './view-candidates.ts';
import { viewDocument } from './view-document.ts';
import { type CandidateSet, type CandidateWrite, writeCandidates } from './write-candidates.ts';
import { type RepairChange, writeRepair } from './write-repair.ts';

export type Changed = Sent<typeof contract.acceptCandidates.output>;

interface Seen {
  readonly id: string;
  readonly version: number;
}

/** What an act does to a document; together it is one event, and one step of undoing. */
export interface Act {
  readonly candidates?: readonly { readonly row: CandidateRow; readonly set: CandidateSet }[];
  readonly created?: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  readonly framing?: readonly { readonly seq: number; readonly framing: boolean }[];
  readonly repair?: RepairChange;
  readonly because?: object;
}

/** Candidates of a locked document at the versions seen, in the order asked for. */
export async function chosen(
  ctx: Context,
  document: DocumentRow,
  seen: readonly Seen[],
  move: CandidateMove,
): Promise<CandidateRow[]> {
  const rows = await loadCandidates(
    ctx.tx,
    ctx.cityId,
    sql<SqlBool>`c.document_id = ${document.id} and c.id = any(${seen.map((one) => one.id)}::uuid[])`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found: CandidateRow[] = [];
  for (const one of new Map(seen.map((s) => [s.id, s])).values()) {
    const row = byId.get(one.id);
    if (row === undefined) throw new Refusal('not-found', { id: one.id });
    // What is already so is left as it is: an act may come twice.
    if (move === 'accept' && afterCandidateMove(row.state, 'accept') === row.state) continue;
    if (row.version !== one.version)
      throw new Refusal('stale', {
        id: row.id,
        seen: one.version,
        now: row.version,
        ...(await lastChange(ctx, document.id)),
      });
    insistOpen(row, move);
    found.push(row);
  }
  return found;
}

/** Handed down, made a target, merged or split: no more to be decided here. */
function insistOpen(row: CandidateRow, move: CandidateMove): void {
  const what =
    row.entry_id !== null
      ? '下达'
      : row.target_id !== null
        ? '转为目标'
        : afterCandidateMove(row.state, move) === undefined
          ? { merged: '并入另一条', split: '拆分' }[row.state as 'merged' | 'split']
          : undefined;
  if (what === undefined) return;
  throw new Refusal('candidate-moved-on', { title: row.quote.slice(0, 30), what, id: row.id });
}

/** Who decided and when: part of every change of state. */
export function decided(ctx: Context): CandidateSet {
  return { decided_at: ctx.now, decided_by: ctx.actor.personId };
}

/** Carry an act out: rows, and the event that tells what they were before. Nothing to do is no event. */
export async function perform(
  ctx: Context,
  document: DocumentRow,
  verb: string,
  act: Act,
): Promise<Changed> {
  const { candidates = [], created = [], framing = [], repair } = act;
  const ids = [...candidates.map(({ row }) => row.id), ...created.map(({ id }) => id)];
  const passages = await framingChanges(ctx, document.id, framing);
  if (ids.length + passages.length === 0 && repair === undefined)
    return changedAnswer(ctx, document.id, [], []);
  const by = doerOf(ctx, document, verb === 'assign' ? 'assign' : 'decide');
  const version = await advanceDocument(by, document, document.state, verb, {
    candidates: candidates.map(({ row, set }) => ({
      id: row.id,
      version: row.version + 1,
      before: pick(row, Object.keys(set)),
      after: set,
    })),
    created,
    passages,
    ...(repair === undefined ? {} : { repair }),
    because: act.because ?? {},
  });
  await insertMany(
    ctx.tx,
    'candidate',
    created.map((row) => ({ ...row, changed_in: version })),
  );
  const writes = candidates.map(({ row, set }): CandidateWrite => ({ id: row.id, ...set }));
  await writeCandidates(by, document.id, version, writes);
  await writeFraming(ctx, document.id, version, passages);
  if (repair !== undefined) await writeRepair(ctx, document.id, repair);
  return changedAnswer(
    ctx,
    document.id,
    ids,
    passages.map(({ seq }) => seq),
  );
}

function pick(row: CandidateRow, columns: readonly string[]): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = { ...row };
  return Object.fromEntries(columns.map((column) => [column, all[column] ?? null]));
}

interface FramingChange {
  readonly seq: number;
  readonly framing: boolean;
}

/** Only those that would become something else; a sentence that does not exist is refused. */
async function framingChanges(
  ctx: Context,
  documentId: string,
  wanted: readonly FramingChange[],
): Promise<FramingChange[]> {
  if (wanted.length === 0) return [];
  const seqs = wanted.map(({ seq }) => seq);
  const rows = await ctx.tx
    .selectFrom('passage')
    .select(['seq', 'framing_at'])
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', documentId)
    .where('seq', 'in', seqs)
    .execute();
  const now = new Map(rows.map((row) => [row.seq, row.framing_at !== null]));
  const missing = seqs.find((seq) => !now.has(seq));
  if (missing !== undefined) throw new Refusal('not-found', { passage: missing });
  const unique = new Map(wanted.map((one) => [one.seq, one]));
  return [...unique.values()].filter(({ seq, framing }) => now.get(seq) !== framing);
}

/** Keeps of each passage whether a person has confirmed it as framing; taken back, nobody has. */
export async function writeFraming(
  ctx: Context,
  documentId: string,
  version: number,
  changes: readonly FramingChange[],
): Promise<void> {
  for (const framing of [true, false]) {
    const seqs = changes.filter((one) => one.framing === framing).map(({ seq }) => seq);
    if (seqs.length === 0) continue;
    await ctx.tx
      .updateTable('passage')
      .set({
        framing_at: framing ? ctx.now : null,
        framing_by: framing ? ctx.actor.personId : null,
        changed_in: version,
      })
      .where('city_id', '=', ctx.cityId)
      .where('document_id', '=', documentId)
      .where('seq', 'in', seqs)
      .execute();
  }
}

/** The document's counts, the rows that changed, and the sentences they stand in. */
export async function changedAnswer(
  ctx: Context,
  documentId: string,
  ids: readonly string[],
  seqs: readonly number[],
): Promise<Changed> {
  const document = await viewDocument(ctx.tx, ctx, documentId);
  if (ids.length + seqs.length === 0) return { document, candidates: [], passages: [] };
  const rows = await loadCandidates(
    ctx.tx,
    ctx.cityId,
    sql<SqlBool>`c.document_id = ${documentId} and c.id = any(${ids}::uuid[])`,
  );
  const touched = [...new Set([...seqs, ...rows.map((row) => row.passage)])];
  const passages = await loadPassages(
    ctx.tx,
    ctx.cityId,
    documentId,
    sql`p.seq = any(${touched}::int[])`,
  );
  return { document, candidates: rows.map(viewCandidate), passages };
}

/** 采纳 */
export async function acceptCandidates(
  ctx: Context,
  input: InputOf<typeof contract.acceptCandidates>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const rows = await chosen(ctx, document, input.candidates, 'accept');
  const set = { state: 'accepted', ...decided(ctx) };
  return perform(ctx, document, 'accept', { candidates: rows.map((row) => ({ row, set })) });
}

/** 不采纳; with `framing` their sentences are confirmed as framing in the same step. */
export async function rejectCandidates(
  ctx: Context,
  input: InputOf<typeof contract.rejectCandidates>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const rows = await chosen(ctx, document, input.candidates, 'reject');
  const set = { state: 'rejected', ...decided(ctx) };
  return perform(ctx, document, 'reject', {
    candidates: rows.map((row) => ({ row, set })),
    framing: input.framing ? rows.map((row) => ({ seq: row.passage, framing: true })) : [],
    because: input.note === undefined ? {} : { note: input.note },
  });
}

/** 改后采纳: what a person changes is laid over what was read. */
export async function editCandidate(
  ctx: Context,
  input: InputOf<typeof contract.editCandidate>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const [row] = await chosen(ctx, document, [input.candidate], 'edit');
  if (row === undefined) throw new Refusal('not-found', { id: input.candidate.id });
  const given = row.kind === 'task' ? input.task : input.figure;
  if (given === undefined || Object.keys(given).length === 0)
    throw new Refusal('invalid', { where: row.kind === 'task' ? 'task' : 'figure' });
  insistDeadline(input.task?.deadline ?? undefined);
  const set = {
    state: 'edited',
    edits: { ...row.edits, ...given },
    // A figure that a person calls a target is one from now on, and the other way round.
    ...(row.kind !== 'task' && input.figure?.kind !== undefined
      ? { kind: input.figure.kind === 'target' ? 'target' : 'figure' }
      : {}),
    ...decided(ctx),
  };
  return perform(ctx, document, 'edit', { candidates: [{ row, set }] });
}

/** A deadline by date names its day. */
export function insistDeadline(
  deadline: { readonly kind: string; readonly on?: string | undefined } | undefined,
): void {
  if (deadline?.kind === 'date' && deadline.on === undefined)
    throw new Refusal('invalid', { where: 'deadline.on' });
}

/** 并入: the words of the merged become measures of the task they are merged into. */
export async function mergeCandidates(
  ctx: Context,
  input: InputOf<typeof contract.mergeCandidates>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const [into] = await chosen(ctx, document, [input.into], 'edit');
  const rows = await chosen(ctx, document, input.candidates, 'merge');
  const isFit = [into, ...rows].every((row) => row?.kind === 'task');
  if (into === undefined || !isFit || rows.some((row) => row.id === into.id))
    throw new Refusal('unfit-merge');
  const own = taskFields(into).measures;
  const added = rows.flatMap((row) => {
    const { title, measures } = taskFields(row);
    return measures.length > 0 ? measures : [title];
  });
  const measures = [...new Set([...own, ...added])].slice(0, 50);
  const grown = { state: 'edited', edits: { ...into.edits, measures }, ...decided(ctx) };
  const set = { state: 'merged', merged_into: into.id, ...decided(ctx) };
  return perform(ctx, document, 'merge', {
    candidates: [{ row: into, set: grown }, ...rows.map((row) => ({ row, set }))],
  });
}

/** 确认铺垫 */
export async function confirmFraming(
  ctx: Context,
  input: InputOf<typeof contract.confirmFraming>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const framing = input.passages.map((seq) => ({ seq, framing: input.framing }));
  return perform(ctx, document, 'framing', { framing });
}
