import { expect, test } from 'vitest';
import * as collection from '#contract/collection.ts';
import * as distil from '#contract/distil.ts';
import * as voice from '#contract/voice.ts';
import { voiceCalls, voiceMoves } from './voice-calls.ts';

const contract: Readonly<Record<string, unknown>> = { ...collection, ...distil, ...voice };

test.each(Object.entries(voiceCalls))('%s goes where the contract says', (id, to) => {
  expect(contract[id]).toMatchObject({ id, ...to });
});

test.each(Object.entries(voiceMoves))('the move %s goes where the contract says', (move, to) => {
  const id = move === 'ask' ? 'askReporter' : `${move}Voice`;
  expect(contract[id]).toMatchObject({ id, ...to });
});
