import type { WriteCell } from '#platform/sheets/write-cell.ts';
import type { WriteColumn } from '#platform/sheets/write-xlsx.ts';
import { DEADLINE_ZH, KEY_ZH, LEVEL_ZH, SOURCE_ZH, STATE_ZH } from './sheet-words.ts';

/** What an exported row is made of. */
export interface ExportRow {
  readonly id: string;
  readonly version: number;
  readonly campaign_id: string;
  readonly no: string;
  readonly title: string;
  readonly detail: string;
  readonly cause: string;
  readonly remark: string;
  readonly category_name: string | null;
  readonly level: keyof typeof LEVEL_ZH;
  readonly is_key: boolean;
  readonly source: keyof typeof SOURCE_ZH;
  readonly source_no: string | null;
  readonly origin: string;
  readonly lead: string | null;
  readonly co: string | null;
  readonly measures: string | null;
  readonly deadline_kind: keyof typeof DEADLINE_ZH;
  readonly deadline: string | null;
  readonly state: keyof typeof STATE_ZH;
  readonly progress: number | null;
  readonly progress_note: string | null;
  readonly closed_on: string | null;
  readonly assurance: string | null;
}

export interface ExportColumn {
  readonly label: string;
  readonly layout: WriteColumn;
  /** Edited here and brought back, the cell changes this; other columns are only read. */
  readonly field?: EditableField;
  readonly cell: (row: ExportRow) => WriteCell;
}

export type EditableField =
  | 'title'
  | 'category'
  | 'sourceNo'
  | 'detail'
  | 'cause'
  | 'remark'
  | 'progress'
  | 'progressNote';

function text(value: string | null): WriteCell {
  return value === null || value === '' ? undefined : value;
}

/** The columns of an export, in an office's own words (整改台账); three hidden ones lead the way back. */
export const EXPORT_COLUMNS: readonly ExportColumn[] = [
  { label: '编号', layout: { width: 14 }, cell: (row) => row.no },
  { label: '存在问题', layout: { width: 44 }, field: 'title', cell: (row) => row.title },
  {
    label: '问题类别',
    layout: { width: 14 },
    field: 'category',
    cell: (row) => text(row.category_name),
  },
  {
    label: '问题等级',
    layout: { width: 10 },
    cell: (row) => LEVEL_ZH[row.level] + (row.is_key ? KEY_ZH : ''),
  },
  { label: '问题来源', layout: { width: 10 }, cell: (row) => SOURCE_ZH[row.source] },
  {
    label: '来源文号',
    layout: { width: 16 },
    field: 'sourceNo',
    cell: (row) => text(row.source_no),
  },
  { label: '问题所在单位', layout: { width: 18 }, cell: (row) => row.origin },
  { label: '牵头单位', layout: { width: 18 }, cell: (row) => text(row.lead) },
  { label: '配合单位', layout: { width: 24 }, cell: (row) => text(row.co) },
  { label: '整改措施', layout: { width: 44 }, cell: (row) => text(row.measures) },
  {
    label: '整改时限',
    layout: { width: 12 },
    cell: (row) =>
      row.deadline === null ? text(DEADLINE_ZH[row.deadline_kind]) : { date: row.deadline },
  },
  { label: '整改状态', layout: { width: 12 }, cell: (row) => STATE_ZH[row.state] },
  {
    label: '完成进度（%）',
    layout: { width: 10 },
    field: 'progress',
    cell: (row) => row.progress ?? undefined,
  },
  {
    label: '整改进展',
    layout: { width: 36 },
    field: 'progressNote',
    cell: (row) => text(row.progress_note),
  },
  {
    label: '销号时间',
    layout: { width: 12 },
    cell: (row) => (row.closed_on === null ? undefined : { date: row.closed_on }),
  },
  { label: '详细情况', layout: { width: 36 }, field: 'detail', cell: (row) => text(row.detail) },
  { label: '原因分析', layout: { width: 24 }, field: 'cause', cell: (row) => text(row.cause) },
  { label: '备注', layout: { width: 20 }, field: 'remark', cell: (row) => text(row.remark) },
];

/** Hidden columns at the end: the stable id, the version exported, and prints of the editable cells. */
export const HIDDEN_LABELS = ['系统编号', '版本', '校验'] as const;
