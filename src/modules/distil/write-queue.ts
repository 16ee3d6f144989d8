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
interface QueueAt {
  readonly cityId: number;
  readonly now: Date;
  readonly campaign: string | undefined;
  readonly kindOf: (id: string) => SubjectKind;
}

/** Puts groups on the queue; one that waits there already gets the new members. Tells how many are new. */
export async function putItems(tx: Tx, at: QueueAt, items: readonly NewItem[]): Promise<number> {
  const rows = items.map(({ kind, main }) => ({
    id: newId(at.now.getTime()),
    kind,
    main,
    main_kind: at.kindOf(main),
  }));
  const { rows: put } = await sql<{ id: string; kind: string; main: string; fresh: boolean }>`
    insert into alike_item (city_id, id, campaign_id, kind, main_id, main_kind, state, at)
    select ${at.cityId}, r.id, ${at.campaign ?? null}, r.kind, r.main, r.main_kind, 'open', ${at.now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, main uuid, main_kind text)
    on conflict (city_id, kind, main_id) where state = 'open' do update set state = excluded.state
    returning id, kind, main_id as main, (xmax = 0) as fresh`.execute(tx);
  const idOf = new Map(put.map(({ id, kind, main }) => [`${kind} ${main}`, id]));
  const members = items.flatMap(({ kind, main, members: all }) =>
    all.map(({ id, score, rule }) => ({
      item: idOf.get(`${kind} ${main}`),
      item_kind: kind,
      id,
      kind: at.kindOf(id),
      main_kind: at.kindOf(main),
      score,
      rule,
    })),
  );
  await sql`
    insert into alike_item_member (city_id, item_id, item_kind, subject_id, kind, main_kind, score, rule)
    select ${at.cityId}, r.item, r.item_kind, r.id, r.kind, r.main_kind, r.score, r.rule
    from json_to_recordset(${JSON.stringify(members)}::json) as r (
      item uuid, item_kind text, id uuid, kind text, main_kind text, score float8, rule text)
    on conflict (city_id, item_id, subject_id) do update set score = excluded.score, rule = excluded.rule
      where alike_item_member.decision is null`.execute(tx);
  return put.filter(({ fresh }) => fresh).length;
}

/** The voices' problems and the survivors of merges around these subjects. */
async function homesAround(
  db: Db,
  cityId: number,
  about: readonly string[],
  voices: VoicePort | undefined,
): Promise<ReadonlyMap<string, string>> {
  const tied = (await voices?.tied(db, cityId, { about })) ?? [];
  const entries = [...about, ...tied.map(({ entry }) => entry)];
  const { rows } = await sql<{ a: string; b: string }>`
    select entry_id as a, survivor_id as b from merge_link
    where city_id = ${cityId} and undone_at is null and entry_id = any(${entries}::uuid[])`.execute(
    db,
  );
  return new Map([
    ...tied.map(({ voice, entry }): [string, string] => [voice, entry]),
    ...rows.map(({ a, b }): [string, string] => [a, b]),
  ]);
}

/** Beside which others newcomers are still a question: not judged beside them before, nor handled with them already. */
export async function openBeside(
  db: Db,
  cityId: number,
  {
    ids,
    others,
    voices,
  }: {
    readonly ids: readonly string[];
    readonly others: readonly string[];
    readonly voices: VoicePort | undefined;
  },
): Promise<(id: string, other: string) => boolean> {
  if (others.length === 0) return () => true;
  const homes = await homesAround(db, cityId, [...new Set([...ids, ...others])], voices);
  const home = (of: string): string => homes.get(homes.get(of) ?? of) ?? homes.get(of) ?? of;
  const { rows } = await sql<{ a: string; b: string }>`
    select i.main_id as a, m.subject_id as b from alike_item i
    join alike_item_member m on m.city_id = i.city_id and m.item_id = i.id and m.decision is not null
    where i.city_id = ${cityId} and i.id in (
      select m.item_id from alike_item_member m
      where m.city_id = ${cityId} and m.subject_id = any(${ids}::uuid[]) and m.decision is not null
      union
      select i.id from alike_item i where i.city_id = ${cityId} and i.main_id = any(${ids}::uuid[]))`.execute(
    db,
  );
  const judged = new Set(rows.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  return (id, other) => !judged.has(`${id} ${other}`) && home(other) !== home(id);
}
