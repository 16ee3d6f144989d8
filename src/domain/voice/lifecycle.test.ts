import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterVoiceMove,
  isVoiceOpen,
  REPORTER_MOVES,
  VOICE_LIFE,
  VOICE_MOVES,
  VOICE_STATES,
  type VoiceState,
} from './lifecycle.ts';

/** Every state that a walk of moves reaches from the beginning. */
function reached(from: VoiceState): Set<VoiceState> {
  const seen = new Set<VoiceState>([from]);
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const move of VOICE_MOVES) {
      const next = afterVoiceMove(state, move);
      if (next !== undefined && !seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  return seen;
}

test('every state is reached from 收到, and from every one but 办结 a way leads to an end', () => {
  expect([...reached('received')].toSorted()).toEqual(VOICE_STATES.toSorted());
  for (const state of VOICE_STATES)
    expect([state, reached(state).has('ended')]).toEqual([state, true]);
});

test('nothing follows 办结, and no open voice ends by a move of the office without an answer or a dismissal', () => {
  expect(Object.keys(VOICE_LIFE.ended)).toEqual([]);
  const byOffice = VOICE_MOVES.filter(
    (move) => !(REPORTER_MOVES as readonly string[]).includes(move),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...byOffice), { maxLength: 40 }), (moves) => {
      let state: VoiceState = 'received';
      let answered = false;
      for (const move of moves) {
        const next = afterVoiceMove(state, move);
        if (next === undefined) continue;
        if (move === 'answer') answered = true;
        state = next;
        if (state === 'ended') expect(answered).toBe(true);
      }
    }),
  );
});

test('a transfer that is turned down leaves the voice with who had it', () => {
  expect(afterVoiceMove('routed', 'decline')).toBe('registered');
  expect(afterVoiceMove('routed', 'accept')).toBe('handling');
  expect(afterVoiceMove('routed', 'answer')).toBeUndefined();
});

test('a name that every object has is no move', () => {
  for (const state of VOICE_STATES)
    expect(afterVoiceMove(state, 'constructor' as never)).toBeUndefined();
  expect(VOICE_STATES.filter(isVoiceOpen)).not.toContain('dismissed');
});
