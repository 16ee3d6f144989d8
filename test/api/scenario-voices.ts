import sharp from 'sharp';
import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as citizen from '#contract/citizen.ts';
import * as pages from '#contract/public-pages.ts';
import * as listMoves from '#contract/list-moves.ts';
import * as guard from '#contract/voice-guard.ts';
import * as drafts from '#contract/voice-drafts.ts';
import * as voiceMoves from '#contract/voice-moves.ts';
import * as voice from '#contract/voice.ts';
import type { Operation } from '#contract/operation.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';

type Body = Record<string, unknown>;

export async function token(stage: Stage, login: string): Promise<Caller> {
  const signed = await stage.api.call(ways.login, undefined, {
    login,
    password: stage.password,
  });
  const cookie = (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const scopes = ['ledger:read', 'ledger:write', 'voices:read', 'voices:write'];
  const made = await stage.api.call(
    account.createToken,
    { cookie },
    { name: '热线同步', scopes, days: 30 },
  );
  return { token: String(made.body['token']) };
}

/** A citizen says something, officers handle it without knowing who it was, the citizen rates it. */
export async function voiceStory(stage: Stage): Promise<void> {
  const { api, unit } = stage;
  const [office, county, bureau] = [
    await token(stage, 'office'),
    await token(stage, 'county'),
    await token(stage, 'bureau'),
  ];
  const nonce = async (): Promise<string> =>
    String((await api.call(citizen.sayForm, undefined)).body['nonce']);
  const form = await nonce();
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();
  const taken = await api.call(citizen.sayPhoto, undefined, { nonce: form }, photo);
  const say = async (words: string, more: Body = {}): Promise<{ code: string; id: string }> => {
    const given = { nonce: await nonce(), kind: 'request', words, placeUnit: unit.town, ...more };
    const { body } = await api.call(citizen.sayVoice, undefined, given);
    const listed = await api.call(voice.listVoices, office, { text: words, limit: 1 });
    const [row] = listed.body['items'] as Body[];
    return { code: String(body['code']), id: String(row?.['id']) };
  };
  const move = async (op: Operation, as: Caller, id: string, more: Body = {}): Promise<Body> => {
    const { body } = await api.call(voice.readVoice, office, { id });
    return (await api.call(op, as, { id, version: body['version'], ...more })).body;
  };

  const lamp = await say('柳河镇北街路灯不亮', {
    nonce: form,
    photos: [taken.body['id']],
    place: '北街口',
    contact: 'lu.guo@example.cn',
  });
  const detail = await api.call(voice.readVoice, office, { id: lamp.id });
  const [kept] = detail.body['photos'] as Body[];
  await api.call(voice.voicePhoto, county, { id: kept?.['id'] });
  await move(voiceMoves.registerVoice, county, lamp.id);
  await move(voiceMoves.tidyVoice, county, lamp.id, { subject: 'lighting', title: '北街路灯不亮' });
  await move(voiceMoves.routeVoice, county, lamp.id, { unit: unit.bureau });
  await move(voiceMoves.declineVoice, bureau, lamp.id, { reason: '不属管护范围' });
  await move(voiceMoves.routeVoice, county, lamp.id, { unit: unit.bureau });
  await move(voiceMoves.arbitrateVoice, county, lamp.id, {
    unit: unit.bureau,
    reason: '路灯由住建部门管护',
  });
  await move(voiceMoves.askReporter, bureau, lamp.id, { question: '是哪一侧的路灯？' });
  await api.call(voiceMoves.readOriginal, bureau, { id: lamp.id, reason: '核对地点' });
  await api.call(citizen.followVoice, undefined, { code: lamp.code });
  await api.call(citizen.speakByCode, undefined, {
    code: lamp.code,
    nonce: await nonce(),
    move: 'reply',
    words: '北侧',
  });
  const asked = await api.call(guard.askUnsealing, county, {
    id: lamp.id,
    reason: '须当面指认地点',
  });
  await api.call(guard.listUnsealings, office);
  const unsealing = { id: asked.body['id'] };
  await api.call(guard.approveUnsealing, office, unsealing);
  await api.call(guard.openIdentity, county, unsealing);

  const raised = await move(voiceMoves.raiseFromVoice, county, lamp.id, {
    title: '柳河镇北街路灯不亮',
  });
  const [entry] = raised['entries'] as Body[];
  const again = await say('北街的路灯坏了三天');
  const { version } = await move(voiceMoves.holdVoice, county, again.id, { reason: '待看' });
  await api.call(voiceMoves.judgeHeld, county, {
    voices: [{ id: again.id, version }],
    reason: '逐件看过',
  });
  await move(voiceMoves.holdVoice, county, again.id, { reason: '先核对是否同一处' });
  await move(voiceMoves.passVoice, county, again.id, { reason: '同一处' });
  await move(voiceMoves.registerVoice, county, again.id);
  // While one is linked: of two of one day the order is nobody's.
  await api.call(voice.voicesOfEntry, county, { id: entry?.['id'] });
  await move(voiceMoves.linkVoice, county, again.id, { entry: entry?.['id'] });
  await move(voiceMoves.unlinkVoice, county, again.id, {
    entry: entry?.['id'],
    reason: '不是同一侧',
  });
  await move(voiceMoves.linkVoice, county, again.id, { entry: entry?.['id'] });
  const answer = { body: '三盏路灯已修复', facts: '线路老化', outcome: 'upheld' };
  await api.call(voiceMoves.answerVoicesOfEntry, county, {
    id: entry?.['id'],
    expect: 2,
    ...answer,
  });
  await api.call(citizen.rateVoice, undefined, {
    code: lamp.code,
    contacted: true,
    solved: true,
    level: 5,
  });
  await api.call(citizen.tellMe, undefined, { code: lamp.code, on: true });
  await api.call(citizen.forgetMe, undefined, { code: lamp.code });
  await move(voiceMoves.endVoice, county, lamp.id);

  const idea = await say('建议在集市日加开一班公交', { kind: 'opinion' });
  await move(voiceMoves.registerVoice, county, idea.id);
  await move(voiceMoves.routeVoice, county, idea.id, { unit: unit.bureau });
  await move(voiceMoves.acceptVoice, bureau, idea.id);
  await move(voiceMoves.adoptVoice, bureau, idea.id, {
    adoption: 'partly',
    reason: '先试行两个集市日',
  });
  await move(voiceMoves.answerVoice, bureau, idea.id, { ...answer, body: '将试行' });
  const bench = await say('公园长椅坏了');
  await move(voiceMoves.registerVoice, county, bench.id);
  await move(drafts.draftAnswer, county, bench.id, { body: '已列入维修计划' });
  await move(drafts.dropDraft, county, bench.id);
  const seen = async (): Promise<Body> => {
    const { body } = await api.call(voice.readVoice, county, { id: bench.id });
    return { voices: [{ id: bench.id, version: body['version'] }] };
  };
  const mended = { ...answer, body: '长椅已修复' };
  await api.call(drafts.draftAnswers, county, { ...(await seen()), ...mended });
  await stage.settle();
  await api.call(voice.listVoices, county, { draft: true });
  await api.call(drafts.publishDrafts, county, await seen());
  await stage.settle();
  const advert = await say('本店新开张欢迎选购');
  await move(voiceMoves.dismissVoice, county, advert.id, {
    because: 'advertising',
    reason: '广告',
  });
  await api.call(voice.countVoices, county);
  await api.call(voice.voiceRates, county);

  await api.call(listMoves.listEntry, county, { id: entry?.['id'], version: 1 });
  const passed = { title: '北街路灯不亮', words: '三盏路灯已修复。', reason: '不含个人信息' };
  await api.call(guard.releaseEntry, county, { id: entry?.['id'], ...passed });
  const shown = await api.call(pages.publicProblem, undefined, { no: entry?.['no'] });
  await api.call(pages.meToo, undefined, { no: entry?.['no'], nonce: shown.body['nonce'] });
  await api.call(pages.publicProblems, undefined);
  await api.call(pages.publicBoard, undefined);
  await api.call(pages.publicData, undefined);
  await api.call(guard.withdrawRelease, county, { id: entry?.['id'], reason: '补充照片后再公开' });
  await api.call(guard.listReleases, county);
  await api.call(guard.setWatchWord, office, { word: '代办证件', class: 'hold' });
  await api.call(guard.listWatchWords, county);
}
