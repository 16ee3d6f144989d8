import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/public-pages.ts';
import { isClaimed } from '#domain/entry/entry.ts';
import type { EntryState } from '#domain/entry/entry.ts';
import { suppressed, suppressedTotal } from '#domain/voice/suppress.ts';
import { Refusal } from '#domain/refusal.ts';
import { decodeCursor, encodeCursor } from '#modules/ledger/entries-within.ts';
import { dayOf } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { csvResponse } from '#platform/sheets/csv-response.ts';
import { knock } from './door.ts';
import { problemSteps } from './follow-steps.ts';
import { formHash, isFreshNonce, type ListenKeys, newNonce } from './listen-keys.ts';
import { rootOf } from './places.ts';
import { shortMemory } from './short-memory.ts';

/** Changes with every release and every withdrawal, whichever process made it. */
async function releaseStamp({ db, cityId }: Direct): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select count(*) || ' ' || count(withdrawn_at) as stamp from public_release where city_id = ${cityId}`.execute(
    db,
  );
  return rows[0]?.stamp ?? '';
}

type Board = Sent<(typeof contract.publicBoard)['output']>;
type Row = Sent<(typeof contract.publicProblems)['output']>['items'][number];

interface Counted {
  readonly key: string;
  readonly name: string;
  readonly received: number;
  readonly answered: number;
}

/** Answered by the office, or settled with a problem that is struck off; complaints about conduct are in no public count. */
const COUNTED = sql`from voice v where v.kind <> 'complaint' and v.state not in ('held', 'dismissed')`;
const ANSWERED = sql`count(*) filter (where v.answered_on is not null)::int as answered`;

/** 公开: said and done by subject, unit and month; what would tell of single people is left out. */
export async function publicBoard(call: Direct): Promise<Board> {
  return await BOARDS.get(call);
}

const BOARDS = shortMemory((call) => countBoard(call), releaseStamp);

async function countBoard(call: Direct): Promise<Board> {
  const { db, cityId } = call;
  const here = sql`and v.city_id = ${cityId}`;
  const [bySubject, byUnit, byMonth] = await Promise.all([
    sql<Counted>`
      select v.subject as key, v.subject as name, count(*)::int as received, ${ANSWERED}
      ${COUNTED} ${here} group by 1 order by 3 desc, 1`.execute(db),
    sql<Counted>`
      select c.key, c.name, coalesce(n.received, 0) as received, coalesce(n.answered, 0) as answered
      from (select u.id::text as key, u.short_name as name, u.no from unit u
        where u.city_id = ${cityId} and u.kind = 'county' and u.closed_on is null) c
      left join (select u.county_no, count(*)::int as received, ${ANSWERED}
        from voice v join unit u on u.city_id = v.city_id and u.org_path = v.org_path
        where v.kind <> 'complaint' and v.state not in ('held', 'dismissed') ${here}
        group by 1) n on n.county_no = c.no
      order by c.no`.execute(db),
    sql<Counted>`
      select to_char(v.received_on, 'YYYY-MM') as key, to_char(v.received_on, 'YYYY-MM') as name,
        count(*)::int as received, ${ANSWERED}
      ${COUNTED} ${here} group by 1 order by 1 desc limit 24`.execute(db),
  ]);
  const totals = await sql<{ received: number; answered: number; adopted: number }>`
    select count(*)::int as received, ${ANSWERED},
      count(*) filter (where v.adoption in ('adopted', 'partly'))::int as adopted
    ${COUNTED} ${here}`.execute(db);
  const [total] = totals.rows;
  const problems = await releasedStates(db, cityId);
  return {
    city: (await rootOf(db, cityId)).name,
    asOf: call.now.toISOString(),
    received: small(total?.received),
    answered: small(total?.answered),
    adopted: small(total?.adopted),
    tables: [
      { by: 'subject', rows: hidden(bySubject.rows, total) },
      { by: 'unit', rows: hidden(byUnit.rows, total) },
      { by: 'month', rows: hidden(byMonth.rows, total) },
    ],
    problems: {
      n: problems.length,
      claimed: problems.filter((state) => isClaimed(state)).length,
      checked: problems.filter((state) => state === 'closed').length,
    },
    moderation: await moderationCounts(db, cityId),
  };
}

function small(n: number | undefined): number | undefined {
  return suppressedTotal([n ?? 0]);
}

type Sums = Pick<Counted, 'received' | 'answered'>;

/**
 * Where received is hidden, answered is too: from one the other would be guessed. What stands in no row (the
 * city itself, months long past) is a cell as well: it is the total less the rows.
 */
function hidden(
  rows: readonly Counted[],
  total: Sums | undefined,
): Board['tables'][number]['rows'] {
  const cellsOf = (of: keyof Sums): (number | undefined)[] => {
    const cells = rows.map((row) => row[of]);
    return suppressed([...cells, cells.reduce((rest, n) => rest - n, total?.[of] ?? 0)]);
  };
  const [received, answered] = [cellsOf('received'), cellsOf('answered')];
  return rows.map((row, i) => ({
    key: row.key,
    name: row.name,
    received: received[i],
    answered: received[i] === undefined ? undefined : answered[i],
  }));
}

async function releasedStates(db: Db, cityId: number): Promise<EntryState[]> {
  const rows = await db
    .selectFrom('public_release as r')
    .innerJoin('entry as e', (join) =>
      join.onRef('e.city_id', '=', 'r.city_id').onRef('e.id', '=', 'r.entry_id'),
    )
    .where('r.city_id', '=', cityId)
    .where('r.withdrawn_at', 'is', null)
    .select('e.state')
    .execute();
  return rows.map((row) => row.state);
}

/** 把关情况: how often something was held, and dismissed for which reason. */
async function moderationCounts(db: Db, cityId: number): Promise<Board['moderation']> {
  const { rows } = await sql<{ what: string; n: number }>`
    select what, count(*)::int as n from (
      select case
        when e.kind = 'dismiss' then 'dismissed_' || coalesce(e.payload->>'because', 'no_matter')
        when e.kind = 'receive' then 'held_' || (e.payload->>'heldFor')
        else 'held_office' end as what
      from voice_event e join voice v on v.city_id = e.city_id and v.id = e.voice_id
      where e.city_id = ${cityId} and v.kind <> 'complaint'
        and (e.kind in ('dismiss', 'hold') or (e.kind = 'receive' and e.payload ? 'heldFor'))) as held
    group by 1 order by 1`.execute(db);
  return rows.map((row) => ({ what: row.what, n: small(row.n) }));
}

interface Released {
  id: string;
  entry_id: string;
  no: string;
  title: string;
  words: string;
  state: EntryState;
  unit: string | null;
  at: Date;
  delivered_at: Date | null;
  closed_at: Date | null;
  voices: number;
  me_too: number;
}

async function released(
  db: Db | Tx,
  cityId: number,
  which: {
    readonly no?: string;
    readonly after?: { key: string; id: string };
    readonly limit: number;
  },
): Promise<Released[]> {
  const { rows } = await sql<Released>`
    select r.id, r.entry_id, e.no, r.title, r.words, e.state, u.short_name as unit, r.at, e.delivered_at, e.closed_at,
      (select count(*)::int from voice_link k where k.city_id = r.city_id and k.entry_id = r.entry_id and k.undone_at is null) as voices,
      (select count(*)::int from me_too t where t.city_id = r.city_id and t.entry_id = r.entry_id) as me_too
    from public_release r
    join entry e on e.city_id = r.city_id and e.id = r.entry_id
    left join unit u on u.city_id = e.city_id and u.id = e.lead_unit
    where r.city_id = ${cityId} and r.withdrawn_at is null
      and (${which.no ?? null}::text is null or e.no = ${which.no ?? null})
      and (${which.after?.id ?? null}::uuid is null or r.id < ${which.after?.id ?? null}::uuid)
    order by r.id desc limit ${which.limit}`.execute(db);
  return rows;
}

function shown(row: Released): Row {
  return {
    no: row.no,
    title: row.title,
    state: row.state,
    ...(row.unit === null ? {} : { unit: row.unit }),
    publishedOn: dayOf(row.at),
    ...(row.delivered_at === null || !isClaimed(row.state)
      ? {}
      : { claimedOn: dayOf(row.delivered_at) }),
    ...(row.closed_at === null ? {} : { checkedOn: dayOf(row.closed_at) }),
    voices: small(row.voices),
    meToo: row.me_too,
  };
}

const PAGE = 20;

/** 已公开的问题, the newest first. */
export async function publicProblems(
  call: Direct,
  input: InputOf<typeof contract.publicProblems>,
): Promise<Sent<(typeof contract.publicProblems)['output']>> {
  const after = input.after === undefined ? undefined : decodeCursor(input.after, true);
  const rows = await released(call.db, call.cityId, { ...(after && { after }), limit: PAGE + 1 });
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
  return {
    items: rows.slice(0, PAGE).map(shown),
    ...(last && { next: encodeCursor({ key: dayOf(last.at), id: last.id }) }),
  };
}

async function releasedOne(db: Db | Tx, cityId: number, no: string): Promise<Released> {
  const [row] = await released(db, cityId, { no, limit: 1 });
  if (row === undefined) throw new Refusal('not-found', { id: no });
  return row;
}

/** 一个公开问题 */
export async function publicProblem(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.publicProblem>,
): Promise<Sent<(typeof contract.publicProblem)['output']>> {
  const { db, cityId, now, today, from } = call;
  await knock({ db, cityId, now, today, keys, from }, 'public');
  const row = await releasedOne(call.db, call.cityId, input.no);
  const steps = await call.db
    .transaction()
    .execute((tx) => problemSteps(tx, call.cityId, [row.entry_id]));
  return {
    ...shown(row),
    words: row.words,
    steps: steps.map(({ at: _at, ...step }) => step),
    nonce: newNonce(keys, call.now),
  };
}

/** 我也遇到: counted once a form. */
export async function meToo(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.meToo>,
): Promise<Sent<(typeof contract.meToo)['output']>> {
  const { db, cityId, now, today, from } = call;
  if (!isFreshNonce(keys, input.nonce, now)) throw new Refusal('form-expired');
  const row = await releasedOne(db, cityId, input.no);
  await knock({ db, cityId, now, today, from, keys }, 'me_too');
  await db
    .insertInto('me_too')
    .values({
      city_id: cityId,
      form_hash: formHash(input.nonce),
      entry_id: row.entry_id,
      on_day: today,
    })
    .onConflict((c) => c.doNothing())
    .execute();
  return { meToo: (await releasedOne(db, cityId, input.no)).me_too };
}

const COLUMNS = [
  'no',
  'title',
  'state',
  'unit',
  'publishedOn',
  'claimedOn',
  'checkedOn',
  'voices',
  'meToo',
] as const;
const MOST = 50_000;

/** 开放数据: the public problems as CSV; a cell that a spreadsheet would run is made a text. */
export async function publicData(keys: ListenKeys, call: Direct): Promise<Response> {
  const { db, cityId, now, today, from } = call;
  await knock({ db, cityId, now, today, keys, from }, 'table');
  const rows = await released(call.db, call.cityId, { limit: MOST });
  const lines = rows.map((row) => {
    const one = shown(row);
    return COLUMNS.map((column) => one[column]);
  });
  return await csvResponse('public-problems.csv', [COLUMNS, ...lines]);
}
