import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceChanges } from './diff.ts';

test('kept, reworded, added and removed sentences are told apart', () => {
  const before = ['修好东渠。', '清理五口山塘。', '年底前架好两座桥。'];
  const after = ['修好东渠。', '新种一片竹林。', '明年底前架好三座桥。'];
  expect(sentenceChanges(before, after).map(({ change }) => change)).toEqual([
    'same',
    'removed',
    'added',
    'reworded',
  ]);
});

test('width and traditional forms are no changes', () => {
  expect(sentenceChanges(['治理５條河。'], ['治理5条河。'])).toEqual([
    { change: 'same', before: 0, after: 0 },
  ]);
});

test('every sentence of either version is told of exactly once, in order', () => {
  const version = fc.array(fc.constantFrom('修渠。', '架桥。', '种树。', '清淤。'), {
    maxLength: 9,
  });
  fc.assert(
    fc.property(version, version, (before, after) => {
      const changes = sentenceChanges(before, after);
      const told = (side: 'before' | 'after'): number[] =>
        changes.flatMap((one) => (side in one ? [Number(Reflect.get(one, side))] : []));
      expect(told('before')).toEqual(before.map((_, at) => at));
      expect(told('after')).toEqual(after.map((_, at) => at));
    }),
  );
});
