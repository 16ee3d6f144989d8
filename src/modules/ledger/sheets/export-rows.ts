import { type RawBuilder, sql } from 'kysely';
import type { Query } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import { cityUnits } from './city-units.ts';
import type { ExportRow } from './export-columns.ts';

/** Names of units and categories, asked once for many rows: a city has fewer of them than a page of it has mentions. */
export interface ExportNames {
  readonly units: ReadonlyMap<string, { readonly name: string; readonly no: number }>;
  /** By campaign and code. */
  readonly categories: ReadonlyMap<string, string>;
}

type Asked = Pick<Query, 'db' | 'cityId'>;

export async function exportNames({ db, cityId }: Asked): Promise<ExportNames> {
  const units = new Map<string, { readonly name: string; readonly no: number }>();
  for await (const page of cityUnits(db, cityId))
    for (const { id, name, no } of page) units.set(id, { name, no });
  const facets = await db
    .selectFrom('facet as f')
    .innerJoin('campaign as c', (join) =>
      join.onRef('c.city_id', '=', 'f.city_id').onRef('c.taxonomy_id', '=', 'f.taxonomy_id'),
    )
    .where('c.city_id', '=', cityId)
    .select(['c.id as campaign', 'f.code', 'f.name'])
    .execute();
  return {
    units,
    categories: new Map(facets.map(({ campaign, code, name }) => [`${campaign} ${code}`, name])),
  };
}

/** A row before its units and its category have their names. */
interface Bare extends Omit<ExportRow, 'origin' | 'lead' | 'co' | 'category_name'> {
  readonly category: string;
  readonly origin_unit: string;
  readonly lead_unit: string | null;
  /** Ids, parted by commas. */
  readonly co_units: string | null;
}

/** What an export says of these entries at this moment, in their order. Scope is the caller's matter. */
export async function rowsOf(
  { db, cityId }: Asked,
  names: ExportNames,
  ids: readonly string[],
): Promise<ExportRow[]> {
  const part = (role: 'lead' | 'co'): RawBuilder<unknown> =>
    sql`from party p where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode and p.role = ${sql.lit(role)}`;
  const { rows } = await sql<Bare>`${sql.raw(KEPT)}
    select e.id, e.version, e.no, e.title, t.detail, t.cause, t.remark, e.campaign_id, e.category, e.level, e.is_key,
      e.source, e.source_no, e.origin_unit, e.lead_unit, e.deadline_kind, e.deadline, e.state, e.progress,
      to_char(e.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as closed_on, e.assurance,
      (select string_agg(p.unit_id::text, ',') ${part('co')}) as co_units,
      (select string_agg(m.text, E'\n' order by m.seq) from measure m
        where m.city_id = e.city_id and m.entry_id = e.id and m.dropped_at is null and m.kind = 'measure') as measures,
      (select p.note ${part('lead')}) as progress_note
    from entry e
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    where e.city_id = ${cityId} and e.id = any(${ids}::uuid[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [named(row, names)];
  });
}

function named(row: Bare, { units, categories }: ExportNames): ExportRow {
  const co = (row.co_units?.split(',') ?? []).flatMap((id) => units.get(id) ?? []);
  return Object.assign(row, {
    category_name: categories.get(`${row.campaign_id} ${row.category}`) ?? null,
    origin: units.get(row.origin_unit)?.name ?? '',
    lead: row.lead_unit === null ? null : (units.get(row.lead_unit)?.name ?? null),
    co:
      co.length === 0
        ? null
        : co
            .toSorted((a, b) => a.no - b.no)
            .map(({ name }) => name)
            .join('、'),
  });
}
