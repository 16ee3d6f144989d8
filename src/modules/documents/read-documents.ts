import { sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { findDocument } from './document-store.ts';
import { loadCandidates, loadPassages, viewCandidate } from './view-candidates.ts';
import { viewDocument, viewDocuments, WITHDRAWN } from './view-document.ts';

type Detail = Sent<typeof contract.DocumentDetail>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** 文件列表: the newest versions within reach, newest first. */
export async function listDocuments(
  q: Query,
  input: InputOf<typeof contract.listDocuments>,
): Promise<Sent<typeof contract.listDocuments.output>> {
  const reach = reachOf(q.actor);
  const unit = input.unit === undefined ? undefined : await pathOfUnit(q.db, q.cityId, input.unit);
  const parts = [
    sql<SqlBool>`d.city_id = ${q.cityId}`,
    within('u.org_path', unit === undefined ? reach : narrowed(reach, unit)),
  ];
  if (input.campaign !== undefined) parts.push(sql<SqlBool>`d.campaign_id = ${input.campaign}`);
  if (input.all !== true) parts.push(sql<SqlBool>`d.state <> 'superseded'`);
  if (input.text !== undefined && input.text !== '') {
    const like = `%${input.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    parts.push(
      sql<SqlBool>`(d.title ilike ${like} or d.organ ilike ${like} or d.no ilike ${like})`,
    );
  }
  if (input.after !== undefined) {
    if (!UUID.test(input.after)) throw new Refusal('bad-cursor');
    parts.push(sql<SqlBool>`d.id < ${input.after}::uuid`);
  }
  const { rows } = await sql<{ id: string }>`
    select d.id from document d join unit u on u.city_id = d.city_id and u.id = d.unit_id
    where ${sql.join(parts, sql` and `)} order by d.id desc limit ${input.limit + 1}`.execute(q.db);
  const ids = rows.slice(0, input.limit).map((row) => row.id);
  const next = rows.length > input.limit ? ids.at(-1) : undefined;
  const documents = await viewDocuments(q.db, q, ids);
  return { documents, ...(next === undefined ? {} : { next }) };
}

/** One document with its outline; its text, sentences and candidates come by themselves. */
export async function readDocument(q: Query, id: string, model: boolean): Promise<Detail> {
  const { jobId } = await findDocument(q, id);
  const facts = await viewDocument(q.db, q, id);
  const { rows } = await sql<{ outline: never[]; repairs: Detail['repairs']; n: number }>`
    select t.outline, t.repairs,
      (select count(*)::int from passage p where p.city_id = t.city_id and p.document_id = t.document_id) as n
    from document_text t where t.city_id = ${q.cityId} and t.document_id = ${id}`.execute(q.db);
  const [text] = rows;
  return {
    ...facts,
    outline: text?.outline ?? [],
    repairs: text?.repairs ?? [],
    passages: text?.n ?? 0,
    ...(jobId === undefined ? {} : { job: jobId }),
    model,
    today: q.today,
  };
}

/** 原文: offsets are UTF-16 units, of which the database knows nothing, so the whole text is cut here. */
export async function readDocumentText(
  q: Query,
  { id, from, limit }: InputOf<typeof contract.readDocumentText>,
): Promise<Sent<typeof contract.readDocumentText.output>> {
  await findDocument(q, id);
  const raw = await rawText(q, id);
  let end = Math.min(raw.length, from + limit);
  // Never half a character.
  if (end < raw.length && (raw.codePointAt(end - 1) ?? 0) > 0xffff) end -= 1;
  const text = raw.slice(from, end);
  return { from, text, ...(end < raw.length ? { next: end } : {}) };
}

/**
 * The text of a document as it came out of the file; every offset counts its UTF-16 units. The caller has
 * asked whether it may be read.
 */
export async function rawText(q: Pick<Query, 'db' | 'cityId'>, id: string): Promise<string> {
  const { raw } = await q.db
    .selectFrom('document_text')
    .select('raw')
    .where('city_id', '=', q.cityId)
    .where('document_id', '=', id)
    .executeTakeFirstOrThrow();
  return raw;
}

export async function readPassages(
  q: Query,
  { id, from, limit }: InputOf<typeof contract.readPassages>,
): Promise<Sent<typeof contract.readPassages.output>> {
  await findDocument(q, id);
  const rows = await loadPassages(q.db, q.cityId, id, sql`p.seq >= ${from}`, limit + 1);
  const passages = rows.slice(0, limit);
  const last = passages.at(-1);
  return {
    passages,
    ...(rows.length > limit && last !== undefined ? { next: last.seq + 1 } : {}),
  };
}

export async function listCandidates(
  q: Query,
  input: InputOf<typeof contract.listCandidates>,
): Promise<Sent<typeof contract.listCandidates.output>> {
  await findDocument(q, input.id);
  const parts = [sql<SqlBool>`c.document_id = ${input.id}`];
  if (input.withdrawn !== true) parts.push(sql<SqlBool>`not (${WITHDRAWN})`);
  if (input.kind !== undefined) parts.push(sql<SqlBool>`c.kind = ${input.kind}`);
  if (input.state !== undefined) parts.push(sql<SqlBool>`c.state = ${input.state}`);
  if (input.certainty !== undefined)
    parts.push(sql<SqlBool>`(c.doubts = '{}') = ${input.certainty === 'sure'}`);
  if (input.after !== undefined) {
    const [passage, start, id = ''] = input.after.split('.');
    if (!/^\d{1,9}$/.test(passage ?? '') || !/^\d{1,9}$/.test(start ?? '') || !UUID.test(id))
      throw new Refusal('bad-cursor');
    parts.push(
      sql<SqlBool>`(c.passage, c.start_at, c.id) > (${Number(passage)}, ${Number(start)}, ${id}::uuid)`,
    );
  }
  const rows = await loadCandidates(
    q.db,
    q.cityId,
    sql<SqlBool>`${sql.join(parts, sql` and `)}`,
    input.limit + 1,
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    candidates: page.map(viewCandidate),
    ...(rows.length > input.limit && last !== undefined
      ? { next: `${last.passage}.${last.start_at}.${last.id}` }
      : {}),
  };
}
