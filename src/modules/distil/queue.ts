import { sql, type SqlBool } from 'kysely';
import type { Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { markShared } from '#domain/alike/pair/explain.ts';
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
  main_id: string;
  main_kind: SubjectKind;
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
    const shown = members.filter((m) => m.item_id === row.id && subjects.has(m.subject_id));
    if (main === undefined || shown.length === 0) return [];
    return [
      {
        id: row.id,
        kind: row.kind,
        state: stateFor(shown),
        ...likenessOf(row.kind, shown),
        main: wire(main),
        members: shown.length,
      },
    ];
  });
}

/**
 * How alike a group is, of those members that its reader sees and that wait, or of all when none does: of what waits
 * to be judged the likeliest counts, of what is linked the least sure.
 */
function likenessOf(
  kind: Item['kind'],
  members: readonly MemberRow[],
): { score: number; rule: string } {
  const waiting = members.filter(({ decision }) => decision === null);
  const told = waiting.length === 0 ? members : waiting;
  const { score = 0, rule = '' } = (kind === 'linked' ? told.at(-1) : told[0]) ?? {};
  return { score, rule };
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
export function stateFor(members: readonly Pick<MemberRow, 'decision'>[]): Item['state'] {
  if (members.some(({ decision }) => decision === null)) return 'open';
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
    select id, kind, main_id, main_kind from alike_item
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
  const { id, kind } = row;
  return {
    id,
    kind,
    state: stateFor(members),
    ...likenessOf(kind, members),
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
    decisions: await decisionsOf(db, asker.cityId, group),
    canDecide: postOver(asker.actor, JUDGES, main.path) !== undefined,
  };
}

async function decisionsOf(
  db: Db | Tx,
  cityId: number,
  { row, members }: Group,
): Promise<Detail['decisions']> {
  const shown = members.map(({ subject }) => subject.id);
  const rows = await db
    .selectFrom('alike_decision as d')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'd.city_id').onRef('p.id', '=', 'd.by_person'),
    )
    .where('d.city_id', '=', cityId)
    .where('d.item_id', '=', row.id)
    .where(sql<SqlBool>`d.about && ${shown}::uuid[]`)
    .orderBy('d.id', 'desc')
    .select(['d.id', 'd.kind', 'd.at', 'd.reason', 'd.undone_at', 'p.name'])
    .execute();
  return rows.map((decision) => ({
    id: decision.id,
    kind: decision.kind as Detail['decisions'][number]['kind'],
    at: decision.at.toISOString(),
    by: decision.name,
    reason: decision.reason,
    undone: decision.undone_at !== null,
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
