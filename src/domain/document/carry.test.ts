import { expect, test } from 'vitest';
import { carriedOver, type CarryCandidate } from './carry.ts';
import { sentenceChanges } from './diff.ts';

const BEFORE = [
  '建设农村公路120公里，完成危桥改造6座。',
  '城镇新增就业3万人。',
  '办好老年食堂10所。',
];
const AFTER = [
  '新的一句话说别的事情。',
  '建设农村公路120公里，完成危桥改造6座。',
  '城镇新增就业4万人。',
];
const changes = sentenceChanges(BEFORE, AFTER);

function whole(id: string, passage: number, words: string): CarryCandidate {
  return { id, kind: 'task', passage, words, whole: true };
}

function figure(id: string, passage: number, words: string): CarryCandidate {
  return { id, kind: 'target', passage, words, whole: false };
}

function carry(before: readonly CarryCandidate[], after: readonly CarryCandidate[]) {
  return carriedOver(before, after, changes, (seq) => AFTER[seq] ?? '');
}

test('a sentence that only moved keeps its task; a reworded one is said to be reworded', () => {
  const found = carry(
    [whole('a', 0, BEFORE[0] ?? ''), whole('b', 1, BEFORE[1] ?? '')],
    [whole('x', 1, AFTER[1] ?? ''), whole('y', 2, AFTER[2] ?? '')],
  );
  expect(found).toEqual([
    { from: 'a', change: 'same', passage: 1, to: 'x', span: undefined },
    { from: 'b', change: 'reworded', passage: 2, to: 'y', span: undefined },
  ]);
});

test('a figure is found by its words, never taken for another', () => {
  expect(carry([figure('a', 1, '3万人')], [figure('y', 2, '4万人')])).toEqual([]);
  expect(
    carry([figure('a', 0, '6座')], [figure('x', 1, '120公里'), figure('y', 1, '6座')]),
  ).toEqual([{ from: 'a', change: 'same', passage: 1, to: 'y', span: undefined }]);
});

test('what a person marked inside a sentence is marked again', () => {
  const part = { ...whole('a', 0, '完成危桥改造6座'), whole: false };
  expect(carry([part], [])).toEqual([
    { from: 'a', change: 'same', passage: 1, to: undefined, span: [12, 20] },
  ]);
});

test('what is gone is not carried', () => {
  expect(carry([whole('a', 2, BEFORE[2] ?? '')], [])).toEqual([]);
});
