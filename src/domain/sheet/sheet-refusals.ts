/** Why a sheet cannot be taken in as it stands. */
export const SHEET_REFUSALS = {
  'sheet-unreadable': {
    status: 422,
    zh: '表格 {name} 无法读取：{why}',
    en: 'The sheet file {name} cannot be read: {why}',
  },
  'no-header': {
    status: 422,
    zh: '工作表“{sheet}”中没有找到表头。请确认前 30 行内有“存在问题”“责任单位”等列名，或改选工作表',
    en: 'No header was found in the sheet {sheet}; its first 30 rows should name columns such as 存在问题, or choose another sheet',
  },
  'mapping-needed': {
    status: 422,
    zh: '请先确认表头对应关系：{columns}',
    en: 'Confirm the column mapping first: {columns}',
  },
} as const;
