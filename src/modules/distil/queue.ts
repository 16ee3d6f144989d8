import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { markShared } from '#domain/alike/explain.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { within } from '#platform/reach.ts';
import {
  askingOf,
  countSubjects,
  readSubjects,
  seen,
  type Subject,
  type SubjectKind,
  type VoicePort,
} from './subjects.ts';

type Detail = Sent<typeof contract.QueueItemDetail>;
type Item = Sent<typeof contract.QueueItem>;
type Mark = Detail['marks'][number];

/** Who may judge the queue: the office and the liaison over the main subject's place. */
export const JUDGES = ['office', 'liaison'] as const;

interface ItemRow {
  id: string;
  kind: Item['kind'];
  state: Item['state'];
  score: number;
  rule: string;
  main_id: string;
  main_kind: SubjectKind;
  decided_at: Date | null;
}

interface MemberRow {
  item_id: string;
  subject_id: string;
  kind: SubjectKind;
  score: number;
  rule: string;
  decision: 'linked' | 'apart' | null;
}

/** 归并队列: items of which the reader sees the main subject and another one, and while open, one yet to be judged. */
export async function listItems(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.listItems)['output']>> {
  const where = await whereOf(q, input, voices);
  const rows = await pageOf(q, where, input);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? shown.at(-1) : undefined;
  return {
    items: await viewItems(q, q.db, shown, voices),
    ...(last && { next: encode({ rank: last.decided_at?.getTime() ?? last.score, id: last.id }) }),
    waiting: await waiting(q, input, voices),
    asOf: q.now.toISOString(),
  };
}

async function whereOf(
  q: Query,
  input: Omit<InputOf<typeof contract.listItems>, 'after' | 'limit'>,
  voices: VoicePort | undefined,
): Promise<RawBuilder<SqlBool>> {
  const asking = askingOf(q);
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
    await seen(asking, q.db, ['i.main_kind', 'i.main_id'], voices),
    sql<SqlBool>`exists (select 1 from alike_item_member m where m.city_id = i.city_id and m.item_id = i.id
      ${undecided} and ${await seen(asking, q.db, ['m.kind', 'm.subject_id'], voices)})`,
  ];
  if (input.unit !== undefined) {
    const path = await pathOfUnit(q.db, q.cityId, input.unit);
    const lies = within('e.org_path', narrowed(reachOf(q.actor), path));
    parts.push(sql<SqlBool>`exists (select 1 from entry e
      where e.city_id = i.city_id and e.id = i.main_id and ${lies})`);
  }
  if (input.campaign !== undefined)
    parts.push(sql<SqlBool>`(i.campaign_id = ${input.campaign} or i.campaign_id is null)`);
  if (input.kind !== undefined) parts.push(sql<SqlBool>`i.kind in (${sql.join(input.kind)})`);
  if (input.category !== undefined)
    parts.push(sql<SqlBool>`exists (select 1 from entry e where e.city_id = i.city_id
      and e.id = i.main_id and e.category in (${sql.join(input.category)}))`);
  if (input.least !== undefined) parts.push(sql<SqlBool>`i.score >= ${input.least / 100}::float8`);
  if (input.most !== undefined) parts.push(sql<SqlBool>`i.score < ${input.most / 100}::float8`);
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

/** What waits comes by likeness, what was judged by when. */
async function pageOf(
  q: Query,
  where: RawBuilder<SqlBool>,
  { state, after, limit }: Pick<InputOf<typeof contract.listItems>, 'state' | 'after' | 'limit'>,
): Promise<ItemRow[]> {
  const cursor = cursorOf(after);
  const rank = state === 'open' ? sql`i.score` : sql`i.decided_at`;
  const beyond =
    state === 'open' ? sql`${cursor?.rank}::float8` : sql`${dateOf(cursor?.rank)}::timestamptz`;
  const from =
    cursor === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(${rank} < ${beyond} or (${rank} = ${beyond} and i.id > ${cursor.id}))`;
  const { rows } = await sql<ItemRow>`
    select i.id, i.kind, i.state, i.score, i.rule, i.main_id, i.main_kind, i.decided_at from alike_item i
    where ${where} and ${from} order by ${rank} desc, i.id limit ${limit + 1}`.execute(q.db);
  return rows;
}

function dateOf(moment: number | undefined): Date | undefined {
  return moment === undefined ? undefined : new Date(moment);
}

/** Beyond so many the number would help nobody decide, and counting them would cost. */
const COUNTED = 1000;

async function waiting(
  q: Query,
  input: InputOf<typeof contract.listItems>,
  voices: VoicePort | undefined,
): Promise<{ suggested: number; linked: number }> {
  const { campaign, unit } = input;
  const count = async (kind: Item['kind']): Promise<number> => {
    const asked = { state: 'open' as const, kind: [kind], campaign, unit };
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from (
        select 1 from alike_item i where ${await whereOf(q, asked, voices)} limit ${COUNTED}) waiting`.execute(
      q.db,
    );
    return rows[0]?.n ?? 0;
  };
  return { suggested: await count('suggested'), linked: await count('linked') };
}

async function viewItems(
  q: Query,
  db: Db | Tx,
  rows: readonly ItemRow[],
  voices: VoicePort | undefined,
): Promise<Item[]> {
  const members = await membersOf(
    db,
    q.cityId,
    rows.map(({ id }) => id),
  );
  const subjects = await readSubjects(
    askingOf(q),
    db,
    [
      ...rows.map((row) => ({ id: row.main_id, kind: row.main_kind })),
      ...members.map((row) => ({ id: row.subject_id, kind: row.kind })),
    ],
    voices,
  );
  return rows.flatMap((row) => {
    const main = subjects.get(row.main_id);
    const shown = members.filter((m) => m.item_id === row.id && subjects.has(m.subject_id)).length;
    if (main === undefined || shown === 0) return [];
    const { id, kind, state, score, rule } = row;
    return [{ id, kind, state, score, rule, main: wire(main), members: shown }];
  });
}

async function membersOf(
  db: Db | Tx,
  cityId: number,
  items: readonly string[],
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select item_id, subject_id, kind, score, rule, decision from alike_item_member
    where city_id = ${cityId} and item_id = any(${items}::uuid[])
    order by score desc, subject_id`.execute(db);
  return rows;
}

/** An item with what its reader may see of it; one he sees less than two subjects of is not there. */
export interface Group {
  readonly row: ItemRow;
  readonly main: Subject;
  readonly members: readonly (MemberRow & { readonly subject: Subject })[];
  /** Members out of the reader's reach that nobody has judged: the item waits for those who see them. */
  readonly hidden: number;
}

/** The state as this reader sees it: done with when nothing that he sees is left to be judged. */
export function stateFor({ row, members }: Group): Item['state'] {
  if (row.state !== 'open' || members.some(({ decision }) => decision === null)) return row.state;
  return members.some(({ decision }) => decision === 'linked') ? 'accepted' : 'apart';
}

export async function findGroup(
  asker: Query | Context,
  db: Db | Tx,
  id: string,
  voices: VoicePort | undefined,
  lock = false,
): Promise<Group> {
  const { rows } = await sql<ItemRow>`
    select id, kind, state, score, rule, main_id, main_kind, decided_at from alike_item
    where city_id = ${asker.cityId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Refusal('not-found', { id });
  const members = await membersOf(db, asker.cityId, [id]);
  const subjects = await readSubjects(
    askingOf(asker),
    db,
    [
      { id: row.main_id, kind: row.main_kind },
      ...members.map((m) => ({ id: m.subject_id, kind: m.kind })),
    ],
    voices,
  );
  const main = subjects.get(row.main_id);
  const shown = members.flatMap((member) => {
    const subject = subjects.get(member.subject_id);
    return subject === undefined ? [] : [{ ...member, subject }];
  });
  if (main === undefined || shown.length === 0) throw new Refusal('not-found', { id });
  const hidden = members.filter(
    ({ subject_id: id, decision }) => decision === null && !subjects.has(id),
  ).length;
  return { row, main, members: shown, hidden };
}

export async function readItem(
  q: Query,
  { id }: { readonly id: string },
  voices: VoicePort | undefined,
): Promise<Detail> {
  return viewGroup(q, q.db, await findGroup(q, q.db, id, voices), voices);
}

export async function viewGroup(
  asker: Query | Context,
  db: Db | Tx,
  group: Group,
  voices: VoicePort | undefined,
): Promise<Detail> {
  const { row, main, members } = group;
  const subjects = [main, ...members.map(({ subject }) => subject)];
  const { id, kind, score, rule } = row;
  return {
    id,
    kind,
    state: stateFor(group),
    score,
    rule,
    main: wire(main),
    members: members.length,
    counts: await countSubjects(askingOf(asker), db, subjects, voices),
    marks: marksOf(main.text, members[0]?.subject.text ?? ''),
    memberList: members.map((member) => ({
      ...wire(member.subject),
      score: member.score,
      rule: member.rule,
      ...(member.decision !== null && { decision: member.decision }),
      marks: marksOf(member.subject.text, main.text),
    })),
    decisions: await decisionsOf(db, asker.cityId, id),
    canDecide: postOver(asker.actor, JUDGES, main.path) !== undefined,
  };
}

async function decisionsOf(
  db: Db | Tx,
  cityId: number,
  item: string,
): Promise<Detail['decisions']> {
  const rows = await db
    .selectFrom('alike_decision as d')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'd.city_id').onRef('p.id', '=', 'd.by_person'),
    )
    .where('d.city_id', '=', cityId)
    .where('d.item_id', '=', item)
    .orderBy('d.id', 'desc')
    .select(['d.id', 'd.kind', 'd.at', 'd.reason', 'd.undone_at', 'p.name'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Detail['decisions'][number]['kind'],
    at: row.at.toISOString(),
    by: row.name,
    reason: row.reason,
    undone: row.undone_at !== null,
  }));
}

/** The stretches of a text that another says too. */
export function marksOf(text: string, other: string): Mark[] {
  return markShared(text, other).map(({ from, to, isShared }) => ({ from, to, shared: isShared }));
}

/** A subject as it is sent: its path stays inside. */
export function wire(subject: Subject): Sent<typeof contract.AlikeSubject> {
  const { kind, id, no, text, state, unit, category, at } = subject;
  return { kind, id, no, text, state, unit, category, at };
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
