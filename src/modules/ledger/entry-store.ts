import { sql } from 'kysely';
import { type CountKey, countChanges } from '#domain/entry/counting.ts';
import { afterMove, type EntryMove, type EntryState } from '#domain/entry/entry.ts';
import { DOING_MOVES, moveObjection, postFor } from '#domain/entry/policy.ts';
import { searchTokens } from '#domain/entry/search-tokens.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { webhookFanOut } from '#modules/webhook/webhook-fan-out.ts';
import type { Context, Query } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { notApprover } from './approver.ts';
import { type Entry, loadEntries } from './entry-load.ts';
import { type Change, type EntryRecord, toColumns, toPayload } from './entry-record.ts';
import { lastChange } from './last-change.ts';
import { countFlow } from './overview-flow.ts';

/** Is the entry within the eyes of this actor: by its place, its origin, or a part in the work? */
export function mayRead(actor: Query['actor'], entry: Entry): boolean {
  const reach = reachOf(actor);
  return (
    reaches(reach, entry.orgPath) ||
    reaches(reach, entry.originPath) ||
    entry.parties.some((party) => reaches(reach, party.path)) ||
    actor.posts.some((post) => post.postId === entry.openRequest?.approverPost)
  );
}

/** One entry the actor may read. What he may not read is not there. */
export async function findEntry(q: Query, id: string): Promise<Entry> {
  const entry = (await loadEntries(q.db, q.cityId, [id])).get(id);
  if (entry === undefined || !mayRead(q.actor, entry)) throw new Refusal('not-found', { id });
  return entry;
}

/**
 * Lock an entry for a move, at the version the caller last saw, and insist that the move is open to him.
 * A stale version says who changed it and how.
 */
export async function lockForMove(
  ctx: Context,
  input: { readonly id: string; readonly version: number },
  move: EntryMove,
): Promise<Entry> {
  const entry = (await loadEntries(ctx.tx, ctx.cityId, [input.id], true)).get(input.id);
  if (entry === undefined || !mayRead(ctx.actor, entry))
    throw new Refusal('not-found', { id: input.id });
  if (entry.version !== input.version)
    throw new Refusal('stale', {
      seen: input.version,
      now: entry.version,
      ...(await lastChange(ctx, entry.id)),
    });
  const objection = moveObjection(ctx.actor, entry, move);
  if (objection === 'not-approver') throw await notApprover(ctx, entry);
  insist(objection, { state: entry.state, move });
  return entry;
}

/** What an entry is counted under at this version. */
export function countKey(entry: {
  readonly orgPath: string;
  readonly campaignId: string;
  readonly kind: EntryRecord['kind'];
  readonly category: string;
  readonly state: EntryState;
  readonly merged: boolean;
}): CountKey {
  const { orgPath, campaignId, kind, category, merged } = entry;
  return { orgPath, campaignId, kind, category, state: merged ? 'merged' : entry.state };
}

/** What goes with a move beside the row's change. */
export interface Because {
  /** Reasons, notes and ids that the event keeps. */
  readonly because?: object;
  /** The post by which it is done, when it is not the obvious one. */
  readonly by?: HeldPost | undefined;
  /** Whether the entry counts as merged afterwards; unchanged when left out. */
  readonly merged?: boolean;
}

/**
 * The only way an entry changes: the move, the new row, its event and its counts, in one transaction.
 * Without the event the database refuses the row.
 */
export async function advance(
  ctx: Context,
  entry: Entry,
  move: EntryMove,
  change: Change = {},
  { because = {}, by, merged = entry.merged }: Because = {},
): Promise<Entry> {
  const state = afterMove(entry.kind, entry.state, move);
  if (state === undefined) throw new Refusal('move-not-allowed', { state: entry.state, move });
  const next: Entry = { ...entry, ...change, state, merged, version: entry.version + 1 } as Entry;
  await ctx.tx
    .updateTable('entry')
    .set({ ...toColumns(change), state, version: next.version, updated_at: ctx.now })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', entry.id)
    .execute();
  if (DOING_MOVES.has(move)) await recordDoer(ctx, next);
  await record(ctx, next, move, by ?? postFor(ctx.actor, entry, move), {
    from: entry.state,
    to: state,
    change: toPayload(change),
    because,
  });
  await count(ctx, countKey(entry), countKey(next));
  return next;
}

/** Make a new entry with its first event: the event carries the whole row. */
export async function createEntry(
  ctx: Context,
  record_: EntryRecord,
  text: { detail: string; cause: string; remark: string; quote: string },
  by: HeldPost,
  because: object = {},
): Promise<void> {
  await ctx.tx
    .insertInto('entry')
    .values({
      ...toColumns(record_),
      city_id: ctx.cityId,
      created_at: ctx.now,
      updated_at: ctx.now,
    } as never)
    .execute();
  await ctx.tx
    .insertInto('entry_text')
    .values({ city_id: ctx.cityId, entry_id: record_.id, ...text })
    .execute();
  await indexWords(ctx, record_.id, `${record_.no} ${record_.title} ${text.detail}`);
  const { id: _, version: __, state, ...rest } = record_;
  await record(ctx, record_, record_.kind === 'problem' ? 'raise' : 'draft', by, {
    to: state,
    change: toPayload(rest),
    because,
  });
  await count(ctx, undefined, countKey({ ...record_, merged: false }));
}

/** Index an entry anew after its title or detail has changed. */
export async function reindexWords(ctx: Context, entry: Entry): Promise<void> {
  const { detail } = await ctx.tx
    .selectFrom('entry_text')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entry.id)
    .select('detail')
    .executeTakeFirstOrThrow();
  await indexWords(ctx, entry.id, `${entry.no} ${entry.title} ${detail}`);
}

/** Put the words of an entry into the search index, in place of those that were there. */
export async function indexWords(ctx: Context, entryId: string, text: string): Promise<void> {
  const tokens = searchTokens(text);
  await sql`
    insert into entry_search (city_id, entry_id, tsv)
    values (${ctx.cityId}, ${entryId}, array_to_tsvector(${tokens}::text[]))
    on conflict (city_id, entry_id) do update set tsv = excluded.tsv`.execute(ctx.tx);
}

async function record(
  ctx: Context,
  entry: EntryRecord,
  verb: string,
  by: HeldPost | undefined,
  payload: object,
): Promise<void> {
  const id = newId(ctx.now.getTime());
  const kind = `${entry.kind}.${verb}`;
  await ctx.tx
    .insertInto('event')
    .values({
      city_id: ctx.cityId,
      subject_id: entry.id,
      subject_version: entry.version,
      state: entry.state,
      id,
      at: ctx.now,
      kind,
      person_id: ctx.actor.personId,
      post_id: by?.postId ?? null,
      unit_id: by?.unitId ?? null,
      acting: by?.acting ?? false,
      payload: JSON.stringify(payload),
    })
    .execute();
  await webhookFanOut(ctx, { id, kind, entry });
}

/** Who does the work of this episode; from now on he cannot be its checker. */
async function recordDoer(ctx: Context, entry: Entry): Promise<void> {
  await ctx.tx
    .insertInto('party_person')
    .values({
      city_id: ctx.cityId,
      entry_id: entry.id,
      episode: entry.episode,
      person_id: ctx.actor.personId,
      role: 'doer',
    })
    .onConflict((c) => c.doNothing())
    .execute();
}

async function count(ctx: Context, before: CountKey | undefined, after: CountKey): Promise<void> {
  const changes = countChanges(before, after);
  if (changes.length === 0) return;
  await countFlow(ctx, before, after);
  await ctx.tx
    .insertInto('rollup_delta')
    .values(
      changes.map((change) => ({
        city_id: ctx.cityId,
        id: newId(ctx.now.getTime()),
        org_path: change.orgPath,
        campaign_id: change.campaignId,
        kind: change.kind,
        category: change.category,
        state: change.state,
        n: change.n,
      })),
    )
    .execute();
}
