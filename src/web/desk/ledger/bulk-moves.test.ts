import { expect, test } from 'vitest';
import { statesFor } from './bulk-moves.ts';

test('a move on everything that matches goes to the states it is open in, of those asked for', () => {
  expect(statesFor('list', 'problem', undefined)).toEqual(['raised', 'screened']);
  expect(statesFor('list', 'problem', ['screened', 'closed'])).toEqual(['screened']);
  expect(statesFor('list', 'problem', ['closed'])).toEqual([]);
});
