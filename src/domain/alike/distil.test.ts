import { describe, expect, test } from 'vitest';
import { makeCity } from '#test/alike-city/generate.ts';
import { pairScore } from '../../../bench/distil-score.ts';
import { distil, tableOf } from './distil.ts';
import { tellVoice } from './voice.ts';

const statements = [
  '松岭镇柳树村路灯不亮，老人出门摔跤',
  '反映：松岭镇柳树村照明灯坏了不亮，老人出门摔跤，望解决',
  '松岭镇杨湾村路灯不亮，老人出门摔跤',
  '松岭镇柳树村3栋电梯困人没有人修',
  '松岭镇柳树村5栋电梯困人没有人修',
].map((text, at) => ({ id: `s${at}`, text }));

describe('distilling', () => {
  const distillation = distil(statements);
  const table = tableOf(distillation);

  test('the same matter in the same place is one instance, elsewhere only one family', () => {
    expect(table.at(1)).toMatchObject({ instance: 0, rule: 'same-place' });
    expect(table.at(2)?.instance).toBe(2);
    expect(table.at(2)?.family).toBe(table.at(0)?.family);
  });

  test('numbers that differ are never linked but shown', () => {
    expect(table.at(4)?.instance).toBe(4);
    expect([...distillation.suggestions]).toContainEqual(
      expect.objectContaining({ rule: 'figures-differ', decision: 'suggest' }),
    );
  });

  test.each([
    [
      'an office is who tells it, not what is told',
      '市交通运输局机关党支部',
      '交通局机关值班电话没人接',
      '交通局机关老旧厂房用电线路裸露',
    ],
    [
      'both roads of a crossing are its place',
      '',
      '瓦窑街与半坡街交叉口图书馆晚上不开放',
      '瓦窑街与半坡街交叉口雨水口一下雨就积水',
    ],
    [
      'a remark at the end is no matter',
      '',
      '柳树村水渠坏了，整改措施还不够有力',
      '柳树村财务白条入账，整改措施还不够有力',
    ],
    [
      'what one wants put up the other wants taken away',
      '',
      '柳树村学校门口请装红绿灯',
      '柳树村学校门口红绿灯造成拥堵，请撤掉',
    ],
    ['one way and both ways', '', '柳树街改单行道太折腾人，请改回双向', '柳树街请改单行'],
    ['an everyday road is no place', '平安县吉关镇唐家坝村', '入户路路面坑洼，群众出行困难', ''],
  ])('%s: never linked', (_, unit, one, other) => {
    const told = [
      { id: 'a', text: one, unit },
      { id: 'b', text: other || one, unit: other ? unit : '平安县吉关镇吉浦村' },
    ];
    expect(distil(told).links.inForce()).toEqual([]);
    expect(tableOf(distil(told)).at(1)?.instance).toBe(1);
  });

  test('what waits to be judged comes with the likeliest first: another wording before another number', () => {
    const told = [
      '松岭镇柳树村3栋电梯困人没有人修',
      '松岭镇柳树村5栋电梯困人没有人修',
      '松岭镇柳树村水井都干了，全村没水吃',
      '松岭镇柳树村村民吃水靠拉，井早就见底',
    ];
    const waiting = [...distil(told.map((text, at) => ({ id: `s${at}`, text }))).suggestions];
    const by = new Map(waiting.map(({ a, b, score }) => [`${b}-${a}`, score]));
    expect(by.get('2-3')).toBeGreaterThan(by.get('0-1') ?? 1);
  });

  test('a new voice finds what was told like it', () => {
    const told = tellVoice(distillation, { id: 'n', text: '柳树村的路灯不亮，老人摔跤' });
    expect(told.candidates[0]).toMatchObject({ decision: 'link', rule: 'same-place' });
    expect(distillation.matterOf[0]).toBe(told.candidates[0]?.b);
  });

  test('of two villages of one name the estate tells which is meant, unless it too stands in several', () => {
    const told = [
      '松岭县柳卧村恒裕小区污水倒灌进地下室',
      '白水县柳卧村污水倒灌进地下室',
      '柳卧村恒裕小区污水倒灌进地下室，望解决',
      '松岭县柳卧村卫生室药品断供',
      '白水县柳卧村卫生室药品断供三天',
      '柳卧村卫生室药品断供',
    ];
    const groups = tableOf(distil(told.map((text, at) => ({ id: `s${at}`, text }))));
    expect(groups.at(2)).toMatchObject({ instance: 0 });
    expect(groups.at(5)).toMatchObject({ instance: 5 });
  });

  test.each([
    ['a house number in whatever hand', '第3栋电梯困人没人修', '叁号楼电梯困人没人修', true],
    ['another house number', '3号楼电梯困人没人修', '肆号楼电梯困人没人修', false],
    ['an estate within the village', '电梯困人没人修', '盛世公馆电梯困人没人修', false],
    ['the opposite wish', '请求恢复早市', '请求取消早市', false],
    [
      'the opposite wish, though both name what is to be',
      '希望尽快建设篮球场',
      '反对建设篮球场，请停止施工',
      false,
    ],
    ['earlier and later', '建议广场灯早点关', '建议广场灯晚点关', false],
    [
      'a thing wanted and one to be taken away',
      '请在校门口设红绿灯',
      '校门口红绿灯天天堵，请撤掉',
      false,
    ],
    ['what is wanted kept', '希望保留203路公交车，不要取消', '建议取消203路公交车', false],
    ['another number of people', '有9名党员拖欠党费', '党员拖欠党费，涉及28人', false],
    ['another amount', '每月多收物业费10元', '每月多收物业费80元', false],
    ['another thing of the kind', '的公交车乱收费', '的出租车乱收费', false],
    ['another thing, of two kinds', '有人搞直销骗老人', '有人搞传销骗老人', false],
    ['another thing wanted there', '希望修建公厕，盼了很久', '希望修建夜市，盼了很久', false],
    [
      'lost and wrong characters',
      '渣土车长期超载治超办监管不力',
      '渣土车常期超载，治办监不力',
      true,
    ],
    ['a clause of asking', '渣土车长期超载', '我要反映：渣土车长期超载。望领导给个答复', true],
    ['courtesy around it', '电梯困人没人修', '的居民来电人称电梯困人没人修，请相关部门处理', true],
  ])('%s', (_, one, other, isLinked) => {
    const told = [`松岭镇柳树村${one}`, `松岭镇柳树村${other}`];
    const groups = tableOf(distil(told.map((text, at) => ({ id: `s${at}`, text }))));
    expect(groups.at(1)?.instance === 0).toBe(isLinked);
  });

  test('areas told without their endings are known once they were told in full', () => {
    const told = [
      ...['甲', '乙', '丙'].map((name) => `平安县三河镇${name}家沟村路灯不亮`),
      '平安三河甲家沟村路灯不亮',
      '平安三河谷物收购价低',
    ];
    const groups = tableOf(distil(told.map((text, at) => ({ id: `s${at}`, text }))));
    expect(told.map((_, at) => groups.at(at)?.instance)).toEqual([0, 1, 2, 0, 4]);
  });

  test('what only its neighbours told for an estate is known wherever it stands', () => {
    const told = [
      '平安县城关镇明珠国际电梯停运没人修',
      '平安县城关镇明珠国际小区垃圾没人清运',
      '（明珠国际）电梯停运没人修',
      '平安县光明大道290号明珠国际电梯停运没人修',
    ];
    const groups = tableOf(distil(told.map((text, at) => ({ id: `s${at}`, text }))));
    expect(told.map((_, at) => groups.at(at)?.instance)).toEqual([0, 1, 0, 0]);
  });

  test('a unit that tells of itself is the place, by its long name and its short one', () => {
    const units = ['平安县住建局', '平安县财政局', '平安县住房和城乡建设局党组'];
    const groups = tableOf(
      distil(units.map((unit, at) => ({ id: `s${at}`, text: '理论学习走过场，笔记代抄', unit }))),
    );
    expect(units.map((_, at) => groups.at(at)?.instance)).toEqual([0, 1, 0]);
  });

  test('a site that several counties have says nothing by its name alone', () => {
    const told = [
      '平安县城关镇第二中学放学拥堵',
      '河东区城关镇第二中学放学拥堵',
      '第二中学放学拥堵',
    ];
    const groups = tableOf(distil(told.map((text, at) => ({ id: `s${at}`, text }))));
    expect(told.map((_, at) => groups.at(at)?.instance)).toEqual([0, 1, 2]);
  });

  test('on the made-up city hardly a wrong link, and few missed', () => {
    const city = makeCity({ statements: 3000, seed: 3, withUnit: true });
    const groups = tableOf(distil(city.statements));
    const score = pairScore(city.statements, (at) => groups.at(at)?.instance ?? at);
    expect(score.precision).toBeGreaterThanOrEqual(0.999);
    expect(score.recall).toBeGreaterThanOrEqual(0.95);
  });
});

test('a pair at a crossing is judged once, though each tells the two roads in its own order', () => {
  const [one, other] = ['路灯不亮已有两个月，老人夜里摔伤', '路灯不亮无人来修，学生夜里害怕'];
  const told = [
    `学府路上${other}`,
    `丰登街上${one}`,
    `学府路丰登街上${one}`,
    `丰登街学府路上${other}`,
  ];
  const rows = told.map((text, at) => ({ id: `s${at}`, text, unit: '柳河镇' }));
  const pairs = [...distil(rows).suggestions].map(({ a, b }) =>
    [a, b].toSorted((x, y) => x - y).join(' '),
  );
  expect(pairs).toContain('2 3');
  expect(new Set(pairs).size).toBe(pairs.length);
});
