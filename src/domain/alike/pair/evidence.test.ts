import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makePairs } from '#test/alike-city/pairs.ts';
import { type Comparison, compareMessages } from './compare.ts';
import { EVERYDAY_MATTERS } from '../words/everyday-matters.ts';
import { type MessageText, readMessage, wordsOf } from './message.ts';
import { stanceOf } from '../words/stance.ts';
import { mattersOf } from '../words/told-matters.ts';
import { weightsFrom } from '../near/weights.ts';

const LINES = EVERYDAY_MATTERS.filter((line) => !line.startsWith('#')).map((l) => l.split(' '));

function compared(pairs: readonly (readonly [MessageText, MessageText])[]): Comparison[] {
  const read = pairs.map(([a, b]) => [readMessage(a), readMessage(b)] as const);
  const weights = weightsFrom(read.flat().map(wordsOf));
  return read.map(([a, b]) => compareMessages(a, b, weights));
}

function scoreOf(one: string, other: string): number {
  const [told] = compared([
    [{ title: one }, { title: other }],
    [{ title: '松岭县柳树村秸秆焚烧浓烟呛人' }, { title: '松岭县光明路公交班次太少' }],
  ]);
  return told?.score ?? -1;
}

test('a word tells of one matter, and is read as that', () => {
  const words = LINES.flat();
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  expect(words.filter((word) => mattersOf(word).length !== 1)).toEqual([]);
  const misread = LINES.filter((line) => new Set(line.map((word) => mattersOf(word)[0])).size > 1);
  expect(misread).toEqual([]);
});

test.each([
  ['停水', '停电'],
  ['医保', '养老保险'],
  ['幼儿园', '校车'],
  ['物业费', '停车费'],
  ['加装电梯', '困人'],
  ['路灯', '红绿灯'],
  ['井盖', '坑洼'],
  ['低保', '残疾证'],
])('%s and %s are neighbours, not one', (a, b) => {
  expect(mattersOf(a)).not.toEqual(mattersOf(b));
});

test('the same matter without a word in common', () => {
  expect(mattersOf('楼下黑灯瞎火')).toEqual(mattersOf('路灯坏了'));
});

test.each([
  ['支持给老楼加装电梯', 1],
  ['反对撤并村小', 1],
  ['不要取消早市', 1],
  ['请保留203路公交', 1],
  ['反对在楼下建垃圾站', -1],
  ['请取缔夜市', -1],
  ['建议拆掉减速带', -1],
  ['楼道里没有灯', 0],
])('%s pulls %i', (told, way) => {
  expect(stanceOf(told)).toBe(way);
});

test('what speaks against one matter lowers the score, each by itself', () => {
  const told = '松岭县安平小区3栋电梯困人没有人修';
  const same = scoreOf(told, '安平小区3栋的升降机关着人不修');
  expect(same).toBeGreaterThan(0.5);
  for (const other of [
    '安平小区8#楼电梯困人没有人修',
    '永康县安泰小区3栋电梯困人没有人修',
    '安平小区3栋门禁坏了没有人修',
  ])
    expect(scoreOf(told, other)).toBeLessThan(same);
  expect(scoreOf('安平小区支持加装电梯', '安平小区反对加装电梯')).toBeLessThan(0.5);
});

test('two words for what is out of order are no other thing', () => {
  const told = '北街路灯坏了';
  expect(scoreOf(told, '柳河镇北街的路灯不亮了')).toBeGreaterThan(0.5);
  expect(scoreOf(told, '柳河镇北街的路灯太多了')).toBeLessThan(0.5);
});

test('a place beside one and in the sentence of the other is one place', () => {
  const [there, elsewhere] = compared([
    [
      { title: '路灯不亮', place: '柳树村' },
      { title: '黑灯瞎火', body: '柳树村的路灯坏了' },
    ],
    [
      { title: '路灯不亮', place: '柳树村' },
      { title: '黑灯瞎火', body: '杨湾村的路灯坏了' },
    ],
  ]);
  expect(there?.score).toBeGreaterThan(elsewhere?.score ?? 1);
});

test('on made-up pairs the same come before the others, and no other is linked', () => {
  const pairs = makePairs(400, 7);
  const told = compared(pairs.map(({ a, b }) => [a, b]));
  const isSame = pairs.map(({ label }) => label === 'same-problem');
  const of = (wanted: boolean): Comparison[] => told.filter((_, at) => isSame[at] === wanted);
  expect(of(false).filter(({ decision }) => decision === 'link')).toEqual([]);
  const [same, others] = [of(true), of(false)];
  const before = same.flatMap((a) => others.map((b) => Number(a.score > b.score)));
  const share = before.reduce((sum, one) => sum + one, 0) / before.length;
  expect(share).toBeGreaterThan(0.85);
});

test('whatever is told, the score lies between 0 and 1', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('', '__proto__', 'Infinity', '-0', '3栋', '反对取消'),
  );
  const message = fc.record({ title: text, body: text, place: text });
  fc.assert(
    fc.property(message, message, (a, b) => {
      const [{ score } = { score: -1 }] = compared([[a, b]]);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
  );
});
