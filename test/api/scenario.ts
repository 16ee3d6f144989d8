import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as accounts from '#contract/account-admin.ts';
import * as campaigns from '#contract/campaign.ts';
import * as assignMoves from '#contract/assign-moves.ts';
import * as deliverMoves from '#contract/deliver-moves.ts';
import * as moves from '#contract/entry-moves.ts';
import * as listMoves from '#contract/list-moves.ts';
import * as verifyMoves from '#contract/verify-moves.ts';
import * as rules from '#contract/source-rule.ts';
import * as entries from '#contract/entry.ts';
import * as work from '#contract/my-work.ts';
import * as evidence from '#contract/evidence.ts';
import * as jobs from '#contract/job.ts';
import type { Operation } from '#contract/operation.ts';
import * as org from '#contract/org.ts';
import * as people from '#contract/post.ts';
import * as sheets from '#contract/sheets.ts';
import * as newsPorts from '#contract/news-port.ts';
import * as webhooks from '#contract/webhook.ts';
import { totpCode, totpStep } from '#platform/identity/totp.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import type { Answered, Caller, Recorder } from './record-examples.ts';

/** What the scenario finds when it begins: units, and officers who can sign in with one password. */
export interface Stage {
  readonly api: Recorder;
  readonly now: () => Date;
  /** Wait until the jobs put down so far are done. */
  readonly settle: () => Promise<void>;
  readonly password: string;
  readonly setUpWord: string;
  readonly unit: Readonly<Record<'city' | 'supervision' | 'county' | 'bureau' | 'town', string>>;
}

type Body = Record<string, unknown>;

async function session(
  stage: Stage,
  login: string,
  password = stage.password,
): Promise<{ cookie: string }> {
  const { headers } = await stage.api.call(ways.login, undefined, { login, password });
  return { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

async function token(stage: Stage, login: string): Promise<{ token: string }> {
  const as = await session(stage, login);
  const scopes = ['ledger:read', 'ledger:write', 'org:read', 'org:write', 'account'];
  const { body } = await stage.api.call(account.createToken, as, {
    name: '市局台账同步',
    scopes,
    days: 90,
  });
  return { token: text(body, 'token') };
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(body)}`);
  return value;
}

function items(body: Body, name: string): Body[] {
  return body[name] as Body[];
}

/** The first set-up, and one's own account. */
export async function accountStory(stage: Stage): Promise<void> {
  const { api } = stage;
  await api.call(ways.signInWays, undefined);
  const made = await api.call(ways.setUp, undefined, {
    word: stage.setUpWord,
    cityName: '云溪市',
    securityAdmin: { name: '安丰', login: 'an.feng', password: stage.password },
    systemAdmin: { name: '习同', login: 'xi.tong' },
    auditAdmin: { name: '申济', login: 'shen.ji' },
  });
  const invited = (name: string): string => text(made.body[name] as Body, 'word');
  await api.call(ways.acceptInvitation, undefined, {
    word: invited('systemAdmin'),
    password: stage.password,
  });
  await api.call(ways.acceptInvitation, undefined, {
    word: invited('auditAdmin'),
    password: stage.password,
  });
  const security = await session(stage, 'an.feng');
  await api.call(account.me, security);
  await otherAccounts(stage, security);
}

async function otherAccounts(stage: Stage, security: Caller): Promise<void> {
  const { api } = stage;
  const person = await api.call(people.createPerson, security, { name: '林小满' });
  const created = await api.call(accounts.createAccount, security, {
    personId: text(person.body, 'id'),
    login: 'lin.xiaoman',
  });
  const id = text(created.body, 'id');
  await api.call(accounts.inviteAccount, security, { id });
  await api.call(accounts.disableAccount, security, { id });
  await api.call(accounts.enableAccount, security, { id });
  const linked = await api.call(accounts.linkOidc, security, { id, subject: 'u-20260506' });
  const resetAt = text(linked.body, 'resetAt');
  await api.call(accounts.confirmAccount, await session(stage, 'xi.tong'), { id, resetAt });
  await api.call(accounts.listAccounts, security, { q: 'lin' });
  await api.call(people.leavePerson, security, { id: text(person.body, 'id') });
}

/** What everybody does with his own account. */
export async function ownStory(stage: Stage): Promise<void> {
  const { api, password } = stage;
  const as = await session(stage, 'leader');
  const { body } = await api.call(account.createToken, as, {
    name: '看板',
    scopes: ['ledger:read'],
    days: 30,
  });
  await api.call(account.listTokens, as);
  await api.call(account.revokeToken, as, { id: text(body['view'] as Body, 'id') });
  const begun = await api.call(account.beginTotp, as, { password });
  const code = (): string => totpCode(text(begun.body, 'secret'), totpStep(stage.now()));
  const strong = cookieOf(await api.call(account.confirmTotp, as, { code: code() }), as);
  const off = cookieOf(
    await api.call(account.disableTotp, strong, { password, code: laterCode(stage, begun.body) }),
    strong,
  );
  await session(stage, 'leader');
  const listed = await api.call(account.listSessions, off);
  const other = items(listed.body, 'sessions').find((one) => one['present'] !== true);
  await api.call(account.endSession, off, { id: text(other ?? {}, 'id') });
  const fresh = cookieOf(
    await api.call(account.changePassword, off, { current: password, next: '山间-竹桥-五只鹭-37' }),
    off,
  );
  await api.call(ways.logout, fresh);
}

/** A code is good once: the next step's is taken. */
function laterCode(stage: Stage, begun: Body): string {
  return totpCode(text(begun, 'secret'), totpStep(stage.now()) + 1);
}

function cookieOf(answered: Answered, before: { cookie: string }): { cookie: string } {
  const set = answered.headers.get('set-cookie');
  return set === null ? before : { cookie: set.split(';')[0] ?? '' };
}

/** Units, posts and who holds them. */
export async function organisationStory(stage: Stage): Promise<void> {
  const { api, unit } = stage;
  const office = await token(stage, 'office');
  await api.call(org.listUnits, office, { parent: unit.city });
  await api.call(org.searchUnits, office, { q: '督查' });
  const made = await api.call(org.createUnit, office, {
    parentId: unit.county,
    name: '东河县水务局',
    kind: 'department',
    code: 'DH-SW',
  });
  const of = (answered: Answered): Body => answered.body['unit'] as Body;
  const id = text(of(made), 'id');
  const renamed = await api.call(org.renameUnit, office, {
    id,
    version: of(made)['version'],
    shortName: '县水务局',
  });
  await api.call(org.moveUnit, office, {
    id,
    version: of(renamed)['version'],
    parentId: unit.city,
  });
  const link = await api.call(org.linkUnits, office, {
    kind: 'line',
    upper: id,
    lower: unit.bureau,
    function: '供水',
  });
  await api.call(org.endLink, office, { id: text(link.body, 'id') });
  await posts(stage, office, id);
  const now = await api.call(org.getUnit, office, { id });
  await api.call(org.closeUnit, office, {
    id,
    version: of(now)['version'],
  });
  await api.call(org.listOrgEvents, await session(stage, 'shen.ji'));
}

async function posts(stage: Stage, office: Caller, unitId: string): Promise<void> {
  const { api } = stage;
  const person = await api.call(people.createPerson, office, { name: '秦知远' });
  const personId = text(person.body, 'id');
  const post = await api.call(people.createPost, office, {
    unitId,
    name: '联络员',
    role: 'liaison',
  });
  const postId = text(post.body, 'id');
  const held = await api.call(people.startHolding, office, {
    postId,
    personId,
    acting: true,
  });
  await api.call(people.listPosts, office, { id: unitId });
  await api.call(people.listPeople, office, { q: '秦' });
  const sponsored = await api.call(people.startSponsorship, office, {
    postId,
    objectKind: 'enterprise',
    objectId: '云溪纺织',
  });
  await api.call(people.listSponsorships, office, { post: postId });
  await api.call(people.endSponsorship, office, { id: text(sponsored.body, 'id') });
  await api.call(people.endHolding, office, {
    id: text(items(held.body, 'holders')[0] ?? {}, 'holdingId'),
  });
  await api.call(people.closePost, office, { id: postId });
}

/** An entry in hand: what the last answer said of it. */
interface InHand {
  readonly id: string;
  readonly version: number;
}

/** One problem from raising to a checked closure, and what may happen on the way. */
export async function ledgerStory(stage: Stage): Promise<void> {
  const { api, unit } = stage;
  const county = await token(stage, 'county');
  const town = await token(stage, 'town');
  const inspector = await token(stage, 'inspector');
  const leader = await token(stage, 'leader.town');
  const bureau = await token(stage, 'bureau');
  await api.call(rules.setSourceRule, await token(stage, 'office'), {
    source: 'hotline',
    days: 5,
    dayKind: 'working',
    basis: '热线工单办理办法',
  });
  await api.call(rules.listSourceRules, town, {});
  const move = async (
    op: Operation,
    as: Caller,
    on: InHand,
    more: object = {},
    bytes?: Buffer,
  ): Promise<InHand & Body> => {
    const { body } = await api.call(op, as, { id: on.id, version: on.version, ...more }, bytes);
    return (body['entry'] ?? body) as InHand & Body;
  };
  const raise = async (title: string, kind = 'problem'): Promise<InHand & Body> => {
    const { body } = await api.call(listMoves.raiseEntry, kind === 'task' ? county : town, {
      kind,
      title,
      detail: '镇区主干道三盏路灯不亮，群众夜间出行不便。',
      source: 'self_check',
      level: 'unit',
    });
    // Compared before anything else befalls it, however busy the machine: what is told later rests on it.
    await stage.settle();
    return body as InHand & Body;
  };
  const handing = {
    lead: unit.town,
    co: [unit.bureau],
    deadline: { kind: 'date', on: '2026-06-30' },
    measures: [{ text: '逐盏检修并建立巡查制度' }],
  };

  let it = await raise('镇区路灯损坏多日无人修');
  it = await move(listMoves.screenEntry, county, it, { note: '情况属实' });
  it = await move(listMoves.listEntry, county, it, { isKey: true });
  it = await move(assignMoves.assignEntry, county, it, handing);
  it = await move(assignMoves.refuseEntry, town, it, { reason: '应由县住建局牵头' });
  it = await move(assignMoves.assignEntry, county, it, handing);
  it = await move(assignMoves.recallEntry, county, it, { note: '牵头单位选错' });
  it = await move(assignMoves.assignEntry, county, it, handing);
  it = await move(assignMoves.reassignEntry, county, it, { ...handing, reason: '调整完成时限' });
  it = await move(assignMoves.acceptEntry, town, it);
  it = await move(deliverMoves.progressEntry, town, it, { percent: 40, note: '已修复两盏' });
  it = await move(deliverMoves.coReportEntry, bureau, it, { percent: 100, note: '灯具已采购到位' });
  it = await move(deliverMoves.blockEntry, town, it, {
    reason: '电缆待更换',
    reviewOn: '2026-05-20',
  });
  it = await move(deliverMoves.unblockEntry, town, it, { note: '电缆已到' });
  it = await move(deliverMoves.askEntry, town, it, {
    kind: 'adjustment',
    measures: [{ text: '逐盏检修' }],
    reason: '巡查制度另行建立',
  });
  it = await move(deliverMoves.withdrawEntry, town, it, {
    request: items(it, 'requests')[0]?.['id'],
    note: '改为提请延期',
  });
  it = await move(deliverMoves.askEntry, town, it, {
    kind: 'extension',
    deadline: '2026-07-31',
    reason: '汛期施工受限',
  });
  const [request] = items(it, 'requests');
  it = await move(deliverMoves.decideEntry, leader, it, {
    request: request?.['id'],
    approve: true,
  });
  it = await move(
    evidence.uploadEvidence,
    town,
    it,
    { name: '验收单.txt', purpose: 'delivery' },
    Buffer.from('三盏路灯已全部修复并通过验收。\n'),
  );
  const listed = await api.call(evidence.listEvidence, county, { id: it.id });
  await api.call(evidence.downloadEvidence, county, {
    id: items(listed.body, 'evidence')[0]?.['id'],
  });
  it = await move(deliverMoves.deliverEntry, town, it, { note: '已全部修复' });
  it = await move(verifyMoves.appointEntry, county, it, { unit: unit.supervision });
  it = await move(verifyMoves.sendBackEntry, county, it, { reason: '请补充照片' });
  it = await move(deliverMoves.deliverEntry, town, it, { note: '已补充' });
  it = await move(verifyMoves.appointEntry, county, it, { unit: unit.supervision });
  it = await move(
    evidence.uploadEvidence,
    inspector,
    it,
    { name: '现场记录.txt', purpose: 'check' },
    Buffer.from('5月22日20时到场，三盏均亮。\n'),
  );
  it = await move(verifyMoves.checkEntry, inspector, it, {
    method: 'on_site',
    finding: 'confirmed',
    note: '现场查看，三盏均亮',
  });
  it = await move(verifyMoves.closeEntry, leader, it, { note: '同意销号' });
  await api.call(entries.readEvents, county, { id: it.id });
  it = await move(verifyMoves.reopenEntry, county, it, { reason: '又有一盏不亮' });

  const twin = await raise('镇区有路灯不亮');
  const merged = await move(listMoves.mergeEntry, county, twin, {
    into: it.id,
    reason: '同一处路灯',
  });
  const parted = await move(listMoves.unmergeEntry, county, merged, { reason: '不是同一处' });
  const corrected = await move(listMoves.correctEntry, county, parted, {
    title: '镇区北街路灯不亮',
    reason: '补充地点',
  });
  await move(listMoves.notListEntry, county, corrected, { reason: '已在另一事项中办理' });
  const own = await raise('村务公开栏更新不及时');
  await move(assignMoves.selfMendEntry, town, own, {
    measures: [{ text: '每月五日前更新' }],
    deadline: { kind: 'at_once' },
  });
  const task = await raise('建立路灯巡查制度', 'task');
  const issued = await move(assignMoves.issueEntry, county, task, handing);
  const wider = await raise('建立市政设施巡查制度', 'task');
  await move(assignMoves.issueEntry, county, wider, handing);
  await move(listMoves.supersedeEntry, county, issued, {
    by: wider.id,
    reason: '并入市政设施巡查',
  });
  const draft = await raise('建立路灯巡查制度', 'task');
  await move(listMoves.cancelEntry, county, draft, { reason: '重复起草' });

  await api.call(entries.listEntries, county, { text: '路灯', limit: 2 });
  await api.call(entries.countEntries, county, { state: ['underway', 'blocked'] });
  await api.call(entries.tallyEntries, county, { below: true });
  await api.call(work.myWork, town);
  await api.call(entries.readEntry, county, { id: it.id });
}

/** Webhooks, and the jobs that deliver them. */
export async function webhookStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const admin = await token(stage, 'xi.tong');
  const made = await api.call(webhooks.createWebhook, admin, {
    url: 'https://10.20.0.8/luoshi',
    kinds: ['problem.assign', 'problem.close'],
    unit: stage.unit.county,
  });
  const id = text(made.body, 'id');
  await api.call(webhooks.listWebhooks, admin);
  const tried = await api.call(webhooks.tryWebhook, admin, { id });
  const job = text(tried.body, 'jobId');
  await api.call(jobs.jobStatus, admin, { id: job });
  await api.call(jobs.listJobs, admin, { limit: 5 });
  await api.call(jobs.cancelJob, admin, { id: job });
  await api.call(webhooks.stopWebhook, admin, { id });
  await api.call(newsPorts.tryNewsPort, admin, { port: 'mail', to: 'admin@example.cn' });
  await api.call(newsPorts.listNewsPorts, admin);
}

const ROWS = [
  ['序号', '问题', '整改措施', '牵头单位', '完成时限'],
  ['1', '桥头村口垃圾桶满溢', '每日清运两次', '柳河镇', '2026年6月底前'],
  ['2', '卫生室缺少常用药', '由镇卫生院配送', '柳河镇卫生局', '2026年6月底前'],
];

async function workbook(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const columns = [{}, {}, {}, {}, {}];
  for await (const chunk of writeXlsx([{ name: '问题台账', columns, headerRows: 1, rows: ROWS }]))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A sheet comes in, a batch is moved, a filter goes out. */
export async function sheetStory(stage: Stage): Promise<void> {
  const { api, settle, unit } = stage;
  const county = await token(stage, 'county');
  const uploaded = await api.call(
    sheets.uploadSheet,
    county,
    { name: '问题台账.xlsx', unit: unit.county },
    await workbook(),
  );
  const id = text(uploaded.body, 'id');
  await api.call(sheets.chooseSheet, county, { id, sheet: '问题台账' });
  await api.call(sheets.previewImport, county, {
    id,
    defaults: { source: 'self_check', level: 'county' },
  });
  await settle();
  await api.call(sheets.readImport, county, { id });
  await api.call(sheets.faultySheet, county, { id });
  await api.call(sheets.runImport, county, { id });
  await settle();
  await api.call(sheets.listImports, county);
  const filter = { text: '垃圾桶' };
  await api.call(moves.bulkMove, county, { filter, move: 'screen', input: {}, expect: 1 });
  await settle();
  await api.call(sheets.exportEntries, county, { ...filter, format: 'xlsx' });
}

/** A campaign with its taxonomy, and what it asks of the units. */
export async function campaignStory(stage: Stage): Promise<void> {
  const { api, unit } = stage;
  const office = await token(stage, 'office');
  const taxonomy = async (code: string, facets: object[]): Promise<string> => {
    const { body } = await api.call(campaigns.createTaxonomy, office, {
      code,
      name: '六个破除',
      facets,
    });
    return text(body['taxonomy'] as Body, 'id');
  };
  const first = await taxonomy('PC', [
    { code: 'a', name: '破除因循守旧' },
    { code: 'b', name: '破除畏难懈怠' },
  ]);
  const second = await taxonomy('JJ', [{ code: '1', name: '聚焦改革创新' }]);
  await api.call(campaigns.addCrosswalk, office, {
    id: first,
    to: second,
    pairs: [{ from: 'a', to: '1' }],
  });
  await api.call(campaigns.listTaxonomies, office);
  await api.call(campaigns.getTaxonomy, office, { id: first });
  const made = await api.call(campaigns.createCampaign, office, {
    code: 'GJ2026',
    name: '百日攻坚',
    officeUnit: unit.city,
    startsOn: '2026-05-01',
    endsOn: '2026-08-31',
    phases: [{ name: '查摆问题', startsOn: '2026-05-01', endsOn: '2026-06-15' }],
  });
  const id = text(made.body, 'id');
  await api.call(campaigns.setCampaignTaxonomy, office, { id, taxonomyId: first });
  const action = await api.call(campaigns.createAction, office, {
    id,
    name: '召开一次专题讨论',
    dueOn: '2026-06-10',
  });
  const done = { id: text(action.body, 'id'), unitId: unit.town, note: '党委会专题讨论' };
  await api.call(campaigns.doAction, await token(stage, 'town'), done);
  await api.call(campaigns.listActions, office, { id });
  await api.call(campaigns.getCampaign, office, { id });
  await api.call(campaigns.listCampaigns, office);
}
