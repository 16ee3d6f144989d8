import { sql } from 'kysely';
import type { DocumentDeed, DocumentState } from '#domain/document/document-life.ts';
import { documentObjection, documentPost, type DocumentPlace } from '#domain/document/policy.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';

/** A document with the place of its unit (文件). */
export interface DocumentRow extends DocumentPlace {
  readonly id: string;
  readonly version: number;
  readonly unitName: string;
  readonly campaignId: string | undefined;
  readonly campaignName: string | undefined;
  readonly title: string;
  readonly organ: string;
  readonly no: string;
  readonly date: string | undefined;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly characters: number;
  readonly revisionOf: string | undefined;
  readonly supersededBy: string | undefined;
  readonly jobId: string | undefined;
  readonly fault: string | undefined;
  readonly uploadedAt: Date;
}

/** As the database has it: null where a document has none. */
type Loaded = {
  [F in keyof DocumentRow]: undefined extends DocumentRow[F]
    ? NonNullable<DocumentRow[F]> | null
    : DocumentRow[F];
};

/** Documents by id, whoever asks: scope is the caller's matter. */
export async function loadDocuments(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
): Promise<DocumentRow[]> {
  const { rows } = await sql<Loaded>`${sql.raw(KEPT)}
    select d.id, d.version, d.state, d.unit_id as "unitId", u.org_path as path, u.short_name as "unitName",
      d.campaign_id as "campaignId", c.name as "campaignName", d.title, d.organ, d.no, d.written_on as date,
      d.name, d.media_type as "mediaType", d.bytes, d.file_sha256 as sha256, d.characters,
      d.revision_of as "revisionOf", n.id as "supersededBy", d.job_id as "jobId", d.fault,
      d.uploaded_at as "uploadedAt"
    from document d
    join unit u on u.city_id = d.city_id and u.id = d.unit_id
    left join campaign c on c.city_id = d.city_id and c.id = d.campaign_id
    left join document n on n.city_id = d.city_id and n.revision_of = d.id and n.fault is null
      and d.state = 'superseded'
    where d.city_id = ${cityId} and d.id = any(${ids}::uuid[])
    order by d.id desc`.execute(db);
  return rows.map((row) => ({
    ...row,
    campaignId: row.campaignId ?? undefined,
    campaignName: row.campaignName ?? undefined,
    date: row.date ?? undefined,
    revisionOf: row.revisionOf ?? undefined,
    supersededBy: row.supersededBy ?? undefined,
    jobId: row.jobId ?? undefined,
    fault: row.fault ?? undefined,
  }));
}

/** One document of the actor's reach. What he may not read is not there. */
export async function findDocument(q: Query, id: string): Promise<DocumentRow> {
  const [found] = await loadDocuments(q.db, q.cityId, [id]);
  if (found === undefined || !reaches(reachOf(q.actor), found.path))
    throw new Refusal('not-found', { id });
  return found;
}

/** Hold a document until the transaction ends, and insist that the deed is open to the actor. */
export async function lockDocument(
  ctx: Context,
  id: string,
  deed: DocumentDeed,
): Promise<DocumentRow> {
  await sql`select 1 from document where city_id = ${ctx.cityId} and id = ${id} for no key update`.execute(
    ctx.tx,
  );
  const found = await findDocument({ ...ctx, db: ctx.tx }, id);
  insist(documentObjection(ctx.actor, deed, found));
  return found;
}

/** Who does something to a document: a person by a post, or the house itself. */
export interface Doer {
  readonly tx: Tx;
  readonly cityId: number;
  readonly now: Date;
  readonly personId: string | undefined;
  readonly post: HeldPost | undefined;
}

/** Who does this deed to the document, and by which post; no post where the deed needs none. */
export function doerOf(ctx: Context, document: DocumentPlace, deed: DocumentDeed): Doer {
  const { tx, cityId, now, actor } = ctx;
  return {
    tx,
    cityId,
    now,
    personId: actor.personId,
    post: documentPost(actor, deed, document),
  };
}

/** One event of a document; `verb` is what was done, `payload` enough to tell it and to undo it. */
export async function recordDocument(
  by: Doer,
  at: { readonly id: string; readonly version: number; readonly state: DocumentState },
  verb: string,
  payload: object,
): Promise<void> {
  await by.tx
    .insertInto('event')
    .values({
      city_id: by.cityId,
      subject_id: at.id,
      subject_version: at.version,
      state: at.state,
      id: newId(by.now.getTime()),
      at: by.now,
      kind: `document.${verb}`,
      person_id: by.personId ?? null,
      post_id: by.post?.postId ?? null,
      unit_id: by.post?.unitId ?? null,
      acting: by.post?.acting ?? false,
      payload: JSON.stringify(payload),
    })
    .execute();
}

/** What may change of the row itself when a document moves. */
export interface DocumentChange {
  readonly title?: string | undefined;
  readonly organ?: string | undefined;
  readonly no?: string | undefined;
  readonly written_on?: string | undefined;
  readonly fault?: string | undefined;
  readonly unit_id?: string | undefined;
  readonly campaign_id?: string | null | undefined;
}

/** The next version of a document with its event. @returns that version. */
export async function advanceDocument(
  by: Doer,
  document: { readonly id: string; readonly version: number },
  state: DocumentState,
  verb: string,
  payload: object,
  change: DocumentChange = {},
): Promise<number> {
  const version = document.version + 1;
  await recordDocument(by, { id: document.id, version, state }, verb, payload);
  const moved = await by.tx
    .updateTable('document')
    .set({ ...change, state, version, updated_at: by.now })
    .where('city_id', '=', by.cityId)
    .where('id', '=', document.id)
    .where('version', '=', document.version)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Error(`document ${document.id} moved meanwhile`);
  return version;
}
