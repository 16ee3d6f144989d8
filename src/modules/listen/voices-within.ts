import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { InputOf, Parsed, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice.ts';
import { reachOf } from '#domain/org/reach.ts';
import { isVoiceOpen, VOICE_STATES, type VoiceState } from '#domain/voice/lifecycle.ts';
import { COUNTED, countsAs, type Counted, SATISFIED_FROM } from '#domain/voice/counted.ts';
import { formulaOn, type RatedCase, ratesOf } from '#domain/voice/rates.ts';
import { decodeCursor, encodeCursor } from '#modules/ledger/entries-within.ts';
import { tsquery } from '#modules/ledger/words-within.ts';
import { pathOfUnit } from '#modules/ledger/unit-path.ts';
import type { Query } from '#platform/command.ts';
import { within } from '#platform/reach.ts';
import { subtreeOf } from '#domain/org/path.ts';
import { withDraft } from './draft-store.ts';
import { voiceRows } from './read-voice.ts';

type Filter = Parsed<typeof contract.VoiceFilter>;
type Condition = RawBuilder<SqlBool>;

const OPEN = VOICE_STATES.filter(isVoiceOpen);

/**
 * Where every list, count and rate of voices starts: the condition on `voice v` for what this reader may see and
 * asked for. What he may see leaves out every complaint about a unit in whose chain he holds a post.
 */
export async function voicesWithin(q: Query, filter: Filter): Promise<Condition> {
  const parts = [sql<SqlBool>`v.city_id = ${q.cityId}`, ...readable(q), ...plainParts(q, filter)];
  if (filter.unit !== undefined) {
    const { from, to } = subtreeOf(await pathOfUnit(q.db, q.cityId, filter.unit));
    const lies = (column: string): Condition =>
      sql<SqlBool>`(${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to})`;
    parts.push(
      sql<SqlBool>`(${lies('v.org_path')} or ${lies('v.owner_path')} or ${lies('v.pending_path')})`,
    );
  }
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

function readable(q: Query): Condition[] {
  const reach = reachOf(q.actor);
  const paths = q.actor.posts.map((post) => post.path);
  const seen = ['v.org_path', 'v.owner_path', 'v.pending_path'].map((column) =>
    within(column, reach),
  );
  return [
    sql<SqlBool>`(${sql.join(seen, sql` or `)})`,
    // The same rule as `mayReadVoice`, in SQL.
    sql<SqlBool>`(v.kind <> 'complaint' or ${q.actor.resetAt === undefined} and not exists (
      select 1 from voice_excluded x, unnest(${paths}::text[]) as held (path)
      where x.city_id = v.city_id and x.voice_id = v.id and case x.scope
        when 'unit' then held.path = x.org_path
        when 'subtree' then starts_with(held.path, x.org_path)
        else starts_with(held.path, x.org_path) and held.path <> x.org_path end))`,
  ];
}

function plainParts(q: Query, filter: Filter): Condition[] {
  const parts: Condition[] = [];
  const among = (column: string, values: readonly unknown[] | undefined): void => {
    if (values !== undefined) parts.push(sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`);
  };
  among('v.state', filter.state);
  among('v.kind', filter.kind);
  among('v.channel', filter.channel);
  among('v.subject', filter.subject);
  if (filter.from !== undefined) parts.push(sql<SqlBool>`v.received_on >= ${filter.from}`);
  if (filter.to !== undefined) parts.push(sql<SqlBool>`v.received_on <= ${filter.to}`);
  if (filter.overdue !== undefined) {
    const overdue = sql<SqlBool>`coalesce(v.due_on < ${q.today} and v.state in (${sql.join(OPEN)}), false)`;
    parts.push(filter.overdue ? overdue : sql<SqlBool>`not ${overdue}`);
  }
  if (filter.mine === true) {
    const units = q.actor.posts.map((post) => post.unitId);
    parts.push(sql<SqlBool>`(v.pending_unit = any(${units}::uuid[])
      or (v.owner_unit = any(${units}::uuid[]) and v.state in (${sql.join(OPEN)})))`);
  }
  if (filter.draft !== undefined)
    parts.push(filter.draft ? withDraft(q.actor) : sql<SqlBool>`not ${withDraft(q.actor)}`);
  if (filter.counted !== undefined) parts.push(countedPart(filter.counted, q.today));
  if (filter.collection !== undefined)
    parts.push(sql<SqlBool>`v.collection_id = ${filter.collection}`);
  const words = filter.text === undefined || filter.text === '' ? undefined : filter.text;
  if (words !== undefined) {
    const query = tsquery(words);
    parts.push(
      query === undefined
        ? sql<SqlBool>`false`
        : sql<SqlBool>`exists (select 1 from voice_search s where s.city_id = v.city_id
            and s.voice_id = v.id and s.tsv @@ ${query}::tsquery)`,
    );
  }
  return parts;
}

/** 诉求列表, the newest first. */
export async function listVoices(
  q: Query,
  input: InputOf<typeof contract.listVoices>,
): Promise<Sent<(typeof contract.listVoices)['output']>> {
  const { after, limit, ...filter } = input;
  const condition = await voicesWithin(q, filter);
  const cursor = after === undefined ? undefined : decodeCursor(after, true);
  const beyond =
    cursor === undefined
      ? sql`true`
      : sql`(v.received_on, v.id) < (${cursor.key}::date, ${cursor.id}::uuid)`;
  const { rows } = await sql<{ id: string; received_on: string }>`
    select v.id, v.received_on from voice v where ${condition} and ${beyond}
    order by v.received_on desc, v.id desc limit ${limit + 1}`.execute(q.db);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: await voiceRows(
      q,
      shown.map(({ id }) => id),
    ),
    ...(last && { next: encodeCursor({ key: last.received_on, id: last.id }) }),
    asOf: q.now.toISOString(),
  };
}

/** 按状态计数; 采纳 is a counter of its own. */
export async function countVoices(
  q: Query,
  filter: InputOf<typeof contract.countVoices>,
): Promise<Sent<(typeof contract.countVoices)['output']>> {
  const condition = await voicesWithin(q, filter);
  const { rows } = await sql<{ state: VoiceState; n: number; adopted: number }>`
    select v.state, count(*)::int as n,
      count(*) filter (where v.adoption in ('adopted', 'partly'))::int as adopted
    from voice v where ${condition} group by 1`.execute(q.db);
  const sum = (of: 'n' | 'adopted'): number => rows.reduce((all, row) => all + row[of], 0);
  return {
    received: sum('n'),
    adopted: sum('adopted'),
    states: VOICE_STATES.flatMap((state) => rows.filter((row) => row.state === state)).map(
      ({ state, n }) => ({ state, n }),
    ),
    asOf: q.now.toISOString(),
  };
}

/**
 * The rating that counts, the newest round's. Whoever enters another's words, or sends them from another house, has
 * seen the code: what comes under it is no reporter's rating. What was told in a drawn call is.
 */
const ratingOf = sql`
  select contacted, solved, level, by_call from voice_rating r
  where r.city_id = v.city_id and r.voice_id = v.id
    and (r.by_call or not exists (select 1 from submission s where s.city_id = v.city_id and s.voice_id = v.id
      and s.source_key is not null))
  order by round desc limit 1`;

/** The same rule as `countsAs`, in SQL. */
function countedPart(what: Counted, today: string): Condition {
  const counts = sql<SqlBool>`(v.state <> 'dismissed' and not v.withdrawn)`;
  const early = sql`(v.answered_on is null and (v.due_on is null or v.due_on >= ${today}))`;
  const inTime = sql`(v.answered_on is not null and (v.due_on is null or v.answered_on <= v.due_on))`;
  const rated = (of: RawBuilder<unknown>): Condition =>
    sql<SqlBool>`(${counts} and exists (select 1 from (${ratingOf}) r where ${of}))`;
  const of = (condition: RawBuilder<unknown>): Condition =>
    sql<SqlBool>`(${counts} and ${condition})`;
  switch (what) {
    case 'dismissed':
      return sql<SqlBool>`v.state = 'dismissed'`;
    case 'withdrawn':
      return sql<SqlBool>`(v.withdrawn and v.state <> 'dismissed')`;
    case 'due':
      return of(sql`not ${early}`);
    case 'in_time':
      return of(inTime);
    case 'late':
      return of(sql`not ${early} and not ${inTime}`);
    case 'not_due':
      return of(early);
    case 'rated':
      return rated(sql`true`);
    case 'not_rated':
      return of(sql`not exists (${ratingOf})`);
    case 'solved':
      return rated(sql`r.solved`);
    case 'unsolved':
      return rated(sql`not r.solved`);
    case 'satisfied':
      return rated(sql`r.level >= ${SATISFIED_FROM}`);
    case 'dissatisfied':
      return rated(sql`r.level < ${SATISFIED_FROM}`);
  }
}

/** 三率 of the voices that match, by the formula in force today. */
export async function voiceRates(
  q: Query,
  filter: InputOf<typeof contract.voiceRates>,
): Promise<Sent<(typeof contract.voiceRates)['output']>> {
  const condition = await voicesWithin(q, filter);
  const { rows } = await sql<{
    state: VoiceState;
    due_on: string | null;
    answered_on: string | null;
    withdrawn: boolean;
    contacted: boolean | null;
    solved: boolean | null;
    level: number | null;
    by_call: boolean | null;
  }>`
    select v.state, v.due_on, v.answered_on, v.withdrawn, r.contacted, r.solved, r.level, r.by_call
    from voice v left join lateral (${ratingOf}) r on true
    where ${condition}`.execute(q.db);
  const formula = formulaOn(q.today);
  const cases = rows.map((row): RatedCase => ({
    state: row.state,
    dueOn: row.due_on ?? undefined,
    answeredOn: row.answered_on ?? undefined,
    withdrawn: row.withdrawn,
    rating:
      row.level === null
        ? undefined
        : { contacted: row.contacted === true, solved: row.solved === true, level: row.level },
  }));
  const rates = ratesOf(cases, q.today, formula);
  return {
    asOf: q.now.toISOString(),
    formula: {
      version: formula.version,
      from: formula.from,
      rule: formula.rule.zh,
      least: formula.least,
    },
    rates: (['response', 'solved', 'satisfied'] as const).map((rate) => {
      const { n, of, value, excluded } = rates[rate];
      return { rate, n, of, ...(value === undefined ? {} : { value }), excluded: { ...excluded } };
    }),
    counted: Object.fromEntries(
      COUNTED.map((what) => [what, cases.filter((one) => countsAs(one, what, q.today)).length]),
    ),
    byCall: rows.filter((row) => row.by_call === true).length,
  };
}
