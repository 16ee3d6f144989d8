import { expect, test } from 'vitest';
import * as callBack from '#contract/call-back.ts';
import * as collection from '#contract/collection.ts';
import * as distil from '#contract/distil.ts';
import * as survey from '#contract/survey.ts';
import * as visit from '#contract/visit.ts';
import * as drafts from '#contract/voice-drafts.ts';
import * as guard from '#contract/voice-guard.ts';
import * as moves from '#contract/voice-moves.ts';
import * as voice from '#contract/voice.ts';
import { voiceCalls, voiceMoves } from './voice-calls.ts';

const contract: Readonly<Record<string, unknown>> = {
  ...callBack,
  ...collection,
  ...distil,
  ...drafts,
  ...guard,
  ...moves,
  ...survey,
  ...visit,
  ...voice,
};

test.each(Object.entries(voiceCalls))('%s goes where the contract says', (id, to) => {
  expect(contract[id]).toMatchObject({ id, ...to });
});

test.each(Object.entries(voiceMoves))('the move %s goes where the contract says', (move, to) => {
  const id = move === 'ask' ? 'askReporter' : `${move}Voice`;
  expect(contract[id]).toMatchObject({ id, ...to });
});
