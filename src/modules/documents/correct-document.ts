import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { documentObjection } from '#domain/document/policy.ts';
import { dueOn } from '#domain/document/proposals.ts';
import { Refusal } from '#domain/refusal.ts';
import { lastChange } from '#modules/ledger/last-change.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Context } from '#platform/command.ts';
import {
  advanceDocument,
  type Doer,
  doerOf,
  type DocumentRow,
  lockDocument,
} from './document-store.ts';
import { readDocument } from './read-documents.ts';
import { campaignOf } from './take-document.ts';
import { loadCandidates, taskFields } from './view-candidates.ts';
import { writeCandidates } from './write-candidates.ts';

/**
 * 更正要素. A new date resolves 今年 and 年底前 anew in what is not handed down yet; a deadline that a person
 * has set stays.
 */
export async function correctDocument(
  ctx: Context,
  input: InputOf<typeof contract.correctDocument>,
  model: boolean,
): Promise<Sent<typeof contract.correctDocument.output>> {
  const document = await lockDocument(ctx, input.id, 'correct');
  if (document.version !== input.version)
    throw new Refusal('stale', {
      seen: input.version,
      now: document.version,
      ...(await lastChange(ctx, document.id)),
    });
  const { title, organ, no, date, unit, campaign } = input;
  const change = {
    ...(unit === undefined ? {} : { unit_id: await otherUnit(ctx, document, unit) }),
    ...(campaign === undefined ? {} : { campaign_id: await campaignOf(ctx, campaign) }),
    ...(title === undefined ? {} : { title }),
    ...(organ === undefined ? {} : { organ }),
    ...(no === undefined ? {} : { no }),
    ...(date === undefined ? {} : { written_on: date }),
  };
  const from = { title: document.title, organ: document.organ, no: document.no };
  const place = { unit_id: document.unitId, campaign_id: document.campaignId ?? null };
  const payload = { change, from: { ...from, ...place, written_on: document.date ?? null } };
  const by = doerOf(ctx, document, 'correct');
  const version = await advanceDocument(by, document, document.state, 'correct', payload, change);
  if (date !== undefined && date !== document.date)
    await resolveAnew(by, document.id, version, date);
  return readDocument({ ...ctx, db: ctx.tx }, document.id, model);
}

/** The unit it will belong to: one that he may keep documents for, and that has not these words already. */
async function otherUnit(ctx: Context, document: DocumentRow, unitId: string): Promise<string> {
  if (unitId === document.unitId) return unitId;
  const path = await pathOfUnit(ctx.tx, ctx.cityId, unitId);
  const place = { ...document, unitId, path };
  if (documentObjection(ctx.actor, 'correct', place) !== undefined)
    throw new Refusal('out-of-reach', { unit: unitId });
  const { rows } = await sql<{ name: string }>`
    select u.short_name as name from document mine
    join document d on d.city_id = mine.city_id and d.text_sha256 = mine.text_sha256
      and d.unit_id = ${unitId} and d.fault is null
    join unit u on u.city_id = d.city_id and u.id = d.unit_id
    where mine.city_id = ${ctx.cityId} and mine.id = ${document.id}`.execute(ctx.tx);
  const [known] = rows;
  if (known !== undefined) throw new Refusal('document-known', { unit: known.name });
  return unitId;
}

async function resolveAnew(by: Doer, id: string, version: number, day: string): Promise<void> {
  const rows = await loadCandidates(
    by.tx,
    by.cityId,
    sql`c.document_id = ${id} and c.entry_id is null and c.target_id is null and c.state in ('proposed','accepted','edited')`,
  );
  const writes = rows.flatMap((row) => {
    const field = row.kind === 'task' ? 'deadline' : 'due';
    const words = taskFields(row).deadlineWords;
    if (words === undefined || Object.hasOwn(row.edits, field)) return [];
    const on = dueOn(words, day);
    const task = on === undefined ? null : { kind: 'date', on };
    const value = row.kind === 'task' ? task : (on ?? null);
    return [{ id: row.id, proposal: { ...row.proposal, [field]: value } }];
  });
  await writeCandidates(by, id, version, writes);
}
