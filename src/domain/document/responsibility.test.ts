import { expect, test } from 'vitest';
import { noteOf } from './responsibility.ts';

test.each([
  [
    '修渠。（牵头单位：县水利局，配合单位：县财政局、各镇）',
    '县水利局',
    ['县财政局', '各镇'],
    undefined,
  ],
  [
    '修渠。（责任单位：县水利局、县财政局；完成时限：2026年6月底）',
    '县水利局',
    ['县财政局'],
    '2026年6月底',
  ],
  ['修渠。〔牵头单位：县水利局；责任单位：各镇〕', '县水利局', ['各镇'], undefined],
  [
    '修渠。（县水利局牵头，县财政局、各镇按职责分工负责）',
    '县水利局',
    ['县财政局', '各镇'],
    undefined,
  ],
  ['修渠。（县水利局、县农业农村局负责）', '县水利局', ['县农业农村局'], undefined],
  ['责任部门：县水利局牵头，各镇配合。', '县水利局', ['各镇'], undefined],
  ['责任单位：县水利局', '县水利局', [], undefined],
  ['修渠。（县水利局牵头，各镇配合，6月底前完成）', '县水利局', ['各镇'], '6月底前'],
  ['完成时限：长期坚持', undefined, [], '长期坚持'],
  [
    '修渠。〔责任单位：县水利局、各镇按职责分工负责。以下均涉及各镇，不再列出，下同。〕',
    '县水利局',
    ['各镇'],
    undefined,
  ],
  ['修渠。（配合单位：各县（市、区）政府）', undefined, ['各县（市、区）政府'], undefined],
])('%s', (text, lead, co, deadline) => {
  expect(noteOf(text)).toMatchObject({ lead, co, deadline });
});

test.each([
  '修渠（二期）。',
  '开展培训（每季度一次）',
  '县水利局负责修渠。',
  '（负责人签字）。修渠',
])('%s carries no note', (text) => {
  expect(noteOf(text)).toBeUndefined();
});
