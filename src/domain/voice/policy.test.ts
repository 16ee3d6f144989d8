import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import { isWithin } from '#domain/org/path.ts';
import { excludedBy, isExcluded } from './excluded.ts';
import { VOICE_STATES } from './lifecycle.ts';
import {
  lastDayToReopen,
  mayReadVoice,
  openReporterMoves,
  openVoiceMoves,
  reporterObjection,
  type VoiceFacts,
  voiceObjection,
} from './policy.ts';

function post(path: string, role: Role, linked: readonly string[] = []): HeldPost {
  return { postId: `p${path}${role}`, unitId: `u${path}`, path, linked, role, acting: false };
}

function actor(...posts: HeldPost[]): Actor {
  return { cityId: 1, accountId: 'a', personId: 'x', posts };
}

const VOICE: VoiceFacts = {
  kind: 'request',
  state: 'received',
  orgPath: '1.4.6.',
  ownerUnit: undefined,
  ownerPath: undefined,
  pendingUnit: undefined,
  pendingPath: undefined,
  pingPong: 0,
  arbitrated: false,
  review: 0,
  answeredUnits: [],
  answeredOn: undefined,
  excluded: [],
  links: 0,
  linksClosed: 0,
  asked: false,
};

const path = fc
  .array(fc.integer({ min: 2, max: 5 }), { maxLength: 3 })
  .map((steps) => `1.${steps.map((n) => `${n}.`).join('')}`);

test('whoever holds a post in the chain of the unit complained of reads nothing and moves nothing, whatever else he holds', () => {
  fc.assert(
    fc.property(
      path.filter((p) => p !== '1.'),
      fc.array(path, { minLength: 1, maxLength: 3 }),
      (named, held) => {
        const excluded = excludedBy('1.', named, { above: [], below: [] });
        const voice: VoiceFacts = { ...VOICE, kind: 'complaint', orgPath: '1.', excluded };
        const who = actor(...held.map((p) => post(p, 'office')));
        const inChain = held.some((p) => isWithin(p, named) || (isWithin(named, p) && p !== '1.'));
        if (inChain) expect(mayReadVoice(who, voice)).toBe(false);
        else expect(mayReadVoice(who, voice)).toBe(held.includes('1.'));
      },
    ),
  );
});

test('units above and below by line are of the chain too; where nobody knows who is meant only the root looks', () => {
  const excluded = excludedBy('1.', '1.4.5.', { above: ['1.3.', '1.'], below: ['1.4.6.9.'] });
  expect(
    ['1.', '1.3.', '1.4.', '1.4.5.', '1.4.5.1.', '1.4.6.', '1.4.6.9.2.'].map((p) =>
      isExcluded(excluded, p),
    ),
  ).toEqual([false, true, true, true, true, false, true]);
  const unknown = excludedBy('1.', undefined, { above: [], below: [] });
  expect([isExcluded(unknown, '1.'), isExcluded(unknown, '1.4.')]).toEqual([false, true]);
});

test('a complaint is never put on the ledger, an opinion alone is adopted', () => {
  const desk = actor(post('1.', 'office'));
  const at = (kind: VoiceFacts['kind']): VoiceFacts => ({ ...VOICE, kind, state: 'registered' });
  expect(voiceObjection(desk, at('complaint'), 'link')).toBe('complaint-stays');
  expect(voiceObjection(desk, at('request'), 'link')).toBeUndefined();
  expect(voiceObjection(desk, at('request'), 'adopt')).toBe('move-not-allowed');
  expect(voiceObjection(desk, at('opinion'), 'adopt')).toBeUndefined();
});

test('no officer ever holds a move of the reporter', () => {
  for (const state of VOICE_STATES) {
    const voice = { ...VOICE, state, ownerUnit: 'u1.', ownerPath: '1.' };
    const moves = openVoiceMoves(actor(post('1.', 'office'), post('1.4.6.', 'liaison')), voice);
    for (const move of ['reply', 'add', 'rate', 'reopen', 'ask_review', 'withdraw'] as const)
      expect(moves).not.toContain(move);
  }
});

test('a review is answered by an office that has not answered before', () => {
  const voice: VoiceFacts = {
    ...VOICE,
    state: 'reviewing',
    ownerUnit: 'u1.4.6.',
    answeredUnits: ['u1.4.6.', 'u1.4.'],
  };
  expect(voiceObjection(actor(post('1.4.', 'office')), voice, 'answer')).toBe('not-independent');
  expect(voiceObjection(actor(post('1.', 'office')), voice, 'answer')).toBeUndefined();
});

test('a unit that was decided on may not turn it down; after two refusals only the desk sends it on', () => {
  const target = actor(post('1.4.6.', 'liaison'));
  const routed: VoiceFacts = { ...VOICE, state: 'routed', pendingUnit: 'u1.4.6.' };
  expect(voiceObjection(target, routed, 'decline')).toBeUndefined();
  expect(voiceObjection(target, { ...routed, arbitrated: true }, 'decline')).toBe(
    'move-not-allowed',
  );
  const tossed: VoiceFacts = { ...VOICE, state: 'handling', ownerUnit: 'u1.4.6.', pingPong: 2 };
  expect(voiceObjection(target, tossed, 'route')).toBe('not-allowed');
  expect(voiceObjection(actor(post('1.4.', 'office')), tossed, 'route')).toBeUndefined();
});

test('a reporter reopens within thirty days, asks for at most two reviews, and rates a linked voice when all is struck off', () => {
  const answered: VoiceFacts = { ...VOICE, state: 'answered', answeredOn: '2026-05-01' };
  expect(lastDayToReopen('2026-05-01')).toBe('2026-05-31');
  expect(reporterObjection(answered, 'reopen', '2026-05-31')).toBeUndefined();
  expect(reporterObjection(answered, 'reopen', '2026-06-01')).toBe('reopen-late');
  expect(reporterObjection({ ...answered, review: 2 }, 'ask_review', '2026-05-02')).toBe(
    'move-not-allowed',
  );
  const linked: VoiceFacts = { ...VOICE, state: 'linked', links: 2, linksClosed: 1 };
  expect(openReporterMoves(linked, '2026-05-02')).toEqual(['add', 'withdraw']);
  expect(openReporterMoves({ ...linked, linksClosed: 2 }, '2026-05-02')).toContain('rate');
  expect(openReporterMoves({ ...linked, asked: true }, '2026-05-02')).toContain('reply');
});
