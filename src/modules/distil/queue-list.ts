import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { QUEUE_COUNTED } from '#domain/alike/queue/queue-counted.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { type ItemRow, viewItems } from './queue.ts';
import { askingOf, entriesSeen, seen, type SubjectKind, type VoicePort } from './subjects.ts';

type Item = Sent<typeof contract.QueueItem>;

/** 归并队列: items of which the reader sees the main subject and another one, in the state and order of what he sees. */
export async function listItems(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.listItems)['output']>> {
  const page = async () => {
    const rows = await pageOf(q, input, voices);
    const shown = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? shown.at(-1) : undefined;
    const next = last && encode({ rank: Number(last.rank), id: last.id });
    return { items: await viewItems(q, q.db, shown, voices), ...(next && { next }) };
  };
  // Neither needs the other: together they take as long as the longer one.
  const [shown, counted] = await Promise.all([page(), waiting(q, input, voices)]);
  return { ...shown, waiting: counted, asOf: q.now.toISOString() };
}

type Asked = Omit<InputOf<typeof contract.listItems>, 'after' | 'limit'>;

/**
 * On `alike_item i` joined to its main subject, problems and voices apart: joined, a small reach is entered by its own
 * problems and a large one by the queue, whichever is less.
 */
async function branchesOf(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
  { items, voiceHeads, headed, where }: Picked,
): Promise<readonly RawBuilder<unknown>[]> {
  const asking = askingOf(q);
  const parts = [sql<SqlBool>`i.city_id = ${q.cityId}`, ...where];
  if (input.campaign !== undefined)
    parts.push(sql<SqlBool>`(i.campaign_id = ${input.campaign} or i.campaign_id is null)`);
  if (input.kind !== undefined) parts.push(sql<SqlBool>`i.kind in (${sql.join(input.kind)})`);
  const all = sql.join(parts, sql` and `);
  const problems = sql`${items}
    join entry e on e.city_id = i.city_id and e.id = i.main_id and ${entriesSeen(asking)}
    where ${headed('entry')} and ${all} ${await ofProblem(q, input)}`;
  // A unit or a category is asked of problems alone.
  if (voices === undefined || input.unit !== undefined || input.category !== undefined)
    return [problems];
  return [
    problems,
    sql`${voiceHeads(await voices.seen(asking, q.db))} where ${headed('voice')} and ${all}`,
  ];
}

/** Items as `i`, and which of them. */
interface Picked {
  readonly items: RawBuilder<unknown>;
  /** The same, of which the reader sees the voice at the head; told the condition for it on `voice v`. */
  readonly voiceHeads: (seen: RawBuilder<SqlBool>) => RawBuilder<unknown>;
  /** Whether the main subject is of this kind. */
  readonly headed: (by: SubjectKind) => RawBuilder<SqlBool>;
  readonly where: readonly RawBuilder<SqlBool>[];
}

async function ofProblem(q: Query, { unit, category }: Asked): Promise<RawBuilder<unknown>> {
  const placed =
    unit === undefined
      ? sql``
      : sql`and ${within('e.org_path', narrowed(reachOf(q.actor), await pathOfUnit(q.db, q.cityId, unit)))}`;
  if (category === undefined) return placed;
  return sql`${placed} and e.category in (${sql.join(category)})`;
}

/** The condition on a member, named by its alias, that the reader may see it: he is told nothing that rests on others. */
type Sees = (member: string) => RawBuilder<SqlBool>;

async function seesOf(q: Query, voices: VoicePort | undefined): Promise<Sees> {
  const [m, o] = [
    await seen(askingOf(q), q.db, ['m.kind', 'm.subject_id'], voices),
    await seen(askingOf(q), q.db, ['o.kind', 'o.subject_id'], voices),
  ];
  return (member) => (member === 'm' ? m : o);
}

const MEMBERS = sql`from alike_item_member o where o.city_id = i.city_id and o.item_id = i.id`;

/** What has come together with the main subject by another way meanwhile is no question any more. */
function isQuestion(member: 'm' | 'o'): RawBuilder<SqlBool> {
  return sql<SqlBool>`(i.kind = 'linked' or not exists (
    select 1 from alike_subject a join alike_subject b
      on b.city_id = a.city_id and b.instance_id = a.instance_id and b.subject_id = ${sql.ref(`${member}.subject_id`)}
    where a.city_id = i.city_id and a.subject_id = i.main_id offset 0))`;
}

function waits(sees: Sees): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 ${MEMBERS} and o.decision is null and ${isQuestion('o')} and ${sees('o')})`;
}

/**
 * Each item once, with the member that places it: while it waits the likeliest, of what was linked the least sure. With
 * `offset 0` what costs least is asked first, so that nearly no other member needs to be looked at.
 */
function placedOpen(sees: Sees): RawBuilder<SqlBool>[] {
  return [
    sql<SqlBool>`m.decision is null`,
    sees('m'),
    sql<SqlBool>`not exists (select 1 ${MEMBERS} and o.decision is null
      and case i.kind when 'linked' then (o.score, m.subject_id) < (m.score, o.subject_id)
        else (o.score, m.subject_id) > (m.score, o.subject_id) end and ${sees('o')} offset 0)`,
    sql<SqlBool>`(${isQuestion('m')} or ${waits(sees)})`,
  ];
}

/** When nothing that he sees waits any more, an item is placed by the member that was judged last. */
function placedJudged(state: 'accepted' | 'apart', sees: Sees): RawBuilder<SqlBool>[] {
  const linked = sql<SqlBool>`exists (select 1 ${MEMBERS} and o.decision = 'linked' and ${sees('o')})`;
  return [
    sql<SqlBool>`m.decision is not null`,
    sees('m'),
    sql<SqlBool>`not exists (select 1 ${MEMBERS} and (o.decision is null
      or (o.decided_at, o.subject_id) > (m.decided_at, m.subject_id)) and ${sees('o')} offset 0)`,
    state === 'accepted' ? linked : sql<SqlBool>`not ${linked}`,
  ];
}

function likenessJudged(sees: Sees): RawBuilder<unknown> {
  return sql`(select case i.kind when 'linked' then min(o.score) else max(o.score) end ${MEMBERS} and ${sees('o')})`;
}

/** What waits comes by likeness, what was judged by when. */
async function pageOf(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<(ItemRow & { rank: number | Date })[]> {
  const { state, limit } = input;
  const cursor = cursorOf(input.after);
  const rank = state === 'open' ? sql`m.score` : sql`m.decided_at`;
  const beyond =
    state === 'open' ? sql`${cursor?.rank}::float8` : sql`${dateOf(cursor?.rank)}::timestamptz`;
  const from =
    cursor === undefined
      ? sql`true`
      : sql`(${rank} < ${beyond} or (${rank} = ${beyond} and m.item_id > ${cursor.id}))`;
  const sees = await seesOf(q, voices);
  const where = state === 'open' ? placedOpen(sees) : placedJudged(state, sees);
  const likeness = state === 'open' ? sql`m.score` : likenessJudged(sees);
  const { least, most } = input;
  if (least !== undefined) where.push(sql<SqlBool>`${likeness} >= ${least / 100}::float8`);
  if (most !== undefined) where.push(sql<SqlBool>`${likeness} < ${most / 100}::float8`);
  const items = sql`alike_item_member m join alike_item i on i.city_id = m.city_id and i.id = m.item_id`;
  // Groups of voices alone are few: gone through in their order, each looked up by its number with `offset 0`. A planner
  // that expects few rows hashes the whole queue for them.
  const voiceHeads: Picked['voiceHeads'] = (isSeen) => sql`alike_item_member m cross join lateral (
    select * from alike_item i where i.city_id = m.city_id and i.id = m.item_id and exists (
      select 1 from voice v where v.city_id = i.city_id and v.id = i.main_id and ${isSeen} offset 0) offset 0) i`;
  if (input.kind !== undefined) where.push(sql<SqlBool>`m.item_kind in (${sql.join(input.kind)})`);
  const branches = await branchesOf(q, input, voices, {
    items,
    voiceHeads,
    headed: (by) => sql<SqlBool>`m.main_kind = ${by}`,
    where: [sql<SqlBool>`m.city_id = ${q.cityId}`, ...where],
  });
  const pages = branches.map(
    (branch) => sql`select * from (
      select i.id, i.kind, i.main_id, i.main_kind, ${rank} as rank
      from ${branch} and ${from} order by ${rank} desc, m.item_id limit ${limit + 1}) part`,
  );
  const { rows } = await sql<ItemRow & { rank: number | Date }>`
    select * from (${sql.join(pages, sql` union all `)}) i
    order by rank desc, id limit ${limit + 1}`.execute(q.db);
  return rows;
}

function dateOf(moment: number | undefined): Date | undefined {
  return moment === undefined ? undefined : new Date(moment);
}

async function waiting(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<{ suggested: number; linked: number }> {
  const { campaign, unit } = input;
  const where = [sql<SqlBool>`i.state = 'open'`, waits(await seesOf(q, voices))];
  const count = async (kind: Item['kind']): Promise<number> => {
    const asked = { state: 'open' as const, kind: [kind], campaign, unit };
    const branches = await branchesOf(q, asked, voices, {
      items: sql`alike_item i`,
      // Of no order: a small reach is entered by its own voices.
      voiceHeads: (isSeen) =>
        sql`alike_item i join voice v on v.city_id = i.city_id and v.id = i.main_id and ${isSeen}`,
      headed: (by) => sql<SqlBool>`i.main_kind = ${by}`,
      where,
    });
    const some = branches.map(
      (branch) => sql`select * from (select 1 from ${branch} limit ${QUEUE_COUNTED}) part`,
    );
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from (
        ${sql.join(some, sql` union all `)} limit ${QUEUE_COUNTED}) waiting`.execute(q.db);
    return rows[0]?.n ?? 0;
  };
  return { suggested: await count('suggested'), linked: await count('linked') };
}

interface Cursor {
  /** A score, or the moment of the judgement. */
  readonly rank: number;
  readonly id: string;
}

function encode({ rank, id }: Cursor): string {
  return Buffer.from(`${rank} ${id}`).toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The last moment that a Date can name. */
const GREATEST = 8.64e15;

function cursorOf(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [rank = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  if (rank === '' || !(Math.abs(Number(rank)) <= GREATEST) || !UUID.test(id))
    throw new Refusal('bad-cursor');
  return { rank: Number(rank), id };
}
