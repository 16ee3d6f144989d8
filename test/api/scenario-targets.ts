import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as moves from '#contract/document-moves.ts';
import * as documents from '#contract/document.ts';
import * as indicators from '#contract/indicator.ts';
import * as targets from '#contract/target.ts';
import * as targetMoves from '#contract/target-moves.ts';
import type { Stage } from './scenario.ts';

type Body = Record<string, unknown>;

const SHEET = [
  '指标,单位,期间,数值,版次,说明',
  '固定资产投资,东河县,2026年4月,31.2,初步,',
  '固定资产投资,柳河镇,2026年五月份,2.1,初步,',
].join('\n');

async function token(stage: Stage, login: string): Promise<{ token: string }> {
  const { password } = stage;
  const { headers } = await stage.api.call(ways.login, undefined, { login, password });
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { body } = await stage.api.call(
    account.createToken,
    { cookie },
    { name: '指标同步', scopes: ['ledger:read', 'ledger:write'], days: 30 },
  );
  return { token: String(body['token']) };
}

/** One target from its definition to its conclusion, its figures, and what a document proposes. */
export async function targetStory(stage: Stage): Promise<void> {
  const { api, unit } = stage;
  const office = await token(stage, 'office');
  const county = await token(stage, 'county');
  const on = (body: Body): { id: unknown; version: unknown } => {
    const { id, version } = body['target'] as Body;
    return { id, version };
  };
  await api.call(indicators.setPaceRule, office, {
    label: '2026-1',
    elapsedBy: 'months',
    yellowAt: -5,
    redBelow: -15,
    lagDays: 20,
    basis: '年度目标考核办法',
  });
  await api.call(indicators.listPaceRules, county);
  const indicator = await api.call(indicators.defineIndicator, office, {
    name: '固定资产投资',
    measure: '亿元',
    periodicity: 'monthly',
    adds: true,
  });
  const id = indicator.body['id'];
  await api.call(indicators.changeIndicator, office, {
    id,
    version: 1,
    name: '固定资产投资',
    measure: '亿元',
    meaning: '全社会固定资产投资完成额（不含农户），年初累计',
    adds: true,
    source: '统计月报',
  });
  await api.call(indicators.listIndicators, county, { text: '投资' });
  const year = { from: '2026-01-01', to: '2026-12-31', baseline: '0' };
  const proposed = await api.call(targetMoves.proposeTarget, office, {
    indicator: id,
    unit: unit.county,
    ...year,
    goal: '100',
    grade: 'expected',
  });
  const pended = await api.call(targetMoves.pendTarget, office, {
    ...on(proposed.body),
    reason: '待明确是否含农户',
  });
  const amended = await api.call(targetMoves.amendTarget, office, {
    ...on(pended.body),
    ...year,
    goal: '120',
  });
  const effective = await api.call(targetMoves.effectTarget, office, on(amended.body));
  const revised = await api.call(targetMoves.reviseTarget, office, {
    ...on(effective.body),
    ...year,
    goal: '110',
    reason: '年中调整',
  });
  await api.call(targetMoves.handDownTarget, county, {
    ...on(revised.body),
    parts: [{ unit: unit.town, goal: '30' }],
  });
  await api.call(indicators.recordReading, county, {
    id,
    unit: unit.county,
    periodEnd: '2026-03-31',
    value: '22.5',
  });
  await api.call(indicators.importReadings, office, { name: '四月.csv' }, Buffer.from(SHEET));
  await api.call(targets.listTargets, county, { at: '2026-04-30' });
  await api.call(targets.readTarget, county, { id: on(revised.body).id, at: '2026-04-30' });
  await api.call(targets.targetProgress, office, { at: '2026-04-30' });
  await api.call(targetMoves.concludeTarget, office, {
    ...on(revised.body),
    outcome: 'not_assessable',
    reason: '统计口径改变，前后不可比',
  });
  const { body: read } = await api.call(documents.listDocuments, office, {});
  const [document] = read['documents'] as Body[];
  await api.call(targetMoves.proposeTargets, office, {
    document: document?.['id'],
    items: [
      {
        metric: '高新技术企业',
        unitText: '家',
        op: 'reach',
        value: 4500,
        base: 2132,
        grade: 'striven',
        quote: '高新技术企业达到4500家',
        start: 128,
        end: 133,
      },
    ],
  });
}

/** What somebody has accepted in a document becomes targets, linked to its words. */
export async function documentTargetStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const as = await token(stage, 'office');
  const { body } = await api.call(documents.listDocuments, as, {});
  const [document] = body['documents'] as Body[];
  const id = document?.['id'];
  const found = await api.call(documents.listCandidates, as, { id, kind: 'target' });
  const [first] = found.body['candidates'] as Body[];
  if (first === undefined) throw new Error('no figure was read as a target');
  const { id: candidate, version } = first;
  await api.call(moves.acceptCandidates, as, { id, candidates: [{ id: candidate, version }] });
  await api.call(targetMoves.proposeDocumentTargets, as, { id });
}
