import { expect, test } from 'vitest';
import { coverage } from './coverage.ts';
import { readDocument } from './read-document.ts';

test('a sentence is accounted for as a task, by its target, or as confirmed framing', () => {
  const { tasks, items } = readDocument(
    '某县报告\n一、2026年工作安排\n修渠。\n种树。\n新建水塔5座。\n清理山塘。',
  );
  const [first, second, third] = tasks.map(({ sentence }) => sentence);
  const bar = coverage(
    tasks,
    items,
    (sentence) =>
      sentence === first ? 'accepted' : sentence === second ? 'framing_confirmed' : undefined,
    (item) => items[item]?.sentence === third,
  );
  expect(bar).toMatchObject({ sentences: 4, accepted: 2, framing: 1 });
  expect(bar.orphans).toHaveLength(1);
});
