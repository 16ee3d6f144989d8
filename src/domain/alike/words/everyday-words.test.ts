import { expect, test } from 'vitest';
import { essence } from './essence.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { thingsDisagree, thingsOf } from './other-things.ts';
import { polarityDisagrees, polarityOf } from './polarity.ts';
import { SAME_WORDS } from './phrases.ts';

const GROUPS = EVERYDAY_WORDS.map((line) => line.split(' '));

/** One of the things themselves, and no longer word with one inside. */
function isThing(word: string): boolean {
  return [...thingsOf(word).values()].some((things) => things.has(word));
}

test('a word has one meaning, here and in the first list', () => {
  const first = new Map<string, string>();
  const twice: string[] = [];
  for (const [head = '', ...others] of [...SAME_WORDS.map((line) => line.split(' ')), ...GROUPS])
    for (const word of [head, ...others]) {
      const before = first.get(word);
      if (before !== undefined && before !== head) twice.push(`${word}: ${before}, ${head}`);
      first.set(word, head);
    }
  expect(twice).toEqual([]);
});

test('no line joins two things of a kind, or a wish and its opposite', () => {
  const wrong = GROUPS.flatMap(([head = '', ...others]) =>
    others.filter(
      (word) =>
        (isThing(word) && thingsDisagree(thingsOf(head), thingsOf(word))) ||
        (!word.startsWith('不') &&
          polarityDisagrees(polarityOf(head).slice(0, -1), polarityOf(word).slice(0, -1))),
    ),
  );
  expect(wrong).toEqual([]);
});

test('every word is read as the one that stands for it, and that as itself', () => {
  const unread = GROUPS.flatMap((words) => {
    const [head = ''] = words;
    return words.filter((word) => essence(word) !== essence(head));
  });
  expect(unread).toEqual([]);
});
