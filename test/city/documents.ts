import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { dutyKey } from '#domain/document/duty-sheet.ts';
import { Refusal } from '#domain/refusal.ts';
import { issueDrafts } from '#modules/assign/issue-drafts.ts';
import { assignCandidates } from '#modules/documents/assign-candidates.ts';
import { acceptCandidates, confirmFraming } from '#modules/documents/decide.ts';
import { handDown } from '#modules/documents/hand-down.ts';
import { suggestLeads } from '#modules/documents/suggest-leads.ts';
import { addDocument } from '#modules/documents/take-document.ts';
import { actorOfAccount } from '#modules/org/who-is.ts';
import { type Context, dayOf } from '#platform/command.ts';
import type { Database } from '#platform/db/open.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { newId } from '#platform/ids.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import type { Loaded } from './load.ts';
import { CITY_REPORT } from './words/report.ts';

/** What departments of the made-up city are there for, by function; published lists are far longer. */
const DUTIES: Readonly<Record<string, readonly string[]>> = {
  住建: [
    '老旧小区改造、加装电梯和保障性租赁住房建设',
    '燃气老化管道更新改造',
    '保交房和房地产市场监管',
  ],
  交通: ['农村公路新建改造和危桥改造', '城市公共交通、公交线路优化', '快速路、大桥等交通项目建设'],
  水利: ['农村供水提升和饮水安全', '水土流失治理、河道生态修复'],
  教育: ['新建改扩建中小学、幼儿园，增加学位', '落实教师减负，管理进校园事项'],
  卫健: ['县域医共体建设和基层用药', '婴幼儿托位建设和健康服务'],
  人社: ['促进就业创业、职业技能培训', '根治拖欠农民工工资', '城乡居民基本养老保险'],
  民政: ['社区老年食堂和养老服务', '特殊困难老年人家庭改造'],
  财政: ['政府债务管理和专项债券', '中小企业应急转贷资金'],
  工信: ['装备制造产业链和技术改造', '专精特新中小企业培育', '清理拖欠企业账款'],
  发改: ['重点项目谋划和投资调度'],
  农业: [
    '高标准农田建设和粮食生产',
    '高素质农民培训、合作社和特色种植',
    '农村户厕改造和黑臭水体整治',
  ],
  生态: ['大气污染防治、超低排放改造和扬尘治理', '国考断面水质和污水处理'],
  城管: ['生活垃圾分类和城市运行管理', '公共停车位和口袋公园建设'],
  应急: ['安全生产和重大事故隐患整治', '应急避难场所和应急物资储备'],
  行政审批: ['政务服务高效办成一件事、全程网办', '工程建设项目审批和联合验收'],
  招商: ['招商引资和博览会'],
};

/** So many tasks of the report are already accepted, and so many of these handed down. */
const ACCEPTED = 90;
const HANDED = 12;

/** One report of the made-up city, half worked through by its office, and the duty lists that suggest who leads. */
export async function loadDocuments(
  database: Database,
  cityId: number,
  { city, accounts }: Loaded,
  store: FileStore,
  now: Date,
): Promise<void> {
  const account = accounts.find(({ login }) => login === 'office');
  const actor = await actorOfAccount(database.db, cityId, account?.id ?? '', now);
  const post = actor?.posts[0];
  if (actor === undefined || post === undefined)
    throw new Refusal('not-found', { account: 'office' });
  await using reader = closing(new DocumentReader());
  const reading = await reader.it.read(CITY_REPORT);
  const kept = await keepReport(store);
  const basis = { actor, cityId, now, today: dayOf(now) };
  await database.db.transaction().execute(async (tx) => {
    const ctx: Context = { ...basis, tx };
    const units = city.organisation.units.filter(({ countyNo }) => countyNo === 0);
    await tx
      .insertInto('duty')
      .values(
        units.flatMap((unit) =>
          (DUTIES[unit.functions[0] ?? ''] ?? []).map((text) => ({
            city_id: cityId,
            id: newId(now.getTime()),
            unit_id: unit.id,
            text,
            key: createHash('sha256').update(dutyKey(text)).digest('base64url'),
            since: ctx.today,
            by_person: actor.personId,
            at: now,
          })),
        ),
      )
      .execute();
    const brought = { post, kept, text: CITY_REPORT, input: {} };
    const { id } = await addDocument(ctx, { store, reader: reader.it }, brought, reading);
    await workThrough(ctx, id);
  });
}

/** What the office has done so far: accepted, confirmed framing, settled leads, handed some down. */
async function workThrough(ctx: Context, id: string): Promise<void> {
  const { rows } = await sql<{ id: string; version: number; kind: string }>`
    select id, version, kind from candidate
    where city_id = ${ctx.cityId} and document_id = ${id} and kind <> 'figure' and doubts = '{}'
    order by passage, start_at limit ${ACCEPTED}`.execute(ctx.tx);
  await acceptCandidates(ctx, { id, candidates: rows });
  const { rows: framing } = await sql<{ seq: number }>`
    select seq from passage where city_id = ${ctx.cityId} and document_id = ${id} and proposed = 'framing'
    order by seq limit 3`.execute(ctx.tx);
  await confirmFraming(ctx, { id, passages: framing.map(({ seq }) => seq), framing: true });
  const { groups } = await suggestLeads({ ...ctx, db: ctx.tx }, { id });
  const accepted = new Set(rows.map((row) => row.id));
  const year = ctx.today.slice(0, 4);
  const settled = groups.flatMap(({ candidates, leads }) => {
    const [lead] = leads;
    const mine = candidates.filter((one) => accepted.has(one.id));
    // An office follows a suggestion that the duty list bears out, not one it must wonder at.
    const isBorneOut = lead?.reasons.some(({ kind }) => kind === 'duty') === true;
    if (lead === undefined || !isBorneOut || mine.length === 0) return [];
    const deadline = { kind: 'date' as const, on: `${year}-12-31` };
    return [{ candidates: mine, lead: lead.unit.id, deadline }];
  });
  if (settled.length === 0) return;
  await assignCandidates(ctx, { id, groups: settled });
  const ready = settled.flatMap(({ candidates }) => candidates.map((one) => one.id));
  const handing = { id, candidates: ready.slice(0, HANDED), issue: true, level: 'city' as const };
  await handDown(ctx, handing, issueDrafts);
}

async function keepReport(
  store: FileStore,
): Promise<{ sha256: string; name: string; mediaType: string; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-report-'));
  const path = join(folder, 'report.txt');
  const content = Buffer.from(CITY_REPORT);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await writeFile(path, content);
  await store.put(sha256, path);
  await rm(folder, { recursive: true });
  const mediaType = 'text/plain';
  return { sha256, name: '昀州市2026年政府工作报告.txt', mediaType, bytes: content.length };
}

function closing(it: DocumentReader): AsyncDisposable & { readonly it: DocumentReader } {
  return { it, [Symbol.asyncDispose]: () => it.close() };
}
