import * as callBack from '#contract/call-back.ts';
import * as citizen from '#contract/citizen.ts';
import * as collection from '#contract/collection.ts';
import * as account from '#contract/sign-in.ts';
import * as open311 from '#contract/open311.ts';
import * as signed from '#contract/signed-door.ts';
import * as surveyPublic from '#contract/survey-public.ts';
import * as survey from '#contract/survey.ts';
import * as visit from '#contract/visit.ts';
import * as moves from '#contract/voice-moves.ts';
import * as voice from '#contract/voice.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';
import { token } from './scenario-voices.ts';

/** The doors beside the form: a box emptied by the county's office, another system that hands a request in. */
export async function doorStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const county: Caller = await token(stage, 'county');
  const lines = [
    { key: 'box-2026-05-22-01', words: '集市日桥头没有厕所', subject: 'cleanliness' },
    { key: 'box-2026-05-22-02', words: '建议村里的图书室周末开门', kind: 'opinion' },
  ];
  await api.call(collection.enterVoices, county, { channel: 'box', lines });
  const taken = await api.call(open311.takeRequest, county, {
    service: 'lighting',
    words: '桥头村口路灯不亮',
    place: '桥头村口',
    key: 'hotline-20260522-0001',
  });
  await api.call(open311.findRequest, undefined, { token: taken.body['token'] });
  await api.call(open311.listRequests, undefined, { notes: true });

  const sheet = Buffer.from(
    '\uFEFF工单编号,受理时间,诉求内容,事发地点,诉求人,联系电话\r\n' +
      'R-0521-01,2026-05-01,桥头村口路灯不亮,桥头村口,甄可信,13800138000\r\n' +
      'R-0521-02,2026-05-02,建议集市日加一班公交,,,\r\n',
  );
  await api.call(
    collection.importVoices,
    county,
    { name: '热线工单.csv', channel: 'hotline' },
    sheet,
  );
  await api.call(
    collection.importVoices,
    county,
    { name: '热线工单.csv', channel: 'hotline', take: true },
    sheet,
  );
  const made = await api.call(collection.createCollection, county, {
    topic: '集市日出行',
    words: '赶集来回哪里不方便？',
    subject: 'roads',
    fromOn: '2026-05-01',
    toOn: '2026-12-31',
  });
  await api.call(collection.openCollection, undefined, { code: made.body['code'] });
  await api.call(collection.listCollections, county);
  await api.call(collection.endCollection, county, { id: made.body['id'] });
  await api.call(visit.recordVisit, county, {
    key: 'visit-20260506-01',
    kind: 'enterprise',
    raised: '厂门口的桥限重，货车绕行十公里',
    help: '请公路部门看看能否加固',
    outcome: 'voice',
    subject: 'business',
  });
  await api.call(visit.listVisits, county);
  await surveyStory(stage, county);
  await callStory(stage, county);
  await signedStory(stage);
}

/** A survey of those who were drawn, and one open to all; both released before anybody is asked. */
async function surveyStory({ api }: Stage, county: Caller): Promise<void> {
  const questions = [
    { kind: 'choice', words: '赶集怎么来？', choices: ['公交', '步行', '开车'] },
    { kind: 'levels', words: '对班次满意吗？' },
    { kind: 'text', words: '还想说什么？' },
  ];
  const window = { fromOn: '2026-05-01', toOn: '2026-12-31' };
  const { body: drawn } = await api.call(survey.createSurvey, county, {
    title: '集市日出行',
    chosen: 'drawn',
    method: '从全县住户名册用随机数抽取',
    invited: 400,
    questions,
    ...window,
  });
  await api.call(survey.surveyInvites, county, { id: drawn['id'] });
  const { body: made } = await api.call(survey.createSurvey, county, {
    title: '集市日出行（自愿）',
    chosen: 'open',
    questions,
    ...window,
  });
  const [id, code] = [made['id'], made['code']];
  await api.call(survey.releaseSurvey, county, { id, what: 'questions', reason: '题目中性' });
  for (const way of ['0', '0', '0', '0', '0', '1']) {
    const { body: form } = await api.call(surveyPublic.openSurvey, undefined, { code });
    const answers = [way, '1', ''];
    await api.call(surveyPublic.answerSurvey, undefined, { code, nonce: form['nonce'], answers });
  }
  await api.call(survey.endSurvey, county, { id });
  await api.call(survey.releaseSurvey, county, { id, what: 'results', reason: '不含个人信息' });
  await api.call(survey.listSurveys, county);
  await api.call(survey.readSurvey, county, { id });
  await api.call(survey.surveyData, county, { id });
  await api.call(surveyPublic.publicSurveys, undefined);
  await api.call(surveyPublic.publicSurvey, undefined, { code });
  await api.call(surveyPublic.publicSurveyData, undefined, { code });
  await api.call(survey.withdrawSurvey, county, { id, what: 'results', reason: '改错字' });
}

/** Answered by the county, drawn and called by the city's office, which did not handle it. */
async function callStory(stage: Stage, county: Caller): Promise<void> {
  const { api, unit } = stage;
  const office = await token(stage, 'office');
  const words = '柳河镇卫生院门口积水';
  await api.call(citizen.lookOver, undefined, { words, place: '卫生院门口' });
  const { body: form } = await api.call(citizen.sayForm, undefined);
  await api.call(citizen.sayVoice, undefined, {
    nonce: form['nonce'],
    kind: 'request',
    words,
    placeUnit: unit.town,
    name: '甄可信',
    contact: '站内转达即可',
    mayCall: true,
  });
  const { body: listed } = await api.call(voice.listVoices, office, { text: words, limit: 1 });
  const [row] = listed['items'] as Record<string, unknown>[];
  const id = String(row?.['id']);
  await api.call(moves.registerVoice, county, { id, version: 1 });
  await api.call(moves.answerVoice, county, {
    id,
    version: 2,
    body: '已疏通排水口',
    facts: '排水口堵塞',
    outcome: 'upheld',
  });
  await api.call(callBack.drawCalls, office, { fromOn: '2026-05-01', toOn: '2026-05-31', n: 1 });
  await api.call(callBack.listCalls, office);
  await api.call(callBack.openCall, office, { voice: id });
  const rating = { contacted: true, solved: true, level: 5 };
  await api.call(callBack.recordCall, office, { voice: id, result: 'rated', rating });
}

/** Another system with a key of its own. */
async function signedStory({ api, password, now, unit }: Stage): Promise<void> {
  const signedIn = await api.call(account.login, undefined, { login: 'xi.tong', password });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const made = await api.call(
    signed.createDoorKey,
    { cookie },
    { name: '12345 热线平台', unit: unit.county },
  );
  const [key, secret] = [String(made.body['id']), String(made.body['secret'])];
  const caller = (): Caller => ({ key, secret, now: now() });
  await api.call(signed.takeSigned, caller(), {
    key: 'A-20260506-0001',
    words: '柳河镇南街自来水发黄',
    place: '南街',
    subject: 'water',
  });
  const mail = Buffer.from(
    'From: somebody@example.cn\r\nSubject: lamp\r\nMessage-ID: <1@example.cn>\r\n\r\nThe lamp at the bridge is out.\r\n',
  );
  await api.call(signed.takeMail, caller(), {}, mail);
  await api.call(signed.listDoorKeys, { cookie });
  await api.call(signed.revokeDoorKey, { cookie }, { id: key });
}
