import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/document.ts';
import { BRINGERS, documentObjection } from '#domain/document/policy.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { currentCampaign } from '#modules/campaign/campaigns.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import { type Context, enqueue, type Query } from '#platform/command.ts';
import { examineOffice } from '#platform/files/examine-office.ts';
import { examinePdf } from '#platform/files/examine-plain.ts';
import type { KeptFile } from '#platform/files/file-gate.ts';
import { holdOffSweep } from '#platform/files/file-lock.ts';
import { fileName } from '#platform/files/file-name.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { receiveFile } from '#platform/files/receive-file.ts';
import type { Direct } from '#platform/http.ts';
import { type Lang, langOf } from '#platform/http-problem.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { type DocumentFormat, UnreadableFile } from '#platform/words/read-file.ts';
import type { ModelPort } from '#platform/model/model-port.ts';
import type { DocumentReader } from '#platform/workers/document-reader.ts';
import { type Doer, findDocument, recordDocument } from './document-store.ts';
import { knownDocument, WORDS_RULE, wordsSum } from './known-document.ts';
import { viewDocument } from './view-document.ts';
import { writeReading } from './write-reading.ts';

/** What the handlers of documents are built with. */
export interface DocumentParts {
  readonly store: FileStore;
  /** A folder for files on their way in; the file gate tidies it. */
  readonly spool: string;
  readonly reader: DocumentReader;
  /** Undefined: no language model is configured. */
  readonly model: ModelPort | undefined;
}

type Bringing = Pick<InputOf<typeof contract.uploadDocument>, 'unit' | 'campaign' | 'revisionOf'>;
type Taken = Sent<typeof contract.uploadDocument.output>;

const MAX_BYTES = 40_000_000;
/** Texts up to this length are read while the caller waits (some 200 ms); longer ones as a job. */
const INLINE = 100_000;

const MEDIA: Readonly<Record<DocumentFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  html: 'text/html',
  txt: 'text/plain',
};

/** 交来文件: judged by its content before anything is kept, then read. */
export async function uploadDocument(
  parts: DocumentParts,
  call: Direct,
  input: InputOf<typeof contract.uploadDocument>,
): Promise<Taken> {
  const shown = fileName(input.name, '');
  const lang = langOf(call.request);
  if (call.request.body === null) throw new Refusal('file-empty', { name: shown });
  const q = signedIn(call);
  const post = await bringingPost(q, input);
  const file = await receiveFile(call.request.body, parts.spool, shown, () => MAX_BYTES);
  try {
    const { text, format } = await readable(shown, lang, () => parts.reader.file(file.path));
    if (format === 'docx') await examineOffice(file.path, shown);
    if (format === 'pdf') await examinePdf(file.path, shown);
    await parts.store.put(file.sha256, file.path);
    const mediaType = MEDIA[format];
    const kept = {
      sha256: file.sha256,
      name: fileName(input.name, mediaType),
      mediaType,
      bytes: file.bytes,
    };
    return await add(parts, call, q, { post, kept, text, input, op: contract.uploadDocument.id });
  } finally {
    await rm(file.path, { force: true });
  }
}

/** 粘贴文字: kept as a text file, so that every document has an original. */
export async function pasteDocument(
  parts: DocumentParts,
  call: Direct,
  input: InputOf<typeof contract.pasteDocument>,
): Promise<Taken> {
  const q = signedIn(call);
  const post = await bringingPost(q, input);
  const bytes = Buffer.from(input.text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(parts.spool, `${sha256}-${newId()}`);
  await mkdir(parts.spool, { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { mode: 0o600 });
  const name = fileName(input.title ?? '粘贴的文字', MEDIA.txt);
  try {
    const { text } = await readable(name, langOf(call.request), () => parts.reader.file(path));
    await parts.store.put(sha256, path);
    const kept = { sha256, name, mediaType: MEDIA.txt, bytes: bytes.length };
    const op = contract.pasteDocument.id;
    return await add(parts, call, q, { post, kept, text, input, op, title: input.title });
  } finally {
    await rm(path, { force: true });
  }
}

export function signedIn(call: Direct): Query {
  const { actor, cityId, now, today, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return { actor, cityId, now, today, db };
}

/** The post by which a document is brought in, and the unit it will belong to. */
async function bringingPost(q: Query, input: Bringing): Promise<HeldPost> {
  if (input.revisionOf !== undefined) {
    const earlier = await findDocument(q, input.revisionOf);
    insist(documentObjection(q.actor, 'revise', earlier));
    const over = postOver(q.actor, BRINGERS, earlier.path);
    if (over === undefined) throw new Refusal('not-allowed');
    return { ...over, unitId: earlier.unitId, path: earlier.path };
  }
  const own = q.actor.posts.find((post) => (BRINGERS as readonly string[]).includes(post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  if (input.unit === undefined || input.unit === own.unitId) return own;
  const path = await pathOfUnit(q.db, q.cityId, input.unit);
  const over = postOver(q.actor, BRINGERS, path);
  if (over === undefined) throw new Refusal('out-of-reach');
  return { ...over, unitId: input.unit, path };
}

async function readable<T>(name: string, lang: Lang, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.reason === 'secret') throw new Refusal('classified-file', { name });
    const why = lang === 'en' ? error.english : error.message;
    throw new Refusal('document-unreadable', { name, why, reason: error.reason });
  }
}

interface Brought {
  readonly post: HeldPost;
  readonly kept: KeptFile;
  readonly text: string;
  readonly input: Bringing;
  readonly op: string;
  readonly title?: string | undefined;
}

async function add(parts: DocumentParts, call: Direct, q: Query, brought: Brought): Promise<Taken> {
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  const hash = createHash('sha256')
    .update(JSON.stringify([brought.op, brought.input, brought.kept.sha256]))
    .digest('hex');
  const reading = brought.text.length <= INLINE ? await parts.reader.read(brought.text) : undefined;
  return once(call.db, q, { key, hash }, async (ctx) => {
    const found = await addDocument(ctx, parts, brought, reading);
    const document = await viewDocument(ctx.tx, ctx, found.id);
    return { document, known: found.known, ...(found.job && { job: found.job }) };
  });
}

interface Added {
  readonly id: string;
  readonly known: boolean;
  readonly job?: string;
}

/** The row, its text and, where it is short, its reading; the same words of the same unit are known already. */
export async function addDocument(
  ctx: Context,
  parts: Pick<DocumentParts, 'store' | 'reader'>,
  brought: Omit<Brought, 'op'>,
  reading: Awaited<ReturnType<DocumentReader['read']>> | undefined,
): Promise<Added> {
  const { post, kept, text, input } = brought;
  await holdOffSweep(ctx.tx, ctx.cityId);
  if ((await parts.store.head(kept.sha256)) === undefined)
    throw new Refusal('files-unavailable', { why: 'swept' });
  const textSum = wordsSum(text);
  const known = await knownDocument(ctx, post.unitId, textSum, kept.sha256);
  if (known !== undefined) return { id: known, known: true };
  const id = newId(ctx.now.getTime());
  const by: Doer = { ...ctx, personId: ctx.actor.personId, post };
  const job =
    reading === undefined ? await enqueue(ctx, 'read-document', { document: id }) : undefined;
  const { sha256, name, bytes } = kept;
  const title = brought.title ?? name.replace(/\.\w{1,5}$/, '');
  const given = brought.title === undefined ? {} : { title: brought.title };
  await recordDocument(by, { id, version: 1, state: 'reading' }, 'add', {
    name,
    sha256,
    bytes,
    characters: text.length,
    unit: post.unitId,
    ...(input.revisionOf === undefined ? {} : { revisionOf: input.revisionOf }),
    given,
  });
  await ctx.tx
    .insertInto('document')
    .values({
      city_id: ctx.cityId,
      id,
      version: 1,
      state: 'reading',
      unit_id: post.unitId,
      campaign_id: await campaignOf(ctx, input.campaign),
      title: title === '' ? name : title,
      name,
      media_type: kept.mediaType,
      bytes,
      file_sha256: sha256,
      text_sha256: textSum,
      words_rule: WORDS_RULE,
      characters: text.length,
      revision_of: input.revisionOf ?? null,
      job_id: job ?? null,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      uploaded_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  await ctx.tx
    .insertInto('document_text')
    .values({ city_id: ctx.cityId, document_id: id, raw: text, outline: '[]', repairs: '[]' })
    .execute();
  if (reading !== undefined) {
    const unread = { id, version: 1, revisionOf: input.revisionOf, given };
    await writeReading(by, parts.reader, unread, text, reading);
  }
  return { id, known: false, ...(job === undefined ? {} : { job }) };
}

/** The campaign named, else the one that runs today. */
export async function campaignOf(ctx: Context, id: string | undefined): Promise<string | null> {
  if (id === undefined) return (await currentCampaign(ctx.tx, ctx.cityId, ctx.today)) ?? null;
  const row = await ctx.tx
    .selectFrom('campaign')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { campaign: id });
  return row.id;
}
