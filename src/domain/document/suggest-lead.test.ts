import { expect, test } from 'vitest';
import { proposeLeads, speechIndex, type UnitSpeech, worthSaying } from './suggest-lead.ts';

const INDEX = speechIndex([
  { unit: '水务', kind: 'duty', text: '负责河道治理、农村饮水安全和水库除险加固' },
  { unit: '交通', kind: 'duty', text: '负责农村公路建设养护和危桥改造' },
  { unit: '教育', kind: 'duty', text: '负责学前教育、义务教育和校园安全' },
  { unit: '人社', kind: 'duty', text: '促进就业创业，开展职业技能培训' },
  { unit: '水务', kind: 'history', text: '完成城区段河道清淤', entry: 'e1' },
]);

test('the unit whose duty says the same comes first, with the words that say so', () => {
  const [first] = proposeLeads(INDEX, '新建改造农村公路120公里，完成危桥改造6座', 3);
  expect(first?.unit).toBe('交通');
  const [reason] = first?.reasons ?? [];
  const marked = reason?.marks.map(({ start, end }) => reason.text.slice(start, end)).join('|');
  expect(marked).toContain('农村公路');
  expect(marked).toContain('危桥改造');
});

test('duty and history speak together', () => {
  const [first] = proposeLeads(INDEX, '推进河道治理和水库除险加固，完成城区河道清淤20公里', 3);
  expect(first?.unit).toBe('水务');
  expect(first?.reasons.map(({ kind }) => kind).toSorted()).toEqual(['duty', 'history']);
});

test('a text that is nobody’s business suggests nobody', () => {
  expect(proposeLeads(INDEX, '发射人造卫星三颗', 3)).toEqual([]);
  expect(proposeLeads(speechIndex([]), '修路', 3)).toEqual([]);
});

test('what a unit once did speaks for it only in words of its own', () => {
  const done = (unit: string, text: string, entry: string) =>
    ({ unit, kind: 'history', text, entry }) as const;
  const index = speechIndex(
    [
      done('农业', '加快培育特色产业集群，推动高质量发展', 'e1'),
      done('工信', '加快培育新兴产业集群，推动制造业高质量发展', 'e2'),
      done('水务', '完成城区段河道清淤疏浚', 'e3'),
    ],
    ['加快发展产业', '推动产业集群高质量发展', '培育产业', '产业转型', '特色产业', '产业园区'],
  );
  expect(
    proposeLeads(index, '推动装备产业集群高质量发展', 3).map(({ unit }) => unit),
  ).not.toContain('农业');
  const [first] = proposeLeads(index, '完成城区段河道清淤20公里', 3);
  expect(first?.unit).toBe('水务');
});

test('history alone is said only well ahead of the next, and never beside a duty', () => {
  const by = (kind: 'duty' | 'history' | 'function', score: number) => ({
    score,
    reasons: [{ kind, text: '', marks: [] }],
  });
  expect(worthSaying([by('history', 0.5), by('history', 0.45)])).toEqual([]);
  expect(worthSaying([by('history', 0.5), by('history', 0.3)])).toHaveLength(1);
  expect(worthSaying([by('history', 0.4)])).toEqual([]);
  expect(worthSaying([by('history', 0.65), by('history', 0.5)])).toHaveLength(1);
  const both = { score: 0.3, reasons: [...by('history', 0).reasons, ...by('duty', 0).reasons] };
  expect(worthSaying([by('history', 0.9), both])).toEqual([both]);
  expect(worthSaying([by('history', 0.9), by('duty', 0.3)])).toEqual([by('duty', 0.3)]);
  expect(worthSaying([by('function', 0.9), by('duty', 0.3)])).toEqual([by('duty', 0.3)]);
  expect(worthSaying([by('history', 0.9), by('function', 0.4)])).toEqual([by('function', 0.4)]);
  expect(worthSaying([])).toEqual([]);
});

/** Texts of other units that share no two characters with those of the tests. */
const OTHERS = [
  '丈量宅基',
  '调运棉纱',
  '翻译古籍',
  '校准量具',
  '放映电影',
  '孵化鱼卵',
  '烧制瓷碗',
].map((text, n) => duty(`他${n}`, text));

function duty(unit: string, text: string): UnitSpeech {
  return { unit, kind: 'duty', text };
}

function deed(unit: string, text: string): UnitSpeech {
  return { unit, kind: 'history', text, entry: `${unit}-${text}` };
}

function leads(speeches: readonly UnitSpeech[], text: string, around: readonly string[] = []) {
  return proposeLeads(speechIndex([...speeches, ...OTHERS], around), text, 99);
}

test('what a unit did once counts four fifths of what it is there for, and names the entry', () => {
  const found = leads(
    [duty('林', '护林防火巡山'), deed('农', '冬小麦套种蒜')],
    '护林防火巡山，冬小麦套种蒜',
  );
  expect(found.map(({ unit }) => unit)).toEqual(['林', '农']);
  expect(found[1]?.score).toBeCloseTo(0.8 * (found[0]?.score ?? 0), 9);
  expect(found.map(({ reasons }) => reasons[0]?.entry)).toEqual([undefined, '农-冬小麦套种蒜']);
});

test('the best two texts of a unit speak for it, the second a fifth; units that tie come by their id', () => {
  const all = [duty('丙', '冬小麦套种蒜'), duty('乙', '护林防火巡山'), duty('甲', '轮牧封沙育草')];
  const text = '护林防火巡山，冬小麦套种蒜，轮牧封沙育草';
  expect(leads(all, text).map(({ unit }) => unit)).toEqual(['丙', '乙', '甲']);
  const [first, second] = leads([...all.slice(0, 2), duty('乙', '轮牧封沙育草')], text);
  expect(first?.unit).toBe('乙');
  expect(first?.score).toBeCloseTo(1.2 * (second?.score ?? 0), 9);
  const [sure] = leads(
    ['防火巡山', '护林防火巡山', '护林防火'].map((one) => duty('林', one)),
    '护林防火巡山',
  );
  expect(sure?.score).toBe(1);
  expect(sure?.reasons.map((reason) => reason.text)).toHaveLength(2);
  expect(sure?.reasons[0]?.text).toBe('护林防火巡山');
});

test('a quarter alike is worth a word, a fifth is not', () => {
  expect(leads([duty('林', '护林防火队员')], '护林备耕春播')).toEqual([]);
  expect(leads([duty('林', '护林防火队')], '护林备耕播')).toHaveLength(1);
});

test('of a deed three telling grams must be said again', () => {
  expect(leads([deed('农', '套种蒜苗')], '套种蒜苗')).toHaveLength(1);
  expect(leads([deed('农', '套种蒜苗')], '种蒜苗')).toEqual([]);
});

test('what the document says more than four times tells nothing', () => {
  const said = (times: number): string[] => Array.from({ length: times }, () => '多种蒜苗');
  expect(leads([deed('农', '套种蒜苗')], '套种蒜苗', said(4))).toHaveLength(1);
  expect(leads([deed('农', '套种蒜苗')], '套种蒜苗', said(5))).toEqual([]);
});

test('a gram is telling for a unit that says three fifths of it, and well over its share of everything', () => {
  const own = ['冬季套种蒜苗', '春季套种蒜苗', '秋季套种蒜苗'].map((text) => deed('农', text));
  const with2 = [...own, deed('供销', '套种蒜苗'), deed('科技', '套种蒜苗')];
  expect(leads(with2, '套种蒜苗').map(({ unit }) => unit)).toEqual(['农']);
  expect(leads([...with2, deed('商务', '套种蒜苗')], '套种蒜苗')).toEqual([]);
  // Who leads half of everything must say three quarters of it.
  const busy = ['挖井', '修枝', '选苗', '晒粮', '积肥', '养蜂', '沤麻'].map((text) =>
    deed('农', text),
  );
  expect(leads([...with2, ...busy], '套种蒜苗')).toEqual([]);
});

test('what more than twenty texts and a tenth of all share is nowhere looked up', () => {
  const alike = (n: number): UnitSpeech[] =>
    Array.from({ length: n }, (_, k) => duty(`镇${k}`, `护林防火`));
  expect(leads(alike(20), '护林防火')).toHaveLength(20);
  expect(leads(alike(21), '护林防火')).toEqual([]);
  const many = Array.from({ length: 250 - 25 - OTHERS.length }, (_, k) => duty(`村${k}`, '放羊'));
  expect(leads([...alike(25), ...many], '护林防火')).toHaveLength(25);
  expect(leads([...alike(26), ...many.slice(1)], '护林防火')).toEqual([]);
});
