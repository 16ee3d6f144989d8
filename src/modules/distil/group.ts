import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/topic.ts';
import { narrowed, reachOf } from '#domain/org/reach.ts';
import { Refusal } from '#domain/refusal.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import { type Context, dayOf, type Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { decideItem } from './decide.ts';
import { wire } from './queue.ts';
import {
  askingOf,
  countSubjects,
  entriesSeen,
  entrySubjects,
  readSubjects,
  seen,
  type SubjectKind,
  type VoicePort,
} from './subjects.ts';

type Group = Sent<(typeof contract.readGroup)['output']>;
type Asked = InputOf<typeof contract.readGroup>;

const MOST_UNITS = 100;
const MOST_WAITING = 100;
/** Voices of one family whose reporters are counted. */
const MOST_VOICES = 5000;

/** 一类问题: its figures as this reader sees them, and the rows behind the one that he opened. */
export async function readGroup(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
): Promise<Group> {
  const { id } = input;
  const [figures, waiting, page] = [
    await figuresOf(q, input, voices),
    await waitingOf(q, id, voices),
    await rowsOf(q, input, voices),
  ];
  const { problems, voices: heard } = figures.counts;
  if (problems + heard === 0) throw new Refusal('not-found', { id });
  return { ...figures, waiting, ...page };
}

/** On `entry e` of the family: what the reader may see and asked for. */
async function entriesOf(q: Query, input: Asked): Promise<RawBuilder<SqlBool>> {
  const { campaign, unit, from, to } = input;
  const parts = [sql<SqlBool>`e.city_id = ${q.cityId}`, entriesSeen(askingOf(q))];
  if (campaign !== undefined) parts.push(sql<SqlBool>`e.campaign_id = ${campaign}`);
  if (from !== undefined) parts.push(sql<SqlBool>`e.created_at >= ${new Date(from)}`);
  if (to !== undefined) parts.push(sql<SqlBool>`e.created_at < ${new Date(to)}`);
  if (unit !== undefined) {
    const path = await pathOfUnit(q.db, q.cityId, unit);
    parts.push(within('e.org_path', narrowed(reachOf(q.actor), path)));
  }
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

async function figuresOf(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
): Promise<Pick<Group, 'title' | 'counts' | 'units'>> {
  const { id, campaign } = input;
  const { rows } = await sql<{
    unit_id: string;
    unit: string;
    n: number;
    latest: string;
    title: string;
  }>`
    select u.id as unit_id, u.name as unit, count(*)::int as n, max(e.id::text) as latest,
      (array_agg(e.title order by e.id desc))[1] as title
    from alike_subject m
    join entry e on e.city_id = m.city_id and e.id = m.subject_id
    join unit u on u.city_id = e.city_id and u.id = e.origin_unit
    where m.city_id = ${q.cityId} and m.family_id = ${id} and ${await entriesOf(q, { id, campaign, limit: 1 })}
    group by u.id, u.name order by n desc, u.name`.execute(q.db);
  const { rows: told } = await sql<{ id: string; kind: SubjectKind }>`
    select subject_id as id, kind from alike_subject
    where city_id = ${q.cityId} and family_id = ${id} and kind = 'voice' limit ${MOST_VOICES}`.execute(
    q.db,
  );
  const heard = await readSubjects(askingOf(q), q.db, told, voices);
  const counts = await countSubjects(askingOf(q), q.db, heard.values(), voices);
  return {
    title:
      rows.toSorted((a, b) => (a.latest < b.latest ? 1 : -1))[0]?.title ??
      [...heard.values()][0]?.text ??
      '',
    counts: { ...counts, problems: rows.reduce((sum, { n }) => sum + n, 0) },
    units: rows
      .slice(0, MOST_UNITS)
      .map((row) => ({ unit: { id: row.unit_id, name: row.unit }, problems: row.n })),
  };
}

/** Groups of the family that the rules linked and nobody has confirmed yet. */
async function waitingOf(
  q: Query,
  family: string,
  voices: VoicePort | undefined,
): Promise<Group['waiting']> {
  const asking = askingOf(q);
  const { rows } = await sql<{ id: string; main: string; kind: SubjectKind; members: number }>`
    select i.id, i.main_id as main, i.main_kind as kind, x.members from alike_item i
    join alike_subject s on s.city_id = i.city_id and s.subject_id = i.main_id and s.family_id = ${family}
    cross join lateral (
      select count(*)::int as members, min(m.score) as score from alike_item_member m
      where m.city_id = i.city_id and m.item_id = i.id and m.decision is null
        and ${await seen(asking, q.db, ['m.kind', 'm.subject_id'], voices)}) x
    where i.city_id = ${q.cityId} and i.state = 'open' and i.kind = 'linked' and x.members > 0
    order by x.score desc, i.id limit ${MOST_WAITING}`.execute(q.db);
  const mains = await readSubjects(
    asking,
    q.db,
    rows.map(({ main, kind }) => ({ id: main, kind })),
    voices,
  );
  return rows.flatMap(({ id, main, members }) => {
    const subject = mains.get(main);
    return subject === undefined ? [] : [{ id, title: subject.text, members }];
  });
}

/** The rows behind a figure, the newest first: of one kind, one unit, one time. */
async function rowsOf(
  q: Query,
  input: Asked,
  voices: VoicePort | undefined,
): Promise<Pick<Group, 'rows' | 'next'>> {
  const { id, kind, after, limit } = input;
  const entry = sql<SqlBool>`(m.kind = 'entry' and exists (select 1 from entry e
    where e.id = m.subject_id and ${await entriesOf(q, input)}))`;
  const voice = await voicesOf(q, input, voices);
  const wanted = { entry, voice, all: sql<SqlBool>`(${entry} or ${voice})` }[kind ?? 'all'];
  const beyond = after === undefined ? sql`true` : sql`m.subject_id < ${after}`;
  const { rows } = await sql<{ id: string; kind: SubjectKind }>`
    select m.subject_id as id, m.kind from alike_subject m
    where m.city_id = ${q.cityId} and m.family_id = ${id} and ${wanted} and ${beyond}
    order by m.subject_id desc limit ${limit + 1}`.execute(q.db);
  const shown = rows.slice(0, limit);
  const subjects = await readSubjects(askingOf(q), q.db, shown, voices);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.flatMap((row) => subjects.get(row.id) ?? []).map(wire),
    ...(last && { next: last.id }),
  };
}

/** On `alike_subject m`: a voice that the reader may see, of the days and the place he asked for. */
async function voicesOf(
  q: Query,
  { unit, from, to }: Asked,
  voices: VoicePort | undefined,
): Promise<RawBuilder<SqlBool>> {
  if (voices === undefined) return sql<SqlBool>`false`;
  const parts = [sql<SqlBool>`v.city_id = ${q.cityId}`, await voices.seen(askingOf(q), q.db)];
  if (from !== undefined) parts.push(sql<SqlBool>`v.received_on >= ${dayOf(new Date(from))}`);
  if (to !== undefined) parts.push(sql<SqlBool>`v.received_on < ${dayOf(new Date(to))}`);
  if (unit !== undefined) {
    const path = await pathOfUnit(q.db, q.cityId, unit);
    parts.push(within('v.org_path', narrowed(reachOf(q.actor), path)));
  }
  return sql<SqlBool>`(m.kind = 'voice' and exists (
    select 1 from voice v where v.id = m.subject_id and ${sql.join(parts, sql` and `)}))`;
}

/** 成批采纳: each group as if it were accepted by itself, so that each can be taken back by itself. */
export async function acceptGroup(
  ctx: Context,
  { id, items, merge, reason }: InputOf<typeof contract.acceptGroup>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.acceptGroup)['output']>> {
  const { rows } = await sql<{ id: string }>`
    select i.id from alike_item i
    join alike_subject s on s.city_id = i.city_id and s.subject_id = i.main_id and s.family_id = ${id}
    where i.city_id = ${ctx.cityId} and i.kind = 'linked' and i.id = any(${items}::uuid[])
    order by i.id`.execute(ctx.tx);
  if (rows.length !== new Set(items).size) throw new Refusal('not-found', { id: items.join() });
  const done: Sent<(typeof contract.acceptGroup)['output']> = {
    accepted: 0,
    merged: [],
    tied: [],
    linkedOnly: [],
  };
  for (const item of rows) {
    const { merged, tied, linkedOnly } = await decideItem(
      ctx,
      { id: item.id, decision: 'accept', merge, reason },
      voices,
    );
    done.accepted += 1;
    done.merged.push(...merged);
    done.tied.push(...tied);
    done.linkedOnly.push(...linkedOnly);
  }
  return done;
}

interface CauseRow {
  readonly parent: string;
  readonly problems: number;
  readonly voices: number;
  readonly reporters: number;
}

/** 根源问题, those that most come from first; problems, and the voices tied to them, as far as the reader sees each. */
export async function listCauses(
  q: Query,
  { limit }: InputOf<typeof contract.listCauses>,
  voices: VoicePort | undefined,
): Promise<Sent<(typeof contract.listCauses)['output']>> {
  const asking = askingOf(q);
  const heard = voices === undefined ? sql`false` : await voices.seen(asking, q.db);
  const person = voices?.person ?? sql`false`;
  const { rows } = await sql<CauseRow>`
    select r.parent_id as parent, count(distinct e.id)::int as problems, count(distinct v.id)::int as voices,
      (count(distinct v.id) filter (where ${person}))::int as reporters
    from root_cause r
    join entry e on e.city_id = r.city_id and e.id = r.child_id
    left join (voice_link k join voice v on v.city_id = k.city_id and v.id = k.voice_id and ${heard})
      on k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null
    where r.city_id = ${q.cityId} and r.undone_at is null and ${entriesSeen(asking)}
      and exists (select 1 from entry p where p.city_id = r.city_id and p.id = r.parent_id
        and (${within('p.org_path', reachOf(q.actor))} or ${within('p.origin_path', reachOf(q.actor))}))
    group by r.parent_id order by problems desc, r.parent_id limit ${limit}`.execute(q.db);
  const parents = await entrySubjects(
    asking,
    q.db,
    rows.map((row) => row.parent),
  );
  return {
    causes: rows.flatMap(({ parent, ...counts }) => {
      const subject = parents.find((one) => one.id === parent);
      return subject === undefined ? [] : [{ parent: wire(subject), ...counts }];
    }),
    asOf: q.now.toISOString(),
  };
}
