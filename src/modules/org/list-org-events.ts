import type * as contract from '#contract/org.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { Query } from '#platform/command.ts';

const PAGE = 100;

/** The record of the organisation, newest first, for the audit administrator. */
export async function listOrgEvents(
  q: Query,
  input: InputOf<typeof contract.listOrgEvents>,
): Promise<Sent<typeof contract.listOrgEvents.output>> {
  const rows = await q.db
    .selectFrom('org_event')
    .leftJoin('person', (join) =>
      join
        .onRef('person.city_id', '=', 'org_event.city_id')
        .onRef('person.id', '=', 'org_event.by_person'),
    )
    .selectAll('org_event')
    .select('person.name')
    .where('org_event.city_id', '=', q.cityId)
    .$if(input.subject !== undefined, (query) =>
      query.where('org_event.subject_id', '=', input.subject ?? ''),
    )
    .$if(input.before !== undefined, (query) =>
      query.where('org_event.id', '<', input.before ?? ''),
    )
    .orderBy('org_event.id', 'desc')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  return {
    events: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      subjectId: row.subject_id,
      byPerson: row.by_person,
      byName: row.name,
      payload: row.payload,
    })),
    next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}
