import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { isWithin } from '#domain/org/path.ts';
import { PROBLEM_MOVES } from '#domain/problem/lifecycle.ts';
import { TASK_MOVES } from '#domain/task/lifecycle.ts';
import { checkingPost } from './closing.ts';
import {
  afterMove,
  type EntryFacts,
  type EntryKind,
  type EntryMove,
  type Finding,
  FINDINGS,
  isClosed,
  type Party,
} from './entry.ts';
import { DOING_MOVES, gradeObjection, moveObjection, openMoves } from './policy.ts';

/** A city, two counties, a bureau in each, a town with a village, and a bureau of the city. */
const PATHS = ['1.', '1.2.', '1.2.3.', '1.2.4.', '1.2.4.5.', '1.6.', '1.6.7.', '1.8.'] as const;
const unitId = (path: string): string => `u${path}`;

function post(path: string, role: Role, linked: readonly string[] = []): HeldPost {
  return { postId: `${role}@${path}`, unitId: unitId(path), path, linked, role, acting: false };
}

function person(name: string, ...posts: HeldPost[]): Actor {
  return { cityId: 1, accountId: name, personId: name, posts };
}

/** One of each sort; some hold two posts, and 'both' works and inspects. */
const PEOPLE: readonly Actor[] = [
  person('city-office', post('1.', 'office')),
  person('city-leader', post('1.', 'leader')),
  person('county-office', post('1.2.', 'office')),
  person('other-office', post('1.6.', 'office')),
  person('town', post('1.2.4.', 'liaison')),
  person('town-leader', post('1.2.4.', 'leader'), post('1.2.4.', 'handler')),
  person('town-both', post('1.2.4.', 'handler'), post('1.8.', 'inspector')),
  person('village', post('1.2.4.5.', 'handler'), post('1.2.4.5.', 'inspector')),
  person('bureau', post('1.2.3.', 'liaison'), post('1.2.3.', 'inspector')),
  person('inspector', post('1.8.', 'inspector')),
  person('line', post('1.8.', 'inspector', ['1.2.3.'])),
  person('other-inspector', post('1.6.7.', 'inspector')),
  person('auditor', post('1.', 'auditor')),
];

const origin = '1.2.4.';

function fresh(kind: EntryKind, isKey: boolean): EntryFacts {
  return {
    kind,
    state: kind === 'problem' ? 'raised' : 'draft',
    level: 'unit',
    isKey,
    source: 'self_check',
    originUnit: unitId(origin),
    originPath: origin,
    leadUnit: undefined,
    orgPath: origin,
    deadlineKind: 'date',
    deadline: '2026-08-31',
    reviewOn: undefined,
    deliveredAt: undefined,
    parties: [],
    doers: [],
    checkers: [],
    measures: 1,
    milestones: 0,
    nextMilestone: undefined,
    evidence: 1,
    openRequest: undefined,
    checks: [],
    merged: false,
  };
}

/** What the test itself writes down of what happened, apart from the facts the rules see. */
interface Witness {
  step: number;
  deliveredAtStep: number;
  did: Set<string>;
  checks: { step: number; person: string; post: HeldPost; finding: Finding }[];
}

interface Try {
  readonly who: Actor;
  /** Try any move whatever, not one of those that are open. */
  readonly bold: boolean;
  readonly pick: number;
  readonly lead: string;
  readonly co: string;
  readonly finding: Finding;
  readonly approver: HeldPost;
}

const APPROVERS = PEOPLE.flatMap((actor) => actor.posts).filter(
  (held) => held.role === 'office' || held.role === 'leader',
);

const attempt: fc.Arbitrary<Try> = fc.record({
  // Whoever both works and approves is there twice: few tries else come to where he may do neither.
  who: fc.constantFrom(...PEOPLE, ...PEOPLE.filter((one) => one.personId === 'town-leader')),
  bold: fc.integer({ min: 0, max: 2 }).map((n) => n === 0),
  pick: fc.nat(1000),
  lead: fc.constantFrom<string>(...PATHS),
  co: fc.constantFrom<string>(...PATHS),
  finding: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Finding>('confirmed') },
    { weight: 1, arbitrary: fc.constantFrom(...FINDINGS) },
  ),
  approver: fc.constantFrom(...APPROVERS),
});

/** What a move leaves behind, as the handlers of the steps write it. */
function carriedOut(entry: EntryFacts, move: EntryMove, it: Try, at: Date): EntryFacts | undefined {
  const state = afterMove(entry.kind, entry.state, move) ?? entry.state;
  const doers = DOING_MOVES.has(move)
    ? [...new Set([...entry.doers, it.who.personId])]
    : entry.doers;
  const next = { ...entry, state, doers };
  const request = (kind: 'extension' | 'closure') => ({
    id: 'r',
    kind,
    approverPost: it.approver.postId,
    openedPost: it.who.posts[0]?.postId ?? '',
    openedPerson: it.who.personId,
  });
  switch (move) {
    case 'assign':
    case 'issue':
    case 'reassign':
    case 'self_mend':
      return handedOn(next, move === 'self_mend' ? origin : it.lead, it.co);
    case 'progress':
    case 'block':
      return { ...next, parties: begun(entry.parties) };
    case 'deliver':
      return { ...next, deliveredAt: at, openRequest: undefined };
    case 'recall':
      return entry.state === 'delivered'
        ? { ...next, deliveredAt: undefined }
        : nobodys(next, origin);
    case 'refuse':
      return nobodys(next, origin);
    case 'check':
      return checked(next, it, at, request('closure'));
    case 'send_back':
      return { ...next, deliveredAt: undefined, openRequest: undefined };
    case 'ask':
      return { ...next, openRequest: request('extension') };
    case 'attach_check':
      return { ...next, checkers: [...new Set([...next.checkers, it.who.personId])] };
    case 'withdraw':
    case 'decide':
    case 'close':
      return { ...next, openRequest: undefined };
    case 'merge':
    case 'unmerge':
      return { ...next, merged: move === 'merge' };
    case 'reopen':
      return {
        ...next,
        deliveredAt: undefined,
        doers: [],
        checkers: [],
        checks: [],
        parties: begun(entry.parties.filter((party) => party.role !== 'checker')),
      };
    default:
      return next;
  }
}

function begun(parties: readonly Party[]): Party[] {
  return parties.map((party) => (party.role === 'lead' ? { ...party, begun: true } : party));
}

function handedOn(next: EntryFacts, lead: string, co: string): EntryFacts | undefined {
  const checkers = next.parties.filter((party) => party.role === 'checker');
  const parties: Party[] = [{ unitId: unitId(lead), path: lead, role: 'lead' }];
  if (co !== lead) parties.push({ unitId: unitId(co), path: co, role: 'co' });
  // The table has one role a unit: a checker cannot be given the work.
  if (checkers.some((one) => parties.some((party) => party.unitId === one.unitId)))
    return undefined;
  return {
    ...next,
    leadUnit: unitId(lead),
    orgPath: lead,
    parties: [...parties, ...checkers],
    openRequest: undefined,
  };
}

/** Back where it was raised, with nobody to do it. */
function nobodys(entry: EntryFacts, origin: EntryFacts['orgPath']): EntryFacts {
  return {
    ...entry,
    leadUnit: undefined,
    orgPath: origin,
    parties: entry.parties.filter((party) => party.role === 'checker'),
    openRequest: undefined,
  };
}

function checked(
  next: EntryFacts,
  it: Try,
  at: Date,
  closure: EntryFacts['openRequest'],
): EntryFacts | undefined {
  const way = checkingPost(it.who, next);
  if (way === undefined) return undefined;
  const { unitId: id, path } = way.post;
  return {
    ...next,
    parties: next.parties.some((party) => party.unitId === id)
      ? next.parties
      : [...next.parties, { unitId: id, path, role: 'checker' }],
    checkers: [...new Set([...next.checkers, it.who.personId])],
    checks: [
      ...next.checks,
      { id: 'c', finding: it.finding, assurance: way.assurance, checkedAt: at },
    ],
    openRequest: it.finding === 'confirmed' ? closure : undefined,
  };
}

/** Why this closure should not have been; nothing when it is sound. Uses only what the test saw itself. */
function unsound(entry: EntryFacts, witness: Witness, closer: Actor): string | undefined {
  const last = witness.checks.filter((check) => check.step > witness.deliveredAtStep).at(-1);
  if (last === undefined) return 'no check after the delivery';
  if (last.finding !== 'confirmed') return 'the last check did not confirm';
  if (witness.did.has(last.person)) return 'checked by one who did the work';
  if (witness.did.has(closer.personId)) return 'closed by one who did the work';
  if (witness.checks.some((check) => check.person === closer.personId))
    return 'closed by one who checked it';
  const doing = entry.parties.filter((party) => party.role !== 'checker');
  if (doing.some((party) => party.unitId === last.post.unitId)) return 'checked by a unit at work';
  const kin = doing.some(
    (party) => isWithin(last.post.path, party.path) || isWithin(party.path, last.post.path),
  );
  if (entry.isKey && kin) return 'a key entry checked from above or below';
  return doing.some((party) => isWithin(last.post.path, party.path))
    ? 'checked from below'
    : undefined;
}

/** What brings a life to its end; random tries alone hardly ever get there. */
const ONWARD: ReadonlySet<EntryMove> = new Set<EntryMove>([
  'screen',
  'list',
  'assign',
  'issue',
  'accept',
  'progress',
  'unblock',
  'deliver',
  'check',
  'close',
  'reopen',
  'unmerge',
]);

const RUNS = process.env['LUOSHI_SOAK'] === '1' ? 20_000 : 2000;

test('no sequence of moves closes without a confirmed check, later than the delivery, by others', () => {
  const closed = { problem: 0, task: 0, key: 0 };
  const refusals = new Set<string>();
  const moves = new Set<EntryMove>();
  fc.assert(
    fc.property(
      fc.constantFrom<EntryKind>('problem', 'task'),
      fc.boolean(),
      fc.array(attempt, { minLength: 40, maxLength: 90 }),
      (kind, isKey, tries) => {
        let entry = fresh(kind, isKey);
        const witness: Witness = { step: 0, deliveredAtStep: -1, did: new Set(), checks: [] };
        const all: readonly EntryMove[] = kind === 'problem' ? PROBLEM_MOVES : TASK_MOVES;
        for (const it of tries) {
          witness.step += 1;
          const open = openMoves(it.who, entry);
          const onward = open.filter((move) => ONWARD.has(move));
          const choice = it.bold ? all : onward.length > 0 ? onward : open;
          if (choice.length === 0) continue;
          const move = choice[it.pick % choice.length] ?? 'attach';
          const objection = moveObjection(it.who, entry, move);
          expect(openMoves(it.who, entry).includes(move)).toBe(objection === undefined);
          if (objection !== undefined) {
            refusals.add(objection);
            continue;
          }
          const next = carriedOut(entry, move, it, new Date(witness.step * 1000));
          if (next === undefined) continue;
          moves.add(move);
          if (isClosed(next.state) && !isClosed(entry.state)) {
            expect(unsound(entry, witness, it.who)).toBeUndefined();
            closed[kind] += 1;
            if (isKey) closed.key += 1;
          }
          if (move === 'reopen') Object.assign(witness, { did: new Set(), checks: [] });
          if (move === 'deliver') witness.deliveredAtStep = witness.step;
          if (DOING_MOVES.has(move)) witness.did.add(it.who.personId);
          const way = move === 'check' ? checkingPost(it.who, entry) : undefined;
          if (way !== undefined)
            witness.checks.push({
              step: witness.step,
              person: it.who.personId,
              post: way.post,
              finding: it.finding,
            });
          entry = next;
        }
      },
    ),
    { numRuns: RUNS, seed: 20261122 },
  );
  // Otherwise the property would be true of nothing.
  expect(Math.min(closed.problem, closed.task, closed.key)).toBeGreaterThan(20);
  expect([...refusals].toSorted()).toEqual([
    'already-merged',
    'asker-decides',
    'checker-decides',
    'doer-decides',
    'move-not-allowed',
    'no-passed-check',
    'not-allowed',
    'not-approver',
    'not-independent',
    'request-open',
  ]);
  expect([...moves].toSorted()).toEqual([...new Set([...PROBLEM_MOVES, ...TASK_MOVES])].toSorted());
}, 240_000);

test('what is open to somebody is in the life of the entry, and an auditor can do nothing', () => {
  const auditor = person('auditor', post('1.', 'auditor'));
  for (const kind of ['problem', 'task'] as const)
    for (const isKey of [true, false])
      for (const who of PEOPLE) {
        const entry = { ...fresh(kind, isKey), state: 'delivered' as const };
        for (const move of openMoves(who, entry))
          expect(afterMove(kind, entry.state, move)).toBeDefined();
        expect(openMoves(auditor, entry)).toEqual([]);
      }
});

test('evidence of a check comes from the unit named to check, not from who does the work, nor from others', () => {
  const lead: Party = { unitId: unitId(origin), path: origin, role: 'lead' };
  const checker: Party = { unitId: unitId('1.8.'), path: '1.8.', role: 'checker' };
  const entry: EntryFacts = {
    ...fresh('problem', true),
    state: 'delivered',
    leadUnit: lead.unitId,
    parties: [lead, checker],
    doers: ['town', 'town-both'],
  };
  const objection = (name: string): string | undefined => {
    const who = PEOPLE.find((one) => one.personId === name);
    return who === undefined ? 'nobody' : moveObjection(who, entry, 'attach_check');
  };
  expect(objection('inspector')).toBeUndefined();
  expect(objection('town')).toBe('not-independent');
  expect(objection('town-both')).toBe('not-independent');
  expect(objection('other-inspector')).toBe('not-allowed');
  expect(objection('city-office')).toBe('not-allowed');
});

test('the grade of an entry is changed by an office above who leads it, never by the lead’s own', () => {
  const led = { ...fresh('problem', false), leadUnit: unitId('1.2.4.'), orgPath: '1.2.4.' };
  const own = person('own', post('1.2.4.', 'office'));
  const above = person('above', post('1.2.', 'office'));
  const both = person('both', post('1.2.4.', 'office'), post('1.2.', 'office'));
  const liaison = person('liaison', post('1.2.', 'liaison'));
  const key = { isKey: true };
  const raised = { level: 'city' } as const;
  expect([own, above, both, liaison].map((who) => gradeObjection(who, led, key))).toEqual([
    'not-allowed',
    undefined,
    undefined,
    'not-allowed',
  ]);
  expect([own, above].map((who) => gradeObjection(who, led, raised))).toEqual([
    'not-allowed',
    undefined,
  ]);
  // What stays as it is, what nobody leads yet, and what the city itself leads has nobody above to ask.
  expect(gradeObjection(own, led, { isKey: false, level: 'unit' })).toBeUndefined();
  expect(gradeObjection(own, { ...led, leadUnit: undefined }, key)).toBeUndefined();
  const city = { ...led, leadUnit: unitId('1.'), orgPath: '1.' };
  expect(gradeObjection(person('city', post('1.', 'office')), city, key)).toBeUndefined();
});

test('a closure is decided by striking off, which asks for the check, and never as a wish is', () => {
  const approver = post('1.2.', 'office');
  const asked = { id: 'r', approverPost: approver.postId, openedPost: 'p', openedPerson: 'q' };
  const entry = { ...fresh('problem', false), state: 'underway' } as const;
  const objection = (kind: 'extension' | 'closure'): unknown =>
    moveObjection(
      person('approver', approver),
      { ...entry, openRequest: { ...asked, kind } },
      'decide',
    );
  expect([objection('extension'), objection('closure')]).toEqual([undefined, 'move-not-allowed']);
});
