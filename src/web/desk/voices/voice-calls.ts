import type * as callBack from '#contract/call-back.ts';
import type * as collection from '#contract/collection.ts';
import type * as distil from '#contract/distil.ts';
import type { Operation } from '#contract/operation.ts';
import type * as survey from '#contract/survey.ts';
import type * as visit from '#contract/visit.ts';
import type * as guard from '#contract/voice-guard.ts';
import type * as drafts from '#contract/voice-drafts.ts';
import type * as moves from '#contract/voice-moves.ts';
import type * as voice from '#contract/voice.ts';
import type { Answer, Call } from '../api/call.ts';

/** What the room asks of the server; with the room, so that the entry of the desk stays small. */
export const voiceCalls = {
  listVoices: get<typeof voice.listVoices>('/voices'),
  countVoices: get<typeof voice.countVoices>('/voices/count'),
  readVoice: get<typeof voice.readVoice>('/voices/{id}'),
  voicePhoto: get<typeof voice.voicePhoto>('/voices/photos/{id}'),
  readOriginal: post<typeof moves.readOriginal>('/voices/{id}/original'),
  raiseFromVoice: post<typeof moves.raiseFromVoice>('/voices/{id}/raise'),
  voicesOfEntry: get<typeof voice.voicesOfEntry>('/entries/{id}/voices'),
  judgeHeld: post<typeof moves.judgeHeld>('/voices/held'),
  answerVoicesOfEntry: post<typeof moves.answerVoicesOfEntry>('/entries/{id}/voices/answer'),
  draftAnswer: post<typeof drafts.draftAnswer>('/voices/{id}/draft'),
  dropDraft: post<typeof drafts.dropDraft>('/voices/{id}/drop-draft'),
  draftAnswers: post<typeof drafts.draftAnswers>('/voices/drafts'),
  publishDrafts: post<typeof drafts.publishDrafts>('/voices/drafts/publish'),
  releaseEntry: post<typeof guard.releaseEntry>('/entries/{id}/release'),
  withdrawRelease: post<typeof guard.withdrawRelease>('/entries/{id}/withdraw-release'),
  listReleases: get<typeof guard.listReleases>('/releases'),
  askUnsealing: post<typeof guard.askUnsealing>('/voices/{id}/unsealing'),
  listUnsealings: get<typeof guard.listUnsealings>('/unsealings'),
  approveUnsealing: post<typeof guard.approveUnsealing>('/unsealings/{id}/approve'),
  openIdentity: post<typeof guard.openIdentity>('/unsealings/{id}/open'),
  listWatchWords: get<typeof guard.listWatchWords>('/watch-words'),
  setWatchWord: post<typeof guard.setWatchWord>('/watch-words'),
  suggestSimilar: get<typeof distil.suggestSimilar>('/distil/similar'),
  enterVoices: post<typeof collection.enterVoices>('/voices/batch'),
  importVoices: post<typeof collection.importVoices>('/voices/sheet'),
  voiceRates: get<typeof voice.voiceRates>('/voices/rates'),
  drawCalls: post<typeof callBack.drawCalls>('/calls/draws'),
  listCalls: get<typeof callBack.listCalls>('/calls'),
  openCall: post<typeof callBack.openCall>('/calls/{voice}/open'),
  recordCall: post<typeof callBack.recordCall>('/calls/{voice}/result'),
  listCollections: get<typeof collection.listCollections>('/collections'),
  createCollection: post<typeof collection.createCollection>('/collections'),
  endCollection: post<typeof collection.endCollection>('/collections/{id}/end'),
  listSurveys: get<typeof survey.listSurveys>('/surveys'),
  createSurvey: post<typeof survey.createSurvey>('/surveys'),
  readSurvey: get<typeof survey.readSurvey>('/surveys/{id}'),
  releaseSurvey: post<typeof survey.releaseSurvey>('/surveys/{id}/release'),
  withdrawSurvey: post<typeof survey.withdrawSurvey>('/surveys/{id}/withdraw'),
  endSurvey: post<typeof survey.endSurvey>('/surveys/{id}/end'),
  recordVisit: post<typeof visit.recordVisit>('/visits'),
  listVisits: get<typeof visit.listVisits>('/visits'),
} as const satisfies Record<string, Call<Operation>>;

/** The moves of an officer, by the word that `can` has for them. */
export const voiceMoves = {
  register: post<typeof moves.registerVoice>('/voices/{id}/register'),
  hold: post<typeof moves.holdVoice>('/voices/{id}/hold'),
  pass: post<typeof moves.passVoice>('/voices/{id}/pass'),
  dismiss: post<typeof moves.dismissVoice>('/voices/{id}/dismiss'),
  route: post<typeof moves.routeVoice>('/voices/{id}/route'),
  accept: post<typeof moves.acceptVoice>('/voices/{id}/accept'),
  decline: post<typeof moves.declineVoice>('/voices/{id}/decline'),
  arbitrate: post<typeof moves.arbitrateVoice>('/voices/{id}/arbitrate'),
  link: post<typeof moves.linkVoice>('/voices/{id}/link'),
  unlink: post<typeof moves.unlinkVoice>('/voices/{id}/unlink'),
  ask: post<typeof moves.askReporter>('/voices/{id}/ask'),
  answer: post<typeof moves.answerVoice>('/voices/{id}/answer'),
  adopt: post<typeof moves.adoptVoice>('/voices/{id}/adopt'),
  tidy: post<typeof moves.tidyVoice>('/voices/{id}/tidy'),
  end: post<typeof moves.endVoice>('/voices/{id}/end'),
} as const satisfies Record<string, Call<Operation>>;

export type OfficeMove = keyof typeof voiceMoves;
export type VoiceRow = Answer<typeof voiceCalls.listVoices>['items'][number];
export type VoiceDetail = Answer<typeof voiceCalls.readVoice>;

function get<T extends Operation>(path: string): Call<T> {
  return { method: 'GET', path };
}
function post<T extends Operation>(path: string): Call<T> {
  return { method: 'POST', path };
}
