import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { html } from 'hono/html';
import type { Parsed } from '#contract/operation.ts';
import * as survey from '#contract/survey-public.ts';
import { readCollectionCode } from '#domain/voice/collection.ts';
import type { CitizenLook } from '#web/lite/citizen-layout.ts';
import { answeredPage, resultsPage, sheetPage } from '#web/lite/citizen-survey.ts';
import { ApiRefused } from './call.ts';
import type { CitizenVisit } from './citizen-say.ts';
import type { SentForm } from './form.ts';

type Page = ReturnType<typeof html>;

/** Kept by the phone alone, for the page of this one survey, as long as one is usually open. */
const ANSWERED = 'luoshi-answered';
const SEASON = 90 * 86_400;

const INVITE = /^[2-9A-Z-]{1,20}$/;

/** The address of the sheet, with the invitation it was opened by. */
export function surveyPath(c: Context): CitizenLook['path'] {
  const code = readCollectionCode(c.req.param('code') ?? '') ?? '';
  const invite = c.req.query('i') ?? '';
  return `/say/s/${code}${INVITE.test(invite) ? `?i=${invite}` : ''}`;
}

/** 答卷: the sheet, what is missing on it, and the thanks. What was chosen is not lost on the way. */
export async function answerPage(v: CitizenVisit, sent?: SentForm): Promise<Page | Response> {
  const code = v.c.req.param('code') ?? '';
  const it = await v.api.call(survey.openSurvey, { code });
  if (sent === undefined) {
    const has = getCookie(v.c, ANSWERED) !== undefined && v.c.req.query('again') === undefined;
    const invite = v.c.req.query('i') ?? '';
    return sheetPage(v.look, it, {
      typed: INVITE.test(invite) ? { invite: [invite] } : {},
      nonce: it.nonce,
      answeredBefore: has && it.chosen === 'open',
    });
  }
  const one = (name: string): string => sent.typed[name]?.[0] ?? '';
  const input = {
    code,
    nonce: one('nonce'),
    answers: it.questions.map((_, i) => one(`q${i}`)),
    ...(one('invite') === '' ? {} : { invite: one('invite') }),
    ...(one('proof') === '' ? {} : { proof: one('proof') }),
  };
  let handed: Parsed<(typeof survey.answerSurvey)['output']>;
  try {
    handed = await v.api.call(survey.answerSurvey, input);
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.status === 404) throw error;
    // A form too old is sent anew as it stands; any other keeps its number, so that it counts once.
    const nonce = error.code === 'form-expired' ? it.nonce : one('nonce') || it.nonce;
    const again = { typed: sent.typed, nonce, answeredBefore: false, fault: error.message };
    return v.c.html(sheetPage(v.look, it, again), error.status === 429 ? 429 : 422);
  }
  if (it.chosen === 'open')
    setCookie(v.c, ANSWERED, '1', {
      path: `/say/s/${it.code}`,
      sameSite: 'Lax',
      httpOnly: true,
      maxAge: SEASON,
    });
  return answeredPage(v.look, it.title, handed);
}

/** 问卷结果, once released. */
export async function surveyResultsPage(v: CitizenVisit): Promise<Page> {
  const code = v.c.req.param('code') ?? '';
  return resultsPage(v.look, await v.api.call(survey.publicSurvey, { code }));
}
