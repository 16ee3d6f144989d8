import { expect, test } from 'vitest';
import { PROBLEM_LIFE, PROBLEM_MOVES, PROBLEM_STATES } from './lifecycle.ts';

type Life = Record<string, Record<string, string>>;
const life: Life = PROBLEM_LIFE;

/** Every state that can be come to from `start`. */
function reached(from: string): Set<string> {
  const seen = new Set([from]);
  for (const state of seen)
    for (const to of Object.values(life[state] ?? {})) seen.add(to === 'same' ? state : to);
  return seen;
}

test('every state is reached from where a problem is raised', () => {
  expect([...reached('raised')].toSorted()).toEqual([...PROBLEM_STATES].toSorted());
});

test('every move is open somewhere, and the table names no other move or state', () => {
  const lines = Object.values(life);
  const moves = new Set(lines.flatMap((line) => Object.keys(line)));
  expect([...moves].toSorted()).toEqual([...PROBLEM_MOVES].toSorted());
  const targets = new Set(lines.flatMap((line) => Object.values(line)));
  for (const target of targets) expect([...PROBLEM_STATES, 'same']).toContain(target);
});

test('only 销号 leads to closed, only from delivered, and only 报结 leads to delivered', () => {
  const into = (wanted: string): string[] =>
    Object.entries(life).flatMap(([state, line]) =>
      Object.entries(line).flatMap(([move, to]) => (to === wanted ? [`${state} ${move}`] : [])),
    );
  expect(into('closed')).toEqual(['delivered close']);
  expect(into('delivered')).toEqual(['accepted deliver', 'underway deliver']);
  expect(reached('closed')).toContain('closed');
  expect([...reached('cancelled')]).toEqual(['cancelled']);
});

test('a check is recorded on delivered work and on nothing else', () => {
  const where = Object.entries(life).flatMap(([state, line]) => ('check' in line ? [state] : []));
  expect(where).toEqual(['delivered']);
});
