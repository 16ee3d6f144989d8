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
    ['运城市临水镇路灯不亮', ['运城市', '临水镇']],
    ['城市公交线路太少', []],
    ['平安县三河镇下郭台金色里2号楼漏水', ['平安县', '三河镇', '下郭台', '金色里']],
    ['松岭镇三里桥村医不在岗', ['松岭镇', '三里桥村']],
    ['松岭镇大桥栏杆断了，饭店油烟大', ['松岭镇']],
    ['永乐区长宁街道和平社区书香新村停水', ['永乐区', '长宁街道', '和平社区', '书香新村']],
    ['浮山县隆寨镇煤化村民委员会的路', ['浮山县', '隆寨镇', '煤化村']],
    ['三河乡下马家店断电', ['三河乡', '下马家店']],
    ['锦绣苑9栋医院挂号难', ['锦绣苑']],
    ['平安县商贸物流园渣土车抛洒', ['平安县', '商贸物流园']],
    ['平安县城南新区清风社区停水', ['平安县', '城南新区', '清风社区']],
    ['县里的产业园没有企业入驻', []],
    ['请在平安县建设工业园', ['平安县']],
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
    ['松岭镇三里桥村停水', '松岭镇三里桥断水', 'fine'],
    ['松岭镇三里桥停水', '松岭镇下马家店停水', 'conflict'],
    ['清泉社区居委会门口积水', '清泉社区积水', 'fine'],
    ['平安县工业园停电', '平安县城南新区停电', 'conflict'],
    ['平安县经济技术开发区停电', '平安县经开区停电', 'coarse'],
    ['平安县物流园区停电', '平安县停电', 'coarse'],
    ['实验小学门口堵车', '实验小学对面堵车', 'fine'],
    ['平安县阳光家园东区停水', '平安县阳光家园西区停水', 'conflict'],
    ['平安县柳林镇阳光大院东区停水', '平安县柳林镇阳光大院西区停水', 'conflict'],
    ['阳光家园三期停水', '阳光家园停水', 'near'],
    ['我们村小学停水', '入户路停水', 'unknown'],
    ['十字路口堵车', '审计小区工程', 'unknown'],
  ])('%s, %s: %s', (a, b, expected) => {
    expect(relation(a, b)).toBe(expected);
    expect(relation(b, a)).toBe(expected);
  });
});
