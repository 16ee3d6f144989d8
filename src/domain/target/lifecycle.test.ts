import { expect, test } from 'vitest';
import {
  afterTargetMove,
  isInForce,
  TARGET_MOVES,
  TARGET_STATES,
  type TargetMove,
  type TargetState,
} from './lifecycle.ts';

/** Written out once more, so that a line of the table is not changed by a slip. */
const OPEN: Readonly<Record<TargetState, Partial<Record<TargetMove, TargetState>>>> = {
  proposed: {
    amend: 'proposed',
    pend: 'definition_pending',
    effect: 'effective',
    conclude: 'concluded',
  },
  definition_pending: { amend: 'definition_pending', effect: 'effective', conclude: 'concluded' },
  effective: { revise: 'revised', conclude: 'concluded' },
  revised: { revise: 'revised', conclude: 'concluded' },
  concluded: { conclude: 'concluded' },
};

test.each(TARGET_STATES.flatMap((state) => TARGET_MOVES.map((move) => [state, move] as const)))(
  'from %s by %s',
  (state, move) => expect(afterTargetMove(state, move)).toBe(OPEN[state][move]),
);

test('what was in force is only revised, never amended or proposed again', () => {
  for (const state of ['effective', 'revised', 'concluded'] as const)
    for (const move of ['amend', 'pend', 'effect'] as const)
      expect(afterTargetMove(state, move)).toBeUndefined();
});

test('pace and light are of what is in force', () => {
  expect(TARGET_STATES.filter(isInForce)).toEqual(['effective', 'revised']);
});
