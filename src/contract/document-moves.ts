import * as z from 'zod/mini';
import { GRADES } from '#domain/document/grade.ts';
import { FIGURE_KINDS } from '#domain/document/kind.ts';
import { FIGURE_OPS } from '#domain/document/op.ts';
import { DEADLINE_KINDS, LEVELS } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { Candidate, Passage } from './candidate.ts';
import { DocumentDetail, DocumentFacts } from './document.ts';
import { Day, Id, line, words } from './fields.ts';
import { operation } from './operation.ts';

/* 核对、定责、下达: what persons decide on a document. Each act is one event and can be undone. */

const common = { group: 'documents', access: BUSINESS_ROLES, scope: 'ledger:write' } as const;

const Whole = z.int().check(z.gte(0));

/** The document's new counts and just the rows that changed. */
const DocumentChange = z.object({
  document: DocumentFacts,
  candidates: z.array(Candidate),
  passages: z.array(Passage),
});

const DECIDING: readonly RefusalCode[] = [
  'invalid',
  'not-found',
  'not-allowed',
  'key-missing',
  'key-reused',
  'still-running',
  'stale',
  'document-reading',
  'document-superseded',
  'candidate-moved-on',
];

/** Which candidates, at the versions seen. An accepted one accepted again is left as it is. */
const Seen = z.strictObject({ id: Id, version: z.int().check(z.gte(1)) });
const Chosen = z.array(Seen).check(z.minLength(1), z.maxLength(1000));

export const acceptCandidates = operation({
  ...common,
  id: 'acceptCandidates',
  method: 'POST',
  path: '/documents/{id}/accept',
  summary: { zh: '采纳（可成批）', en: 'Accept candidates, one or many' },
  input: z.strictObject({ id: Id, candidates: Chosen }),
  output: DocumentChange,
  refusals: DECIDING,
});

const deadlineInput = z.strictObject({ kind: z.enum(DEADLINE_KINDS), on: z.optional(Day) });

/** What a person may change; `null` clears an optional field. */
const TaskEdit = z.strictObject({
  title: z.optional(line(200)),
  measures: z.optional(z.array(line(2000)).check(z.maxLength(50))),
  deadline: z.optional(z.nullable(deadlineInput)),
  recurrence: z.optional(z.nullable(line(200))),
});
const FigureEdit = z.strictObject({
  metric: z.optional(line(200)),
  kind: z.optional(z.enum(FIGURE_KINDS)),
  op: z.optional(z.enum(FIGURE_OPS)),
  value: z.optional(z.nullable(z.number())),
  max: z.optional(z.nullable(z.number())),
  unit: z.optional(words(40)),
  base: z.optional(z.nullable(z.number())),
  basePeriod: z.optional(z.nullable(line(100))),
  period: z.optional(z.nullable(line(100))),
  due: z.optional(z.nullable(Day)),
  scope: z.optional(z.nullable(line(100))),
  grade: z.optional(z.nullable(z.enum(GRADES))),
});

export const editCandidate = operation({
  ...common,
  id: 'editCandidate',
  method: 'POST',
  path: '/documents/{id}/edit',
  summary: { zh: '改后采纳：原文区间不变', en: 'Accept with changes; the span stays' },
  input: z.strictObject({
    id: Id,
    candidate: Seen,
    task: z.optional(TaskEdit),
    figure: z.optional(FigureEdit),
  }),
  output: DocumentChange,
  refusals: DECIDING,
});

export const rejectCandidates = operation({
  ...common,
  id: 'rejectCandidates',
  method: 'POST',
  path: '/documents/{id}/reject',
  summary: {
    zh: '不采纳（可成批）；framing=true 时所在句一并确认为铺垫',
    en: 'Reject candidates; with framing=true their sentences are confirmed as framing',
  },
  input: z.strictObject({
    id: Id,
    candidates: Chosen,
    framing: z._default(z.boolean(), false),
    note: z.optional(words(500)),
  }),
  output: DocumentChange,
  refusals: DECIDING,
});

export const mergeCandidates = operation({
  ...common,
  id: 'mergeCandidates',
  method: 'POST',
  path: '/documents/{id}/merge',
  summary: {
    zh: '并入另一条任务，成为它的措施',
    en: 'Merge tasks into another, as its measures',
  },
  input: z.strictObject({ id: Id, into: Seen, candidates: Chosen }),
  output: DocumentChange,
  refusals: [...DECIDING, 'unfit-merge'],
});

export const splitCandidate = operation({
  ...common,
  id: 'splitCandidate',
  method: 'POST',
  path: '/documents/{id}/split',
  summary: {
    zh: '拆成几条任务：在原文这些位置断开',
    en: 'Split a task at these places of the raw text',
  },
  input: z.strictObject({
    id: Id,
    candidate: Seen,
    /** Offsets inside the candidate, ascending: where each further part begins. */
    at: z.array(z.int()).check(z.minLength(1), z.maxLength(19)),
  }),
  output: DocumentChange,
  refusals: [...DECIDING, 'bad-span'],
});

export const addCandidate = operation({
  ...common,
  id: 'addCandidate',
  method: 'POST',
  path: '/documents/{id}/candidates',
  summary: {
    zh: '划词补充一条任务或指标（规则漏掉的、铺垫句里的）',
    en: 'Mark a stretch as a task or target that the rules have missed',
  },
  input: z.strictObject({
    id: Id,
    kind: z.enum(['task', 'target']),
    start: Whole,
    end: Whole,
    task: z.optional(TaskEdit),
    figure: z.optional(FigureEdit),
  }),
  output: DocumentChange,
  refusals: [...DECIDING, 'bad-span'],
});

export const confirmFraming = operation({
  ...common,
  id: 'confirmFraming',
  method: 'POST',
  path: '/documents/{id}/framing',
  summary: {
    zh: '确认这些句子是铺垫；framing=false 则撤回确认',
    en: 'Confirm that sentences are framing; framing=false takes it back',
  },
  input: z.strictObject({
    id: Id,
    passages: z.array(Whole).check(z.minLength(1), z.maxLength(2000)),
    framing: z._default(z.boolean(), true),
  }),
  output: DocumentChange,
  refusals: DECIDING,
});

export const undoDecision = operation({
  ...common,
  id: 'undoDecision',
  method: 'POST',
  path: '/documents/{id}/undo',
  summary: {
    zh: '撤销一次核对操作；此后又改过的、已下达的不能撤销',
    en: 'Undo one act of deciding, unless something was changed or handed down since',
  },
  /** `version` of the document that the act led to: `document.version` of its answer. */
  input: z.strictObject({ id: Id, version: z.int().check(z.gte(1)) }),
  output: DocumentChange,
  refusals: [...DECIDING, 'nothing-to-undo'],
});

export const chooseRepair = operation({
  ...common,
  id: 'chooseRepair',
  method: 'POST',
  path: '/documents/{id}/repair',
  summary: {
    zh: '认定一处乱码到底是什么字（从修复的几种可能中选），相关任务、指标随之改正',
    en: 'Say which reading of a garbled stretch stands; what was read from it follows',
  },
  input: z.strictObject({
    id: Id,
    /** `start` of the repair. */
    start: Whole,
    /** Its `text` or one of its `alternatives`. */
    text: z.string().check(z.minLength(1), z.maxLength(100)),
  }),
  output: DocumentChange,
  refusals: DECIDING,
});

export const correctDocument = operation({
  ...common,
  id: 'correctDocument',
  method: 'POST',
  path: '/documents/{id}/correct',
  summary: {
    zh: '更正文件要素；改成文日期则重算“今年”“年底前”等时限（已改过的不动）',
    en: 'Correct the facts; a new date resolves 今年 and 年底前 anew, save where a person has set them',
  },
  input: z.strictObject({
    id: Id,
    version: z.int().check(z.gte(1)),
    title: z.optional(line(200)),
    organ: z.optional(words(100)),
    no: z.optional(words(100)),
    date: z.optional(Day),
    /** 改归属单位: from now on the document is read and decided there; what is handed down stays. */
    unit: z.optional(Id),
    /** 所属专项; what is handed down later counts under it. */
    campaign: z.optional(Id),
  }),
  output: DocumentDetail,
  refusals: [...DECIDING, 'out-of-reach', 'document-known'],
});

export const assignCandidates = operation({
  ...common,
  id: 'assignCandidates',
  method: 'POST',
  path: '/documents/{id}/assign',
  summary: {
    zh: '成批确定任务的牵头、配合单位和时限（未给的不动）',
    en: 'Settle lead, co-units and deadline of many tasks; what is left out stays',
  },
  input: z.strictObject({
    id: Id,
    groups: z
      .array(
        z.strictObject({
          candidates: Chosen,
          lead: z.optional(z.nullable(Id)),
          co: z.optional(z.array(Id).check(z.maxLength(30))),
          deadline: z.optional(z.nullable(deadlineInput)),
        }),
      )
      .check(z.minLength(1), z.maxLength(300)),
  }),
  output: DocumentChange,
  refusals: [...DECIDING, 'unknown-unit', 'out-of-reach', 'unit-twice', 'no-deadline'],
});

export const handDown = operation({
  ...common,
  id: 'handDown',
  method: 'POST',
  path: '/documents/{id}/hand-down',
  summary: {
    zh: '下达：已采纳的任务成为台账草稿（重复不增），issue=true 时牵头、时限齐全的一并下达',
    en: 'Accepted tasks become drafts of the ledger, once; with issue=true those with lead and deadline are issued',
  },
  input: z.strictObject({
    id: Id,
    /** Left out: all accepted tasks that are not handed down yet. */
    candidates: z.optional(z.array(Id).check(z.minLength(1), z.maxLength(1000))),
    issue: z._default(z.boolean(), false),
    level: z._default(z.enum(LEVELS), 'city'),
    category: z.optional(z.string().check(z.maxLength(32))),
  }),
  output: z.object({
    /** Drafts made now; entries made before; issued now. */
    made: Whole,
    known: Whole,
    issued: Whole,
    entries: z.array(
      z.object({
        candidate: z.string(),
        entry: z.object({ id: z.string(), no: z.string(), state: z.string() }),
        /** Why it was not issued although asked: a refusal code and its sentence. */
        held: z.optional(z.object({ code: z.string(), message: z.string() })),
      }),
    ),
    ...DocumentChange.shape,
  }),
  refusals: [...DECIDING, 'unknown-category', 'nothing-to-hand-down', 'out-of-reach'],
});

export const askModel = operation({
  ...common,
  id: 'askModel',
  method: 'POST',
  path: '/documents/{id}/ask-model',
  summary: {
    zh: '请所配置的模型补充候选：只收原文中确有的引文',
    en: 'Ask the configured model for more candidates; only quotes that stand in the text are taken',
  },
  input: z.strictObject({ id: Id }),
  output: z.object({ job: z.string() }),
  refusals: [...DECIDING, 'model-off'],
});
