import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as documents from '#contract/document.ts';
import * as trace from '#contract/document-trace.ts';
import * as leads from '#contract/lead-suggestion.ts';
import * as moves from '#contract/document-moves.ts';
import * as duties from '#contract/duty.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';

type Body = Record<string, unknown>;

interface Candidate {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly start: number;
  readonly quote: string;
}

const DUTIES = [
  '序号,实施主体,事项编码,事项名称',
  '1,东河县住建局,A-01,老旧小区改造和工地扬尘治理',
  '2,柳河镇,B-01,农村公路建设养护和危桥改造',
].join('\n');

const REPORT = `东河县2026年重点工作要点
2026年2月3日
二、2026年重点工作
2026年是打基础的关键一年。
（一）建设道路
加快农村公路建设，年底前新建改造120公里，完成危桥改造6座。
（二）改善民生
城镇新增就业3.2万人，开展职业技能培训2万人次；请县住建局牵头，改造老旧小区80个。
每月不定期抽查工地扬尘治理情况。
`;

async function token(stage: Stage, login: string): Promise<{ token: string }> {
  const { password } = stage;
  const { headers } = await stage.api.call(ways.login, undefined, { login, password });
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const scopes = ['ledger:read', 'ledger:write'];
  const asked = { name: '文件识读', scopes, days: 30 };
  const { body } = await stage.api.call(account.createToken, { cookie }, asked);
  return { token: String(body['token']) };
}

/** A document from its file to issued tasks, its correction, and the duty lists that suggest who leads. */
export async function documentStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const office = await token(stage, 'office');
  await dutyLists(stage, office);
  const upload = { name: '重点工作要点.txt' };
  const taken = await api.call(documents.uploadDocument, office, upload, Buffer.from(REPORT));
  const id = String((taken.body['document'] as Body)['id']);
  await api.call(documents.listDocuments, office, { text: '重点工作' });
  await api.call(documents.readDocument, office, { id });
  await api.call(documents.readDocumentText, office, { id, limit: 200 });
  await api.call(documents.readPassages, office, { id, limit: 3 });
  await api.call(documents.downloadDocument, office, { id });
  await decisions(stage, office, id);
  await handingDown(stage, office, id);
  const corrected = REPORT.replace('每月不定期抽查', '每月至少两次抽查');
  const pasted = { text: corrected, title: '重点工作要点（更正）', revisionOf: id };
  const again = await api.call(documents.pasteDocument, office, pasted);
  const document = again.body['document'] as Body;
  await api.call(trace.compareDocument, office, { id: document['id'] });
  await api.call(moves.correctDocument, office, {
    id: document['id'],
    version: document['version'],
    organ: '东河县人民政府',
    no: '东政发〔2026〕3号',
  });
  await garbled(stage, office);
  await api.call(moves.askModel, office, { id: document['id'] });
  await stage.settle();
}

/** A stretch that lost a byte on its way: the rules ask which it was, and a person says. */
async function garbled(stage: Stage, office: Caller): Promise<void> {
  const { api } = stage;
  const text = REPORT.replace('加快农村公路建设', '改革走在前列！笆濉睍r期，加快农村公路建设');
  const { body } = await api.call(documents.pasteDocument, office, { text, title: '要点（网页）' });
  const { id } = body['document'] as Body;
  const { body: detail } = await api.call(documents.readDocument, office, { id });
  const [repair] = detail['repairs'] as { start: number; alternatives: string[] }[];
  const choice = { id, start: repair?.start, text: repair?.alternatives[0] };
  await api.call(moves.chooseRepair, office, choice);
}

async function dutyLists(stage: Stage, office: Caller): Promise<void> {
  const { api, unit } = stage;
  const name = '权责清单.csv';
  const previewed = await api.call(duties.previewDuties, office, { name }, Buffer.from(DUTIES));
  await api.call(duties.importDuties, office, { file: previewed.body['file'], name });
  await api.call(duties.listDuties, office, { unit: unit.bureau });
}

async function tasksOf(stage: Stage, as: Caller, id: string): Promise<Candidate[]> {
  const { body } = await stage.api.call(documents.listCandidates, as, { id, kind: 'task' });
  return body['candidates'] as Candidate[];
}

function seen({ id, version }: Candidate): { id: string; version: number } {
  return { id, version };
}

async function decisions(stage: Stage, as: Caller, id: string): Promise<void> {
  const { api } = stage;
  const [road, people, dust] = await tasksOf(stage, as, id);
  if (road === undefined || people === undefined || dust === undefined)
    throw new Error('the document was read otherwise');
  const candidates = [seen(road), seen(dust)];
  const accepted = await api.call(moves.acceptCandidates, as, { id, candidates });
  await api.call(moves.undoDecision, as, {
    id,
    version: (accepted.body['document'] as Body)['version'],
  });
  const cut = people.start + people.quote.indexOf('；');
  await api.call(moves.splitCandidate, as, { id, candidate: seen(people), at: [cut] });
  const parts = (await tasksOf(stage, as, id)).filter((row) => people.quote.includes(row.quote));
  const [jobs, houses] = parts.filter((row) => row.id !== people.id);
  if (jobs === undefined || houses === undefined) throw new Error('no parts');
  const merging = { id, into: seen(jobs), candidates: [seen(houses)] };
  await api.call(moves.mergeCandidates, as, merging);
  const now = await tasksOf(stage, as, id);
  const task = { title: '修好农村公路', deadline: { kind: 'date', on: '2026-11-30' } };
  const edited = now.find((row) => row.id === road.id) ?? road;
  await api.call(moves.editCandidate, as, { id, candidate: seen(edited), task });
  const rejected = now.find((row) => row.id === dust.id) ?? dust;
  await api.call(moves.rejectCandidates, as, { id, candidates: [seen(rejected)], framing: false });
  const start = dust.start + dust.quote.indexOf('抽查');
  const end = dust.start + dust.quote.length - 1;
  await api.call(moves.addCandidate, as, { id, kind: 'task', start, end });
  await api.call(moves.confirmFraming, as, { id, passages: [0] });
  await api.call(trace.readDocumentEvents, as, { id, limit: 3 });
}

async function handingDown(stage: Stage, as: Caller, id: string): Promise<void> {
  const { api, unit } = stage;
  await api.call(leads.suggestLeads, as, { id });
  const [road] = await tasksOf(stage, as, id);
  if (road === undefined) throw new Error('no task');
  const group = { candidates: [seen(road)], lead: unit.town, co: [unit.bureau] };
  await api.call(moves.assignCandidates, as, { id, groups: [group] });
  const down = await api.call(moves.handDown, as, { id, issue: true, level: 'county' });
  const [first] = down.body['entries'] as { entry: Body }[];
  await api.call(trace.entrySource, as, { id: first?.entry['id'] });
}
