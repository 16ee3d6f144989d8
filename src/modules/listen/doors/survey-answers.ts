import { randomUUID } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey.ts';
import { Refusal } from '#domain/refusal.ts';
import { COLLECTION_ALPHABET } from '#domain/voice/collection.ts';
import { masked } from '#domain/voice/disclosed.ts';
import { PROOF_BITS } from '#domain/voice/limits.ts';
import { readAnswers } from '#domain/voice/survey.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { knock, type Knock, look } from '../door.ts';
import {
  codeHash,
  formHash,
  isFreshNonce,
  type ListenKeys,
  newNonce,
  provesWork,
} from '../listen-keys.ts';
import { headOf, stateOf, type Survey, surveyByCode } from './survey-store.ts';

type Opened = Sent<(typeof contract.openSurvey)['output']>;

function knocking(keys: ListenKeys, { db, cityId, now, today, from }: Direct): Knock {
  return { db, cityId, now, today, keys, from };
}

/** Released, and not taken back: to anybody else there is no such survey. */
async function releasedSurvey(call: Direct, code: string): Promise<Survey> {
  const it = await surveyByCode(call.db, call.cityId, code);
  if (it === undefined || !it.released.includes('questions'))
    throw new Refusal('not-found', { id: code });
  return it;
}

/** 打开问卷, with a form that counts once. */
export async function openSurvey(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.openSurvey>,
): Promise<Opened> {
  const it = await releasedSurvey(call, input.code);
  const meeting = await look(knocking(keys, call), 'survey').catch(() => 'eased' as const);
  return {
    ...headOf(it, call.today),
    unit: it.unit,
    questions: it.questions.map((question) => ({ ...question, choices: [...question.choices] })),
    nonce: newNonce(keys, call.now),
    proofBits: it.chosen === 'open' && meeting === 'eased' ? PROOF_BITS : 0,
  };
}

/**
 * 交卷. Where people were invited each invitation opens once, and which answer it opened is written nowhere. Where
 * everybody may answer a form counts once; a flood is told apart and not counted.
 */
export async function answerSurvey(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.answerSurvey>,
): Promise<{ ok: true }> {
  if (!isFreshNonce(keys, input.nonce, call.now)) throw new Refusal('form-expired');
  const it = await releasedSurvey(call, input.code);
  if (stateOf(it, call.today) !== 'open')
    throw new Refusal('survey-closed', { from: it.from_on, to: it.to_on });
  const read = readAnswers(it.questions, input.answers);
  if ('missing' in read) throw new Refusal('survey-answers', { numbers: read.missing.join('、') });
  const isOpen = it.chosen === 'open';
  const meeting = await knock(knocking(keys, call), 'survey');
  // Who has an invitation is no flood.
  const held = isOpen && meeting === 'eased' && !provesWork(input.nonce, input.proof, PROOF_BITS);
  const answers = read.answers.map((one) => (typeof one === 'string' ? masked(one) : one));
  await call.db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('survey_answer')
      .values({
        city_id: call.cityId,
        id: randomUUID(),
        survey_id: it.id,
        form_hash: formHash(input.nonce),
        answers: JSON.stringify(answers),
        held,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    // The same form again: its answer lies with us already.
    if (numInsertedOrUpdatedRows === 0n) return;
    if (!isOpen) await useInvite(keys, tx, call.cityId, it.id, input.invite ?? '');
  });
  return { ok: true };
}

const NOT_IN_A_CODE = new RegExp(`[^${COLLECTION_ALPHABET}]`, 'g');

/** Two who send the same invitation at once wait for each other: one of them opens it. */
async function useInvite(
  keys: ListenKeys,
  tx: Tx,
  cityId: number,
  surveyId: string,
  typed: string,
): Promise<void> {
  const code = typed.toUpperCase().replaceAll(NOT_IN_A_CODE, '');
  const { numUpdatedRows } = await tx
    .updateTable('survey_invite')
    .set({ used: true })
    .where('city_id', '=', cityId)
    .where('survey_id', '=', surveyId)
    .where('code_hash', '=', codeHash(keys, code))
    .where('used', '=', false)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal('invite-unknown');
}
