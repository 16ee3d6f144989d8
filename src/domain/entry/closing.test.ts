import { expect, test } from 'vitest';
import { type Actor, type HeldPost, ROLES, type Role } from '#domain/org/actor.ts';
import { assuranceOf, checkingPost, checkToCloseOn, closingObjection } from './closing.ts';
import type { CheckFacts, Party, PolicyFacts } from './entry.ts';

const LEAD: Party = { unitId: 'u1.4.6.', path: '1.4.6.', role: 'lead' };
const CO: Party = { unitId: 'u1.5.', path: '1.5.', role: 'co' };
const NOON = new Date('2026-05-06T04:00:00Z');

const ENTRY: PolicyFacts = {
  kind: 'problem',
  state: 'delivered',
  level: 'unit',
  isKey: false,
  source: 'self_check',
  originUnit: LEAD.unitId,
  originPath: LEAD.path,
  leadUnit: LEAD.unitId,
  orgPath: LEAD.path,
  deadlineKind: 'at_once',
  deadline: undefined,
  reviewOn: undefined,
  deliveredAt: NOON,
  parties: [LEAD],
  doers: [],
  checkers: [],
  nextMilestone: undefined,
  openRequest: undefined,
  checks: [],
  merged: false,
};

function post(path: string, role: Role = 'inspector', linked: readonly string[] = []): HeldPost {
  return { postId: `p${path}`, unitId: `u${path}`, path, linked, role, acting: false };
}

function check(minutes: number, more: Partial<CheckFacts> = {}): CheckFacts {
  const checkedAt = new Date(NOON.getTime() + minutes * 60_000);
  return { id: `c${minutes}`, finding: 'confirmed', assurance: 'independent', checkedAt, ...more };
}

test('a unit beside the lead is independent, one above it a superior, one that does the work neither', () => {
  expect(assuranceOf(ENTRY, post('1.7.'))).toBe('independent');
  expect(assuranceOf(ENTRY, post('1.4.'))).toBe('superior');
  expect(assuranceOf(ENTRY, post('1.4.6.'))).toBeUndefined();
  expect(assuranceOf(ENTRY, post('1.4.6.2.'))).toBeUndefined();
  expect(assuranceOf({ ...ENTRY, parties: [] }, post('1.7.'))).toBeUndefined();
  expect(assuranceOf({ ...ENTRY, parties: [{ ...CO }] }, post('1.'))).toBeUndefined();
});

test('who is named as checker does no work; each co-unit does', () => {
  const checker: Party = { unitId: 'u1.7.', path: '1.7.', role: 'checker' };
  expect(assuranceOf({ ...ENTRY, parties: [checker, LEAD] }, post('1.7.'))).toBe('independent');
  const both = { ...ENTRY, parties: [CO, LEAD] };
  expect(assuranceOf(both, post('1.5.'))).toBeUndefined();
  expect(assuranceOf(both, post('1.5.3.'))).toBeUndefined();
  expect(assuranceOf(both, post('1.'))).toBe('superior');
  // Above a co-unit, but not above the lead: neither independent nor a superior.
  const below = { ...ENTRY, parties: [LEAD, { ...CO, unitId: 'u1.5.3.', path: '1.5.3.' }] };
  expect(assuranceOf(below, post('1.5.'))).toBeUndefined();
  expect(assuranceOf(both, post('1.7.'))).toBe('independent');
});

test('standing above by line or Party is no independence, on either side', () => {
  expect(assuranceOf(ENTRY, post('1.7.', 'inspector', ['1.4.']))).toBe('superior');
  expect(assuranceOf(ENTRY, post('1.7.', 'inspector', ['1.4.6.2.']))).toBeUndefined();
  const commanding = { ...ENTRY, parties: [{ ...LEAD, linked: ['1.7.'] }] };
  expect(assuranceOf(commanding, post('1.7.'))).toBeUndefined();
  expect(assuranceOf(commanding, post('1.7.2.'))).toBeUndefined();
  expect(assuranceOf(commanding, post('1.8.'))).toBe('independent');
});

test('a key entry takes no superior’s word', () => {
  const key = { ...ENTRY, isKey: true };
  expect(assuranceOf(key, post('1.4.'))).toBeUndefined();
  expect(assuranceOf(key, post('1.7.'))).toBe('independent');
  const closing = [check(1, { assurance: 'superior' })];
  expect(closingObjection({ ...key, checks: closing })).toBe('no-passed-check');
  expect(closingObjection({ ...ENTRY, checks: closing })).toBeUndefined();
});

test('the strongest of his posts checks, of inspectors and offices only, and never a doer', () => {
  const who = (...posts: HeldPost[]): Actor => ({
    cityId: 1,
    accountId: 'a',
    personId: 'x',
    posts,
  });
  const both = who(post('1.4.'), post('1.7.'));
  expect(checkingPost(both, ENTRY)).toMatchObject({
    post: { path: '1.7.' },
    assurance: 'independent',
  });
  expect(checkingPost(who(post('1.4.'), post('1.')), ENTRY)).toMatchObject({
    post: { path: '1.4.' },
    assurance: 'superior',
  });
  expect(checkingPost(both, { ...ENTRY, doers: ['x'] })).toBeUndefined();
  for (const role of ROLES)
    expect([role, checkingPost(who(post('1.7.', role)), ENTRY) !== undefined]).toEqual([
      role,
      role === 'inspector' || role === 'office',
    ]);
});

test('the newest check since the last delivery decides, and it must have confirmed', () => {
  const on = (...checks: CheckFacts[]) => checkToCloseOn({ ...ENTRY, checks })?.id;
  expect(on()).toBeUndefined();
  expect(on(check(-1))).toBeUndefined();
  expect(on(check(0))).toBe('c0');
  expect(on(check(2), check(1))).toBe('c2');
  expect(on(check(1), check(2, { finding: 'partly' }))).toBeUndefined();
  expect(on(check(2), check(1, { finding: 'not_confirmed' }))).toBe('c2');
  expect(checkToCloseOn({ ...ENTRY, deliveredAt: undefined, checks: [check(1)] })).toBeUndefined();
});
