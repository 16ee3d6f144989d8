import { sql } from 'kysely';
import type { EntryDetail } from '#contract/entry.ts';
import type { issueEntry } from '#contract/entry-moves.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { plain } from '#domain/document/marked-stretch.ts';
import { deadlineObjection, handingObjection } from '#domain/entry/guards.ts';
import { postOver } from '#domain/org/actor.ts';
import { type Objection, Refusal, refusalSentence } from '#domain/refusal.ts';
import { campaignFor, type CampaignOf, insistCategory } from '#modules/ledger/campaign-of.ts';
import type { EntryRecord } from '#modules/ledger/entry-record.ts';
import { createEntry } from '#modules/ledger/entry-store.ts';
import { replaceMeasures } from '#modules/ledger/measures.ts';
import { takeNumbers } from '#modules/ledger/numbering.ts';
import { setParties, type UnitPlace, unitsOf } from '#modules/ledger/parties.ts';
import { newRecord } from '#modules/ledger/raise-entry.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { changedAnswer } from './decide.ts';
import {
  advanceDocument,
  type Doer,
  doerOf,
  type DocumentRow,
  lockDocument,
} from './document-store.ts';
import { type CandidateRow, loadCandidates, taskFields } from './view-candidates.ts';
import { writeCandidates } from './write-candidates.ts';

/** How a draft is issued: the ledger's own move, given by whoever puts the house together. */
export type Issue = (
  ctx: Context,
  input: InputOf<typeof issueEntry>,
) => Promise<Sent<typeof EntryDetail>>;

type Input = InputOf<typeof contract.handDown>;
type Answer = Sent<typeof contract.handDown.output>;

/**
 * 下达: accepted tasks become drafts of the ledger with their words, measures, deadline and proposed
 * units; each once, however often it is asked. Those with lead and deadline are issued when asked to.
 */
export async function handDown(ctx: Context, input: Input, issue: Issue): Promise<Answer> {
  const document = await lockDocument(ctx, input.id, 'hand_down');
  const by = doerOf(ctx, document, 'hand_down');
  const rows = await wanted(ctx, document, input.candidates);
  const fresh = rows.filter((row) => row.entry_id === null);
  if (rows.length === 0) throw new Refusal('nothing-to-hand-down');
  const campaign = await campaignFor(ctx, document.campaignId);
  await insistCategory(ctx, campaign, input.category);
  const year = ctx.today.slice(0, 4);
  const numbers = await takeNumbers(ctx.tx, ctx.cityId, 'task', year, fresh.length);
  const entries: Answer['entries'][number][] = [];
  let issued = 0;
  const links: { id: string; entry_id: string }[] = [];
  for (const [at, row] of fresh.entries()) {
    const drafting = { document, campaign, input, no: numbers[at] ?? '' };
    const { record, lead } = await draft(ctx, by, row, drafting);
    links.push({ id: row.id, entry_id: record.id });
    const why = input.issue ? issuingObjection(ctx, record, row, lead) : undefined;
    const isIssued = input.issue && why === undefined;
    if (isIssued) await issue(ctx, { id: record.id, version: 1 });
    issued += isIssued ? 1 : 0;
    entries.push({
      candidate: row.id,
      entry: { id: record.id, no: record.no, state: isIssued ? 'underway' : record.state },
      ...(why === undefined ? {} : { held: heldBecause(why, record, ctx.today) }),
    });
  }
  if (links.length > 0) {
    const payload = { candidates: links, issued };
    const version = await advanceDocument(by, document, document.state, 'hand_down', payload);
    await writeCandidates(by, document.id, version, links);
  }
  const known = rows.flatMap((row) =>
    row.entry === null ? [] : [{ candidate: row.id, entry: row.entry }],
  );
  const ids = rows.map((row) => row.id);
  const changed = await changedAnswer(ctx, document.id, ids, []);
  return {
    made: links.length,
    known: known.length,
    issued,
    entries: [...known, ...entries],
    ...changed,
  };
}

async function wanted(
  ctx: Context,
  document: DocumentRow,
  ids: readonly string[] | undefined,
): Promise<CandidateRow[]> {
  if (ids === undefined)
    return loadCandidates(
      ctx.tx,
      ctx.cityId,
      sql`c.document_id = ${document.id} and c.kind = 'task' and c.state in ('accepted','edited') and c.entry_id is null`,
      1000,
    );
  const rows = await loadCandidates(
    ctx.tx,
    ctx.cityId,
    sql`c.document_id = ${document.id} and c.id = any(${ids}::uuid[])`,
  );
  if (rows.length < new Set(ids).size) throw new Refusal('not-found', { id: document.id });
  const unfit = rows.find(
    (row) => row.kind !== 'task' || (row.state !== 'accepted' && row.state !== 'edited'),
  );
  if (unfit !== undefined)
    throw new Refusal('nothing-to-hand-down', { title: unfit.quote.slice(0, 30) });
  return rows;
}

interface Drafting {
  readonly document: DocumentRow;
  readonly campaign: CampaignOf;
  readonly input: Input;
  readonly no: string;
}

async function draft(
  ctx: Context,
  by: Doer,
  row: CandidateRow,
  { document, campaign, input, no }: Drafting,
): Promise<{ record: EntryRecord; lead: UnitPlace | undefined }> {
  const task = taskFields(row);
  const units = await unitsOf(ctx, row.lead_unit === null ? [] : [row.lead_unit, ...row.co_units]);
  const [lead, ...co] = units;
  // A draft stands where its lead stands: outside, whoever hands it down would lose sight of it.
  if (lead !== undefined && postOver(ctx.actor, ['office'], lead.path) === undefined)
    throw new Refusal('out-of-reach', { unit: lead.name });
  const plainRecord = newRecord({
    id: newId(ctx.now.getTime()),
    kind: 'task',
    no,
    campaignId: campaign.id,
    title: task.title,
    level: input.level,
    isKey: false,
    category: input.category ?? '',
    source: 'document',
    sourceNo: (document.no === '' ? document.title : document.no).slice(0, 100),
    foundBy: undefined,
    originUnit: document.unitId,
    originPath: document.path,
  });
  const record: EntryRecord = {
    ...plainRecord,
    leadUnit: lead?.id,
    orgPath: lead?.path ?? document.path,
    deadlineKind: task.deadline?.kind ?? 'none',
    deadline: task.deadline?.on,
    originalDeadline: task.deadline?.on,
  };
  const text = {
    detail: plain(row.quote),
    cause: '',
    remark: [row.section, row.subsection, row.heading].filter(Boolean).join(' / ').slice(0, 2000),
    quote: row.quote.slice(0, 4000),
  };
  const span = { start: row.start_at, end: row.end_at, sha256: document.sha256 };
  const measures = task.measures.map((words) => ({ kind: 'measure' as const, text: words }));
  const because = { document: document.id, candidate: row.id, span, measures };
  if (by.post === undefined) throw new Refusal('not-allowed');
  await createEntry(ctx, record, text, by.post, because);
  if (measures.length > 0) await replaceMeasures(ctx, record.id, measures);
  if (lead !== undefined) await setParties(ctx, record.id, 1, lead, co);
  return { record, lead };
}

/** What stands between a draft and being issued, asked before it is tried. */
function issuingObjection(
  ctx: Context,
  record: EntryRecord,
  row: CandidateRow,
  lead: UnitPlace | undefined,
): Objection {
  const measures = taskFields(row).measures.length;
  return (
    handingObjection({ ...record, leadUnit: lead?.id, measures, milestones: 0 }) ??
    deadlineObjection(record.deadlineKind, record.deadline, ctx.today)
  );
}

function heldBecause(
  code: Exclude<Objection, undefined>,
  record: EntryRecord,
  today: string,
): { code: string; message: string } {
  const details = { deadline: record.deadline, start: today };
  return { code, message: refusalSentence(code, details, 'zh') };
}
