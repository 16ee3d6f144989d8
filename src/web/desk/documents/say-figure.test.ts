import { expect, test } from 'vitest';
import { documentsZh } from '#web/words/rooms/documents-zh.ts';
import { type Figure, sayFigure } from './say-figure.ts';

const PLAIN: Figure = { metric: '公路', kind: 'target', op: 'eq', unit: '公里', withheld: false };

test.each<[Partial<Figure>, string]>([
  [{ value: 120 }, '120公里'],
  [{ op: 'grow', value: 5.5, unit: '%', approximation: '左右' }, '增长 5.5% 左右'],
  [{ op: 'grow', value: 6, unit: '%', bound: 'ge' }, '增长 6% 以上'],
  [{ op: 'add', value: 100, unit: '家', bound: 'exceed' }, '新增 超过 100家'],
  [
    { op: 'add', value: 100, unit: '家', bound: 'approach', approximation: '近' },
    '新增 接近 100家',
  ],
  [{ op: 'ctrl_le', value: 5.5, unit: '%' }, '不超过 5.5%'],
  [{ op: 'from_to', base: 12, value: 20 }, '12 → 20公里'],
  [{ op: 'range', value: 3, max: 5 }, '3–5公里'],
  [{ members: [7, 40, 53], unit: '' }, '7:40:53'],
  [{ value: 310_0000, unit: '亩' }, '310万亩'],
  [{ value: 4_2000_0000, unit: '元' }, '4.2亿元'],
  [{ withheld: true }, '未公开（X）'],
])('%o is said as %s', (more, said) => {
  expect(sayFigure({ ...PLAIN, ...more }, documentsZh, 'zh')).toBe(said);
});
