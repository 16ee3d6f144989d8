import { expect, test } from 'vitest';
import { CharacterSets } from './character-sets.ts';
import { TextTable } from './text-table.ts';

const TOLD = [
  '暖气冰凉',
  '大冷天暖气片跟没有一样',
  '井水见底',
  '供热不足家里冷',
  '全村靠一口井吃水',
];

function setsOf(told: readonly string[]): CharacterSets {
  const texts = new TextTable();
  for (const text of told) texts.numberOf(text);
  return new CharacterSets(texts);
}

test('pairs of a block are those whose characters are as like as asked, each once', () => {
  const sets = setsOf(TOLD);
  const all = TOLD.flatMap((_, b) => Array.from({ length: b }, (__, a) => [a, b] as const));
  const like = all.filter(([a, b]) => sets.likeness(a, b) >= 0.05);
  const met: (readonly [number, number])[] = [];
  sets.pairsIn([0, 1, 2, 3, 4], 0.05, (a, b) => met.push([a, b]));
  const sorted = (pairs: readonly (readonly [number, number])[]): string[] =>
    pairs.map((pair) => pair.join('-')).toSorted();
  expect(sorted(met)).toEqual(sorted(like));
  expect(sorted(met)).toContain('0-1');
  expect(sorted(met)).toContain('2-4');
  expect(sets.likeness(0, 2)).toBe(0);
  expect(sets.likeness(2, 2)).toBeCloseTo(1);
});

test('beside each of many that are alike only the nearest few are met', () => {
  const many = Array.from({ length: 40 }, (_, at) => `路灯不亮${String.fromCharCode(0x4e00 + at)}`);
  const sets = setsOf(many);
  let met = 0;
  sets.pairsIn(
    many.map((_, at) => at),
    0.01,
    () => (met += 1),
  );
  expect(met).toBeGreaterThanOrEqual(20);
  expect(met).toBeLessThanOrEqual(120);
});
