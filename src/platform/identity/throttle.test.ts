import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { BY_ACCOUNT, guarded, waitAfter } from './throttle.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.close();
});

const HOUR = 3600;

/** Moments in seconds at which a guesser, waiting `pauses` between tries, is let guess. */
function guesses(pauses: readonly number[]): number[] {
  const made: number[] = [];
  let [tries, now, blockedUntil] = [0, 0, 0];
  let last = Number.NEGATIVE_INFINITY;
  for (const pause of pauses) {
    now += pause;
    if (now < blockedUntil) continue;
    tries = last < now - BY_ACCOUNT.quiet ? 1 : tries + 1;
    last = now;
    blockedUntil = now + waitAfter(BY_ACCOUNT, tries);
    made.push(now);
  }
  return made;
}

const pauses = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom(120, 360, 900, 3599, 3600, 3601),
    fc.integer({ min: 0, max: 5000 }),
  ),
  { maxLength: 120 },
);

test('whatever the pattern, no hour holds more than ten guesses at one account', () => {
  const neverAnEleventh = fc.property(pauses, (pattern) => {
    const made = guesses(pattern);
    return made.every((moment, at) => (made[at + 10] ?? Number.POSITIVE_INFINITY) - moment >= HOUR);
  });
  expect(fc.check(neverAnEleventh, { numRuns: 2000 })).toMatchObject({ failed: false });
});

test('the fastest guesser is held to four an hour in the end', () => {
  const made = guesses(Array.from({ length: 24 * HOUR }, () => 1));
  expect(made.filter((moment) => moment > 23 * HOUR).length).toBeLessThanOrEqual(4);
});

test('the database counts as the rule does, for any pattern', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(0, 1, 60, 121, 361, 901, 3601), { maxLength: 14 }),
      async (pattern) => {
        run += 1;
        const target = `login ${run}`;
        const start = Date.parse('2026-01-01T00:00:00Z');
        const allowed: number[] = [];
        let now = 0;
        for (const pause of pattern) {
          now += pause;
          const seconds = now;
          const guess = { cityId: 1, target, from: target };
          await guarded(database.db, guess, new Date(start + now * 1000), () => {
            allowed.push(seconds);
            return Promise.resolve(undefined);
          }).catch(() => undefined);
        }
        expect(allowed).toEqual(guesses(pattern));
      },
    ),
    { numRuns: 25 },
  );
});

test('a guess that got no answer is not counted, a right one clears the count', async () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const guess = { cityId: 1, target: 'busy', from: 'busy' };
  const wrong = () => guarded(database.db, guess, now, () => Promise.resolve(undefined));
  for (let i = 0; i < 20; i += 1)
    await guarded(database.db, guess, now, () => Promise.reject(new Error('busy'))).catch(
      () => undefined,
    );
  for (let i = 0; i < 4; i += 1) await wrong();
  expect(await guarded(database.db, guess, now, () => Promise.resolve('in'))).toBe('in');
  for (let i = 0; i < 5; i += 1) expect(await wrong()).toBeUndefined();
  await expect(wrong()).rejects.toMatchObject({ code: 'too-many', details: { seconds: 120 } });
});
