import { expect, test } from 'vitest';
import { filled } from './filled.ts';

test.each([
  ['没有“{name}”。[最接近的：{near}。]', { name: '水务局', near: '' }, '没有“水务局”。'],
  ['没有“{name}”。[最接近的：{near}。]', { name: '水务局' }, '没有“水务局”。'],
  [
    '没有“{name}”。[最接近的：{near}。]',
    { name: '[水务]', near: '水利局' },
    '没有“[水务]”。最接近的：水利局。',
  ],
  ['第 {row} 行', { row: 0 }, '第 0 行'],
  ['第 {row} 行', {}, '第 ? 行'],
])('%s', (sentence, details, said) => {
  expect(filled(sentence, details)).toBe(said);
});
