import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { plain } from '#domain/document/marked-stretch.ts';
import { postOver } from '#domain/org/actor.ts';
import {
  Refusal,
  type RefusalCode,
  type RefusalDetails,
  refusalSentence,
} from '#domain/refusal.ts';
import { campaignFor, type CampaignOf, insistCategory } from '#modules/ledger/campaign-of.ts';
import { createEntries, type NewEntry } from '#modules/ledger/entries-at-once.ts';
import type { EntryRecord } from '#modules/ledger/entry-record.ts';
import { takeNumbers } from '#modules/ledger/numbering.ts';
import { type UnitPlace, unitsOf } from '#modules/ledger/parties.ts';
import { newRecord } from '#modules/ledger/raise-entry.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { changedAnswer } from './decide.ts';
import { advanceDocument, doerOf, type DocumentRow, lockDocument } from './document-store.ts';
import { type CandidateRow, loadCandidates, taskFields } from './view-candidates.ts';
import { writeCandidates } from './write-candidates.ts';

/**
 * How drafts are issued: the ledger's own move, given by whoever puts the house together. Answers, by id,
 * what stood between a draft and being issued.
 */
export type Issue = (
  ctx: Context,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, { readonly code: RefusalCode; readonly details: RefusalDetails }>>;

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
  if (by.post === undefined) throw new Refusal('not-allowed');
  const campaign = await campaignFor(ctx, document.campaignId);
  await insistCategory(ctx, campaign, input.category);
  const year = ctx.today.slice(0, 4);
  const numbers = await takeNumbers(ctx.tx, ctx.cityId, 'task', year, fresh.length);
  const units = await unitsOfAll(ctx, fresh);
  const made = fresh.map((row, at) =>
    draft(ctx, row, units, { document, campaign, input, no: numbers[at] ?? '' }),
  );
  await createEntries(ctx, by.post, made);
  const ids = made.map(({ record }) => record.id);
  const held = input.issue ? await issue(ctx, ids) : undefined;
  const links = fresh.map((row, at) => ({ id: row.id, entry_id: ids[at] ?? '' }));
  const issued = held === undefined ? 0 : made.length - held.size;
  if (links.length > 0) {
    const payload = { candidates: links, issued };
    const version = await advanceDocument(by, document, document.state, 'hand_down', payload);
    await writeCandidates(by, document.id, version, links);
  }
  const known = rows.flatMap((row) =>
    row.entry === null ? [] : [{ candidate: row.id, entry: row.entry }],
  );
  const all = rows.map((row) => row.id);
  const changed = await changedAnswer(ctx, document.id, all, []);
  const told = made.map(({ record: { id, no, state } }, at) => {
    const why = held?.get(id);
    const isIssued = held !== undefined && why === undefined;
    return {
      candidate: fresh[at]?.id ?? '',
      entry: { id, no, state: isIssued ? 'underway' : state },
      ...(why === undefined
        ? {}
        : {
            held: {
              code: why.code,
              message: refusalSentence(why.code, why.details, ctx.lang ?? 'zh'),
            },
          }),
    };
  });
  return {
    made: made.length,
    known: known.length,
    issued,
    entries: [...known, ...told],
    ...changed,
  };
}

/** Every unit that a candidate names, asked for once. */
async function unitsOfAll(
  ctx: Context,
  rows: readonly CandidateRow[],
): Promise<ReadonlyMap<string, UnitPlace>> {
  const ids = rows.flatMap((row) =>
    row.lead_unit === null ? [] : [row.lead_unit, ...row.co_units],
  );
  const units = await unitsOf(ctx, [...new Set(ids)]);
  return new Map(units.map((unit) => [unit.id, unit]));
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

function draft(
  ctx: Context,
  row: CandidateRow,
  units: ReadonlyMap<string, UnitPlace>,
  { document, campaign, input, no }: Drafting,
): NewEntry {
  const task = taskFields(row);
  const lead = row.lead_unit === null ? undefined : units.get(row.lead_unit);
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
  const co = lead === undefined ? [] : row.co_units.flatMap((id) => units.get(id) ?? []);
  return { record, text, measures, lead, co, because };
}
