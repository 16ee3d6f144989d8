import { describe, expect, test } from 'vitest';
import { foldText } from '#domain/text/fold.ts';
import { findPlaces, gazetteer, maskPlaces } from './place.ts';
import { relationOf, whereaboutsOf } from './whereabouts.ts';

const names = (text: string): string[] => findPlaces(foldText(text)).map(({ name }) => name);
const relation = (a: string, b: string): string =>
  relationOf(whereaboutsOf(findPlaces(foldText(a))), whereaboutsOf(findPlaces(foldText(b))));

describe('places in text', () => {
  test.each([
    ['B2县松岭镇柳树村路灯不亮', ['b2县', '松岭镇', '柳树村']],
    ['反映柳树村的路灯不亮', ['柳树村']],
    ['在建设路和青年街交汇处', ['建设路', '青年街']],
    ['育新街社区楼道堆物', ['育新街社区']],
    ['菜市场太远，买菜要跑五里路', []],
    ['农村道路坑洼，小区没有路灯', []],
    ['城市公交线路太少', []],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('a known name needs no ending, and its alias names the same place', () => {
    const known = gazetteer([{ name: '七里沟', level: 4, aliases: ['七里'] }]);
    expect(findPlaces('七里停水三天', known)).toEqual([
      { name: '七里沟', level: 4, from: 0, to: 2 },
    ]);
  });

  test('masking keeps every offset', () => {
    const text = foldText('反映柳树村路灯不亮');
    expect(maskPlaces(text, findPlaces(text))).toBe('反映   路灯不亮');
  });
});

describe('how two places stand', () => {
  test.each([
    ['柳树村路灯', '柳树村停水', 'fine'],
    ['柳树村路灯', '杨树湾村路灯', 'conflict'],
    ['B2县柳树村路灯', 'B3县柳树村路灯', 'conflict'],
    ['东六路路灯', '东七路路灯', 'conflict'],
    ['柳树村路灯', '柳树村锦绣小区路灯', 'near'],
    ['金茂路堵车', '金贸路堵车', 'near'],
    ['B2县教育', 'B市教育', 'unknown'],
    ['路灯不亮', '路灯坏了', 'unknown'],
  ])('%s, %s: %s', (a, b, expected) => {
    expect(relation(a, b)).toBe(expected);
    expect(relation(b, a)).toBe(expected);
  });
});
