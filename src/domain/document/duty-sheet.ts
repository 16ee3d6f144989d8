import { cellText, type Merge, type SheetRow } from '../sheet/cell.ts';
import { proposeMapping, type ProposedColumn } from '../sheet/headers.ts';
import type { FieldWords } from '../sheet/ledger-fields.ts';
import { foldText } from '../text/fold.ts';

/** The columns of a duty list (权责清单) that matter here, and what offices write above them. */
const FIELDS: readonly FieldWords[] = [
  words(
    'unit',
    'unit',
    '单位 部门 实施主体 责任单位 行使主体 承办单位 主管部门 实施机关 职权主体 单位名称 部门名称',
  ),
  words(
    'text',
    'text',
    '职责 事项名称 权责事项 主要职责 职权名称 权力名称 责任事项 职责内容 权责事项名称 工作职责 具体职责',
  ),
  words('no', 'key', '编码 事项编码 权责编码 职权编码 编号 权力编码'),
  words('seq', 'key', '序号'),
];

function words(field: string, kind: FieldWords['kind'], list: string): FieldWords {
  const [label = field, ...others] = list.split(' ');
  return { field, label, kind, words: [label, ...others], weak: [] };
}

export interface DutyRow {
  readonly row: number;
  /** As written; a merged or blank cell takes the name above it. Empty without such a column. */
  readonly unit: string;
  readonly no: string;
  readonly text: string;
}

export interface DutySheet {
  readonly columns: readonly Pick<ProposedColumn, 'column' | 'label' | 'field'>[];
  readonly rows: readonly DutyRow[];
}

/** Reads a duty list from the rows of a sheet. `undefined` when no header names a column of duties. */
export function readDutySheet(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
): DutySheet | undefined {
  const mapping = proposeMapping(rows.slice(0, 200), merges, FIELDS);
  const columnOf = (field: string): number =>
    mapping?.columns.find((column) => column.field === field)?.column ?? -1;
  const textAt = columnOf('text');
  if (mapping === undefined || textAt < 0) return undefined;
  let unit = '';
  const found = rows
    .filter(({ row }) => row > mapping.headerBottom)
    .flatMap((row): DutyRow[] => {
      unit = cellText(row, columnOf('unit')) || unit;
      const text = cellText(row, textAt).replaceAll(/\s+/g, ' ').slice(0, 2000);
      if (text === '') return [];
      return [{ row: row.row, unit, no: cellText(row, columnOf('no')).slice(0, 60), text }];
    });
  return {
    columns: mapping.columns.map(({ column, label, field }) => ({
      column,
      label,
      ...(field === undefined ? {} : { field }),
    })),
    rows: found,
  };
}

/** What tells a duty from the others of its unit, however it is typed. */
export function dutyKey(text: string): string {
  return foldText(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
}
