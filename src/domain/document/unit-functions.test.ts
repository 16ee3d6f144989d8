import { expect, test } from 'vitest';
import { functionLeads, functionsOf } from './unit-functions.ts';

const UNITS = functionsOf([
  { id: '教育', name: '某市教育局', functions: [] },
  { id: '人社', name: '某市人力资源和社会保障局', functions: [] },
  { id: '住建', name: '某市某局', functions: ['住建'] },
  { id: '督查', name: '某市督查室', functions: [] },
]);

test('a unit whose name says nothing is not spoken for', () => {
  expect(UNITS.map(({ unit }) => unit)).toEqual(['教育', '人社', '住建']);
});

test.each([
  ['办好人民满意的教育', ['新建幼儿园5所，新增学位1200个。'], '教育', '教育、幼儿园、学位'],
  [
    '兜牢民生底线',
    ['城镇新增就业3万人。', '改造老旧小区80个。', '治理欠薪，帮助农民工。'],
    '人社',
    '就业、农民工、欠薪',
  ],
  ['', ['改造老旧小区80个。'], '住建', '老旧小区'],
])('%s', (heading, sentences, unit, said) => {
  const [first] = functionLeads(UNITS, heading, sentences);
  expect(first?.unit).toBe(unit);
  const [reason] = first?.reasons ?? [];
  expect(reason).toMatchObject({ kind: 'function', text: said });
  expect(reason?.marks.map(({ start, end }) => said.slice(start, end))).toEqual(said.split('、'));
});

const MORE = functionsOf(
  ['市水务局', '市农业农村局', '市纪委监委', '市委组织部', '市商务局', '市发展和改革委员会'].map(
    (name) => ({ id: name, name, functions: [] }),
  ),
);

test.each([
  ['守好一河清水', '修复水源地，治理地下水超采。', '市水务局'],
  ['把饭碗端牢', '新建高标准农田，稳定粮食面积。', '市农业农村局'],
  ['扎紧篱笆', '整治四风，深挖群众身边的腐败。', '市纪委监委'],
  ['锻造队伍', '选优配强干部，抓好基层党建。', '市委组织部'],
  ['打开大门', '用好开放平台，扩大出口。', '市商务局'],
  ['降碳增绿', '落实双碳目标，壮大循环经济。', '市发展和改革委员会'],
])('%s: %s is usually the work of %s', (heading, sentence, unit) => {
  expect(functionLeads(MORE, heading, [sentence])[0]?.unit).toBe(unit);
});

test('what no function names suggests nobody', () => {
  expect(functionLeads(UNITS, '加强自身建设', ['改进作风，狠抓落实。'])).toEqual([]);
});

/** Sentences of which so many speak of schooling, which is what 教育局 is for. */
function scoreOf(heading: string, speaking: number, silent = 0): number | undefined {
  const sentences = [
    ...Array.from({ length: speaking }, () => '新增学位。'),
    ...Array.from({ length: silent }, () => '狠抓落实。'),
  ];
  return functionLeads(UNITS, heading, sentences)[0]?.score;
}

test('each word of the heading leaves half of the doubt', () => {
  expect(scoreOf('学校', 0)).toBe(0.5);
  expect(scoreOf('学校和教师', 0)).toBe(0.75);
  expect(scoreOf('学校', 0, 3)).toBe(0.5);
});

test('each sentence and their share add, up to three quarters; both speak together', () => {
  expect(scoreOf('', 1, 1)).toBeCloseTo(0.15 + 0.35 / 2, 9);
  expect(scoreOf('', 1)).toBeCloseTo(0.15 + 0.35, 9);
  expect(scoreOf('', 2, 6)).toBeCloseTo(0.3 + 0.35 / 4, 9);
  expect(scoreOf('', 6)).toBe(0.75);
  expect(scoreOf('学校', 1)).toBeCloseTo(1 - 0.5 * 0.5, 9);
});

test('one sentence among many is no suggestion', () => {
  expect(scoreOf('', 1, 2)).toBeUndefined();
  expect(scoreOf('', 1, 1)).toBeGreaterThan(0.3);
});

test('units that tie come by their id; no more than six words are given as reason', () => {
  const twins = functionsOf(
    ['乙', '甲', '丙'].map((id) => ({ id, name: '教育局', functions: [] })),
  );
  const [first, ...others] = functionLeads(twins, '教育、学校、幼儿园、学位、高中、教师、高考', []);
  expect([first, ...others].map((one) => one?.unit)).toEqual(['丙', '乙', '甲']);
  expect(first?.reasons[0]?.text).toBe('教育、学校、幼儿园、学位、高中、教师');
});
