import * as z from 'zod/mini';
import { Span, Whole } from './candidate.ts';
import { common, READING } from './document.ts';
import { Day, Id, Moment, UnitName, whole } from './fields.ts';
import { operation } from './operation.ts';

/* 出处、版本、经过: where an entry comes from, what a new version changed, what was decided and when. */

export const entrySource = operation({
  ...common,
  id: 'entrySource',
  method: 'GET',
  path: '/entries/{id}/source',
  summary: {
    zh: '一个事项的出处：文件、原句和上下文',
    en: 'Where an entry comes from: document, sentence and the words around it',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    /** Newest version of the document first; empty for an entry that comes from none. */
    sources: z.array(
      z.object({
        document: z.object({
          id: z.string(),
          title: z.string(),
          organ: z.string(),
          no: z.string(),
          date: z.optional(Day),
          sha256: z.string(),
          superseded: z.boolean(),
        }),
        /** May the whole document be opened, or only what is quoted here? */
        open: z.boolean(),
        candidate: z.string(),
        passage: z.int(),
        ...Span,
        quote: z.string(),
        /** Up to 200 characters before and after. */
        before: z.string(),
        after: z.string(),
        section: z.string(),
        subsection: z.string(),
        heading: z.string(),
      }),
    ),
  }),
  refusals: READING,
});

export const compareDocument = operation({
  ...common,
  id: 'compareDocument',
  method: 'GET',
  path: '/documents/{id}/changes',
  summary: {
    zh: '与上一版本比对：改了哪些句子，牵动哪些事项',
    en: 'Against the version before: which sentences changed, which entries they touch',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    earlier: z.optional(z.object({ id: z.string(), title: z.string() })),
    same: Whole,
    changes: z.array(
      z.object({
        change: z.enum(['reworded', 'added', 'removed']),
        /** `seq` and words there and here. */
        before: z.optional(z.object({ seq: z.int(), text: z.string() })),
        after: z.optional(z.object({ seq: z.int(), text: z.string() })),
        /** Of candidates accepted or handed down there. */
        touches: z.array(
          z.object({
            candidate: z.string(),
            carried: z.boolean(),
            entry: z.optional(z.object({ id: z.string(), no: z.string() })),
          }),
        ),
      }),
    ),
  }),
  refusals: READING,
});

export const readDocumentEvents = operation({
  ...common,
  id: 'readDocumentEvents',
  method: 'GET',
  path: '/documents/{id}/events',
  summary: {
    zh: '一份文件的核对经过，新的在前',
    en: 'What was decided on a document, newest first',
  },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id, limit: z._default(whole(1, 200), 50) }),
  output: z.object({
    events: z.array(
      z.object({
        version: z.int(),
        at: Moment,
        kind: z.string(),
        person: z.optional(z.string()),
        unit: z.optional(UnitName),
        /** How many candidates and passages it touched. */
        candidates: Whole,
        passages: Whole,
        undoable: z.boolean(),
      }),
    ),
  }),
  refusals: READING,
});
