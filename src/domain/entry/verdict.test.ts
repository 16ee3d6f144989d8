import { expect, test } from 'vitest';
import type { CheckFacts } from './entry.ts';
import { verdictOf } from './verdict.ts';

function check(
  id: string,
  day: number,
  finding: CheckFacts['finding'],
  assurance: CheckFacts['assurance'] = 'independent',
): CheckFacts {
  return { id, finding, assurance, checkedAt: new Date(Date.UTC(2026, 4, day)) };
}

const HANDED_IN = new Date(Date.UTC(2026, 4, 10));

test('the latest conclusive check by others since the work was handed in', () => {
  const verdict = (...checks: CheckFacts[]) => verdictOf({ checks, deliveredAt: HANDED_IN });
  expect(verdict()).toBe('none');
  expect(verdict(check('a', 12, 'confirmed'))).toBe('confirmed');
  expect(verdict(check('a', 13, 'partly'), check('b', 12, 'confirmed'))).toBe('partly');
  expect(verdict(check('a', 12, 'confirmed'), check('b', 12, 'not_confirmed'))).toBe(
    'not_confirmed',
  );
});

test('a superior, an inconclusive look and what came before the claim say nothing of it', () => {
  const verdict = (...checks: CheckFacts[]) => verdictOf({ checks, deliveredAt: HANDED_IN });
  expect(verdict(check('a', 12, 'confirmed', 'superior'))).toBe('none');
  expect(verdict(check('a', 12, 'cannot_verify'))).toBe('none');
  expect(verdict(check('a', 9, 'not_confirmed'))).toBe('none');
});

test('what failed and was sent back stands as failed until it is handed in again', () => {
  expect(verdictOf({ checks: [check('a', 9, 'not_confirmed')], deliveredAt: undefined })).toBe(
    'not_confirmed',
  );
});
