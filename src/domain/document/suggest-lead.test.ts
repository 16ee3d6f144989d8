import { expect, test } from 'vitest';
import { proposeLeads, speechIndex } from './suggest-lead.ts';

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
  const [first] = proposeLeads(INDEX, '推进河道治理，完成河道清淤20公里', 3);
  expect(first?.unit).toBe('水务');
  expect(first?.reasons.map(({ kind }) => kind).toSorted()).toEqual(['duty', 'history']);
});

test('a text that is nobody’s business suggests nobody', () => {
  expect(proposeLeads(INDEX, '发射人造卫星三颗', 3)).toEqual([]);
  expect(proposeLeads(speechIndex([]), '修路', 3)).toEqual([]);
});
