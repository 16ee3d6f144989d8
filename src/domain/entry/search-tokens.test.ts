import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchTerms, searchTokens } from './search-tokens.ts';

/** As the index answers: every word of `all` is there, and for each prefix some word begins with it. */
function finds(typed: string, text: string): boolean {
  const tokens = searchTokens(text);
  const terms = searchTerms(typed);
  return (
    terms !== undefined &&
    terms.all.every((word) => tokens.includes(word)) &&
    terms.prefixes.every((prefix) => tokens.some((token) => token.startsWith(prefix)))
  );
}

test('any part of a text finds it, also a single character and one beyond the basic plane', () => {
  const text = fc.string({
    unit: fc.constantFrom(...Array.from('路灯不亮1a，𠮷燈')),
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, fc.nat(11), fc.nat(11), (whole, from, to) => {
      const part = Array.from(whole)
        .slice(Math.min(from, to), Math.max(from, to) + 1)
        .join('');
      expect(searchTerms(part) === undefined || finds(part, whole)).toBe(true);
    }),
  );
});

test('what does not stand there is not found; traditional forms and width make no difference', () => {
  expect(finds('路灯', '東街路燈不亮')).toBe(true);
  expect(finds('ＡＢ', 'ab')).toBe(true);
  expect(finds('灯路', '路灯不亮')).toBe(false);
  expect(finds('暗', '路灯不亮')).toBe(false);
  expect(finds('灯，亮', '路灯不亮')).toBe(true);
  for (const last of ['亮', '𠮷']) expect(finds(last, `路灯${last}`)).toBe(true);
});

test('a single character is asked as a prefix, more as pairs; marks alone ask nothing', () => {
  expect(searchTerms('灯')).toEqual({ all: [], prefixes: ['灯'] });
  expect(searchTerms('𠮷')).toEqual({ all: [], prefixes: ['𠮷'] });
  expect(searchTerms('路灯 暗')).toEqual({ all: ['路灯'], prefixes: ['暗'] });
  expect(searchTerms('路灯亮 暗')).toEqual({ all: ['路灯', '灯亮'], prefixes: ['暗'] });
  for (const nothing of ['', ' ', '，。！']) expect(searchTerms(nothing)).toBeUndefined();
});

test('of a text the first 4,000 characters are indexed, of what is typed 200 are asked', () => {
  expect(finds('暗处', `${'路'.repeat(3998)}暗处`)).toBe(true);
  expect(finds('暗处', `${'路'.repeat(3999)}暗处`)).toBe(false);
  expect(searchTerms(`${'路'.repeat(198)}暗处`)?.all).toEqual(['路路', '路暗', '暗处']);
  expect(searchTerms(`${'路'.repeat(199)}暗处`)?.all).toEqual(['路路', '路暗']);
});
