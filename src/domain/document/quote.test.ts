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
