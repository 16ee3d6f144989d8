import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CANDIDATE_KINDS, CANDIDATE_STATES } from './candidate-life.ts';
import { coverageOf, roleOf } from './passage-role.ts';

test('a sentence is what was accepted of it', () => {
  const plan = { part: 'plan', framing: false };
  expect(roleOf({ ...plan, candidates: [] })).toBe('unassigned');
  expect(roleOf({ ...plan, candidates: [{ kind: 'task', state: 'proposed' }] })).toBe('unassigned');
  expect(roleOf({ ...plan, candidates: [{ kind: 'task', state: 'rejected' }] })).toBe('unassigned');
  expect(roleOf({ ...plan, candidates: [{ kind: 'task', state: 'edited' }] })).toBe('task');
  expect(roleOf({ ...plan, candidates: [{ kind: 'task', state: 'merged' }] })).toBe('measure');
  expect(roleOf({ ...plan, candidates: [{ kind: 'target', state: 'accepted' }] })).toBe('target');
  expect(roleOf({ ...plan, candidates: [{ kind: 'figure', state: 'accepted' }] })).toBe(
    'unassigned',
  );
  expect(roleOf({ ...plan, framing: true, candidates: [] })).toBe('framing');
  expect(roleOf({ part: 'review', framing: false, candidates: [] })).toBe('none');
});

const passage = fc.record({
  part: fc.constantFrom('plan', 'review'),
  framing: fc.boolean(),
  candidates: fc.array(
    fc.record({
      kind: fc.constantFrom(...CANDIDATE_KINDS),
      state: fc.constantFrom(...CANDIDATE_STATES),
    }),
    { maxLength: 3 },
  ),
});

test('no sentence of the plan part is lost or counted twice', () => {
  fc.assert(
    fc.property(fc.array(passage), (passages) => {
      const { plan, ...parts } = coverageOf(passages);
      expect(Object.values(parts).reduce((sum, n) => sum + n, 0)).toBe(plan);
      expect(plan).toBe(passages.filter((one) => one.part === 'plan').length);
    }),
  );
});
