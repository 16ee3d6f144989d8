import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import { findQuote } from './quote.ts';

const RAW = '今年要疏浚東河 12 公里，修复山塘五口。修复山塘五口。';
const DOCUMENT = normalise(RAW);

test('words that stand in the text once are found, whatever their width or form', () => {
  const found = findQuote(DOCUMENT, '疏浚东河１２公里');
  expect(RAW.slice(found?.rawStart, found?.rawEnd)).toBe('疏浚東河 12 公里');
});

test.each(['疏浚西河12公里', '修复山塘五口', '今年'])('%s is no proof', (words) => {
  expect(findQuote(DOCUMENT, words)).toBeUndefined();
});

test('six characters are enough, at the very beginning too; where they stand is told in both texts', () => {
  expect(findQuote(DOCUMENT, '今年要疏浚东')).toEqual({ start: 0, end: 6, rawStart: 0, rawEnd: 6 });
  expect(findQuote(DOCUMENT, '年要疏浚东')).toBeUndefined();
});

test('words that stand there twice prove nothing, be it one character on', () => {
  expect(findQuote(normalise('修修修修修修修渠。'), '修修修修修修')).toBeUndefined();
  expect(findQuote(normalise('修修修修修修渠。'), '修修修修修修')).toMatchObject({
    start: 0,
    end: 6,
  });
});
