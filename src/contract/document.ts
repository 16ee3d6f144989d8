import * as z from 'zod/mini';
import { CANDIDATE_KINDS, CANDIDATE_STATES } from '#domain/document/candidate-life.ts';
import { DOCUMENT_DEEDS, DOCUMENT_STATES } from '#domain/document/document-life.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { Whole, Span, Candidate, Passage, Coverage, CandidateCounts } from './candidate.ts';
import { Day, Flag, Id, line, Moment, UnitName, whole, words } from './fields.ts';
import { operation } from './operation.ts';

/*
 * 文件: a document is kept, read by the rules, and confirmed by a person sentence by sentence.
 *
 * All offsets are UTF-16 units of the raw text (what `text.slice(start, end)` of the browser takes), as
 * `readDocumentText` gives it. A passage (原文段) is a sentence; its `seq` counts from 0 in the order of
 * the text. A candidate (抽取候选) is one task, target or figure proposed from a passage. Every act on
 * candidates answers a `DocumentChange` (document-moves.ts): the document's new counts and just the rows that changed.
 */

export const common = { group: 'documents', access: BUSINESS_ROLES } as const;

export const DocumentFacts = z.object({
  id: z.string(),
  version: z.int(),
  state: z.enum(DOCUMENT_STATES),
  title: z.string(),
  /** 发文机关 */
  organ: z.string(),
  /** 发文字号 */
  no: z.string(),
  /** 成文日期: what 今年 and 年底前 are resolved against. */
  date: z.optional(Day),
  unit: UnitName,
  campaign: z.optional(z.object({ id: z.string(), name: z.string() })),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  characters: z.int(),
  uploadedAt: Moment,
  /** Why it could not be read (state `failed`). */
  fault: z.optional(z.string()),
  revisionOf: z.optional(z.string()),
  supersededBy: z.optional(z.string()),
  coverage: Coverage,
  counts: CandidateCounts,
  can: z.array(z.enum(DOCUMENT_DEEDS)),
});

export const DocumentDetail = z.object({
  ...DocumentFacts.shape,
  outline: z.array(z.object({ ...Span, text: z.string(), level: z.int() })),
  /** 修复: stretches of the file that were garbled; `alternatives` not empty: a person must say which. */
  repairs: z.array(
    z.object({
      ...Span,
      text: z.string(),
      alternatives: z.array(z.string()),
      /** What a person has said it is. */
      chosen: z.optional(z.string()),
    }),
  ),
  passages: Whole,
  /** The reading job while `reading`; follow it with `jobStatus`. */
  job: z.optional(z.string()),
  /** Is a language model configured here? */
  model: z.boolean(),
  /** The day it is here, against which deadlines are judged. */
  today: Day,
});

export const READING: readonly RefusalCode[] = ['invalid', 'not-found'];

const WRITING: readonly RefusalCode[] = [
  ...READING,
  'not-allowed',
  'key-missing',
  'key-reused',
  'still-running',
];

const TAKING: readonly RefusalCode[] = [
  ...WRITING,
  'out-of-reach',
  'file-empty',
  'file-too-large',
  'document-unreadable',
  'classified-file',
  'document-superseded',
  'document-reading',
  'file-active',
  'file-bomb',
  'file-encrypted',
  'file-broken',
  'files-unavailable',
  'busy',
];

const bringing = {
  unit: z.optional(Id),
  campaign: z.optional(Id),
  /** A corrected version of this document: what was decided there is carried over where the words stand. */
  revisionOf: z.optional(Id),
};

const Taken = z.object({
  document: DocumentFacts,
  /** The same words were read before: this is the earlier reading, nothing was added. */
  known: z.boolean(),
  /** Set when the text is long and read in the background. */
  job: z.optional(z.string()),
});

export const uploadDocument = operation({
  ...common,
  id: 'uploadDocument',
  method: 'POST',
  path: '/documents',
  summary: {
    zh: '交来文件识读：请求体即文件（.docx .doc .wps .pdf .ofd .html .txt），同一文件再交打开原先的识读',
    en: 'Give a document to be read: the body is the file; the same one again opens the earlier reading',
  },
  scope: 'ledger:write',
  body: 'bytes',
  input: z.strictObject({ name: line(200), ...bringing }),
  output: Taken,
  refusals: TAKING,
});

export const pasteDocument = operation({
  ...common,
  id: 'pasteDocument',
  method: 'POST',
  path: '/documents/text',
  summary: { zh: '粘贴文字识读', en: 'Paste text to be read' },
  scope: 'ledger:write',
  input: z.strictObject({ title: z.optional(line(200)), text: line(330_000), ...bringing }),
  output: Taken,
  refusals: TAKING,
});

export const listDocuments = operation({
  ...common,
  id: 'listDocuments',
  method: 'GET',
  path: '/documents',
  summary: { zh: '文件列表，新的在前', en: 'Documents, newest first' },
  scope: 'ledger:read',
  input: z.strictObject({
    unit: z.optional(Id),
    campaign: z.optional(Id),
    /** Words of the title, the organ or the number. */
    text: z.optional(words(100)),
    /** Also versions that a newer one has replaced. */
    all: z.optional(Flag),
    after: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(whole(1, 100), 30),
  }),
  output: z.object({ documents: z.array(DocumentFacts), next: z.optional(z.string()) }),
  refusals: ['invalid', 'bad-cursor', 'not-found'],
});

export const readDocument = operation({
  ...common,
  id: 'readDocument',
  method: 'GET',
  path: '/documents/{id}',
  summary: {
    zh: '一份文件：要素、目录、覆盖情况、可做的事',
    en: 'One document: its facts, outline, coverage and what may be done',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: DocumentDetail,
  refusals: READING,
});

export const readDocumentText = operation({
  ...common,
  id: 'readDocumentText',
  method: 'GET',
  path: '/documents/{id}/text',
  summary: {
    zh: '原文文字，分段取；偏移量即以此计',
    en: 'The raw text in chunks; all offsets are of this',
  },
  scope: 'ledger:read',
  input: z.strictObject({
    id: Id,
    from: z._default(whole(0, 10_000_000), 0),
    limit: z._default(whole(1, 200_000), 100_000),
  }),
  output: z.object({ from: z.int(), text: z.string(), next: z.optional(z.int()) }),
  refusals: READING,
});

export const readPassages = operation({
  ...common,
  id: 'readPassages',
  method: 'GET',
  path: '/documents/{id}/passages',
  summary: { zh: '原文各句及其身份', en: 'The sentences and what each has become' },
  scope: 'ledger:read',
  input: z.strictObject({
    id: Id,
    /** First `seq` to give. */
    from: z._default(whole(0, 1_000_000), 0),
    limit: z._default(whole(1, 2000), 1000),
  }),
  output: z.object({ passages: z.array(Passage), next: z.optional(z.int()) }),
  refusals: READING,
});

export const listCandidates = operation({
  ...common,
  id: 'listCandidates',
  method: 'GET',
  path: '/documents/{id}/candidates',
  summary: { zh: '抽取候选，按原文先后', en: 'Candidates in the order of the text' },
  scope: 'ledger:read',
  input: z.strictObject({
    id: Id,
    kind: z.optional(z.enum(CANDIDATE_KINDS)),
    state: z.optional(z.enum(CANDIDATE_STATES)),
    certainty: z.optional(z.enum(['sure', 'look'])),
    /** Also what a person had marked or cut and has taken back; left out unless asked for. */
    withdrawn: z.optional(Flag),
    /** `next` of the page before. */
    after: z.optional(z.string().check(z.maxLength(100))),
    limit: z._default(whole(1, 1000), 500),
  }),
  output: z.object({ candidates: z.array(Candidate), next: z.optional(z.string()) }),
  refusals: [...READING, 'bad-cursor'],
});

export const downloadDocument = operation({
  ...common,
  id: 'downloadDocument',
  method: 'GET',
  path: '/documents/{id}/file',
  summary: { zh: '下载原件', en: 'Download the original file' },
  scope: 'ledger:read',
  answer: 'bytes',
  input: z.strictObject({ id: Id }),
  output: z.unknown(),
  refusals: [...READING, 'file-missing', 'files-unavailable'],
});
