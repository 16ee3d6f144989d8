import { type CountKey, countChanges } from '#domain/entry/counting.ts';
import { afterMove, type EntryMove, type EntryState } from '#domain/entry/entry.ts';
import { DOING_MOVES, moveObjection, postFor } from '#domain/entry/policy.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { reaches, reachOf } from '#domain/org/reach.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { putDeliveries, webhookFanOut } from '#modules/webhook/webhook-fan-out.ts';
import type { Context, Query } from '#platform/command.ts';
import { AHEAD } from '#platform/db/driver.ts';
import {
  assignments,
  bare,
  insertion,
  joined,
  type Piece,
  piece,
  type Row,
} from '#platform/db/write-sql.ts';
import { newId } from '#platform/ids.ts';
import { notApprover } from './approver.ts';
import { askEntry, type Held, heldOf } from './entry-detail.ts';
import { type Entry, type Line, loadEntries, lockEntries } from './entry-load.ts';
import { type Change, type EntryRecord, toColumns, toPayload } from './entry-record.ts';
import { indexWords } from './entry-words.ts';
import { lastChange } from './last-change.ts';
import { flowDeltas } from './overview-flow.ts';
import { leavingPlace } from './place-changed.ts';

/** Is the entry within the eyes of this actor: by its place, its origin, or a part in the work? */
export function mayRead(actor: Query['actor'], entry: Line): boolean {
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
  return await judged(ctx, input, move, entry);
}

/** The same with all that the answer shows: for a move that knows what it changes (`answerKnown`). */
export async function holdForMove(
  ctx: Context,
  input: { readonly id: string; readonly version: number },
  move: EntryMove,
): Promise<Held> {
  await lockEntries(ctx.tx, ctx.cityId, [input.id]);
  const [found] = await askEntry(ctx.tx, { cityId: ctx.cityId, id: input.id });
  return await judged(ctx, input, move, found && heldOf(found));
}

async function judged<E extends Entry>(
  ctx: Context,
  input: { readonly id: string; readonly version: number },
  move: EntryMove,
  entry: E | undefined,
): Promise<E> {
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
  // Who does some of it cannot be the checker of this episode from now on.
  const doing = DOING_MOVES.has(move) && !entry.doers.includes(ctx.actor.personId);
  const next = {
    ...entry,
    ...change,
    state,
    merged,
    version: entry.version + 1,
    doers: doing ? [...entry.doers, ctx.actor.personId] : entry.doers,
  } as Entry;
  const columns = { ...toColumns(change), state, version: next.version, updated_at: ctx.now };
  const event = eventOf(ctx, next, move, by ?? postFor(ctx.actor, entry, move), {
    from: entry.state,
    to: state,
    change: toPayload(change),
    because,
  });
  const elsewhere = leavingPlace(ctx, { before: entry, after: next });
  const parts = [
    ...countsOf(ctx, countKey(entry), countKey(next)),
    ...(elsewhere === undefined ? [] : [elsewhere]),
    ...(doing
      ? [piece`${insertion('party_person', [doerOf(ctx, next)])} on conflict do nothing`]
      : []),
  ];
  // One statement, as each that is sent costs both sides as much again; whoever waits for the commit waits for it.
  const statement = piece`${bare(AHEAD)}
    with moved as (
      update entry set ${assignments(columns)} where city_id = ${ctx.cityId} and id = ${entry.id}
    )
    ${joined(
      parts.map((insert, i) => piece`, ${bare(`part_${i}`)} as (${insert})`),
      '',
    )}
    ${insertion('event', [event])}`;
  await statement.execute(ctx.tx);
  await putDeliveries(ctx, { id: event.id, kind: event.kind, entry: next }, entry.listeners);
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
  const row = {
    ...toColumns(record_),
    city_id: ctx.cityId,
    created_at: ctx.now,
    updated_at: ctx.now,
  } as Row<'entry'>;
  const words = { city_id: ctx.cityId, entry_id: record_.id, ...text };
  await piece`${bare(AHEAD)} ${insertion('entry', [row])}`.execute(ctx.tx);
  await piece`${bare(AHEAD)} ${insertion('entry_text', [words])}`.execute(ctx.tx);
  await indexWords(ctx, record_.id, `${record_.no} ${record_.title} ${text.detail}`);
  const { id: _, version: __, state, ...rest } = record_;
  const event = eventOf(ctx, record_, record_.kind === 'problem' ? 'raise' : 'draft', by, {
    to: state,
    change: toPayload(rest),
    because,
  });
  const written = [
    insertion('event', [event]),
    ...countsOf(ctx, undefined, countKey({ ...record_, merged: false })),
  ];
  for (const insert of written) await piece`${bare(AHEAD)} ${insert}`.execute(ctx.tx);
  await webhookFanOut(ctx, { id: event.id, kind: event.kind, entry: record_ });
}

/** The event of a move, as its row. */
export function eventOf(
  ctx: Context,
  entry: EntryRecord,
  verb: string,
  by: HeldPost | undefined,
  payload: object,
): Row<'event'> {
  return {
    city_id: ctx.cityId,
    subject_id: entry.id,
    subject_version: entry.version,
    state: entry.state,
    id: newId(ctx.now.getTime()),
    at: ctx.now,
    kind: `${entry.kind}.${verb}`,
    person_id: ctx.actor.personId,
    post_id: by?.postId ?? null,
    unit_id: by?.unitId ?? null,
    acting: by?.acting ?? false,
    payload: JSON.stringify(payload),
  };
}

/** Who does the work of this episode. */
function doerOf(ctx: Context, entry: Entry): Row<'party_person'> {
  return {
    city_id: ctx.cityId,
    entry_id: entry.id,
    episode: entry.episode,
    person_id: ctx.actor.personId,
    role: 'doer',
  };
}

/** What a change puts down in the counts and in the flow of the week, as rows. */
export function countRows(
  ctx: Context,
  before: CountKey | undefined,
  after: CountKey,
): {
  readonly deltas: readonly Row<'rollup_delta'>[];
  readonly flow: readonly Row<'flow_delta'>[];
} {
  const deltas = countChanges(before, after).map((change) => ({
    city_id: ctx.cityId,
    id: newId(ctx.now.getTime()),
    org_path: change.orgPath,
    campaign_id: change.campaignId,
    kind: change.kind,
    category: change.category,
    state: change.state,
    n: change.n,
  }));
  return { deltas, flow: flowDeltas(ctx, before, after) };
}

/** An insert for each of the two that a change touches. */
function countsOf(ctx: Context, before: CountKey | undefined, after: CountKey): readonly Piece[] {
  const { deltas, flow } = countRows(ctx, before, after);
  return [
    ...(deltas.length > 0 ? [insertion('rollup_delta', deltas)] : []),
    ...(flow.length > 0 ? [insertion('flow_delta', flow)] : []),
  ];
}
