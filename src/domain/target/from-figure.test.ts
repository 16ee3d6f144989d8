import { expect, test } from 'vitest';
import { draftOf, type Figure } from './from-figure.ts';

function figure(given: Partial<Figure>): Figure {
  return {
    metric: '学校',
    unitText: '所',
    op: 'ge',
    value: 100,
    max: undefined,
    base: undefined,
    approximate: false,
    ...given,
  };
}

test('建成学校100所 asks for at least 100, reached step by step', () => {
  expect(draftOf(figure({}))).toEqual({
    name: '学校',
    op: 'ge',
    path: 'linear',
    direction: 'up',
    adds: false,
    goal: 100,
    goalTo: undefined,
    baseline: undefined,
  });
});

test('新增100所 is added to and begins at nothing', () => {
  expect(draftOf(figure({ op: 'add' }))).toMatchObject({
    name: '新增学校',
    adds: true,
    baseline: 0,
    goal: 100,
    path: 'linear',
  });
  // What the sentence gives as its beginning goes before.
  expect(draftOf(figure({ op: 'add', base: 20 })).baseline).toBe(20);
});

test.each([
  ['工业增加值', 'grow', '工业增加值增速'],
  ['工业增加值增长率', 'grow', '工业增加值增长率'],
  ['税收增幅', 'grow', '税收增幅'],
  ['能耗', 'fall', '能耗降幅'],
  ['能耗下降率', 'fall', '能耗下降率'],
  ['净增就业', 'add', '净增就业'],
  ['增加值', 'reach', '增加值'],
] as const)('%s %s is called %s', (metric, op, name) => {
  expect(draftOf(figure({ metric, op })).name).toBe(name);
});

test('a rate of growth, a ceiling, a range and a share hold at every date; a share on its way from a base does not', () => {
  const pathOf = (given: Partial<Figure>): string => draftOf(figure(given)).path;
  const held = (['grow', 'fall', 'ctrl_le', 'range'] as const).map((op) => pathOf({ op }));
  expect(held).toEqual(['held', 'held', 'held', 'held']);
  expect(pathOf({ unitText: '%' })).toBe('held');
  expect(pathOf({ metric: '入学率', unitText: '' })).toBe('held');
  expect(pathOf({ unitText: '%', base: 60 })).toBe('linear');
});

test('控制在5.5%以内 and 由8降到5 are upper bounds; 由5升到8 is a lower one', () => {
  const boundOf = (given: Partial<Figure>): string[] => {
    const { op, direction } = draftOf(figure(given));
    return [op, direction];
  };
  expect(boundOf({ op: 'ctrl_le', value: 5.5 })).toEqual(['le', 'down']);
  expect(boundOf({ op: 'from_to', base: 8, value: 5 })).toEqual(['le', 'down']);
  expect(boundOf({ op: 'from_to', base: 5, value: 8 })).toEqual(['ge', 'up']);
  expect(boundOf({ op: 'from_to', base: 5, value: 5 })).toEqual(['ge', 'up']);
});

test('a range keeps both ends; one without its upper end is a lower bound', () => {
  expect(draftOf(figure({ op: 'range', value: 5, max: 6 }))).toMatchObject({
    op: 'range',
    goal: 5,
    goalTo: 6,
  });
  expect(draftOf(figure({ op: 'range', value: 5 }))).toMatchObject({ op: 'ge', goalTo: undefined });
  expect(draftOf(figure({ op: 'ge', max: 6 })).goalTo).toBeUndefined();
});

test('左右 and 接近 are left to a person', () => {
  expect(draftOf(figure({ approximate: true })).op).toBe('about');
  expect(draftOf(figure({ op: 'approach' })).op).toBe('about');
  expect(draftOf(figure({ op: 'range', max: 120, approximate: true })).op).toBe('range');
});

test('翻番, 位次 and 高于全国平均 give no threshold of their own, nor does a base make them fall', () => {
  for (const op of ['times', 'rank', 'rel'] as const)
    expect(draftOf(figure({ op, value: 2, base: 8 }))).toMatchObject({
      goal: undefined,
      direction: 'up',
    });
});
