import { expect, test } from 'vitest';
import { RETENTION } from './retention.ts';

/** The days a sentence names; 两年 and two years are 730. */
function daysIn(words: string): number | undefined {
  if (/两年|two years/.test(words)) return 730;
  const days = /满(\d+)天|(\d+) days|after (a) day/.exec(words);
  if (days === null) return undefined;
  return days[3] === undefined ? Number(days[1] ?? days[2]) : 1;
}

test.each(RETENTION.map((rule) => [rule.what, rule] as const))(
  'what is said of %s names the days that are kept',
  (_, { days, zh, en }) => {
    const told = days === 0 ? undefined : days;
    expect([daysIn(zh), daysIn(en)]).toEqual([told, told]);
  },
);

test('each thing has one rule, and an ended voice is not kept longer than one that never ends', () => {
  const days = new Map(RETENTION.map(({ what, days: n }) => [what, n]));
  expect(days.size).toBe(RETENTION.length);
  expect(days.get('identity')).toBeLessThan(days.get('open_identity') ?? 0);
});
