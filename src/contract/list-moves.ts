import * as z from 'zod/mini';
import { ENTRY_KINDS, FOUND_BY, LEVELS, SOURCES } from '#domain/entry/entry.ts';
import { common, MeasureInput, move, reason, seen } from './entry-move.ts';
import { EntryDetail } from './entry.ts';
import { Id, line, words } from './fields.ts';
import { operation } from './operation.ts';

/* 列: what puts an entry on the ledger, sets it right, or joins it to another. */

const facts = {
  title: line(200),
  detail: z.optional(words(8000)),
  cause: z.optional(words(4000)),
  remark: z.optional(words(2000)),
  quote: z.optional(words(4000)),
  category: z.optional(z.string().check(z.maxLength(32))),
  source: z.enum(SOURCES),
  sourceNo: z.optional(words(100)),
  foundBy: z.optional(z.enum(FOUND_BY)),
  level: z.enum(LEVELS),
  isKey: z.optional(z.boolean()),
  /** Facets of further taxonomies, by taxonomy code and facet code; they replace those that stand. */
  facets: z.optional(
    z.array(z.strictObject({ taxonomy: line(32), code: line(32) })).check(z.maxLength(30)),
  ),
};

export const raiseEntry = operation({
  ...common,
  id: 'raiseEntry',
  method: 'POST',
  path: '/entries',
  summary: { zh: '提出问题，或起草任务', en: 'Raise a problem or draft a task' },
  input: z.strictObject({
    kind: z.enum(ENTRY_KINDS),
    campaign: z.optional(Id),
    /** The unit it is raised by; the caller's own unit when left out. */
    unit: z.optional(Id),
    ...facts,
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
  }),
  output: EntryDetail,
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'unknown-unit',
    'unknown-category',
    'key-missing',
    'key-reused',
  ],
});

export const screenEntry = move(
  'screen',
  '甄别',
  'Screen',
  z.strictObject({ ...seen, note: z.optional(words(2000)) }),
);

export const listEntry = move(
  'list',
  '列入台账',
  'Put on the ledger',
  z.strictObject({
    ...seen,
    level: z.optional(z.enum(LEVELS)),
    isKey: z.optional(z.boolean()),
    category: z.optional(z.string()),
  }),
  ['unknown-category'],
);

export const notListEntry = move(
  'not_list',
  '不予立项',
  'Decline',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);

export const cancelEntry = move(
  'cancel',
  '取消草稿',
  'Cancel a draft',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);

export const correctEntry = move(
  'correct',
  '更正',
  'Correct',
  z.strictObject({
    ...seen,
    title: z.optional(line(200)),
    detail: facts.detail,
    cause: facts.cause,
    remark: facts.remark,
    category: facts.category,
    source: z.optional(z.enum(SOURCES)),
    sourceNo: facts.sourceNo,
    foundBy: facts.foundBy,
    quote: facts.quote,
    level: z.optional(z.enum(LEVELS)),
    isKey: facts.isKey,
    facets: facts.facets,
    measures: z.optional(z.array(MeasureInput).check(z.maxLength(50))),
    reason,
  }),
  ['no-reason', 'no-measures', 'no-milestones', 'unknown-category'],
);

export const mergeEntry = move(
  'merge',
  '并案',
  'Merge into another',
  z.strictObject({ ...seen, into: Id, reason }),
  ['no-reason', 'unfit-survivor'],
);

export const unmergeEntry = move(
  'unmerge',
  '撤销并案',
  'Undo a merge',
  z.strictObject({ ...seen, reason }),
  ['no-reason'],
);

export const supersedeEntry = move(
  'supersede',
  '并入另一任务',
  'Superseded by another task',
  z.strictObject({ ...seen, by: Id, reason }),
  ['no-reason', 'unfit-survivor'],
);
