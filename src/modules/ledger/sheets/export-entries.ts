import { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/sheets.ts';
import { cellPrints } from '#domain/sheet/diff-rows.ts';
import type { Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import type { Cell } from '#domain/sheet/cell.ts';
import type { WriteCell } from '#platform/sheets/write-cell.ts';
import { writeCsv } from '#platform/sheets/write-csv.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import { entriesWithin } from '../entries-within.ts';
import { pageOfIds } from '../list-entries.ts';
import { EXPORT_COLUMNS, type ExportRow, HIDDEN_LABELS } from './export-columns.ts';
import { signedIn } from './upload-sheet.ts';

/** So many entries are read and written at a time. */
const PAGE = 1000;

/** 导出: everything that matches, in the order of raising, as it is read; memory does not grow with the rows. */
export async function exportEntries(
  call: Direct,
  input: InputOf<typeof contract.exportEntries>,
): Promise<Response> {
  const q = signedIn(call);
  const { format, ...filter } = input;
  // A filter that cannot be meant is refused before the first byte is sent.
  await entriesWithin(q, filter);
  const name = `luoshi-${q.today}.${format}`;
  const bytes = format === 'xlsx' ? xlsx(q, filter) : writeCsv(csvRows(q, filter));
  return new Response(Readable.toWeb(Readable.from(bytes)) as ReadableStream, {
    headers: {
      'content-type':
        format === 'xlsx'
          ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
          : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

type Filter = Omit<InputOf<typeof contract.exportEntries>, 'format'>;

/** The workbook of all entries that match: for the server's answer and for the command line alike. */
export function xlsx(q: Query, filter: Filter): AsyncGenerator<Buffer> {
  return writeXlsx([
    {
      name: '台账',
      headerRows: 1,
      columns: [
        ...EXPORT_COLUMNS.map((column) => column.layout),
        ...HIDDEN_LABELS.map(() => ({ hidden: true })),
      ],
      rows: sheetRows(q, filter),
    },
  ]);
}

async function* sheetRows(q: Query, filter: Filter): AsyncGenerator<WriteCell[]> {
  yield [...EXPORT_COLUMNS.map((column) => column.label), ...HIDDEN_LABELS];
  for await (const row of exportRows(q, filter)) {
    const cells = EXPORT_COLUMNS.map((column) => column.cell(row));
    const editable = EXPORT_COLUMNS.flatMap((column, i) =>
      column.field === undefined ? [] : [asRead(cells[i])],
    );
    yield [...cells, row.id, String(row.version), cellPrints(editable)];
  }
}

/** A written cell as the reader will see it again, for its print. */
export function asRead(cell: WriteCell): Cell {
  if (cell === undefined) return { text: '' };
  return { text: typeof cell === 'object' ? cell.date : String(cell) };
}

export async function* csvRows(q: Query, filter: Filter): AsyncGenerator<WriteCell[]> {
  yield [...EXPORT_COLUMNS.map((column) => column.label), HIDDEN_LABELS[0]];
  for await (const row of exportRows(q, filter))
    yield [...EXPORT_COLUMNS.map((column) => column.cell(row)), row.id];
}

interface Page {
  readonly rows: readonly ExportRow[];
  readonly next: string | undefined;
}

async function pageOf(q: Query, filter: Filter, after: string | undefined): Promise<Page> {
  const { ids, next } = await pageOfIds(q, filter, 'oldest', PAGE, after);
  return { rows: await rowsOf(q, ids), next };
}

/** Page by page; the database reads the next one while this one is written. */
async function* exportRows(q: Query, filter: Filter): AsyncGenerator<ExportRow> {
  let coming: Promise<Page> | undefined = pageOf(q, filter, undefined);
  while (coming !== undefined) {
    const { rows, next }: Page = await coming;
    coming = next === undefined ? undefined : pageOf(q, filter, next);
    // Whoever stops reading early never asks how the page on its way ended.
    coming?.catch(() => undefined);
    yield* rows;
  }
}

/** What an export says of these entries at this moment, in their order. Scope is the caller's matter. */
export async function rowsOf(
  q: Pick<Query, 'db' | 'cityId'>,
  ids: readonly string[],
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select e.id, e.version, e.no, e.title, t.detail, t.cause, t.remark, f.name as category_name, e.level, e.is_key,
      e.source, e.source_no, o.name as origin, l.name as lead, e.deadline_kind, e.deadline, e.state, e.progress,
      to_char(e.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as closed_on, e.assurance,
      (select string_agg(u.name, '、' order by u.no) from party p join unit u on u.city_id = p.city_id and u.id = p.unit_id
        where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode and p.role = 'co') as co,
      (select string_agg(m.text, E'\n' order by m.seq) from measure m
        where m.city_id = e.city_id and m.entry_id = e.id and m.dropped_at is null and m.kind = 'measure') as measures,
      (select p.note from party p
        where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode and p.role = 'lead') as progress_note
    from entry e
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join unit o on o.city_id = e.city_id and o.id = e.origin_unit
    join campaign c on c.city_id = e.city_id and c.id = e.campaign_id
    left join unit l on l.city_id = e.city_id and l.id = e.lead_unit
    left join facet f on f.city_id = e.city_id and f.taxonomy_id = c.taxonomy_id and f.code = e.category
    where e.city_id = ${q.cityId} and e.id = any(${ids}::uuid[])`.execute(q.db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
