import * as z from 'zod/mini';
import { ENTRY_KINDS, LEVELS, SOURCES } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { EntryFilter } from './entry.ts';
import { Id, line, Moment, words } from './fields.ts';
import { operation } from './operation.ts';

const common = { group: 'sheets', access: BUSINESS_ROLES } as const;

export const IMPORT_KINDS = [...ENTRY_KINDS, 'returned'] as const;

const ColumnProposal = z.object({
  column: z.int(),
  label: z.string(),
  field: z.optional(z.string()),
  confidence: z.number(),
  doubtful: z.boolean(),
  /** Hidden in the sheet. */
  hidden: z.optional(z.boolean()),
});

const Fault = z.object({
  row: z.int(),
  column: z.optional(z.string()),
  label: z.optional(z.string()),
  level: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  /** The same in English. */
  en: z.optional(z.string()),
});

const Mapping = z.array(
  z.strictObject({ column: z.int().check(z.gte(0), z.lte(511)), field: z.optional(z.string()) }),
);

/** 预览: what a run would do, and what is wrong where. */
export const ImportSummary = z.object({
  /** Entries the sheet holds: drafts that would be made, rows with an error, rows known already. */
  entries: z.int(),
  ready: z.int(),
  faulty: z.int(),
  known: z.int(),
  warnings: z.int(),
  measures: z.int(),
  /** What nobody sees who looks at the sheet: entries whose rows are all hidden, by hand or by a filter, and hidden columns. */
  hidden: z.optional(
    z.object({ entries: z.int(), leftOut: z.boolean(), columns: z.array(z.string()) }),
  ),
  /** The first 300 faults. */
  faults: z.array(Fault),
  /** Names that are no unit of the tree, with the nearest ones. */
  unknownUnits: z.array(
    z.object({ name: z.string(), rows: z.int(), nearest: z.array(z.string()) }),
  ),
  /** The first 50 entries as they would come in. */
  sample: z.array(
    z.object({
      row: z.int(),
      title: z.string(),
      category: z.string(),
      lead: z.string(),
      deadline: z.string(),
      measures: z.int(),
    }),
  ),
  /** Only for a returned export: the cells that changed. */
  changes: z.array(
    z.object({
      row: z.int(),
      no: z.string(),
      label: z.string(),
      from: z.string(),
      to: z.string(),
    }),
  ),
});

export const ImportResult = z.object({
  made: z.int(),
  known: z.int(),
  faulty: z.int(),
  changed: z.int(),
  /** Only for a returned export: the first 300 rows that were not carried out, and why. */
  refused: z.optional(z.array(Fault)),
});

export const ImportBatch = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(IMPORT_KINDS),
  state: z.enum(['uploaded', 'previewed', 'running', 'done', 'failed']),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
  sheet: z.string(),
  title: z.string(),
  /** Was the mapping confirmed before by this unit, for a sheet with the same header? */
  remembered: z.boolean(),
  headerRow: z.int(),
  columns: z.array(ColumnProposal),
  fields: z.array(z.object({ field: z.string(), label: z.string() })),
  sample: z.array(z.array(z.string())),
  job: z.optional(z.string()),
  summary: z.optional(ImportSummary),
  result: z.optional(ImportResult),
  at: Moment,
});

export const uploadSheet = operation({
  ...common,
  id: 'uploadSheet',
  method: 'POST',
  path: '/imports',
  summary: {
    zh: '上传表格（.xlsx .xls .et .csv），识别表头并给出对应关系',
    en: 'Upload a sheet; its header is found and a mapping proposed',
  },
  scope: 'ledger:write',
  body: 'bytes',
  input: z.strictObject({
    name: line(200),
    kind: z._default(z.enum(ENTRY_KINDS), 'problem'),
    unit: z.optional(Id),
    campaign: z.optional(Id),
  }),
  output: ImportBatch,
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'file-too-large',
    'sheet-unreadable',
    'no-header',
    'not-found',
  ],
});

export const chooseSheet = operation({
  ...common,
  id: 'chooseSheet',
  method: 'POST',
  path: '/imports/{id}/sheet',
  summary: { zh: '改选工作表', en: 'Choose another sheet of the file' },
  scope: 'ledger:write',
  input: z.strictObject({ id: Id, sheet: line(100) }),
  output: ImportBatch,
  refusals: ['invalid', 'not-found', 'sheet-unreadable', 'no-header'],
});

export const readImport = operation({
  ...common,
  id: 'readImport',
  method: 'GET',
  path: '/imports/{id}',
  summary: { zh: '一次导入的现状', en: 'Where an import stands' },
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: ImportBatch,
  refusals: ['not-found'],
});

export const listImports = operation({
  ...common,
  id: 'listImports',
  method: 'GET',
  path: '/imports',
  summary: { zh: '我的导入记录', en: 'My imports' },
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({
    imports: z.array(z.object({ id: z.string(), name: z.string(), state: z.string(), at: Moment })),
  }),
  refusals: [],
});

export const previewImport = operation({
  ...common,
  id: 'previewImport',
  method: 'POST',
  path: '/imports/{id}/preview',
  summary: {
    zh: '确认对应关系，预览并查错（不写入台账）',
    en: 'Confirm the mapping, preview and find faults; writes nothing',
  },
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    columns: z.optional(Mapping),
    /** Units matched by hand to names that are not in the tree. */
    units: z.optional(
      z.array(z.strictObject({ name: line(120), unit: Id })).check(z.maxLength(500)),
    ),
    /** Do entries come in whose rows are all hidden in the sheet? They do if nothing is said. */
    hidden: z.optional(z.enum(['with', 'without'])),
    defaults: z.optional(
      z.strictObject({
        source: z.optional(z.enum(SOURCES)),
        level: z.optional(z.enum(LEVELS)),
        category: z.optional(words(32)),
      }),
    ),
  }),
  output: z.object({ job: z.string() }),
  refusals: ['invalid', 'not-found', 'mapping-needed', 'key-missing', 'key-reused'],
});

export const runImport = operation({
  ...common,
  id: 'runImport',
  method: 'POST',
  path: '/imports/{id}/run',
  summary: {
    zh: '导入：无误的行成为草稿（退回的导出表则只改动变化的单元格），同一文件再次导入不产生变化',
    en: 'Import: good rows become drafts (of a returned export only changed cells move); twice changes nothing',
  },
  scope: 'ledger:write',
  input: z.strictObject({ id: Id }),
  output: z.object({ job: z.string() }),
  refusals: ['invalid', 'not-found', 'mapping-needed', 'key-missing', 'key-reused'],
});

export const faultySheet = operation({
  ...common,
  id: 'faultySheet',
  method: 'GET',
  path: '/imports/{id}/faults',
  summary: {
    zh: '下载有误的行，附“错误说明”列，改好可再导入',
    en: 'The faulty rows with a reason column, to mend and import again',
  },
  scope: 'ledger:read',
  answer: 'bytes',
  input: z.strictObject({ id: Id }),
  output: z.unknown(),
  refusals: ['not-found'],
});

export const exportEntries = operation({
  ...common,
  id: 'exportEntries',
  confirmed: true,
  method: 'GET',
  path: '/entries/export',
  summary: {
    zh: '导出符合条件的事项（xlsx 可改后再导入）',
    en: 'Export all that match; an xlsx may be edited and imported again',
  },
  scope: 'ledger:read',
  answer: 'bytes',
  input: z.strictObject({
    ...EntryFilter.shape,
    format: z._default(z.enum(['xlsx', 'csv']), 'xlsx'),
  }),
  output: z.unknown(),
  refusals: ['invalid', 'not-allowed', 'too-many', 'account-unconfirmed'],
});
