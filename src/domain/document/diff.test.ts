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

test('sentences that stand in either version once are kept along a longest common subsequence', () => {
  const some = fc.uniqueArray(fc.constantFrom(...Array.from('甲乙丙丁戊己庚辛')), { maxLength: 8 });
  fc.assert(
    fc.property(some, some, (before, after) => {
      const same = sentenceChanges(before, after).flatMap((one) =>
        one.change === 'same' ? [one] : [],
      );
      for (const one of same) expect(before[one.before]).toBe(after[one.after]);
      expect(same).toHaveLength(longestCommon(before, after));
    }),
  );
});

function longestCommon(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const text of before)
    row = after.reduce<number[]>((next, other, at) => {
      const through = other === text ? (row[at - 1] ?? 0) + 1 : 0;
      return [...next, Math.max(through, row[at] ?? 0, next[at - 1] ?? 0)];
    }, []);
  return row.at(-1) ?? 0;
}

test('where one sentence came in, everything else is kept, however often it says the same', () => {
  const version = fc.array(fc.constantFrom<string>('修渠。', '架桥。', '种树。'), { maxLength: 8 });
  fc.assert(
    fc.property(version, fc.nat(8), (before, place) => {
      const at = Math.min(place, before.length);
      const after = before.toSpliced(at, 0, '戊己庚辛壬癸。');
      const kinds = sentenceChanges(before, after).map(({ change }) => change);
      expect(kinds.filter((kind) => kind === 'same')).toHaveLength(before.length);
      const back = sentenceChanges(after, before).map(({ change }) => change);
      expect(back.filter((kind) => kind === 'same')).toHaveLength(before.length);
    }),
  );
});

test('reworded is what shares half of its bigrams, and how much is told', () => {
  expect(sentenceChanges(['甲乙丙。'], ['甲乙丁。'])).toEqual([
    { change: 'reworded', before: 0, after: 0, likeness: 0.5 },
  ]);
  expect(sentenceChanges(['甲乙丙丁。'], ['甲乙戊。']).map(({ change }) => change)).toEqual([
    'removed',
    'added',
  ]);
  expect(sentenceChanges(['年底前架好两座桥。'], ['明年底前架好三座桥。'])).toMatchObject([
    { likeness: 10 / 15 },
  ]);
});

test('of several rewordings the likest is taken, of equals the first, and none beyond forty sentences', () => {
  const taken = (after: readonly string[]): number | undefined => {
    const one = sentenceChanges(['甲乙丙。'], after).find(({ change }) => change === 'reworded');
    return one?.change === 'reworded' ? one.after : undefined;
  };
  expect(taken(['甲乙丁。', '甲乙丙子。'])).toBe(1);
  expect(taken(['甲乙丁。', '甲乙戊。'])).toBe(0);
  const others = Array.from({ length: 40 }, (_, n) => `子丑${n}。`);
  expect(taken([...others.slice(0, 39), '甲乙丁。'])).toBe(39);
  expect(taken([...others, '甲乙丁。'])).toBeUndefined();
});
