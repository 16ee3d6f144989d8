import { expect, test } from 'vitest';
import type { SheetRow } from '../sheet/cell.ts';
import { dutyKey, readDutySheet } from './duty-sheet.ts';

function sheet(...rows: string[][]): SheetRow[] {
  return rows.map((texts, i) => ({
    row: i + 1,
    cells: texts.map((text) => (text === '' ? undefined : { text })),
  }));
}

test('a duty list with a title, merged units and blank rows', () => {
  const found = readDutySheet(
    sheet(
      ['云溪市市直部门权责清单'],
      ['序号', '实施主体', '事项编码', '事项名称'],
      ['1', '市水务局', 'A-01', '河道治理'],
      ['2', '', 'A-02', '农村饮水安全'],
      ['', '', '', ''],
      ['3', '市交通局', 'B-01', '农村公路建设'],
    ),
    [],
  );
  expect(found?.rows).toEqual([
    { row: 3, unit: '市水务局', no: 'A-01', text: '河道治理' },
    { row: 4, unit: '市水务局', no: 'A-02', text: '农村饮水安全' },
    { row: 6, unit: '市交通局', no: 'B-01', text: '农村公路建设' },
  ]);
});

test('a sheet of something else is not taken for one', () => {
  expect(readDutySheet(sheet(['姓名', '电话'], ['张三', '1']), [])).toBeUndefined();
});

test('width and marks make no new duty', () => {
  expect(dutyKey('负责　河道治理；')).toBe(dutyKey('负责河道治理'));
});
