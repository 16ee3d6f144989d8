import { expect, test } from 'vitest';
import { hashPassword, passwordMatches } from './password-hash.ts';

test('a hash is argon2id at the cost of the rule, and an unknown account costs the same', async () => {
  const stored = await hashPassword('河边-石桥-三只鸟-91');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(stored, '河边-石桥-三只鸟-91')).toBe(true);
  // What an input method types full-width is the same password.
  expect(await passwordMatches(stored, '河边－石桥－三只鸟－９１')).toBe(true);
  expect(await passwordMatches(stored, '河边-石桥-三只鸟-92')).toBe(false);
  expect(await passwordMatches(undefined, '')).toBe(false);
});

test('two run, fifty wait, the next is told to come again', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 60 }, () => passwordMatches(undefined, 'x')),
  );
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(52);
  const refused = all
    .filter((one) => one.status === 'rejected')
    .map((one) => one.reason as unknown);
  expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'busy' })));
  expect(await passwordMatches(undefined, 'x')).toBe(false);
});
