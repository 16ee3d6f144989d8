import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import type { OpenRequest } from '#domain/entry/entry.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { KEPT } from '#platform/db/driver.ts';
import { inOrder } from '#platform/db/in-order.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { statement } from '#platform/db/statement.ts';
import { type Line, loadEntries, type LoadedLine, ROW, ROW_FROM, toLine } from './entry-load.ts';
import { advance, findEntry, mayRead } from './entry-store.ts';
import { given, named, viewRow } from './entry-view.ts';

type Detail = Sent<typeof contract.EntryDetail>;

/** 一个事项的全部内容. */
export async function readEntry(q: Query, input: { id: string }): Promise<Detail> {
  const [found] = await askEntry(q.db, { cityId: q.cityId, id: input.id });
  if (found === undefined) throw new Refusal('not-found', { id: input.id });
  const line = lineOf(found);
  if (!mayRead(q.actor, line)) throw new Refusal('not-found', { id: input.id });
  return detailOf(q, q.db, found, line);
}

/** What a move answers: the entry as it now is, with what is open next. */
export async function answerWith(ctx: Context, id: string): Promise<Detail> {
  const [found] = await askEntry(ctx.tx, { cityId: ctx.cityId, id });
  if (found === undefined) throw new Error(`entry ${id} vanished within its own transaction`);
  return detailOf(ctx, ctx.tx, found, lineOf(found));
}

/**
 * Make a move and answer with the entry as it now is (办完即答). The reading goes out behind the writing, as every
 * move waits for its round trips.
 */
export async function answerMove(...move: Parameters<typeof advance>): Promise<Detail> {
  const [ctx, entry] = move;
  const [, answer] = await inOrder([advance(...move), answerWith(ctx, entry.id)]);
  return answer;
}

/** An entry with all that stands around it, as it is read; what rules alone ask is not shown. */
interface Found extends Omit<
  LoadedLine,
  'parties' | 'open_request' | 'checks' | 'next_milestone' | 'merged'
> {
  readonly detail: string;
  readonly cause: string;
  readonly remark: string;
  readonly quote: string;
  readonly campaign_name: string;
  readonly category_name: string | null;
  readonly facets: Detail['facets'];
  readonly parties: readonly (Detail['parties'][number] & { readonly path: string })[];
  readonly measures: Detail['measures'];
  readonly requests: readonly (Detail['requests'][number] & Omit<OpenRequest, 'id' | 'kind'>)[];
  readonly checks: Detail['checks'];
  readonly evidence: Detail['evidence'];
  readonly merged_into: Detail['mergedInto'] | null;
  readonly survivor_of: number;
}

/** An entry and everything around it, each table looked into once; json_strip_nulls leaves out what is not there. */
const askEntry = statement<{ cityId: number; id: string }, Found>(
  (at) => sql`${sql.raw(KEPT)}
    select ${ROW}, t.detail, t.cause, t.remark, t.quote, c.name as campaign_name,
      (select f.name from facet f where f.city_id = e.city_id and f.taxonomy_id = c.taxonomy_id and f.code = e.category) as category_name,
      (select coalesce(json_agg(json_build_object('taxonomy', x.code, 'code', ef.code, 'name', f.name)), '[]')
         from entry_facet ef
         join facet f on f.city_id = ef.city_id and f.taxonomy_id = ef.taxonomy_id and f.code = ef.code
         join taxonomy x on x.city_id = ef.city_id and x.id = ef.taxonomy_id
        where ef.city_id = e.city_id and ef.entry_id = e.id) as facets,
      (select coalesce(json_agg(json_strip_nulls(json_build_object(
           'unit', json_build_object('id', u.id, 'name', u.name), 'path', p.org_path, 'role', p.role,
           'progress', p.progress, 'note', p.note, 'reportedAt', p.reported_at)) order by p.role desc, u.no), '[]')
         from party p join unit u on u.city_id = p.city_id and u.id = p.unit_id
        where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode) as parties,
      (select coalesce(json_agg(json_strip_nulls(json_build_object('id', m.id, 'kind', m.kind, 'text', m.text,
           'dueOn', m.due_on, 'doneAt', m.done_at)) order by m.kind, m.seq), '[]')
         from measure m where m.city_id = e.city_id and m.entry_id = e.id and m.dropped_at is null) as measures,
      (select coalesce(json_agg(json_strip_nulls(json_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason,
           'ask', r.ask, 'approver', u.short_name || ' ' || p.name, 'openedAt', r.opened_at, 'decision', r.decision,
           'decidedAt', r.decided_at, 'note', r.note, 'approverPost', r.approver_post, 'openedPost', r.opened_post,
           'openedPerson', r.opened_person)) order by r.opened_at desc), '[]')
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
    ${ROW_FROM}
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join campaign c on c.city_id = e.city_id and c.id = e.campaign_id
    where e.city_id = ${at.cityId} and e.id = ${at.id}`,
);

/** What the rules of who may do what ask, out of what is shown. */
function lineOf(found: Found): Line {
  const days = found.measures.flatMap(({ kind, dueOn, doneAt }) =>
    kind === 'milestone' && doneAt === undefined ? (dueOn ?? []) : [],
  );
  return toLine({
    ...found,
    parties: found.parties.map(({ unit, path, role, reportedAt }) => ({
      unitId: unit.id,
      path,
      role,
      begun: reportedAt !== undefined,
    })),
    open_request: found.requests.find(({ decision }) => decision === undefined) ?? null,
    checks: found.checks.filter(({ episode }) => episode === found.episode),
    next_milestone: days.toSorted()[0] ?? null,
    merged: found.merged_into !== null,
  });
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

function partyShown(party: Found['parties'][number]): Detail['parties'][number] {
  const { path: _, ...shown } = party;
  return shown;
}

function requestShown(request: Found['requests'][number]): Detail['requests'][number] {
  const { approverPost: _, openedPost: __, openedPerson: ___, ...shown } = request;
  return shown;
}

async function detailOf(
  q: Query | Context,
  db: Db | Tx,
  found: Found,
  line: Line,
): Promise<Detail> {
  return {
    ...viewRow(q, line),
    detail: found.detail,
    cause: found.cause,
    remark: found.remark,
    quote: found.quote,
    ...given('sourceNo', line.sourceNo),
    ...given('foundBy', line.foundBy),
    campaign: { id: line.campaignId, name: found.campaign_name },
    categoryName: found.category_name ?? line.category,
    ...given('originalDeadline', line.originalDeadline),
    ...given('reviewOn', line.reviewOn),
    ...given('deliveredAt', line.deliveredAt?.toISOString()),
    ...given('closedAt', line.closedAt?.toISOString()),
    facets: found.facets,
    parties: found.parties.map(partyShown),
    measures: found.measures,
    requests: found.requests.map(requestShown),
    checks: found.checks,
    evidence: found.evidence,
    ...given('mergedInto', await survivorShown(q, db, found.merged_into ?? undefined)),
    survivorOf: found.survivor_of,
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
