import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/sheets.ts';
import type { Level } from '#domain/entry/entry.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { SheetRow } from '#domain/sheet/cell.ts';
import { headerFingerprint, proposeMapping } from '#domain/sheet/headers.ts';
import { LEDGER_FIELDS } from '#domain/sheet/ledger-fields.ts';
import type { Query } from '#platform/command.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { openSheets, type SheetSource } from '#platform/sheets/open-sheet.ts';
import { pathOfUnit } from '../unit-path.ts';
import { type BatchMapping, ownBatch, viewBatch } from './batch-store.ts';
import { withLocalFile } from './local-file.ts';
import { isReturnedHeader } from './returned-sheet.ts';
import { readable, withSentSheet } from './sent-sheet.ts';

type View = Sent<typeof contract.ImportBatch>;

const MAX_BYTES = 200_000_000;
/** Rows looked at for the header and for what the columns hold. */
const LOOKED_AT = 200;
const SHOWN = 5;

/** 上传表格: the file is kept, its first fitting sheet is looked at, and a mapping is proposed. */
export async function uploadSheet(
  store: FileStore,
  call: Direct,
  input: InputOf<typeof contract.uploadSheet>,
): Promise<View> {
  const q = signedIn(call);
  const home = await bringingUnit(q, input.unit);
  const campaign = await campaignId(q, input.campaign);
  return await withSentSheet(call.request, input.name, MAX_BYTES, async ({ path, sha256 }) => {
    const found = await lookAt(q, path, home, undefined);
    await store.put(sha256, path);
    const id = newId(q.now.getTime());
    await q.db
      .insertInto('import_batch')
      .values({
        city_id: q.cityId,
        id,
        kind: found.returned ? 'returned' : input.kind,
        unit_id: home.unitId,
        campaign_id: campaign,
        file_sha256: sha256,
        sheet: found.sheet,
        name: input.name,
        state: 'uploaded',
        mapping: JSON.stringify(found.mapping),
        by_account: q.actor.accountId,
        by_person: q.actor.personId,
        by_post: home.postId,
        at: q.now,
      })
      .execute();
    return viewBatch(await ownBatch(q, q.db, id));
  });
}

/** 改选工作表: the same file, another sheet. */
export async function chooseSheet(
  store: FileStore,
  call: Direct,
  input: InputOf<typeof contract.chooseSheet>,
): Promise<View> {
  const q = signedIn(call);
  const batch = await ownBatch(q, q.db, input.id);
  const home = await bringingUnit(q, batch.unit_id);
  const found = await readable(batch.name, call.request, () =>
    withLocalFile(store, batch.file_sha256, batch.name, (path) =>
      lookAt(q, path, home, input.sheet),
    ),
  );
  await q.db
    .updateTable('import_batch')
    .set({
      sheet: found.sheet,
      state: 'uploaded',
      mapping: JSON.stringify(found.mapping),
      summary: null,
      ...(found.returned ? { kind: 'returned' } : {}),
    })
    .where('city_id', '=', q.cityId)
    .where('id', '=', batch.id)
    .execute();
  return viewBatch(await ownBatch(q, q.db, batch.id));
}

export function signedIn(call: Direct): Query {
  const { actor, cityId, now, today, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return { actor, cityId, now, today, db };
}

const BRINGERS = ['office', 'liaison', 'handler', 'leader', 'inspector'] as const;

/** The post by which the sheet is brought in, and for which unit. */
async function bringingUnit(q: Query, wanted: string | undefined): Promise<HeldPost> {
  const own = q.actor.posts.find((post) => (BRINGERS as readonly string[]).includes(post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  if (wanted === undefined || wanted === own.unitId) return own;
  const path = await pathOfUnit(q.db, q.cityId, wanted);
  const over = postOver(q.actor, BRINGERS, path);
  if (over === undefined) throw new Refusal('out-of-reach');
  return { ...over, unitId: wanted, path };
}

async function campaignId(q: Query, id: string | undefined): Promise<string> {
  const row = await q.db
    .selectFrom('campaign')
    .where('city_id', '=', q.cityId)
    .$if(id !== undefined, (b) => b.where('id', '=', id ?? ''))
    .where('starts_on', '<=', q.today)
    .orderBy('starts_on', 'desc')
    .limit(1)
    .select('id')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { campaign: id ?? '' });
  return row.id;
}

interface Found {
  readonly sheet: string;
  readonly mapping: BatchMapping;
  readonly returned: boolean;
}

async function lookAt(
  q: Query,
  path: string,
  home: HeldPost,
  wanted: string | undefined,
): Promise<Found> {
  await using source = await openSheets(path);
  // A hidden one is taken only where no other has a header; the screen says which it was.
  const candidates =
    wanted === undefined
      ? source.sheets.toSorted((a, b) => Number(a.hidden) - Number(b.hidden))
      : [{ name: wanted }];
  for (const { name } of candidates) {
    const found = await lookAtSheet(q, source, name, home);
    if (found !== undefined) return found;
  }
  throw new Refusal('no-header', { sheet: candidates.map((sheet) => sheet.name).join('、') });
}

async function lookAtSheet(
  q: Query,
  source: SheetSource,
  sheet: string,
  home: HeldPost,
): Promise<Found | undefined> {
  const { merges, hiddenColumns } = await source.outline(sheet);
  const rows: SheetRow[] = [];
  for await (const batch of source.rows(sheet)) {
    rows.push(...batch);
    if (rows.length >= LOOKED_AT) break;
  }
  const proposal = proposeMapping(rows.slice(0, LOOKED_AT), merges, LEDGER_FIELDS);
  if (proposal === undefined) return undefined;
  const fingerprint = headerFingerprint(proposal.columns.map((column) => column.label));
  const kept = await rememberedMapping(q, home.unitId, fingerprint);
  const columns = proposal.columns.map((column, i) => {
    const { field: proposed, ...rest } = column;
    const field = kept === undefined ? proposed : (kept[i] ?? undefined);
    return {
      ...rest,
      ...(field === undefined ? {} : { field }),
      doubtful: kept === undefined && column.doubtful,
      ...(hiddenColumns.includes(column.column) ? { hidden: true } : {}),
    };
  });
  const data = rows.filter((row) => row.row > proposal.headerBottom).slice(0, SHOWN);
  return {
    sheet,
    returned: isReturnedHeader(proposal.columns.map((column) => column.label)),
    mapping: {
      sheets: source.sheets,
      title: proposal.title,
      remembered: kept !== undefined,
      headerBottom: proposal.headerBottom,
      fingerprint,
      columns,
      sample: data.map((row) => columns.map((_, i) => row.cells[i]?.text ?? '')),
      defaults: { source: 'self_check', level: await levelOf(q, home.unitId), category: '' },
      units: {},
      confirmed: false,
    },
  };
}

async function rememberedMapping(
  q: Query,
  unitId: string,
  fingerprint: string,
): Promise<(string | null)[] | undefined> {
  const row = await q.db
    .selectFrom('sheet_mapping')
    .where('city_id', '=', q.cityId)
    .where('unit_id', '=', unitId)
    .where('fingerprint', '=', fingerprint)
    .select('mapping')
    .executeTakeFirst();
  return row?.mapping as (string | null)[] | undefined;
}

async function levelOf(q: Query, unitId: string): Promise<Level> {
  const unit = await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('id', '=', unitId)
    .select('kind')
    .executeTakeFirstOrThrow();
  if (unit.kind === 'city' || unit.kind === 'county' || unit.kind === 'branch') return unit.kind;
  return 'unit';
}
