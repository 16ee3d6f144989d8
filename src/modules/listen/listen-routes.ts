import * as callBack from '#contract/call-back.ts';
import * as citizen from '#contract/citizen.ts';
import * as newsPort from '#contract/news-port.ts';
import * as pages from '#contract/public-pages.ts';
import * as collection from '#contract/collection.ts';
import * as open311 from '#contract/open311.ts';
import * as signed from '#contract/signed-door.ts';
import * as surveyPublic from '#contract/survey-public.ts';
import * as survey from '#contract/survey.ts';
import * as visit from '#contract/visit.ts';
import * as guard from '#contract/voice-guard.ts';
import * as drafts from '#contract/voice-drafts.ts';
import * as moves from '#contract/voice-moves.ts';
import * as voice from '#contract/voice.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import type { FileGate } from '#platform/files/file-gate.ts';
import { command, direct, query, type Route } from '#platform/http.ts';
import { drawCalls, listCalls, openCall, recordCall } from './call-backs.ts';
import {
  createCollection,
  endCollection,
  listCollections,
  openCollection,
} from './doors/collections.ts';
import { createDoorKey, doorKeys, revokeDoorKey } from './doors/door-keys.ts';
import { enterVoices } from './doors/enter-voices.ts';
import { importVoices } from './doors/import-voices.ts';
import { takeMail } from './doors/mail.ts';
import { findRequest, listPublicRequests, takeRequest } from './doors/open311.ts';
import { takeSigned } from './doors/signed-voices.ts';
import { answerSurvey, openSurvey } from './doors/survey-answers.ts';
import { releaseSurvey, withdrawSurvey } from './doors/survey-releases.ts';
import {
  publicSurvey,
  publicSurveyData,
  publicSurveys,
  surveyData,
} from './doors/survey-results.ts';
import {
  createSurvey,
  endSurvey,
  listSurveys,
  readSurvey,
  surveyInvites,
} from './doors/surveys.ts';
import { listVisits, recordVisit } from './doors/visits.ts';
import { followVoice, forgetMe, rateVoice, speakByCode, tellMe } from './follow-voice.ts';
import { adoptVoice, answerVoice, answerVoicesOfEntry, askReporter } from './answer-voice.ts';
import { draftAnswer, draftAnswers, dropDraft, publishDrafts } from './draft-answer.ts';
import {
  dismissVoice,
  endVoice,
  holdVoice,
  passVoice,
  readOriginal,
  registerVoice,
  tidyVoice,
} from './handle-voice.ts';
import { acceptVoice, arbitrateVoice, declineVoice, routeVoice } from './transfer-voice.ts';
import { judgeHeld } from './judge-held.ts';
import { linkVoice, raiseFromVoice, unlinkVoice, voicesOfEntry } from './link-voice.ts';
import { listenKeys } from './listen-keys.ts';
import { lookOver } from './look-over.ts';
import { meToo, publicBoard, publicData, publicProblem, publicProblems } from './public-pages.ts';
import { listNewsPorts, tryNewsPort } from './news-ports.ts';
import { readVoice, voicePhoto } from './read-voice.ts';
import { listReleases, releaseEntry, withdrawRelease } from './release-entry.ts';
import { sayForm, sayPhoto, sayVoice } from './say-voice.ts';
import type { ForgottenList } from './vault/forgotten-list.ts';
import { approveUnsealing, askUnsealing, listUnsealings, openIdentity } from './vault/unsealing.ts';
import { countVoices, listVoices, voiceRates } from './voices-within.ts';
import { listWatchWords, setWatchWord } from './watch-list.ts';

interface ListenParts {
  readonly gate: FileGate;
  /** The installation's key. */
  readonly key: Uint8Array;
  readonly forgotten: ForgottenList;
  /** How reporters who wish it are told of news, where a way is configured. */
  readonly notices: Notices | undefined;
}

/** 听: what citizens ask, what officers do with it, what is public. */
export function listenRoutes({ gate, key, forgotten, notices }: ListenParts): readonly Route[] {
  const keys = listenKeys(
    key,
    notices?.ports.map(({ name }) => name),
  );
  return [
    direct(citizen.sayForm, (call) => sayForm(keys, call)),
    direct(citizen.sayPhoto, (call, input) => sayPhoto(keys, gate, call, input)),
    direct(citizen.lookOver, (call, input) => lookOver(keys, call, input)),
    direct(citizen.sayVoice, (call, input) => sayVoice(keys, call, input)),
    direct(citizen.followVoice, (call, input) => followVoice(keys, call, input)),
    direct(citizen.speakByCode, (call, input) => speakByCode(keys, call, input)),
    direct(citizen.rateVoice, (call, input) => rateVoice(keys, call, input)),
    direct(citizen.forgetMe, (call, input) => forgetMe(keys, forgotten, call, input)),
    direct(citizen.tellMe, (call, input) => tellMe(keys, call, input)),
    query(newsPort.listNewsPorts, (q) => listNewsPorts(notices, q)),
    direct(newsPort.tryNewsPort, (call, input) => tryNewsPort(notices, call, input)),
    direct(pages.publicBoard, (call) => publicBoard(call)),
    direct(pages.publicProblems, (call, input) => publicProblems(call, input)),
    direct(pages.publicProblem, (call, input) => publicProblem(keys, call, input)),
    direct(pages.meToo, (call, input) => meToo(keys, call, input)),
    direct(pages.publicData, (call) => publicData(keys, call)),
    direct(collection.enterVoices, (call, input) => enterVoices(keys, call, input)),
    direct(collection.importVoices, (call, input) => importVoices(keys, call, input)),
    command(callBack.drawCalls, drawCalls),
    query(callBack.listCalls, listCalls),
    direct(callBack.openCall, (call, input) => openCall(key, call, input)),
    command(callBack.recordCall, recordCall),
    direct(collection.openCollection, openCollection),
    command(collection.createCollection, createCollection),
    command(collection.endCollection, endCollection),
    query(collection.listCollections, listCollections),
    command(survey.createSurvey, (ctx, input) => createSurvey(keys, ctx, input)),
    query(survey.listSurveys, listSurveys),
    query(survey.readSurvey, readSurvey),
    command(survey.releaseSurvey, releaseSurvey),
    command(survey.withdrawSurvey, withdrawSurvey),
    command(survey.endSurvey, endSurvey),
    direct(survey.surveyInvites, (call, input) => surveyInvites(keys, call, input)),
    direct(survey.surveyData, surveyData),
    direct(surveyPublic.openSurvey, (call, input) => openSurvey(keys, call, input)),
    direct(surveyPublic.answerSurvey, (call, input) => answerSurvey(keys, call, input)),
    direct(surveyPublic.publicSurveys, publicSurveys),
    direct(surveyPublic.publicSurvey, (call, input) => publicSurvey(keys, call, input)),
    direct(surveyPublic.publicSurveyData, (call, input) => publicSurveyData(keys, call, input)),
    direct(visit.recordVisit, (call, input) => recordVisit(keys, call, input)),
    query(visit.listVisits, listVisits),
    direct(signed.createDoorKey, (call, input) => createDoorKey(key, call, input)),
    query(signed.listDoorKeys, async (q) => ({ keys: await doorKeys(q.db, q.cityId) })),
    command(signed.revokeDoorKey, revokeDoorKey),
    direct(signed.takeSigned, (call, input) => takeSigned(keys, call, input)),
    direct(signed.takeMail, (call) => takeMail(keys, gate, call)),
    direct(open311.listRequests, (call, input) => listPublicRequests(keys, call, input)),
    direct(open311.takeRequest, (call, input) => takeRequest(keys, call, input)),
    direct(open311.findRequest, (call, input) => findRequest(keys, call, input)),
    query(voice.listVoices, listVoices),
    query(voice.countVoices, countVoices),
    query(voice.voiceRates, voiceRates),
    direct(voice.voicePhoto, (call, input) => voicePhoto(gate.store, call, input)),
    query(voice.readVoice, readVoice),
    command(moves.registerVoice, registerVoice),
    command(moves.holdVoice, holdVoice),
    command(moves.passVoice, passVoice),
    command(moves.judgeHeld, judgeHeld),
    command(moves.dismissVoice, dismissVoice),
    command(moves.routeVoice, routeVoice),
    command(moves.acceptVoice, acceptVoice),
    command(moves.declineVoice, declineVoice),
    command(moves.arbitrateVoice, arbitrateVoice),
    command(moves.linkVoice, linkVoice),
    command(moves.raiseFromVoice, raiseFromVoice),
    command(moves.unlinkVoice, unlinkVoice),
    command(moves.askReporter, askReporter),
    command(moves.answerVoice, answerVoice),
    command(drafts.draftAnswer, draftAnswer),
    command(drafts.dropDraft, dropDraft),
    command(drafts.draftAnswers, draftAnswers),
    command(drafts.publishDrafts, publishDrafts),
    command(moves.adoptVoice, adoptVoice),
    command(moves.tidyVoice, tidyVoice),
    command(moves.endVoice, endVoice),
    direct(moves.readOriginal, readOriginal),
    query(voice.voicesOfEntry, voicesOfEntry),
    command(moves.answerVoicesOfEntry, answerVoicesOfEntry),
    command(guard.releaseEntry, releaseEntry),
    command(guard.withdrawRelease, withdrawRelease),
    query(guard.listReleases, listReleases),
    command(guard.askUnsealing, askUnsealing),
    query(guard.listUnsealings, listUnsealings),
    command(guard.approveUnsealing, approveUnsealing),
    direct(guard.openIdentity, (call, input) => openIdentity(key, call, input)),
    query(guard.listWatchWords, listWatchWords),
    command(guard.setWatchWord, setWatchWord),
  ];
}
