import { expect, test } from 'vitest';
import { taskTitle } from './task-title.ts';

test.each([
  ['新建改造农村公路120公里，完成危桥改造6座。', '新建改造农村公路120公里'],
  ['一是抓招商，全年签约项目60个。', '抓招商，全年签约项目60个'],
  ['（三）完善养老服务体系。', '完善养老服务体系'],
  ['推进河道清淤整治（牵头单位：市水务局，配合单位：各县）。', '推进河道清淤整治'],
  ['稳就业。', '稳就业'],
  ['', ''],
])('%s → %s', (sentence, title) => {
  expect(taskTitle(sentence)).toBe(title);
});

test('never longer than 60 characters, and cut only where it is', () => {
  expect(taskTitle('建'.repeat(61))).toBe(`${'建'.repeat(59)}…`);
  expect(taskTitle('建'.repeat(60))).toBe('建'.repeat(60));
});
