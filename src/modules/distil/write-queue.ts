import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import type { SubjectKind, VoicePort } from './subjects.ts';

/** One beside the main subject of an item, and why. */
export interface Member {
  readonly id: string;
  readonly score: number;
  readonly rule: string;
}

/** A group for the queue (归并队列). */
export interface NewItem {
  readonly kind: 'suggested' | 'linked';
  readonly main: string;
  readonly members: readonly Member[];
}

/** Whose queue, and how its subjects are told apart. */
export interface QueueAt {
  readonly cityId: number;
  readonly now: Date;
  readonly campaign: string | undefined;
  readonly kindOf: (id: string) => SubjectKind;
}

/** Puts groups on the queue; one that waits there already gets the new members. Tells how many are new. */
export async function putItems(tx: Tx, at: QueueAt, items: readonly NewItem[]): Promise<number> {
  const rows = items.map(({ kind, main, members }) => {
    const scores = members.map(({ score }) => score);
    // Of what waits to be judged the likeliest counts, of what is linked the least sure.
    const score = kind === 'linked' ? Math.min(...scores) : Math.max(...scores);
    const rule = members.find((member) => member.score === score)?.rule ?? '';
    return { id: newId(at.now.getTime()), kind, main, main_kind: at.kindOf(main), score, rule };
  });
  const { rows: put } = await sql<{ id: string; kind: string; main: string; fresh: boolean }>`
    insert into alike_item (city_id, id, campaign_id, kind, main_id, main_kind, score, rule, state, at)
    select ${at.cityId}, r.id, ${at.campaign ?? null}, r.kind, r.main, r.main_kind, r.score, r.rule, 'open', ${at.now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, main uuid, main_kind text, score float8, rule text)
    on conflict (city_id, kind, main_id) where state = 'open' do update set score = excluded.score, rule = excluded.rule
    returning id, kind, main_id as main, (xmax = 0) as fresh`.execute(tx);
  const idOf = new Map(put.map(({ id, kind, main }) => [`${kind} ${main}`, id]));
  const members = items.flatMap(({ kind, main, members: all }) =>
    all.map(({ id, score, rule }) => ({
      item: idOf.get(`${kind} ${main}`),
      id,
      kind: at.kindOf(id),
      score,
      rule,
    })),
  );
  await sql`
    insert into alike_item_member (city_id, item_id, subject_id, kind, score, rule)
    select ${at.cityId}, r.item, r.id, r.kind, r.score, r.rule
    from json_to_recordset(${JSON.stringify(members)}::json) as r (item uuid, id uuid, kind text, score float8, rule text)
    on conflict (city_id, item_id, subject_id) do update set score = excluded.score, rule = excluded.rule
      where alike_item_member.decision is null`.execute(tx);
  return put.filter(({ fresh }) => fresh).length;
}

/** Is this pair still a question? Not when somebody has judged it, nor when both are handled as one already. */
export type IsOpen = (main: string, id: string) => boolean;

/** Pairs that somebody has judged beside each other do not come back to the queue. */
export async function openPairs(
  db: Db | Tx,
  cityId: number,
  tied: ReadonlyMap<string, string>,
  about?: readonly string[],
): Promise<IsOpen> {
  const asked =
    about === undefined
      ? sql`true`
      : sql`(m.subject_id = any(${about}::uuid[]) or i.main_id = any(${about}::uuid[]))`;
  const { rows } = await sql<{ main: string; id: string }>`
    select i.main_id as main, m.subject_id as id from alike_item_member m
    join alike_item i on i.city_id = m.city_id and i.id = m.item_id
    where m.city_id = ${cityId} and m.decision is not null and ${asked}`.execute(db);
  const settled = new Set(rows.flatMap(({ main, id }) => [`${main} ${id}`, `${id} ${main}`]));
  const home = (id: string): string => {
    let at = id;
    for (let hops = 0; hops < DEEPEST; hops += 1) at = tied.get(at) ?? at;
    return at;
  };
  return (main, id) => !settled.has(`${main} ${id}`) && home(main) !== home(id);
}

/** A voice leads to its problem, that to its survivor. */
const DEEPEST = 4;

/** The problem that each voice is handled with, and the survivor of each merged problem. */
export async function tiedTo(
  db: Db,
  cityId: number,
  voices: VoicePort | undefined,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ a: string; b: string }>`
    select entry_id as a, survivor_id as b from merge_link where city_id = ${cityId} and undone_at is null`.execute(
    db,
  );
  return new Map([
    ...((await voices?.tied(db, cityId)) ?? []),
    ...rows.map(({ a, b }): [string, string] => [a, b]),
  ]);
}
