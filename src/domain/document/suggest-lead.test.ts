import { expect, test } from 'vitest';
import { proposeLeads, speechIndex, worthSaying } from './suggest-lead.ts';

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
  expect(worthSaying([by('history', 0.9), by('duty', 0.3)])).toEqual([by('duty', 0.3)]);
  expect(worthSaying([by('function', 0.9), by('duty', 0.3)])).toEqual([by('duty', 0.3)]);
  expect(worthSaying([by('history', 0.9), by('function', 0.4)])).toEqual([by('function', 0.4)]);
  expect(worthSaying([])).toEqual([]);
});
