import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distil } from './distil.ts';
import { firstStatements, settleLinks, statementLinks } from './settle.ts';

const SIZE = 8;
const pair = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [a, b] as const);
const links = fc.array(
  pair.map(([a, b]) => ({ a, b, score: 1, rule: 'same-place' as const })),
  { maxLength: 14 },
);

/** The least member of each component, by brute force. */
function components(edges: readonly (readonly [number, number])[]): number[] {
  const group = Array.from({ length: SIZE }, (_, at) => at);
  for (let round = 0; round < SIZE; round += 1)
    for (const [a, b] of edges) {
      const low = Math.min(group[a] ?? 0, group[b] ?? 0);
      group[a] = low;
      group[b] = low;
    }
  return group;
}

describe('settling links', () => {
  test('the groups are the components of what stood and what is drawn', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), links, (linked, fresh) => {
        const { drawn, instanceOf } = settleLinks(SIZE, { linked, apart: [] }, fresh);
        const all = [...linked, ...drawn.map(({ a, b }) => [a, b] as const)];
        expect([...instanceOf]).toEqual(components(all));
      }),
    );
  });

  test('what was set apart is never brought together, by no detour', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 6 }), links, (apart, fresh) => {
        const { instanceOf } = settleLinks(SIZE, { linked: [], apart }, fresh);
        for (const [a, b] of apart) expect(instanceOf[a]).not.toBe(instanceOf[b]);
      }),
    );
  });

  test('a second time draws nothing', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 4 }), links, (apart, fresh) => {
        const { drawn } = settleLinks(SIZE, { linked: [], apart }, fresh);
        const linked = drawn.map(({ a, b }) => [a, b] as const);
        expect(settleLinks(SIZE, { linked, apart }, fresh).drawn).toEqual([]);
      }),
    );
  });
});

test('statements of one wording hang on the first of them, and wordings on each other by their firsts', () => {
  const told = [
    '松岭镇杨湾村垃圾清运不及时',
    '松岭镇杨湾村垃圾清运不及时',
    '松岭镇柳树村路灯不亮，老人出门摔跤',
    '松岭镇柳树村路灯不亮，老人出门摔跤',
    '反映：松岭镇柳树村照明灯坏了不亮，老人出门摔跤，望解决',
    '松岭镇柳树村3栋电梯困人没有人修',
  ];
  const distillation = distil(told.map((text, at) => ({ id: `s${at}`, text })));
  const first = firstStatements(distillation);
  expect([...distillation.matterOf].map((matter) => first[matter])).toEqual([0, 0, 2, 2, 4, 5]);
  const drawn = statementLinks(distillation).map(
    ({ a, b, rule }) => `${rule} ${Math.min(a, b)} ${Math.max(a, b)}`,
  );
  expect(new Set(drawn)).toEqual(new Set(['same-text 0 1', 'same-text 2 3', 'same-place 2 4']));
  expect(drawn).toHaveLength(3);
});
