import { expect, test } from 'vitest';
import { THEMES } from '../statement.ts';

test('every thing has a measure that puts it right and a result to report', () => {
  const themes = Object.values(THEMES).flat();
  expect(themes.length).toBeGreaterThan(40);
  const uneven = themes.filter(({ things, measures, results }) =>
    [measures, results].some((words) => words.length !== things.length),
  );
  expect(uneven.map(({ things }) => things.join('、'))).toEqual([]);
});
