import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { type Entry, FACTS, FACTS_FROM, type Loaded, loadEntries, toEntry } from './entry-load.ts';
import { findEntry, mayRead } from './entry-store.ts';
import { given, named, viewRow } from './entry-view.ts';

type Detail = Sent<typeof contract.EntryDetail>;

/** 一个事项的全部内容. */
export async function readEntry(q: Query, input: { id: string }): Promise<Detail> {
  const found = await withAround(q.db, q.cityId, input.id);
  if (found === undefined || !mayRead(q.actor, found.entry))
    throw new Refusal('not-found', { id: input.id });
  return detailOf(q, q.db, found);
}

/** What a move answers: the entry as it now is, with what is open next. */
export async function answerWith(ctx: Context, id: string): Promise<Detail> {
  const found = await withAround(ctx.tx, ctx.cityId, id);
  if (found === undefined) throw new Error(`entry ${id} vanished within its own transaction`);
  return detailOf(ctx, ctx.tx, found);
}

interface Around {
  detail: string;
  cause: string;
  remark: string;
  quote: string;
  campaign_name: string;
  category_name: string | null;
  facets: Detail['facets'];
  parties: Detail['parties'];
  measures: Detail['measures'];
  requests: Detail['requests'];
  checks: Detail['checks'];
  evidence: Detail['evidence'];
  merged_into: Detail['mergedInto'] | null;
  survivor_of: number;
}

interface Found {
  readonly entry: Entry;
  readonly more: Around;
}

/** An entry and everything around it, in one statement; json_strip_nulls leaves out what is not there. */
async function withAround(db: Db | Tx, cityId: number, id: string): Promise<Found | undefined> {
  const { rows } = await sql<Loaded & { around: Around }>`${sql.raw(KEPT)}
    select ${FACTS}, (select row_to_json(a) from (select t.detail, t.cause, t.remark, t.quote, c.name as campaign_name,
      (select f.name from facet f where f.city_id = e.city_id and f.taxonomy_id = c.taxonomy_id and f.code = e.category) as category_name,
      (select coalesce(json_agg(json_build_object('taxonomy', x.code, 'code', ef.code, 'name', f.name)), '[]')
         from entry_facet ef
         join facet f on f.city_id = ef.city_id and f.taxonomy_id = ef.taxonomy_id and f.code = ef.code
         join taxonomy x on x.city_id = ef.city_id and x.id = ef.taxonomy_id
        where ef.city_id = e.city_id and ef.entry_id = e.id) as facets,
      (select coalesce(json_agg(json_strip_nulls(json_build_object(
           'unit', json_build_object('id', u.id, 'name', u.name), 'role', p.role, 'progress', p.progress,
           'note', p.note, 'reportedAt', p.reported_at)) order by p.role desc, u.no), '[]')
         from party p join unit u on u.city_id = p.city_id and u.id = p.unit_id
        where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode) as parties,
      (select coalesce(json_agg(json_strip_nulls(json_build_object('id', m.id, 'kind', m.kind, 'text', m.text,
           'dueOn', m.due_on, 'doneAt', m.done_at)) order by m.kind, m.seq), '[]')
         from measure m where m.city_id = e.city_id and m.entry_id = e.id and m.dropped_at is null) as measures,
      (select coalesce(json_agg(json_strip_nulls(json_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason,
           'ask', r.ask, 'approver', u.short_name || ' ' || p.name, 'openedAt', r.opened_at, 'decision', r.decision,
           'decidedAt', r.decided_at, 'note', r.note)) order by r.opened_at desc), '[]')
         from request r
         join post p on p.city_id = r.city_id and p.id = r.approver_post
         join unit u on u.city_id = p.city_id and u.id = p.unit_id
        where r.city_id = e.city_id and r.entry_id = e.id) as requests,
      (select coalesce(json_agg(json_build_object('id', k.id, 'episode', k.episode, 'method', k.method,
           'finding', k.finding, 'assurance', k.assurance, 'byUnit', json_build_object('id', u.id, 'name', u.name),
           'note', k.note, 'checkedAt', k.checked_at) order by k.checked_at desc), '[]')
         from entry_check k join unit u on u.city_id = k.city_id and u.id = k.by_unit
        where k.city_id = e.city_id and k.entry_id = e.id) as checks,
      (select coalesce(json_agg(json_build_object('id', v.id, 'episode', v.episode, 'purpose', v.purpose,
           'name', v.name, 'mediaType', v.media_type, 'bytes', v.bytes,
           'byUnit', json_build_object('id', u.id, 'name', u.name), 'at', v.at) order by v.at), '[]')
         from evidence v join unit u on u.city_id = v.city_id and u.id = v.by_unit
        where v.city_id = e.city_id and v.entry_id = e.id) as evidence,
      (select json_build_object('id', s.id, 'no', s.no, 'title', s.title)
         from merge_link k join entry s on s.city_id = k.city_id and s.id = k.survivor_id
        where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null) as merged_into,
      (select count(*)::int from merge_link k
        where k.city_id = e.city_id and k.survivor_id = e.id and k.undone_at is null) as survivor_of
      from entry_text t, campaign c
      where t.city_id = e.city_id and t.entry_id = e.id
        and c.city_id = e.city_id and c.id = e.campaign_id) a) as around
    ${FACTS_FROM}
    where e.city_id = ${cityId} and e.id = ${id}`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { entry: toEntry(row), more: row.around };
}

/** The entry that this one was merged into, by its title only for who may read it too. */
async function survivorShown(
  q: Query | Context,
  db: Db | Tx,
  survivor: Detail['mergedInto'],
): Promise<Detail['mergedInto']> {
  if (survivor === undefined) return undefined;
  const entry = (await loadEntries(db, q.cityId, [survivor.id])).get(survivor.id);
  return entry !== undefined && mayRead(q.actor, entry) ? survivor : { ...survivor, title: '' };
}

async function detailOf(q: Query | Context, db: Db | Tx, { entry, more }: Found): Promise<Detail> {
  return {
    ...viewRow(q, entry),
    detail: more.detail,
    cause: more.cause,
    remark: more.remark,
    quote: more.quote,
    ...given('sourceNo', entry.sourceNo),
    ...given('foundBy', entry.foundBy),
    campaign: { id: entry.campaignId, name: more.campaign_name },
    categoryName: more.category_name ?? entry.category,
    ...given('originalDeadline', entry.originalDeadline),
    ...given('reviewOn', entry.reviewOn),
    ...given('deliveredAt', entry.deliveredAt?.toISOString()),
    ...given('closedAt', entry.closedAt?.toISOString()),
    facets: more.facets,
    parties: more.parties,
    measures: more.measures,
    requests: more.requests,
    checks: more.checks,
    evidence: more.evidence,
    ...given('mergedInto', await survivorShown(q, db, more.merged_into ?? undefined)),
    survivorOf: more.survivor_of,
  };
}

/** 一个事项的经过: its events in order, each by post and unit; a person is named only to who may read the entry. */
export async function readEvents(
  q: Query,
  input: { id: string },
): Promise<Sent<(typeof contract.readEvents)['output']>> {
  await findEntry(q, input.id);
  const rows = await q.db
    .selectFrom('event as v')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.unit_id'),
    )
    .leftJoin('post as p', (join) =>
      join.onRef('p.city_id', '=', 'v.city_id').onRef('p.id', '=', 'v.post_id'),
    )
    .leftJoin('person as w', (join) =>
      join.onRef('w.city_id', '=', 'v.city_id').onRef('w.id', '=', 'v.person_id'),
    )
    .where('v.city_id', '=', q.cityId)
    .where('v.subject_id', '=', input.id)
    .orderBy('v.subject_version')
    .select([
      'v.subject_version',
      'v.at',
      'v.kind',
      'v.state',
      'v.acting',
      'v.payload',
      'u.id as unit_id',
      'u.short_name as unit_name',
      'p.name as post',
      'w.name as person',
    ])
    .execute();
  return {
    events: rows.map((row) => ({
      version: row.subject_version,
      at: row.at.toISOString(),
      kind: row.kind,
      state: row.state,
      ...given('unit', named(row.unit_id, row.unit_name)),
      ...given('post', row.post),
      ...given('person', row.person),
      acting: row.acting,
      payload: row.payload as Record<string, unknown>,
    })),
  };
}
