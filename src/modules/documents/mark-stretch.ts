import { sql } from 'kysely';
import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { figureFromWords, taskFromWords } from '#domain/document/marked-stretch.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { type Changed, chosen, decided, insistDeadline, perform } from './decide.ts';
import { type DocumentRow, lockDocument } from './document-store.ts';
import { rawText } from './read-documents.ts';
import { taskFields } from './view-candidates.ts';

/** White space and joints that belong to no part. */
const EDGE = /[\s，；、。]/;

interface Stretch {
  readonly passage: number;
  readonly start: number;
  readonly end: number;
}

/** 拆分: each part is a task of its own, accepted; the whole stays readable as split. */
export async function splitCandidate(
  ctx: Context,
  input: InputOf<typeof contract.splitCandidate>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const [row] = await chosen(ctx, document, [input.candidate], 'split');
  if (row === undefined) throw new Refusal('not-found', { id: input.candidate.id });
  const raw = await rawText({ db: ctx.tx, cityId: ctx.cityId }, document.id);
  const cuts = [row.start_at, ...input.at, row.end_at];
  const parts = cuts.slice(0, -1).map((from, i) => trimmed(raw, from, cuts[i + 1] ?? from));
  if (row.kind !== 'task' || parts.some((part) => part === undefined))
    throw new Refusal('bad-span');
  const whole = taskFields(row);
  const created = parts.flatMap((part) => {
    if (part === undefined) return [];
    const words = raw.slice(part[0], part[1]);
    const own = taskFromWords(words, document.date);
    // What the sentence says of all its parts holds for each: its deadline, who is named.
    const proposal = {
      ...(whole.deadline === undefined ? {} : { deadline: whole.deadline }),
      ...(whole.leadHint === undefined ? {} : { leadHint: whole.leadHint }),
      ...own,
      coHints: own.coHints.length > 0 ? own.coHints : whole.coHints,
    };
    const stretch = { passage: row.passage, start: part[0], end: part[1] };
    const marks = { lead_unit: row.lead_unit, co_units: row.co_units, split_from: row.id };
    return [{ ...newRow(ctx, document, 'task', stretch, words, proposal), ...marks }];
  });
  const set = { state: 'split', ...decided(ctx) };
  return perform(ctx, document, 'split', { candidates: [{ row, set }], created });
}

/** 划词补充: a stretch that the rules have passed over. */
export async function addCandidate(
  ctx: Context,
  input: InputOf<typeof contract.addCandidate>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const raw = await rawText({ db: ctx.tx, cityId: ctx.cityId }, document.id);
  const span = trimmed(raw, input.start, input.end, /\s/);
  const passage = span === undefined ? undefined : await passageAround(ctx, document.id, span);
  if (span === undefined || passage === undefined) throw new Refusal('bad-span');
  const stretch = { passage, start: span[0], end: span[1] };
  if (await isTaken(ctx, document.id, input.kind, stretch)) throw new Refusal('bad-span');
  const words = raw.slice(...span);
  insistDeadline(input.task?.deadline ?? undefined);
  const proposal =
    input.kind === 'task'
      ? taskFromWords(words, document.date)
      : figureFromWords(words, document.date);
  const edits = (input.kind === 'task' ? input.task : input.figure) ?? {};
  const state = Object.keys(edits).length === 0 ? 'accepted' : 'edited';
  const row = newRow(ctx, document, input.kind, stretch, words, proposal);
  return perform(ctx, document, 'mark', { created: [{ ...row, edits, state }] });
}

function newRow(
  ctx: Context,
  document: DocumentRow,
  kind: 'task' | 'target',
  { passage, start, end }: Stretch,
  quote: string,
  proposal: object,
): Readonly<Record<string, unknown>> & { readonly id: string } {
  return {
    city_id: ctx.cityId,
    document_id: document.id,
    id: newId(ctx.now.getTime()),
    version: 1,
    kind,
    state: 'accepted',
    passage,
    start_at: start,
    end_at: end,
    quote_start: start,
    quote_end: end,
    quote,
    proposal,
    edits: {},
    doubts: [],
    proposed_by: 'person',
    co_units: [],
    ...decided(ctx),
  };
}

/** The stretch without white space (and joints) at its ends; undefined when nothing remains. */
function trimmed(raw: string, from: number, to: number, edge = EDGE): [number, number] | undefined {
  let [start, end] = [from, Math.min(to, raw.length)];
  while (start < end && edge.test(raw[start] ?? '')) start += 1;
  while (end > start && edge.test(raw[end - 1] ?? '')) end -= 1;
  return end - start < 2 ? undefined : [start, end];
}

async function passageAround(
  ctx: Context,
  documentId: string,
  [start, end]: readonly [number, number],
): Promise<number | undefined> {
  const row = await ctx.tx
    .selectFrom('passage')
    .select('seq')
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', documentId)
    .where('start_at', '<=', start)
    .where('end_at', '>=', end)
    .executeTakeFirst();
  return row?.seq;
}

async function isTaken(
  ctx: Context,
  documentId: string,
  kind: string,
  { start, end }: Stretch,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from candidate c where c.city_id = ${ctx.cityId} and c.document_id = ${documentId}
      and c.kind = ${kind} and c.start_at = ${start} and c.end_at = ${end}
      and c.state in ('proposed','accepted','edited') limit 1`.execute(ctx.tx);
  return rows.length > 0;
}
