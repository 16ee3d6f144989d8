import { expect, test } from 'vitest';
import { figureFromWords, plain, taskFromWords } from './marked-stretch.ts';

test('a stretch becomes a task with what its words say', () => {
  expect(taskFromWords('请市水务局牵头，年底前完成\n河道清淤20公里', '2026-02-01')).toEqual({
    title: '请市水务局牵头，年底前完成河道清淤20公里',
    measures: [],
    deadlineWords: '年底前',
    deadline: { kind: 'date', on: '2026-12-31' },
    leadHint: '市水务局',
    coHints: [],
  });
});

test('a stretch becomes a target', () => {
  expect(figureFromWords('城镇新增就业3.2万人', '2026-02-01')).toMatchObject({
    metric: '城镇新增就业',
    value: 32_000,
    unit: '人',
    withheld: false,
  });
});

test('breaks of the file are no words', () => {
  expect(plain('推进河\n道整治')).toBe('推进河道整治');
});
