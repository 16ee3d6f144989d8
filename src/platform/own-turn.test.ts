import { expect, test } from 'vitest';
import { ownTurn } from './own-turn.ts';

test('those who wait together each have a turn of their own, in their order', async () => {
  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const came: { readonly who: string; readonly turn: number }[] = [];
  await Promise.all(
    ['reader', 'writer', 'writer'].map(async (who) => {
      await ownTurn();
      came.push({ who, turn });
    }),
  );
  counting = false;
  expect(came.map(({ who }) => who)).toEqual(['reader', 'writer', 'writer']);
  expect(new Set(came.map((one) => one.turn)).size).toBe(3);
});
