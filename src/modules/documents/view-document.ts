import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/document.ts';
import { openDocumentDeeds } from '#domain/document/policy.ts';
import type { Actor } from '#domain/org/actor.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { type DocumentRow, loadDocuments } from './document-store.ts';

export type FactsView = Sent<typeof contract.DocumentFacts>;

interface Viewer {
  readonly actor: Actor;
  readonly cityId: number;
}

/** Documents as they are shown, with the counts of this moment, in the order given by `loadDocuments`. */
export async function viewDocuments(
  db: Db | Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<FactsView[]> {
  if (ids.length === 0) return [];
  const rows = await loadDocuments(db, viewer.cityId, ids);
  const coverage = await coverageOf(db, viewer.cityId, ids);
  const counts = await countsOf(db, viewer.cityId, ids);
  return rows.map((row) => ({
    ...factsOf(row),
    coverage: coverage.get(row.id) ?? NO_COVERAGE,
    counts: counts.get(row.id) ?? NO_COUNTS,
    can: openDocumentDeeds(viewer.actor, row),
  }));
}

/** The facts of one document, which the caller has found within the viewer's reach. */
export async function viewDocument(db: Db | Tx, viewer: Viewer, id: string): Promise<FactsView> {
  const [view] = await viewDocuments(db, viewer, [id]);
  if (view === undefined) throw new Error(`document ${id} is gone`);
  return view;
}

function factsOf(row: DocumentRow): Omit<FactsView, 'coverage' | 'counts' | 'can'> {
  const {
    unitId,
    unitName,
    campaignId,
    campaignName,
    uploadedAt,
    path: _path,
    jobId: _job,
    ...rest
  } = row;
  return {
    ...rest,
    unit: { id: unitId, name: unitName },
    ...(campaignId === undefined ? {} : { campaign: { id: campaignId, name: campaignName ?? '' } }),
    uploadedAt: uploadedAt.toISOString(),
  };
}

const NO_COVERAGE = { plan: 0, task: 0, measure: 0, target: 0, framing: 0, unassigned: 0 };
const NO_COUNTS = {
  tasks: 0,
  targets: 0,
  figures: 0,
  proposed: 0,
  look: 0,
  noLead: 0,
  noDeadline: 0,
  toHandDown: 0,
  handedDown: 0,
};

/** The same rule as `roleOf`, in SQL. */
export const ROLE = sql<string>`case
  when bool_or(c.kind = 'task' and c.state in ('accepted','edited')) then 'task'
  when bool_or(c.kind = 'task' and c.state = 'merged') then 'measure'
  when bool_or(c.kind = 'target' and c.state in ('accepted','edited')) then 'target'
  when p.framing_at is not null then 'framing'
  when p.part = 'plan' then 'unassigned' else 'none' end`;

async function coverageOf(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
): Promise<Map<string, typeof NO_COVERAGE>> {
  const { rows } = await sql<{ id: string; role: keyof typeof NO_COVERAGE; n: number }>`
    select x.id, x.role, count(*)::int as n from (
      select p.document_id as id, ${ROLE} as role
      from passage p left join candidate c
        on c.city_id = p.city_id and c.document_id = p.document_id and c.passage = p.seq
      where p.city_id = ${cityId} and p.document_id = any(${ids}::uuid[]) and p.part = 'plan'
      group by p.document_id, p.seq, p.part, p.framing_at) x
    group by x.id, x.role`.execute(db);
  const found = new Map<string, typeof NO_COVERAGE>();
  for (const { id, role, n } of rows) {
    const before = found.get(id) ?? NO_COVERAGE;
    found.set(id, { ...before, [role]: n, plan: before.plan + n });
  }
  return found;
}

/** What a person had marked or cut off by himself and has taken back; the rules never proposed it. */
export const WITHDRAWN = sql`c.proposed_by = 'person' and c.state = 'rejected'`;
const ACCEPTED = sql`c.state in ('accepted','edited')`;
/** The deadline that stands: what a person set, else what was read; a cleared one is null. */
export const DEADLINE = sql`coalesce(
  case when c.edits ? 'deadline' then c.edits -> 'deadline' else c.proposal -> 'deadline' end, 'null')`;

async function countsOf(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
): Promise<Map<string, typeof NO_COUNTS>> {
  const { rows } = await sql<typeof NO_COUNTS & { id: string }>`
    select c.document_id as id,
      count(*) filter (where c.kind = 'task' and c.state not in ('merged','split'))::int as tasks,
      count(*) filter (where c.kind = 'target')::int as targets,
      count(*) filter (where c.kind = 'figure')::int as figures,
      count(*) filter (where c.kind <> 'figure' and c.state = 'proposed')::int as proposed,
      count(*) filter (where c.kind <> 'figure' and c.state = 'proposed' and c.doubts <> '{}')::int as look,
      count(*) filter (where c.kind = 'task' and ${ACCEPTED} and c.entry_id is null and c.lead_unit is null)::int as "noLead",
      count(*) filter (where c.kind = 'task' and ${ACCEPTED} and c.entry_id is null
        and coalesce(${DEADLINE} ->> 'kind', 'none') = 'none')::int as "noDeadline",
      count(*) filter (where c.kind = 'task' and ${ACCEPTED} and c.entry_id is null)::int as "toHandDown",
      count(*) filter (where c.kind = 'task' and c.entry_id is not null)::int as "handedDown"
    from candidate c
    where c.city_id = ${cityId} and c.document_id = any(${ids}::uuid[]) and not (${WITHDRAWN})
    group by c.document_id`.execute(db);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
