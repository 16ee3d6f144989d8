import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { QUEUE_COUNTED } from '#domain/alike/queue-groups.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { type ItemRow, viewItems } from './queue.ts';
import { askingOf, entriesSeen, seen, type VoicePort } from './subjects.ts';

type Item = Sent<typeof contract.QueueItem>;

/** 归并队列: items of which the reader sees the main subject and another one, and while open, one yet to be judged. */
export async function listItems(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.listItems)['output']>> {
  const rows = await pageOf(q, input, voices);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? shown.at(-1) : undefined;
  return {
    items: await viewItems(q, q.db, shown, voices),
    ...(last && { next: encode({ rank: last.decided_at?.getTime() ?? last.score, id: last.id }) }),
    waiting: await waiting(q, input, voices),
    asOf: q.now.toISOString(),
  };
}

type Asked = Omit<InputOf<typeof contract.listItems>, 'after' | 'limit'>;

/**
 * The items asked for, as `alike_item i` joined to their main subjects, problems and voices apart: joined, a small
 * reach is entered by its own problems and a large one by the queue, whichever is less.
 */
async function branchesOf(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
): Promise<readonly RawBuilder<unknown>[]> {
  const asking = askingOf(q);
  const where = await whereOf(q, input, voices);
  const problems = sql`alike_item i
    join entry e on e.city_id = i.city_id and e.id = i.main_id and ${entriesSeen(asking)}
    where i.main_kind = 'entry' and ${where} ${await ofProblem(q, input)}`;
  // A unit or a category is asked of problems alone.
  if (voices === undefined || input.unit !== undefined || input.category !== undefined)
    return [problems];
  return [
    problems,
    sql`alike_item i
      join voice v on v.city_id = i.city_id and v.id = i.main_id and ${await voices.seen(asking, q.db)}
      where i.main_kind = 'voice' and ${where}`,
  ];
}

async function ofProblem(q: Query, { unit, category }: Asked): Promise<RawBuilder<unknown>> {
  const placed =
    unit === undefined
      ? sql``
      : sql`and ${within('e.org_path', narrowed(reachOf(q.actor), await pathOfUnit(q.db, q.cityId, unit)))}`;
  if (category === undefined) return placed;
  return sql`${placed} and e.category in (${sql.join(category)})`;
}

async function whereOf(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
): Promise<RawBuilder<SqlBool>> {
  // What has come together by another way meanwhile is no question any more.
  const undecided =
    input.state === 'open'
      ? sql`and m.decision is null and (i.kind = 'linked' or not exists (
          select 1 from alike_subject a join alike_subject b
            on b.city_id = a.city_id and b.instance_id = a.instance_id and b.subject_id = m.subject_id
          where a.city_id = i.city_id and a.subject_id = i.main_id))`
      : sql``;
  const parts = [
    sql<SqlBool>`i.city_id = ${q.cityId}`,
    sql<SqlBool>`i.state = ${input.state}`,
    sql<SqlBool>`exists (select 1 from alike_item_member m where m.city_id = i.city_id and m.item_id = i.id
      ${undecided} and ${await seen(askingOf(q), q.db, ['m.kind', 'm.subject_id'], voices)})`,
  ];
  if (input.campaign !== undefined)
    parts.push(sql<SqlBool>`(i.campaign_id = ${input.campaign} or i.campaign_id is null)`);
  if (input.kind !== undefined) parts.push(sql<SqlBool>`i.kind in (${sql.join(input.kind)})`);
  if (input.least !== undefined) parts.push(sql<SqlBool>`i.score >= ${input.least / 100}::float8`);
  if (input.most !== undefined) parts.push(sql<SqlBool>`i.score < ${input.most / 100}::float8`);
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

/** What waits comes by likeness, what was judged by when. */
async function pageOf(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<ItemRow[]> {
  const { state, limit } = input;
  const cursor = cursorOf(input.after);
  const rank = state === 'open' ? sql`i.score` : sql`i.decided_at`;
  const beyond =
    state === 'open' ? sql`${cursor?.rank}::float8` : sql`${dateOf(cursor?.rank)}::timestamptz`;
  const from =
    cursor === undefined
      ? sql`true`
      : sql`(${rank} < ${beyond} or (${rank} = ${beyond} and i.id > ${cursor.id}))`;
  const pages = (await branchesOf(q, input, voices)).map(
    (branch) => sql`select * from (
      select i.id, i.kind, i.state, i.score, i.rule, i.main_id, i.main_kind, i.decided_at
      from ${branch} and ${from} order by ${rank} desc, i.id limit ${limit + 1}) part`,
  );
  const { rows } = await sql<ItemRow>`
    select * from (${sql.join(pages, sql` union all `)}) i
    order by ${rank} desc, i.id limit ${limit + 1}`.execute(q.db);
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
  const count = async (kind: Item['kind']): Promise<number> => {
    const asked = { state: 'open' as const, kind: [kind], campaign, unit };
    const branches = await branchesOf(q, asked, voices);
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
