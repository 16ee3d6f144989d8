import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextPool, TextTable } from './text-table.ts';

test('texts come back as they were, and each different one has one number', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 })), (texts) => {
      const [table, numbers] = [new TextTable(), new Map<string, number>()];
      for (const text of [...texts, ...texts]) {
        const expected = numbers.get(text) ?? numbers.size;
        numbers.set(text, expected);
        expect(table.numberOf(text)).toBe(expected);
      }
      for (const [text, number] of numbers) expect(table.textAt(number)).toBe(text);
    }),
  );
});

test('thousands of texts are found after the table has grown, long ones too', () => {
  const table = new TextTable();
  const texts = Array.from({ length: 9000 }, (_, at) => `第${at}号路灯不亮`);
  texts.push('长'.repeat(300_000), '');
  for (const [at, text] of texts.entries()) expect(table.numberOf(text)).toBe(at);
  for (const [at, text] of texts.entries()) expect(table.numberOf(text)).toBe(at);
  expect(table.textAt(9000)).toHaveLength(300_000);
});

test('what is forgotten takes nothing from what follows', () => {
  const pool = new TextPool();
  const texts = Array.from({ length: 30 }, (_, at) => `${at}`.repeat(20_000));
  for (const text of texts) pool.add(text);
  pool.forgetBefore(20);
  for (let at = 20; at < 30; at += 1) expect(pool.isAt(at, texts[at] ?? '')).toBe(true);
});
