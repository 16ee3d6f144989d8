import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { Day, Id, line, UnitName, whole } from './fields.ts';
import { operation } from './operation.ts';

/* 权责清单: what a unit is there for, as published; suggests who leads, decides nothing. */

const common = { group: 'duties', access: BUSINESS_ROLES } as const;

const Whole = z.int().check(z.gte(0));

const DutyFault = z.object({
  row: z.int(),
  level: z.enum(['error', 'warning']),
  message: z.string(),
});

export const previewDuties = operation({
  ...common,
  id: 'previewDuties',
  method: 'POST',
  path: '/duties/preview',
  summary: {
    zh: '上传权责清单（.xlsx .csv 等），预览并查错，不写入',
    en: 'Give a duty list as a sheet: preview and faults, nothing written',
  },
  scope: 'ledger:write',
  body: 'bytes',
  input: z.strictObject({
    name: line(200),
    sheet: z.optional(line(100)),
    /** The unit all rows belong to, for a list without a column of units. */
    unit: z.optional(Id),
  }),
  output: z.object({
    /** Names the kept file; `importDuties` takes it. */
    file: z.string(),
    name: z.string(),
    sheets: z.array(z.string()),
    sheet: z.string(),
    columns: z.array(
      z.object({ column: z.int(), label: z.string(), field: z.optional(z.string()) }),
    ),
    /** Rows that would be added, that stand already, that would be ended, that are faulty. */
    fresh: Whole,
    known: Whole,
    ended: Whole,
    faulty: Whole,
    units: Whole,
    faults: z.array(DutyFault),
    sample: z.array(z.object({ row: z.int(), unit: z.string(), text: z.string() })),
  }),
  refusals: [
    'invalid',
    'not-allowed',
    'out-of-reach',
    'file-empty',
    'file-too-large',
    'sheet-unreadable',
    'no-duty-header',
    'unknown-unit',
  ],
});

export const importDuties = operation({
  ...common,
  id: 'importDuties',
  method: 'POST',
  path: '/duties/import',
  summary: {
    zh: '导入预览过的权责清单：清单所及单位以此为准，同一份再导入不产生变化',
    en: 'Import a previewed duty list: it replaces those of the units it names; twice changes nothing',
  },
  scope: 'ledger:write',
  input: z.strictObject({
    file: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    name: line(200),
    sheet: z.optional(line(100)),
    unit: z.optional(Id),
  }),
  output: z.object({ added: Whole, known: Whole, ended: Whole, faulty: Whole }),
  refusals: [
    'invalid',
    'not-found',
    'not-allowed',
    'key-missing',
    'key-reused',
    'still-running',
    'out-of-reach',
    'sheet-unreadable',
    'no-duty-header',
    'unknown-unit',
    'files-unavailable',
  ],
});

export const listDuties = operation({
  ...common,
  id: 'listDuties',
  method: 'GET',
  path: '/duties',
  summary: { zh: '一个单位的权责清单', en: 'The duty list of a unit' },
  scope: 'ledger:read',
  input: z.strictObject({ unit: Id, limit: z._default(whole(1, 1000), 500) }),
  output: z.object({
    unit: UnitName,
    duties: z.array(z.object({ id: z.string(), no: z.string(), text: z.string(), since: Day })),
  }),
  refusals: ['invalid', 'not-found'],
});
