import { sql } from 'kysely';
import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { figureFromWords, taskFromWords } from '#domain/document/marked-stretch.ts';
import type { NormalText } from '#domain/document/normalise.ts';
import { unpackOffsets } from '#domain/document/offset-map.ts';
import { findQuote, type QuoteFound } from '#domain/document/quote.ts';
import { Refusal } from '#domain/refusal.ts';
import { type Context, enqueue } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import type { Db } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { callJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import type { ModelPort } from '#platform/model/model-port.ts';
import { advanceDocument, type Doer, loadDocuments, lockDocument } from './document-store.ts';

const SYSTEM =
  '你是政府文件分析助手。从给出的文字中找出要求今后去做的工作任务和要达到的数值目标。' +
  '只输出 JSON 数组，每项为 {"kind":"task"或"target","quote":"原文中连续的一段文字，一字不改"}。没有则输出 []。';
const CHUNK = 3000;
const MOST = 500;

interface Claim {
  readonly kind: 'task' | 'target';
  readonly quote: string;
}

interface Verified extends QuoteFound {
  readonly kind: 'task' | 'target';
  readonly passage: number;
}

/** 请模型补充: puts the question down as a job; off unless a model is configured. */
export async function askModel(
  ctx: Context,
  input: InputOf<typeof contract.askModel>,
  model: ModelPort | undefined,
): Promise<{ job: string }> {
  if (model === undefined) throw new Refusal('model-off');
  const document = await lockDocument(ctx, input.id, 'ask_model');
  return { job: await enqueue(ctx, 'ask-model', { document: document.id }) };
}

/**
 * Asks about sentences of the plan part that nobody has accounted for. What is answered is only a claim:
 * a quote that does not stand in the text word for word, within one sentence, is dropped.
 */
export function askModelJob(model: ModelPort): JobKind {
  return callJob<{ document: string }>('ask-model', async (job, db) => {
    const { document: id } = job.args;
    const { normal, raw, open } = await openSentences(db, job.cityId, id);
    const claims: Claim[] = [];
    const chunks = chunked(open.map(({ start, end }) => raw.slice(start, end)));
    for (const [at, chunk] of chunks.entries()) {
      claims.push(...claimsIn(await model.ask(SYSTEM, chunk)));
      await job.report(at + 1, chunks.length);
      if (await job.cancelled()) break;
    }
    const verified = claims.slice(0, MOST).flatMap((claim) => verify(normal, open, claim));
    const added = await db
      .transaction()
      .execute((tx) =>
        propose(
          { tx, cityId: job.cityId, now: job.now(), personId: job.byPerson, post: undefined },
          { id, raw, verified, model: model.name },
        ),
      );
    return { claimed: claims.length, verified: verified.length, added };
  });
}

interface Sentence {
  readonly seq: number;
  readonly start: number;
  readonly end: number;
}

async function openSentences(
  db: Db,
  cityId: number,
  id: string,
): Promise<{ normal: NormalText; raw: string; open: Sentence[] }> {
  const text = await db
    .selectFrom('document_text')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('document_id', '=', id)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<Sentence>`
    select p.seq, p.start_at as start, p.end_at as end from passage p
    where p.city_id = ${cityId} and p.document_id = ${id} and p.part = 'plan' and p.framing_at is null
      and not exists (select 1 from candidate c where c.city_id = p.city_id and c.document_id = p.document_id
        and c.passage = p.seq and c.kind = 'task' and c.state <> 'rejected')
    order by p.seq`.execute(db);
  const bytes = new Uint8Array(text.offsets);
  const offsets = unpackOffsets(new Int32Array(bytes.buffer), text.normal.length);
  return { normal: { text: text.normal, ...offsets, repairs: [] }, raw: text.raw, open: rows };
}

function chunked(sentences: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const sentence of sentences) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + sentence.length < CHUNK)
      chunks[chunks.length - 1] = `${last}\n${sentence}`;
    else chunks.push(sentence);
  }
  return chunks;
}

/** The claims of an answer; one that is not the list it should be holds none. */
export function claimsIn(answer: string): Claim[] {
  const list = /\[[\s\S]*\]/.exec(answer)?.[0] ?? '[]';
  try {
    const parsed: unknown = JSON.parse(list);
    return Array.isArray(parsed) ? parsed.filter(isClaim) : [];
  } catch {
    return [];
  }
}

function isClaim(value: unknown): value is Claim {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, quote } = value as { kind?: unknown; quote?: unknown };
  return (kind === 'task' || kind === 'target') && typeof quote === 'string';
}

/** Word for word in the text, once, and within one of the sentences it was asked about. */
function verify(normal: NormalText, open: readonly Sentence[], claim: Claim): Verified[] {
  const found = findQuote(normal, claim.quote);
  const sentence = open.find(
    ({ start, end }) => found !== undefined && found.rawStart >= start && found.rawEnd <= end,
  );
  if (found === undefined || sentence === undefined) return [];
  return [{ ...found, kind: claim.kind, passage: sentence.seq }];
}

interface Proposing {
  readonly id: string;
  readonly raw: string;
  readonly verified: readonly Verified[];
  readonly model: string;
}

async function propose(by: Doer, { id, raw, verified, model }: Proposing): Promise<number> {
  await sql`select 1 from document where city_id = ${by.cityId} and id = ${id} for no key update`.execute(
    by.tx,
  );
  const [document] = await loadDocuments(by.tx, by.cityId, [id]);
  if (document?.state !== 'open') return 0;
  const { rows } = await sql<{ kind: string; start: number; end: number }>`
    select kind, start_at as start, end_at as end from candidate
    where city_id = ${by.cityId} and document_id = ${id}`.execute(by.tx);
  const taken = new Set(rows.map((row) => `${row.kind} ${row.start} ${row.end}`));
  const fresh = verified.filter((one) => {
    const name = `${one.kind} ${one.rawStart} ${one.rawEnd}`;
    return taken.has(name) ? false : taken.add(name);
  });
  if (fresh.length === 0) return 0;
  const payload = { model, candidates: fresh.length };
  const version = await advanceDocument(by, document, 'open', 'model', payload);
  await insertMany(
    by.tx,
    'candidate',
    fresh.map(({ kind, passage, rawStart, rawEnd }) => {
      const words = raw.slice(rawStart, rawEnd);
      return {
        city_id: by.cityId,
        document_id: id,
        id: newId(by.now.getTime()),
        version: 1,
        kind,
        state: 'proposed',
        passage,
        start_at: rawStart,
        end_at: rawEnd,
        quote_start: rawStart,
        quote_end: rawEnd,
        quote: words,
        proposal:
          kind === 'task'
            ? taskFromWords(words, document.date)
            : figureFromWords(words, document.date),
        edits: {},
        doubts: ['model'],
        proposed_by: 'model',
        co_units: [],
        changed_in: version,
      };
    }),
  );
  return fresh.length;
}
