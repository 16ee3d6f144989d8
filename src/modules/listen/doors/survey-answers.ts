import { createHmac, randomUUID } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/survey-public.ts';
import { Refusal } from '#domain/refusal.ts';
import { COLLECTION_ALPHABET } from '#domain/voice/collection.ts';
import { masked } from '#domain/voice/disclosed.ts';
import { PROOF_BITS } from '#domain/voice/limits.ts';
import { readAnswers, type SurveyAnswers } from '#domain/voice/survey.ts';
import { wordsIn } from '#domain/voice/watch-words.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { type Knock, knockWithProof, look } from '../door.ts';
import { codeHash, formHash, isFreshNonce, type ListenKeys, newNonce } from '../listen-keys.ts';
import { listInForce } from '../watch-list.ts';
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

type Handed = Sent<(typeof contract.answerSurvey)['output']>;

/**
 * 交卷. Where people were invited each invitation opens once, and nothing kept tells which answer it opened (see
 * `ticketOf`). Where everybody may answer a form counts once; a flood or an advertisement is told apart and not
 * counted. What is written is screened like any opinion: no number is kept, no accusation of a person taken.
 */
export async function answerSurvey(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.answerSurvey>,
): Promise<Handed> {
  if (!isFreshNonce(keys, input.nonce, call.now)) throw new Refusal('form-expired');
  const it = await releasedSurvey(call, input.code);
  if (stateOf(it, call.today) !== 'open')
    throw new Refusal('survey-closed', { from: it.from_on, to: it.to_on });
  const read = readAnswers(it.questions, input.answers);
  if ('missing' in read) throw new Refusal('survey-answers', { numbers: read.missing.join('、') });
  const isOpen = it.chosen === 'open';
  const meeting = await knockWithProof(knocking(keys, call), 'survey', input);
  const { answers, isAdvertisement, danger, hidden } = await screened(call, read.answers);
  // Who has an invitation is no flood.
  const held = isOpen && (isAdvertisement || meeting === 'eased');
  const invite = isOpen ? undefined : typedCode(input.invite ?? '');
  await call.db.transaction().execute(async (tx) => {
    if (await isHere(tx, call.cityId, it.id, input.nonce)) return;
    if (invite !== undefined) await insistInvited(keys, tx, call.cityId, it.id, invite);
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('survey_answer')
      .values({
        city_id: call.cityId,
        id: randomUUID(),
        survey_id: it.id,
        form_hash: formHash(input.nonce),
        ticket: invite === undefined ? null : ticketOf(keys, it.id, invite),
        answers: JSON.stringify(answers),
        held,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 0n) return;
    // Sent twice at one moment by the same form, or by two forms with one invitation: one of them has opened it.
    if (!(await isHere(tx, call.cityId, it.id, input.nonce))) throw new Refusal('invite-unknown');
  });
  return { ok: true, danger, hidden };
}

interface Screened {
  readonly answers: SurveyAnswers;
  readonly isAdvertisement: boolean;
  /** Somebody may need help at once. */
  readonly danger: boolean;
  /** A number was taken out. */
  readonly hidden: boolean;
}

/** 文字回答的审看, by the same list and the same marks as an opinion. @throws Refusal `survey-accusation` */
async function screened(
  { db, cityId }: { readonly db: Db; readonly cityId: number },
  answers: SurveyAnswers,
): Promise<Screened> {
  const written = answers.flatMap((one, at) =>
    typeof one === 'string' && one !== '' ? [{ text: one, no: at + 1 }] : [],
  );
  const list = written.length === 0 ? [] : await listInForce(db, cityId);
  const classes = written.map(({ text, no }) => ({
    no,
    found: new Set(wordsIn(text, list).map((word) => word.class)),
  }));
  const accusing = classes.filter(({ found }) => found.has('accusation'));
  if (accusing.length > 0)
    throw new Refusal('survey-accusation', { numbers: accusing.map(({ no }) => no).join('、') });
  return {
    answers: answers.map((one) => (typeof one === 'string' ? masked(one) : one)),
    isAdvertisement: classes.some(({ found }) => found.has('hold')),
    danger: classes.some(({ found }) => found.has('danger')),
    hidden: written.some(({ text }) => masked(text) !== text),
  };
}

const NOT_IN_A_CODE = new RegExp(`[^${COLLECTION_ALPHABET}]`, 'g');

function typedCode(typed: string): string {
  return typed.toUpperCase().replaceAll(NOT_IN_A_CODE, '');
}

/**
 * What keeps an invitation from opening twice, on the answer itself. To use one nothing is written to the row of the
 * invitation, so that no order of rows or transactions leads from one to the other; and whoever holds the
 * database without the installation's key cannot make one of the two out of the other. Gone when the survey is over.
 */
function ticketOf(keys: ListenKeys, surveyId: string, code: string): string {
  return createHmac('sha256', keys.code).update(`answered ${surveyId} ${code}`).digest('hex');
}

/** The same form again: its answer lies with us already. */
async function isHere(tx: Tx, cityId: number, surveyId: string, nonce: string): Promise<boolean> {
  const row = await tx
    .selectFrom('survey_answer')
    .where('city_id', '=', cityId)
    .where('survey_id', '=', surveyId)
    .where('form_hash', '=', formHash(nonce))
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function insistInvited(
  keys: ListenKeys,
  tx: Tx,
  cityId: number,
  surveyId: string,
  code: string,
): Promise<void> {
  const row = await tx
    .selectFrom('survey_invite')
    .where('city_id', '=', cityId)
    .where('survey_id', '=', surveyId)
    .where('code_hash', '=', codeHash(keys, code))
    .select('survey_id')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('invite-unknown');
}
