import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bigrams } from './bigrams.ts';
import { foldText } from './fold.ts';

test.each([
  ['ＡＢＣ１２３％', 'abc123%'],
  ['這個項目，「進度」', '这个项目,「进度」'],
  ['  第①批\t\n 共㎡ ', '第1批 共m2'],
  ['零\u200b宽\ufeff', '零宽'],
  ['𠮷林路', '𠮷林路'],
  ['“好”。', '"好".'],
])('%s folds to %s', (raw, folded) => {
  expect(foldText(raw)).toBe(folded);
});

test('folding twice changes nothing more', () => {
  const text = fc.string({
    unit: fc.constantFrom(...Array.from('　１２ab國国𠮷％①  \n，。')),
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, (raw) => {
      expect(foldText(foldText(raw))).toBe(foldText(raw));
    }),
  );
});

test('bigrams stay inside a run and are listed once', () => {
  expect(bigrams('路灯不亮,路灯')).toEqual(['路灯', '灯不', '不亮']);
  expect(bigrams('𠮷林路 a')).toEqual(['𠮷林', '林路', 'a']);
});
