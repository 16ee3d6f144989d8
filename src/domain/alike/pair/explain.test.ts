import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markShared } from './explain.ts';

test('the marks cover any text exactly, in order', () => {
  const text = fc.string({
    unit: fc.constantFrom('路', '灯', '不', '亮', 'Ａ', '①', '𠮷', '，', ' '),
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const marks = markShared(a, b);
      expect(marks.map(({ from, to }) => a.slice(from, to)).join('')).toBe(a);
      expect(marks.every(({ from, to }) => from < to)).toBe(true);
    }),
  );
});

test('words of one meaning are marked as shared, the rest is not', () => {
  const text = '东村照明灯坏了';
  const shared = markShared(text, '城里路灯损坏')
    .filter(({ isShared }) => isShared)
    .map(({ from, to }) => text.slice(from, to));
  expect(shared.join('')).toBe('照明灯坏了');
});
