import { sql } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { markShared } from '#domain/alike/explain.ts';
import { postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import {
  askingOf,
  countSubjects,
  readSubjects,
  type Subject,
  type SubjectKind,
  type VoicePort,
} from './subjects.ts';

type Detail = Sent<typeof contract.QueueItemDetail>;
type Item = Sent<typeof contract.QueueItem>;
type Mark = Detail['marks'][number];

/** Who may judge the queue: the office and the liaison over the main subject's place. */
export const JUDGES = ['office', 'liaison'] as const;

export interface ItemRow {
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

export async function viewItems(
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
