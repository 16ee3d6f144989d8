import { expect, test } from 'vitest';
import { collectionState, readCollectionCode } from './collection.ts';

const WINDOW = { fromOn: '2026-05-01', toOn: '2026-05-31', ended: false };

test.each([
  ['2026-04-30', 'coming'],
  ['2026-05-01', 'open'],
  ['2026-05-31', 'open'],
  ['2026-06-01', 'over'],
])('on %s it is %s', (today, state) => expect(collectionState(WINDOW, today)).toBe(state));

test('ended ahead of time it is over, even before it began', () => {
  expect(collectionState({ ...WINDOW, ended: true }, '2026-04-30')).toBe('over');
});

test('a code is read however it is typed, and what cannot be one is none', () => {
  expect(readCollectionCode(' 23ac-efhj ')).toBe('23ACEFHJ');
  expect([readCollectionCode('23ACEFH'), readCollectionCode('23ACEFHO')]).toEqual([
    undefined,
    undefined,
  ]);
});
