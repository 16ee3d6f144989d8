import { expect, test } from 'vitest';
import type { SheetRow } from './cell.ts';
import { headerFingerprint, proposeMapping, type ProposedMapping } from './headers.ts';
import { LEDGER_FIELDS } from './ledger-fields.ts';

function sheet(...rows: readonly (readonly string[])[]): SheetRow[] {
  return rows.map((texts, k) => ({
    row: k + 1,
    cells: texts.map((text) => (text === '' ? undefined : { text })),
  }));
}

function fieldsOf(mapping: ProposedMapping | undefined): (string | undefined)[] | undefined {
  return mapping?.columns.map(({ field }) => field);
}

test('a plain header is found below its title, whatever white space and marks it carries', () => {
  const rows = sheet(
    ['云溪市问题整改台账'],
    ['填报单位：云溪市住建局    填报时间：2021年12月    单位：万元'],
    [
      '序\n号',
      '*存在 问题(必填)',
      '整改措施',
      '整改时限：',
      '牵头单位/部门',
      '配合单位（部门）',
      '涉及金额',
    ],
    ['1', '路灯不亮', '更换灯具', '2021年11月底', '市住建局', '各街道', '12'],
  );
  const mapping = proposeMapping(rows, [], LEDGER_FIELDS);
  expect(mapping).toMatchObject({ headerTop: 3, headerBottom: 3 });
  expect(fieldsOf(mapping)).toEqual([
    'seq',
    'title',
    'measure',
    'deadline',
    'lead',
    'co',
    'amount',
  ]);
  expect(mapping?.columns[6]?.moneyUnit).toBe(10_000);
  expect(mapping?.metadata).toEqual([
    ['填报单位', '云溪市住建局'],
    ['填报时间', '2021年12月'],
    ['单位', '万元'],
  ]);
});

test('a header of two rows is read without merges too, as a CSV has it', () => {
  const rows = sheet(
    ['序号', '存在问题', '责任单位', '', '整改措施', '资金（亿元）', ''],
    ['', '', '牵头单位', '配合单位', '', '计划投资', '完成投资'],
    ['1', '路灯不亮', '市住建局', '各街道', '更换灯具', '1.2', '0.3'],
  );
  const mapping = proposeMapping(rows, [], LEDGER_FIELDS);
  expect(mapping).toMatchObject({ headerTop: 1, headerBottom: 2 });
  expect(fieldsOf(mapping)).toEqual([
    'seq',
    'title',
    'lead',
    'co',
    'measure',
    'moneyTotal',
    'moneyDone',
  ]);
  expect(mapping?.columns[6]).toMatchObject({ label: '资金（亿元） / 完成投资', moneyUnit: 1e8 });
});

test('a field goes to the header that names it best and only to one', () => {
  const rows = sheet(
    ['任务名称', '存在问题', '完成时限', '完成时间', '责任领导', '责任人', '整改次数'],
    ['修路', '缺资金', '2021年底', '2021-12-01', '张三', '李四', '2'],
  );
  const mapping = proposeMapping(rows, [], LEDGER_FIELDS);
  expect(fieldsOf(mapping)).toEqual([
    'title',
    'difficulties',
    'deadline',
    'finish',
    'leader',
    'owner',
    undefined,
  ]);
});

test('contents that speak against a header make it doubtful', () => {
  const rows = sheet(
    ['序号', '存在问题', '整改时限', '责任单位'],
    ...Array.from({ length: 6 }, (_, k) => [String(k), '路灯不亮', '由施工方负责', '市住建局']),
  );
  const column = proposeMapping(rows, [], LEDGER_FIELDS)?.columns[2];
  expect(column).toMatchObject({ field: 'deadline', doubtful: true });
});

test('a cover sheet and a list of choices have no header', () => {
  expect(proposeMapping(sheet(['填表说明'], ['1.请按月报送']), [], LEDGER_FIELDS)).toBeUndefined();
  expect(proposeMapping(sheet(['已销号'], ['整改中']), [], LEDGER_FIELDS)).toBeUndefined();
  expect(proposeMapping([], [], LEDGER_FIELDS)).toBeUndefined();
});

test('a mapping is remembered under its labels, not under how they are set', () => {
  expect(headerFingerprint(['序 号', '存在问题（必填）'])).toBe(
    headerFingerprint(['序\n号', '*存在问题']),
  );
  expect(headerFingerprint(['序号', '存在问题'])).not.toBe(headerFingerprint(['存在问题', '序号']));
});
