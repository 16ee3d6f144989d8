import { sql } from 'kysely';
import { afterMove, type EntryMove } from '#domain/entry/entry.ts';
import { DOING_MOVES, postFor } from '#domain/entry/policy.ts';
import type { HeldPost } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { webhookFanOutMany } from '#modules/webhook/webhook-fan-out.ts';
import type { Context } from '#platform/command.ts';
import { insertMany } from '#platform/db/insert-many.ts';
import { newId } from '#platform/ids.ts';
import type { Entry } from './entry-load.ts';
import { type Change, type EntryRecord, toColumns, toPayload } from './entry-record.ts';
import { countKey, countRows, eventOf } from './entry-store.ts';
import { indexNewWords } from './entry-words.ts';
import { leavePlaceChanged } from './place-changed.ts';
import type { Measure } from './measures.ts';
import type { UnitPlace } from './parties.ts';

/** A new entry with all that is written down beside it. */
export interface NewEntry {
  readonly record: EntryRecord;
  readonly text: {
    readonly detail: string;
    readonly cause: string;
    readonly remark: string;
    readonly quote: string;
  };
  readonly measures: readonly Measure[];
  readonly lead: UnitPlace | undefined;
  readonly co: readonly UnitPlace[];
  readonly because: object;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Many new entries, each with its first event, words, measures and parties: one statement a table. */
export async function createEntries(
  ctx: Context,
  by: HeldPost,
  made: readonly NewEntry[],
): Promise<void> {
  const { tx, cityId: city_id } = ctx;
  insistOnce(made);
  const events = made.map(({ record, because }) => {
    const { id: _, version: __, state, ...rest } = record;
    const verb = record.kind === 'problem' ? 'raise' : 'draft';
    const payload = { to: state, change: toPayload(rest), because };
    return { ...eventOf(ctx, record, verb, by, payload), payload };
  });
  await insertMany(tx, 'event', events);
  const stamp = { city_id, created_at: ctx.now, updated_at: ctx.now };
  await insertMany(
    tx,
    'entry',
    made.map(({ record }) => ({ ...toColumns(record), ...stamp })),
  );
  await insertMany(
    tx,
    'entry_text',
    made.map(({ record, text }) => ({ city_id, entry_id: record.id, ...text })),
  );
  await indexNewWords(
    tx,
    city_id,
    made.map(({ record, text }) => ({
      id: record.id,
      text: `${record.no} ${record.title} ${text.detail}`,
    })),
  );
  await insertMany(
    tx,
    'measure',
    made.flatMap((one) => measureRows(ctx, one)),
  );
  await insertMany(
    tx,
    'party',
    made.flatMap((one) => partyRows(city_id, one)),
  );
  await count(
    ctx,
    made.map(({ record }) => countRows(ctx, undefined, countKey({ ...record, merged: false }))),
  );
  await webhookFanOutMany(
    ctx,
    events,
    made.map(({ record }) => record),
  );
}

/**
 * The same move for many entries that were loaded under lock and judged one by one: rows, events and
 * counts in one statement a table, in the caller's transaction. For moves that nobody is the doer of.
 */
export async function advanceEntries(
  ctx: Context,
  move: EntryMove,
  moved: readonly {
    readonly entry: Entry;
    readonly change: Change;
    readonly because: object;
  }[],
): Promise<void> {
  if (DOING_MOVES.has(move)) throw new Error(`${move} makes its actor a doer, entry by entry`);
  const steps = moved.map(({ entry, change, because }) => {
    const state = afterMove(entry.kind, entry.state, move);
    if (state === undefined) throw new Refusal('move-not-allowed', { state: entry.state, move });
    const next = { ...entry, ...change, state, version: entry.version + 1 } as Entry;
    const payload = { from: entry.state, to: state, change: toPayload(change), because };
    return {
      entry,
      next,
      event: { ...eventOf(ctx, next, move, postFor(ctx.actor, entry, move), payload), payload },
      counts: countRows(ctx, countKey(entry), countKey(next)),
      columns: { id: entry.id, ...toColumns(change), state, version: next.version },
    };
  });
  const groups = Map.groupBy(steps, ({ columns }) => Object.keys(columns).join());
  for (const rows of groups.values()) await writeRows(ctx, rows);
  const events = steps.map(({ event }) => event);
  await insertMany(ctx.tx, 'event', events);
  await count(
    ctx,
    steps.map(({ counts }) => counts),
  );
  await leavePlaceChanged(
    ctx,
    steps.map(({ entry, next }) => ({ before: entry, after: next })),
  );
  await webhookFanOutMany(
    ctx,
    events,
    steps.map(({ next }) => next),
  );
}

async function writeRows(
  ctx: Context,
  rows: readonly { readonly columns: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  const sets = Object.keys(rows[0]?.columns ?? {})
    .filter((name) => name !== 'id')
    .map((name) => sql`${sql.ref(name)} = ${sql.ref(`x.${name}`)}`);
  const values = JSON.stringify(rows.map(({ columns }) => columns));
  await sql`
    update entry e set ${sql.join([...sets, sql`updated_at = ${ctx.now}`])}
    from json_populate_recordset(null::entry, ${values}::json) x
    where e.city_id = ${ctx.cityId} and e.id = x.id`.execute(ctx.tx);
}

function measureRows(ctx: Context, { record, measures }: NewEntry): Rows {
  return measures.map(({ kind, text, dueOn }, i) => ({
    city_id: ctx.cityId,
    id: newId(ctx.now.getTime()),
    entry_id: record.id,
    kind,
    seq: i + 1,
    text,
    due_on: dueOn ?? null,
  }));
}

function partyRows(cityId: number, { record, lead, co }: NewEntry): Rows {
  if (lead === undefined) return [];
  const here = { city_id: cityId, entry_id: record.id, episode: record.episode };
  return [
    { ...here, unit_id: lead.id, role: 'lead', org_path: lead.path },
    ...co.map((unit) => ({ ...here, unit_id: unit.id, role: 'co', org_path: unit.path })),
  ];
}

/** One part a unit: the table has room for no second. */
function insistOnce(made: readonly NewEntry[]): void {
  for (const { lead, co } of made) {
    const units = lead === undefined ? co : [lead, ...co];
    const twice = units.find((unit, i) => units.findIndex(({ id }) => id === unit.id) < i);
    if (twice !== undefined) throw new Refusal('unit-twice', { unit: twice.name });
  }
}

async function count(
  ctx: Context,
  rows: readonly { readonly deltas: Rows; readonly flow: Rows }[],
): Promise<void> {
  await insertMany(
    ctx.tx,
    'rollup_delta',
    rows.flatMap(({ deltas }) => deltas),
  );
  await insertMany(
    ctx.tx,
    'flow_delta',
    rows.flatMap(({ flow }) => flow),
  );
}
