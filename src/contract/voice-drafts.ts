import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { answerFields, move, seen, writing } from './voice-moves.ts';

/* 答复草稿: written by who may answer, published later, one or many; nobody else sees it. */

/** Of a draft only the words to the reporter must be there; what is missing is asked for when it is published. */
const draftFields = {
  ...answerFields,
  facts: z.optional(answerFields.facts),
  outcome: z.optional(answerFields.outcome),
};

export const draftAnswer = move(
  'draftAnswer',
  'draft',
  {
    zh: '存答复草稿：取代先前的一稿，旧稿留存',
    en: 'Keep a draft answer; the earlier version stays on record',
  },
  z.strictObject({ ...seen, ...draftFields }),
  ['not-independent'],
);
export const dropDraft = move(
  'dropDraft',
  'drop-draft',
  { zh: '丢弃答复草稿', en: 'Drop the draft answer' },
  z.strictObject(seen),
  ['not-independent', 'no-draft'],
);

/** Chosen voices, each at the version that was seen. */
const voices = z.array(z.strictObject(seen)).check(z.minLength(1), z.maxLength(2000));

const many = {
  ...writing,
  method: 'POST',
  output: z.object({ job: z.string(), n: z.int() }),
  refusals: ['invalid', 'not-allowed', 'key-missing', 'key-reused'],
} as const;

export const draftAnswers = operation({
  ...many,
  id: 'draftAnswers',
  path: '/voices/drafts',
  summary: {
    zh: '为选定的诉求存同一份答复草稿（作为作业，逐件报告未成的）',
    en: 'One draft answer for the chosen voices, as a job that reports each refusal',
  },
  input: z.strictObject({ voices, ...draftFields }),
});
export const publishDrafts = operation({
  ...many,
  id: 'publishDrafts',
  path: '/voices/drafts/publish',
  summary: {
    zh: '发布选定诉求的答复草稿（作为作业，逐件办理，看后有变化的不发）',
    en: 'Publish the drafts of the chosen voices, each by itself at the version seen, as a job',
  },
  input: z.strictObject({ voices }),
});
