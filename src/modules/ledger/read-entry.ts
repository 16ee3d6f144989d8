import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/entry.ts';
import type { EntryMove } from '#domain/entry/entry.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { inOrder } from '#platform/db/in-order.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { askEntry, type Detail, factsOf, type Found, type Held, lineOf } from './entry-detail.ts';
import { type Line, loadEntries } from './entry-load.ts';
import type { Change } from './entry-record.ts';
import { advance, type Because, findEntry, mayRead } from './entry-store.ts';
import { given, named, viewRow } from './entry-view.ts';

/** What a move has changed around an entry; what is left out stands as it was. */
export type Around = Partial<Pick<Found, 'parties' | 'measures'>> & {
  readonly leadName?: string | undefined;
};

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
 * Make a move and answer with the entry as it now is (办完即答): as it was read under the lock, with what the move has
 * changed. For moves that know all of it; others read again (`answerMove`).
 */
export async function answerKnown(
  ctx: Context,
  entry: Held,
  move: EntryMove,
  change: Change = {},
  because: Because = {},
  { leadName = entry.leadName, ...around }: Around = {},
): Promise<Detail> {
  const next = await advance(ctx, entry, move, change, because);
  const shown = { ...entry.shown, ...around };
  const line = { ...next, ...factsOf(shown), leadName, updatedAt: ctx.now };
  return detailOf(ctx, ctx.tx, shown, line);
}

/**
 * Make a move and answer with the entry as it now is. The reading goes out behind the writing, as every
 * move waits for its round trips.
 */
export async function answerMove(...move: Parameters<typeof advance>): Promise<Detail> {
  const [ctx, entry] = move;
  const [, answer] = await inOrder([advance(...move), answerWith(ctx, entry.id)]);
  return answer;
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

function measureShown(measure: Found['measures'][number]): Detail['measures'][number] {
  const { seq: _, ...shown } = measure;
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
    measures: found.measures.map(measureShown),
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
