import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '#domain/text/fold.ts';
import { essence } from './essence.ts';
import { saysTheSame } from '../pair/lone-pair.ts';
import { isTakenFor } from './sounds.ts';
import { differencesOf, isSwap, turnsRound } from './substitutions.ts';
import { LAID_OUT, tilingOf } from './tiles.ts';

function differences(a: string, b: string): ReturnType<typeof differencesOf> {
  return differencesOf(essence(foldText(a)), essence(foldText(b)));
}

test.each([
  ['居民养老保险网上可以交吗', '居民医疗保险网上可以交吗'],
  ['中心小学招生人数缩减不公平', '中心初中招生人数缩减不公平'],
  ['就业补贴没发', '创业补贴没发'],
  ['公厕（旱厕）里面脏', '垃圾站（旱厕）里面脏'],
])('%s, %s: one thing in the place of another', (a, b) => {
  const { slots, shared } = differences(a, b);
  expect(slots.some(isSwap)).toBe(true);
  expect(saysTheSame({ slots, shared }, '', '')).toBe(false);
});

test.each([
  ['路灯不亮，老人摔跤', '老人摔跤，路登不亮'],
  ['有很多人占道经营', '有许多人摆摊占道'],
  ['学校门口每天都堵车', '学校门口拥堵'],
  ['没有票据', '无票据'],
])('%s, %s: the same', (a, b) => {
  const { slots, shared } = differences(a, b);
  expect(slots).toEqual([]);
  expect(saysTheSame({ slots, shared }, '', '')).toBe(true);
});

test('a side remark may come or go, a denial, a number or a wish may not', () => {
  const same = '小区的电梯三天两头困人没有人修';
  const says = (b: string): boolean => saysTheSame(differences(same, b), '', '');
  expect(says(`${same}，老人害怕`)).toBe(true);
  expect(says(`${same}，要求更换`)).toBe(false);
  expect(says(`${same}，共有7台`)).toBe(false);
  expect(differences('村里有保障', '村里没有保障').slots.some(turnsRound)).toBe(true);
});

test('what stands beside the place of one may stand in the heading of the other', () => {
  const told = differences('4组的水渠年久失修', '水渠年久失修');
  expect(saysTheSame(told, '', '')).toBe(false);
  expect(saysTheSame(told, '', '幸福村4组')).toBe(true);
});

test('what sounds or looks alike is taken for one another, and only that', () => {
  expect([isTakenFor('灯', '登'), isTakenFor('没', '设'), isTakenFor('坝', '霸')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isTakenFor('买', '卖'), isTakenFor('东', '西'), isTakenFor('a', 'b')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('whatever two texts say, each character is laid beside an equal one, and once', () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('路', '灯', '不', '亮', ' ', '没'), maxLength: 200 }),
    fc.constantFrom('', '__proto__', 'Infinity', '-0'),
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { left, right } = tilingOf(a, b);
      expect(left.length).toBe(Math.min(a.length, LAID_OUT));
      for (const [at, to] of left.entries()) {
        if (to < 0) continue;
        expect(right[to]).toBe(at);
        expect(a.charAt(at)).toBe(b.charAt(to));
      }
      expect(differencesOf(a, a).slots).toEqual([]);
    }),
  );
});
