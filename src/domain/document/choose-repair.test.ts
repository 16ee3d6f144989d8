import { expect, test } from 'vitest';
import { isOpenRepair, reworded, rewording } from './choose-repair.ts';
import { CORRUPTIONS } from './mojibake.ts';

test.each([
  ['。“十三五”时', '。“十二五”时', { from: '十三五', to: '十二五' }],
  ['第三季', '第四季度', { from: '第三季', to: '第四季度' }],
  ['同', '同', undefined],
])('%s chosen as %s', (before, after, expected) => {
  expect(rewording(before, after)).toEqual(expected);
});

test('words that were read from it follow, numbers and other words stay', () => {
  const change = { from: '十三五', to: '十二五' };
  const fields = { title: '到“十三五”末建成', measures: ['十三五'], value: 13, period: '2026年' };
  expect(reworded(fields, change)).toEqual({
    title: '到“十二五”末建成',
    measures: ['十二五'],
    value: 13,
    period: '2026年',
  });
});

test('a person is asked only where there is something to choose, and once', () => {
  const repair = { start: 0, end: 3, text: '甲', alternatives: ['乙'] };
  expect(isOpenRepair(repair)).toBe(true);
  expect(isOpenRepair({ ...repair, chosen: '甲' })).toBe(false);
  expect(isOpenRepair({ ...repair, alternatives: [] })).toBe(false);
});

test('every reading is as long as the repair, so that offsets stand whichever is chosen', () => {
  for (const { repaired, alternatives = [] } of CORRUPTIONS)
    for (const other of alternatives) expect(other).toHaveLength(repaired.length);
});
