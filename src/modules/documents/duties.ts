import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/duty.ts';
import {
  dutyKey,
  readDutySheet,
  type DutyRow,
  type DutySheet,
} from '#domain/document/duty-sheet.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { withLocalFile } from '#modules/ledger/sheets/local-file.ts';
import { type KnownUnit, unitFinder } from '#modules/ledger/sheets/resolve.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import { findUnit } from '#modules/org/unit-store.ts';
import type { Context, Query } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { fileName } from '#platform/files/file-name.ts';
import { receiveFile } from '#platform/files/receive-file.ts';
import type { Direct } from '#platform/http.ts';
import { type Lang, langOf } from '#platform/http-problem.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { faultSentence, SheetFault } from '#platform/sheets/sheet-fault.ts';
import { type DocumentParts, signedIn } from './take-document.ts';

type Preview = Sent<typeof contract.previewDuties.output>;
type Fault = Preview['faults'][number];

const MAX_BYTES = 20_000_000;
const MOST_ROWS = 50_000;
const SHOWN = 50;

interface Options {
  readonly name: string;
  readonly sheet?: string | undefined;
  readonly unit?: string | undefined;
}

interface FoundDuty extends DutyRow {
  readonly owner: KnownUnit;
  readonly key: string;
}

interface Judged {
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly columns: DutySheet['columns'];
  readonly good: readonly FoundDuty[];
  readonly faults: readonly Fault[];
}

/** 预览权责清单: the file is kept for the import; nothing else is written. */
export async function previewDuties(
  parts: DocumentParts,
  call: Direct,
  input: InputOf<typeof contract.previewDuties>,
): Promise<Preview> {
  const q = signedIn(call);
  const office = officeOf(q);
  const name = fileName(input.name, '');
  if (call.request.body === null) throw new Refusal('file-empty', { name });
  const file = await receiveFile(call.request.body, parts.spool, name, () => MAX_BYTES);
  try {
    const judged = await judge(q, office, file.path, input, langOf(call.request));
    await parts.store.put(file.sha256, file.path);
    const { fresh, known, ended } = await compare(q.db, q.cityId, judged.good);
    return {
      file: file.sha256,
      name,
      sheets: [...judged.sheets],
      sheet: judged.sheet,
      columns: [...judged.columns],
      fresh: fresh.length,
      known: known.length,
      ended: ended.length,
      faulty: judged.faults.filter(({ level }) => level === 'error').length,
      units: new Set(judged.good.map(({ owner }) => owner.id)).size,
      faults: judged.faults.slice(0, 300),
      sample: judged.good
        .slice(0, SHOWN)
        .map(({ row, owner, text }) => ({ row, unit: owner.name, text })),
    };
  } finally {
    await rm(file.path, { force: true });
  }
}

/** 导入权责清单: for each unit it names the list is what stands from now on. */
export async function importDuties(
  parts: DocumentParts,
  call: Direct,
  input: InputOf<typeof contract.importDuties>,
): Promise<Sent<typeof contract.importDuties.output>> {
  const q = signedIn(call);
  const office = officeOf(q);
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  const judged = await withLocalFile(parts.store, input.file, input.name, (path) =>
    judge(q, office, path, input, langOf(call.request)),
  );
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.importDuties.id, input]))
    .digest('hex');
  return once(call.db, q, { key, hash }, (ctx) => write(ctx, office, input.file, judged));
}

async function write(
  ctx: Context,
  office: HeldPost,
  file: string,
  { good, faults }: Judged,
): Promise<{ added: number; known: number; ended: number; faulty: number }> {
  const { fresh, known, ended } = await compare(ctx.tx, ctx.cityId, good);
  await insertMany(
    ctx.tx,
    'duty',
    fresh.map(({ owner, no, text, key }) => ({
      city_id: ctx.cityId,
      id: newId(ctx.now.getTime()),
      unit_id: owner.id,
      no,
      text,
      key,
      since: ctx.today,
      by_person: ctx.actor.personId,
      at: ctx.now,
    })),
  );
  await sql`update duty set ended_on = ${ctx.today}
    where city_id = ${ctx.cityId} and id = any(${ended}::uuid[]) and ended_on is null`.execute(
    ctx.tx,
  );
  const faulty = faults.filter(({ level }) => level === 'error').length;
  const result = { added: fresh.length, known: known.length, ended: ended.length, faulty };
  if (fresh.length + ended.length > 0)
    await recordOrg(ctx, {
      kind: 'duty.import',
      byPost: office.postId,
      payload: { file, ...result },
    });
  return result;
}

function officeOf(q: Query): HeldPost {
  const post = q.actor.posts.find(({ role }) => role === 'office');
  if (post === undefined) throw new Refusal('not-allowed');
  return post;
}

async function judge(
  q: Query,
  office: HeldPost,
  path: string,
  options: Options,
  lang: Lang,
): Promise<Judged> {
  const fixed = options.unit === undefined ? undefined : await fixedUnit(q, options.unit);
  const { sheets, sheet, found } = await readSheet(path, options, lang);
  const finder = await unitFinder(q.db, q.cityId, office.path);
  const good: FoundDuty[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const row of found.rows) {
    const fault = (level: Fault['level'], zh: string, en: string): void => {
      faults.push({ row: row.row, level, message: lang === 'en' ? en : zh });
    };
    const owner = fixed ?? finder.find(row.unit);
    if (typeof owner === 'string') {
      const nearest = finder.nearest(row.unit).join('、');
      if (row.unit === '') fault('error', '没有写单位', 'No unit is named');
      else if (owner === 'ambiguous')
        fault('error', `有几个“${row.unit}”，请写全称`, `There are several ${row.unit}`);
      else
        fault(
          'error',
          `组织树中没有“${row.unit}”${nearest && `，是否为：${nearest}`}`,
          `There is no unit ${row.unit}${nearest && `; perhaps ${nearest}`}`,
        );
    } else if (postOver(q.actor, ['office'], owner.path) === undefined)
      fault('error', `“${owner.name}”不在管辖范围内`, `${owner.name} lies outside your reach`);
    else {
      const key = createHash('sha256').update(dutyKey(row.text)).digest('base64url');
      const first = seen.get(`${owner.id} ${key}`);
      if (first === undefined) good.push({ ...row, owner, key });
      else fault('warning', `与第 ${first} 行重复`, `The same as row ${first}`);
      seen.set(`${owner.id} ${key}`, first ?? row.row);
    }
  }
  return { sheets, sheet, columns: found.columns, good, faults };
}

async function fixedUnit(q: Query, id: string): Promise<KnownUnit> {
  const unit = await findUnit(q.db, q.cityId, id);
  if (postOver(q.actor, ['office'], unit.path) === undefined) throw new Refusal('out-of-reach');
  return unit;
}

async function readSheet(
  path: string,
  { name, sheet }: Options,
  lang: Lang,
): Promise<{ sheets: string[]; sheet: string; found: DutySheet }> {
  try {
    await using source = await openSheets(path);
    const sheets = source.sheets.filter(({ hidden }) => !hidden).map((one) => one.name);
    const tried = sheet === undefined ? sheets : [sheet];
    for (const one of tried) {
      const { merges } = await source.outline(one);
      const rows: SheetRow[] = [];
      for await (const batch of source.rows(one)) {
        rows.push(...batch);
        if (rows.length > MOST_ROWS) break;
      }
      const found = readDutySheet(rows.slice(0, MOST_ROWS), merges);
      if (found !== undefined) return { sheets, sheet: one, found };
    }
    throw new Refusal('no-duty-header', { sheet: tried.join('、') });
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    throw new Refusal('sheet-unreadable', { name, why: faultSentence(error, lang) });
  }
}

/** Against what stands for the units named: new rows, rows that stand already, rows that are gone. */
async function compare(
  db: Db | Tx,
  cityId: number,
  good: readonly FoundDuty[],
): Promise<{ fresh: FoundDuty[]; known: FoundDuty[]; ended: string[] }> {
  const units = [...new Set(good.map(({ owner }) => owner.id))];
  const { rows } = await sql<{ id: string; unit_id: string; key: string }>`
    select id, unit_id, key from duty
    where city_id = ${cityId} and unit_id = any(${units}::uuid[]) and ended_on is null`.execute(db);
  const standing = new Set(rows.map((row) => `${row.unit_id} ${row.key}`));
  const named = new Set(good.map(({ owner, key }) => `${owner.id} ${key}`));
  const isKnown = ({ owner, key }: FoundDuty): boolean => standing.has(`${owner.id} ${key}`);
  return {
    fresh: good.filter((one) => !isKnown(one)),
    known: good.filter(isKnown),
    ended: rows.filter((row) => !named.has(`${row.unit_id} ${row.key}`)).map(({ id }) => id),
  };
}

/** The duties that stand for a unit. */
export async function listDuties(
  q: Query,
  input: InputOf<typeof contract.listDuties>,
): Promise<Sent<typeof contract.listDuties.output>> {
  const unit = await findUnit(q.db, q.cityId, input.unit);
  if (!reaches(reachOf(q.actor), unit.path)) throw new Refusal('not-found', { unit: input.unit });
  const duties = await q.db
    .selectFrom('duty')
    .select(['id', 'no', 'text', 'since'])
    .where('city_id', '=', q.cityId)
    .where('unit_id', '=', unit.id)
    .where('ended_on', 'is', null)
    .orderBy('no')
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return { unit: { id: unit.id, name: unit.name }, duties };
}
