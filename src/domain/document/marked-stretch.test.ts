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

test('a target has the day its words name; a stretch that names none has none', () => {
  expect(figureFromWords('年底前新建公路120公里', '2026-02-01')).toMatchObject({
    deadlineWords: '年底前',
    due: '2026-12-31',
  });
  expect(figureFromWords('城镇新增就业3.2万人', '2026-02-01')).not.toHaveProperty('due');
  expect(figureFromWords('城镇新增就业3.2万人', '2026-02-01')).not.toHaveProperty('deadlineWords');
});

test('a stretch of marks alone is called by itself', () => {
  expect(taskFromWords('，。', undefined).title).toBe('，。');
});
