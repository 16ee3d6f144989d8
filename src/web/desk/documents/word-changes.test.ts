import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordChanges } from './word-changes.ts';

test('says what went and what came', () => {
  expect(wordChanges('每月不定期抽查', '每月至少两次抽查')).toEqual([
    { kind: 'same', text: '每月' },
    { kind: 'gone', text: '不定期' },
    { kind: 'come', text: '至少两次' },
    { kind: 'same', text: '抽查' },
  ]);
});

test('both wordings can be read out of it, and neighbours differ in kind', () => {
  const words = fc.string({ unit: fc.constantFrom('路', '桥', '改', '建', '𠀀'), maxLength: 30 });
  fc.assert(
    fc.property(words, words, (before, after) => {
      const changes = wordChanges(before, after);
      const without = (kind: string): string =>
        changes.flatMap((one) => (one.kind === kind ? [] : [one.text])).join('');
      expect(without('come')).toBe(before);
      expect(without('gone')).toBe(after);
      expect(changes.every((one, i) => one.kind !== changes[i + 1]?.kind)).toBe(true);
      expect(changes.every((one) => one.text !== '')).toBe(true);
    }),
  );
});
