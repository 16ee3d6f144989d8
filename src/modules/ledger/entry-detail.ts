import { sql } from 'kysely';
import type { EntryDetail } from '#contract/entry.ts';
import type { Sent } from '#contract/operation.ts';
import type { OpenRequest } from '#domain/entry/entry.ts';
import { type Listener, LISTENERS } from '#modules/webhook/webhook-fan-out.ts';
import { KEPT } from '#platform/db/driver.ts';
import { statement } from '#platform/db/statement.ts';
import { type Entry, type Line, type LoadedLine, ROW, ROW_FROM, toLine } from './entry-load.ts';

export type Detail = Sent<typeof EntryDetail>;

/** An entry with all that stands around it, as it is read; what rules alone ask is not shown. */
export interface Found extends Omit<
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
  readonly measures: readonly (Detail['measures'][number] & { readonly seq: number })[];
  readonly requests: readonly (Detail['requests'][number] & Omit<OpenRequest, 'id' | 'kind'>)[];
  readonly checks: Detail['checks'];
  readonly evidence: Detail['evidence'];
  readonly merged_into: Detail['mergedInto'] | null;
  readonly survivor_of: number;
  readonly listeners: readonly Listener[] | null;
}

/** An entry and everything around it, each table looked into once; json_strip_nulls leaves out what is not there. */
export const askEntry = statement<{ cityId: number; id: string }, Found>(
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
           'seq', m.seq, 'dueOn', m.due_on, 'doneAt', m.done_at)) order by m.kind, m.seq), '[]')
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
        where k.city_id = e.city_id and k.survivor_id = e.id and k.undone_at is null) as survivor_of,
      ${LISTENERS} as listeners
    ${ROW_FROM}
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join campaign c on c.city_id = e.city_id and c.id = e.campaign_id
    where e.city_id = ${at.cityId} and e.id = ${at.id}`,
);

/** What the rules ask, out of what is shown around the row. */
export function factsOf(
  shown: Pick<Found, 'parties' | 'measures' | 'requests'>,
): Pick<Line, 'parties' | 'nextMilestone' | 'openRequest'> {
  const days = shown.measures.flatMap(({ kind, dueOn, doneAt }) =>
    kind === 'milestone' && doneAt === undefined ? (dueOn ?? []) : [],
  );
  return {
    parties: shown.parties.map(({ unit, path, role, reportedAt }) => ({
      unitId: unit.id,
      path,
      role,
      begun: reportedAt !== undefined,
    })),
    nextMilestone: days.toSorted()[0],
    openRequest: shown.requests.find(({ decision }) => decision === undefined),
  };
}

/** A read entry as a line. */
export function lineOf(found: Found): Line {
  const { parties, nextMilestone, openRequest } = factsOf(found);
  return toLine({
    ...found,
    parties: [...parties],
    open_request: openRequest ?? null,
    checks: found.checks.filter(({ episode }) => episode === found.episode),
    next_milestone: nextMilestone ?? null,
    merged: found.merged_into !== null,
  });
}

/** An entry held for a move, with all that its answer shows. */
export interface Held extends Entry {
  readonly shown: Found;
}

/** A read entry with everything that the rules ask about. */
export function heldOf(shown: Found): Held {
  const milestones = shown.measures.filter(({ kind }) => kind === 'milestone').length;
  const evidence = shown.evidence.filter(
    ({ episode, purpose }) =>
      episode === shown.episode && (purpose === 'progress' || purpose === 'delivery'),
  );
  return {
    ...lineOf(shown),
    measures: shown.measures.length - milestones,
    milestones,
    evidence: evidence.length,
    listeners: shown.listeners ?? [],
    shown,
  };
}
