import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/visit.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { masked } from '#domain/voice/disclosed.ts';
import { spokenCode } from '#domain/voice/tracking-code.ts';
import { type VisitKind, type VisitOutcome, visitTitle } from '#domain/voice/visit.ts';
import { saysSomething } from '#domain/voice/watch-words.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { within } from '#platform/reach.ts';
import { codeFor, codeHash, type ListenKeys } from '../listen-keys.ts';
import { type Place, placeOf, rootOf } from '../places.ts';
import { receiveVoice } from '../receive-voice.ts';
import { sealIdentity } from '../vault/vault.ts';

type Input = InputOf<typeof contract.recordVisit>;
type Recorded = Sent<(typeof contract.recordVisit)['output']>;
type View = Sent<typeof contract.VisitView>;

const VISITORS = ['office', 'liaison', 'handler', 'leader'] as const;
const UNIQUE = '23505';

/** 走访记录: the note and what it becomes, in one transaction; the same `key` is one note. */
export async function recordVisit(keys: ListenKeys, call: Direct, input: Input): Promise<Recorded> {
  if (!saysSomething(input.raised)) throw new Refusal('says-nothing');
  if (input.outcome === 'settled' && input.settled === '') throw new Refusal('no-reason');
  const run = (): Promise<Recorded> =>
    call.db.transaction().execute(async (tx) => await recordIn(tx, keys, call, input));
  try {
    return await run();
  } catch (error) {
    // The same note came twice at the same moment: this time it is found.
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    return await run();
  }
}

async function recordIn(tx: Tx, keys: ListenKeys, call: Direct, input: Input): Promise<Recorded> {
  const { actor, cityId } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const ctx: Context = { ...call, actor, tx };
  const own = actor.posts.find((post) => VISITORS.some((role) => role === post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  const place = await placeOf(tx, cityId, input.placeUnit ?? own.unitId);
  const post = postOver(actor, VISITORS, place.path);
  if (post === undefined) throw new Refusal('out-of-reach');
  const sourceKey = `visit:${actor.personId}:${input.key}`;
  const code = codeFor(keys, sourceKey, input.raised);
  const told = async (note: View): Promise<Recorded> => ({
    visit: note,
    ...(note.voice === undefined ? {} : { code: spokenCode(code) }),
  });
  const before = await tx
    .selectFrom('visit_note')
    .where('city_id', '=', cityId)
    .where('by_person', '=', actor.personId)
    .where('form_key', '=', input.key)
    .select(['id', 'raised'])
    .executeTakeFirst();
  if (before !== undefined) {
    if (before.raised !== masked(input.raised, input.name)) throw new Refusal('key-reused');
    return await told(await viewOf(ctx, before.id));
  }
  const became = await become(ctx, keys, input, { place, post, sourceKey, code });
  const id = newId(ctx.now.getTime());
  await tx
    .insertInto('visit_note')
    .values({
      city_id: cityId,
      id,
      form_key: input.key,
      kind: input.kind,
      visited_on:
        input.visitedOn === undefined || input.visitedOn > ctx.today ? ctx.today : input.visitedOn,
      unit_id: post.unitId,
      place_unit: place.id,
      org_path: place.path,
      place: masked(input.place, input.name),
      raised: masked(input.raised, input.name),
      help: masked(input.help, input.name),
      outcome: input.outcome,
      settled: input.outcome === 'settled' ? masked(input.settled, input.name) : '',
      voice_id: became.voice ?? null,
      entry_id: became.entry ?? null,
      by_person: actor.personId,
      by_post: post.postId,
      at: ctx.now,
    })
    .execute();
  return await told(await viewOf(ctx, id));
}

interface Becoming {
  readonly place: Place;
  readonly post: HeldPost;
  readonly sourceKey: string;
  readonly code: string;
}

/** A voice or a problem on the spot, where it was not settled there. */
async function become(
  ctx: Context,
  keys: ListenKeys,
  input: Input,
  { place, post, sourceKey, code }: Becoming,
): Promise<{ voice?: string; entry?: string }> {
  const words = input.help === '' ? input.raised : `${input.raised}\n（希望：${input.help}）`;
  if (input.outcome === 'problem') {
    const raised = await raiseEntry(ctx, {
      kind: 'problem',
      title: input.title ?? visitTitle(masked(input.raised, input.name)),
      detail: masked(words, input.name),
      source: 'visit',
      sourceNo: '',
      foundBy: 'grassroots',
      level: 'unit',
      unit: place.id,
    });
    return { entry: raised.id };
  }
  if (input.outcome === 'settled') return {};
  const root = await rootOf(ctx.tx, ctx.cityId);
  const { id } = await receiveVoice(ctx, {
    kind: 'request',
    channel: input.kind === 'enterprise' ? 'enterprise' : 'visit',
    words,
    placeText: input.place,
    givenName: input.name,
    place,
    placeUnit: place.path === root.path ? undefined : place.id,
    subject: input.subject,
    about: undefined,
    root,
    lang: 'zh',
    codeHash: codeHash(keys, code),
    sourceKey,
    heldFor: undefined,
    by: { side: 'office', personId: ctx.actor.personId, post },
  });
  const { name, contact } = input;
  if (name !== '' || contact !== '')
    await sealIdentity(ctx, keys.installation, id, { name, contact });
  return { voice: id };
}

async function viewOf(ctx: Context, id: string): Promise<View> {
  const [view] = await views(ctx.tx, ctx.cityId, sql`n.id = ${id}`, 1);
  if (view === undefined) throw new Refusal('not-found', { id });
  return view;
}

/** 走访记录 of places within reach. */
export async function listVisits(
  q: Query,
  input: InputOf<typeof contract.listVisits>,
): Promise<Sent<(typeof contract.listVisits)['output']>> {
  const reach = within('n.org_path', reachOf(q.actor));
  const which = sql`${reach} and (${input.after ?? null}::uuid is null or n.id < ${input.after ?? null}::uuid)`;
  const found = await views(q.db, q.cityId, which, input.limit + 1);
  const items = found.slice(0, input.limit);
  const last = found.length > input.limit ? items.at(-1) : undefined;
  return { items, ...(last && { next: last.id }) };
}

interface Row {
  id: string;
  kind: VisitKind;
  visited_on: string;
  unit_id: string;
  unit: string;
  place_unit: string;
  place_name: string;
  place: string;
  raised: string;
  help: string;
  outcome: VisitOutcome;
  settled: string;
  voice_id: string | null;
  entry_id: string | null;
  no: string | null;
}

async function views(
  db: Db | Tx,
  cityId: number,
  which: ReturnType<typeof sql>,
  limit: number,
): Promise<View[]> {
  const { rows } = await sql<Row>`
    select n.id, n.kind, n.visited_on, n.unit_id, u.short_name as unit, n.place_unit, p.short_name as place_name,
      n.place, n.raised, n.help, n.outcome, n.settled, n.voice_id, n.entry_id, coalesce(v.no, e.no) as no
    from visit_note n
    join unit u on u.city_id = n.city_id and u.id = n.unit_id
    join unit p on p.city_id = n.city_id and p.id = n.place_unit
    left join voice v on v.city_id = n.city_id and v.id = n.voice_id
    left join entry e on e.city_id = n.city_id and e.id = n.entry_id
    where n.city_id = ${cityId} and ${which} order by n.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    visitedOn: row.visited_on,
    unit: { id: row.unit_id, name: row.unit },
    placeUnit: { id: row.place_unit, name: row.place_name },
    place: row.place,
    raised: row.raised,
    help: row.help,
    outcome: row.outcome,
    settled: row.settled,
    ...(row.no === null ? {} : { no: row.no }),
    ...(row.voice_id === null ? {} : { voice: row.voice_id }),
    ...(row.entry_id === null ? {} : { entry: row.entry_id }),
  }));
}
