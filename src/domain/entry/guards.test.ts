import { describe, expect, test } from 'vitest';
import {
  askingObjection,
  deadlineObjection,
  deliveringObjection,
  handingObjection,
  isOverdue,
  isReviewDue,
  reasonObjection,
  selfMendObjection,
  survivorObjection,
} from './guards.ts';

const TODAY = '2026-05-22';

describe('what a request asks', () => {
  const dated = { deadlineKind: 'date', deadline: '2026-06-30' } as const;
  const long = { deadlineKind: 'long_term', deadline: undefined } as const;
  test.each([
    [dated, { kind: 'adjustment' }, 'nothing-asked'],
    [dated, { kind: 'adjustment', title: '改名' }, undefined],
    [dated, { kind: 'adjustment', measures: [{}] }, undefined],
    [dated, { kind: 'adjustment', deadline: '2026-01-01' }, 'deadline-past'],
    [dated, { kind: 'extension', deadline: '2026-07-31' }, undefined],
    [dated, { kind: 'extension', deadline: '2026-06-30' }, 'deadline-not-later'],
    [dated, { kind: 'extension' }, 'no-deadline'],
    [{ ...dated, deadline: '2026-05-01' }, { kind: 'extension', deadline: TODAY }, undefined],
    [dated, { kind: 'cancellation' }, undefined],
    [long, { kind: 'extension', deadline: '2026-12-31' }, 'long-term-kept'],
    [long, { kind: 'adjustment', deadline: '2026-12-31' }, 'long-term-kept'],
    [long, { kind: 'adjustment', deadline: '2026-12-31', toDated: true }, undefined],
    [long, { kind: 'adjustment', toDated: true, title: '改名' }, 'no-deadline'],
    [long, { kind: 'adjustment', measures: [{}] }, undefined],
  ] as const)('%j and %j: %s', (entry, asked, objection) => {
    expect(askingObjection(entry, asked, TODAY)).toBe(objection);
  });
});

describe('what is to be looked at again', () => {
  test.each([
    [{ state: 'blocked', reviewOn: '2026-05-22' }, true],
    [{ state: 'blocked', reviewOn: '2026-05-23' }, false],
    [{ state: 'underway', reviewOn: '2026-05-01' }, false],
    [{ state: 'underway', nextMilestone: '2026-05-21' }, true],
    [{ state: 'underway', nextMilestone: '2026-05-22' }, false],
    [{ state: 'closed', nextMilestone: '2026-05-01' }, false],
  ] as const)('%j: %s', (entry, due) => {
    const facts = { reviewOn: undefined, nextMilestone: undefined, ...entry };
    expect(isReviewDue(facts, TODAY)).toBe(due);
  });
});

test('自查自改 is for what a unit or a branch has found in itself', () => {
  expect(selfMendObjection({ source: 'self_check', level: 'branch' })).toBeUndefined();
  expect(selfMendObjection({ source: 'self_check', level: 'unit' })).toBeUndefined();
  expect(selfMendObjection({ source: 'self_check', level: 'county' })).toBe('not-self-found');
  expect(selfMendObjection({ source: 'hotline', level: 'unit' })).toBe('not-self-found');
});

describe('what an entry may be merged or carried over into', () => {
  const into = (
    kind: 'problem' | 'task',
    state: 'raised' | 'listed' | 'cancelled',
    merged = false,
  ) => ({ kind, state, merged }) as const;
  test.each([
    ['listed', into('problem', 'listed'), undefined],
    ['raised', into('problem', 'listed'), undefined],
    ['raised', into('problem', 'raised'), undefined],
    // Else a listed entry would leave every denominator with it.
    ['listed', into('problem', 'raised'), 'unfit-survivor'],
    ['listed', into('task', 'listed'), 'unfit-survivor'],
    ['listed', into('problem', 'cancelled'), 'unfit-survivor'],
    ['listed', into('problem', 'listed', true), 'already-merged'],
  ] as const)('a %s problem into %j: %s', (state, survivor, objection) => {
    expect(survivorObjection({ kind: 'problem', state }, survivor)).toBe(objection);
  });
});

test.each([
  [undefined, 'no-reason'],
  [' \n\u3000', 'no-reason'],
  ['无', undefined],
])('a reason %j: %s', (reason, objection) => {
  expect(reasonObjection(reason)).toBe(objection);
});

test.each([
  ['date', undefined, 'no-deadline'],
  ['date', TODAY, undefined],
  ['date', '2026-05-21', 'deadline-past'],
  ['long_term', undefined, undefined],
  ['long_term', '2026-05-21', 'deadline-past'],
  ['at_once', undefined, undefined],
] as const)('a deadline of kind %s on %s: %s', (kind, on, objection) => {
  expect(deadlineObjection(kind, on, TODAY)).toBe(objection);
});

test('nothing is reported as done without evidence', () => {
  expect([0, 1].map((evidence) => deliveringObjection({ evidence }))).toEqual([
    'no-evidence',
    undefined,
  ]);
});

describe('before work is handed on', () => {
  const ready = {
    kind: 'problem',
    leadUnit: 'u',
    deadlineKind: 'date',
    measures: 1,
    milestones: 0,
  } as const;
  test.each([
    [ready, undefined],
    [{ ...ready, leadUnit: undefined }, 'no-lead'],
    [{ ...ready, deadlineKind: 'none' }, 'no-deadline'],
    [{ ...ready, measures: 0 }, 'no-measures'],
    [{ ...ready, kind: 'task', measures: 0 }, undefined],
    [{ ...ready, deadlineKind: 'long_term' }, 'no-milestones'],
    [{ ...ready, deadlineKind: 'long_term', milestones: 1 }, undefined],
  ] as const)('%j: %s', (entry, objection) => {
    expect(handingObjection(entry)).toBe(objection);
  });
});

describe('what is overdue', () => {
  const due = { state: 'underway', deadlineKind: 'date', deadline: '2026-05-21' } as const;
  test.each([
    [due, true],
    [{ ...due, deadline: TODAY }, false],
    [{ ...due, deadline: undefined }, false],
    [{ ...due, deadlineKind: 'at_once' }, false],
    [{ ...due, deadlineKind: 'long_term' }, false],
    [{ ...due, state: 'blocked' }, true],
    [{ ...due, state: 'closed' }, false],
    [{ ...due, state: 'cancelled' }, false],
    [{ ...due, state: 'not_listed' }, false],
  ] as const)('%j: %s', (entry, overdue) => {
    expect(isOverdue(entry, TODAY)).toBe(overdue);
  });
});
