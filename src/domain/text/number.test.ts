import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hanValue, numberValue, readNumber } from './number.ts';

test.each([
  ['1,234.5', 1234.5],
  ['3.5万', 35_000],
  ['2.16万亿', 2.16e12],
  ['一百二十三', 123],
  ['三百零五', 305],
  ['两万三', 23_000],
  ['十五', 15],
  ['二〇二六', 2026],
  ['三点五', 3.5],
  ['千亿', 1e11],
  ['半', 0.5],
  ['1000余', 1000],
  ['80余万', 800_000],
])('%s is %d', (text, value) => {
  expect(numberValue(text)).toBe(value);
});

test('the inserted approximator is told', () => {
  expect(readNumber('约30多万亩', 1)).toMatchObject({
    value: 300_000,
    approximation: '多',
    end: 5,
  });
});

test('no number, no value', () => {
  expect(numberValue('若干')).toBeUndefined();
  expect(readNumber('共5个', 0)).toBeUndefined();
});

test('whole thousands written in Han read back', () => {
  const digits = '零一二三四五六七八九';
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (a, b) => {
      const han = `${digits[a] ?? ''}千${digits[b] ?? ''}百`;
      expect(hanValue(han)).toBe(a * 1000 + b * 100);
    }),
  );
});
