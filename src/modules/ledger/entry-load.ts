import { type RawBuilder, sql } from 'kysely';
import type {
  CheckFacts,
  EntryFacts,
  OpenRequest,
  Party,
  PolicyFacts,
} from '#domain/entry/entry.ts';
import { type Listener, LISTENERS } from '#modules/webhook/webhook-fan-out.ts';
import type { Query } from '#platform/command.ts';
import { AHEAD, KEPT } from '#platform/db/driver.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { type Places, statement } from '#platform/db/statement.ts';
import type { Tables } from '#platform/db/tables.ts';
import type { Selectable } from 'kysely';
import { type EntryRecord, toRecord } from './entry-record.ts';

/**
 * An entry with all that a line of a list tells of it, the moves open to its reader among it. In a list, of those who
 * have done or checked the work it knows its reader alone.
 */
export interface Line extends EntryRecord, PolicyFacts {
  readonly id: string;
  readonly state: EntryRecord['state'];
  readonly updatedAt: Date;
  readonly createdAt: Date;
  readonly leadName: string | undefined;
  readonly originName: string;
}

/** An entry with everything that the rules ask about, and who is told of what happens to it. */
export interface Entry extends Line, EntryFacts {
  readonly listeners: readonly Listener[];
}

/** What somebody has been in an episode; who approved it is none of these. */
type Part = 'doer' | 'checker' | 'approver';

export interface LoadedLine extends Selectable<Tables['entry']> {
  lead_name: string | null;
  origin_name: string;
  parties: Party[];
  persons: { id: string; role: Part }[];
  next_milestone: string | null;
  open_request: OpenRequest | null;
  checks: (Omit<CheckFacts, 'checkedAt'> & { checkedAt: string })[] | null;
  merged: boolean;
}

interface Loaded extends LoadedLine {
  measures: number;
  milestones: number;
  evidence: number;
  listeners: Listener[] | null;
}

const NAMED = sql`e.*, l.short_name as lead_name, o.short_name as origin_name`;

/** The row of an entry `e`, how its units are called, and who has done or checked the work of its episode. */
export const ROW: RawBuilder<unknown> = sql`
    ${NAMED},
      (select coalesce(json_agg(json_build_object('id', p.person_id, 'role', p.role)), '[]')
         from party_person p where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode) as persons`;
/** Where that comes from. */
export const ROW_FROM: RawBuilder<unknown> = sql`
    from entry e
    join unit o on o.city_id = e.city_id and o.id = e.origin_unit
    left join unit l on l.city_id = e.city_id and l.id = e.lead_unit`;

const SHARED = sql`
      (select coalesce(json_agg(json_build_object('unitId', p.unit_id, 'path', p.org_path, 'role', p.role,
           'begun', p.reported_at is not null)), '[]')
         from party p where p.city_id = e.city_id and p.entry_id = e.id and p.episode = e.episode) as parties,
      (select json_build_object('id', r.id, 'kind', r.kind, 'approverPost', r.approver_post, 'openedPost', r.opened_post,
           'openedPerson', r.opened_person)
         from request r where r.city_id = e.city_id and r.entry_id = e.id and r.decision is null) as open_request,
      -- Looked up for each: as exists, the planner would rather read all links first.
      (select true from merge_link k where k.city_id = e.city_id and k.entry_id = e.id and k.undone_at is null) is not null as merged`;
const CHECKS = sql`
      (select coalesce(json_agg(json_build_object('id', c.id, 'finding', c.finding, 'assurance', c.assurance, 'checkedAt', c.checked_at)), '[]')
         from entry_check c where c.city_id = e.city_id and c.entry_id = e.id and c.episode = e.episode)`;

/** What the rules ask about an entry `e`, as columns. */
const FACTS = sql`${ROW}, ${SHARED}, ${CHECKS} as checks,
      m.measures, m.milestones, m.next_milestone,
      (select count(*)::int from evidence v
         where v.city_id = e.city_id and v.entry_id = e.id and v.episode = e.episode and v.purpose in ('progress', 'delivery')) as evidence,
      ${LISTENERS} as listeners`;
const FACTS_FROM = sql`${ROW_FROM}
    cross join lateral (
      select count(*) filter (where kind = 'measure')::int as measures,
             count(*) filter (where kind = 'milestone')::int as milestones,
             min(due_on) filter (where kind = 'milestone' and done_at is null) as next_milestone
      from measure where city_id = e.city_id and entry_id = e.id and dropped_at is null) m`;

/**
 * What a line asks: every table looked into costs a page of fifty as many looks. Checks open moves of what
 * is reported only, and milestones are waited for in what is not closed.
 */
const line = (at: Places<{ personId: string }>): RawBuilder<unknown> => sql`${NAMED}, ${SHARED},
      (select p.role from party_person p where p.city_id = e.city_id and p.entry_id = e.id
         and p.episode = e.episode and p.person_id = ${at.personId}) as part,
      case when e.state = 'delivered' then ${CHECKS} end as checks,
      case when e.closed_at is null then (
        select min(due_on) from measure m
        where m.city_id = e.city_id and m.entry_id = e.id and m.kind = 'milestone'
          and m.done_at is null and m.dropped_at is null) end as next_milestone ${ROW_FROM}`;

/**
 * Hold entries until the transaction ends, in the order of their ids so that two who want the same ones
 * wait for each other instead of blocking each other.
 */
export async function lockEntries(
  tx: Db | Tx,
  cityId: number,
  ids: readonly string[],
): Promise<void> {
  const [id] = ids;
  await (ids.length === 1 && id !== undefined
    ? lockOne(tx, { cityId, id })
    : lockMany(tx, { cityId, ids }));
}

interface One {
  readonly cityId: number;
  readonly id: string;
}

interface Many {
  readonly cityId: number;
  readonly ids: readonly string[];
}

/** One entry or many: a plan made for a list of unknown length looks dear, so it would be made anew each time. */
const one = (at: Places<One>): RawBuilder<unknown> =>
  sql`where e.city_id = ${at.cityId} and e.id = ${at.id}`;
const many = (at: Places<Many>): RawBuilder<unknown> =>
  sql`where e.city_id = ${at.cityId} and e.id = any(${at.ids}::uuid[])`;

const lock = (which: RawBuilder<unknown>): RawBuilder<unknown> => sql`${sql.raw(AHEAD)}
    select 1 from entry e ${which} order by e.id for no key update`;
const lockOne = statement<One, unknown>((at) => lock(one(at)));
const lockMany = statement<Many, unknown>((at) => lock(many(at)));

const facts = (which: RawBuilder<unknown>): RawBuilder<Loaded> => sql`${sql.raw(KEPT)}
    select ${FACTS} ${FACTS_FROM} ${which}`;
const factsOfOne = statement<One, Loaded>((at) => facts(one(at)));
const factsOfMany = statement<Many, Loaded>((at) => facts(many(at)));

const linesOf = statement<
  Many & { readonly personId: string },
  Omit<LoadedLine, 'persons'> & { readonly part: Part | null }
>(
  (at) => sql`${sql.raw(KEPT)}
    select ${line(at)} ${many(at)}`,
);

/**
 * Load entries with their facts, in one statement; `isLocked` holds the rows until the transaction ends.
 * The lock is a statement of its own before it: one that waits for a row sees the row as it then is, but
 * the parties, requests and links around it as they were when the waiting began. Scope is the caller's
 * matter: this is for ids that a scoped query has found, or that are judged next.
 */
export async function loadEntries(
  db: Db | Tx,
  cityId: number,
  ids: readonly string[],
  isLocked = false,
): Promise<Map<string, Entry>> {
  if (ids.length === 0) return new Map();
  if (isLocked) await lockEntries(db, cityId, ids);
  const [id] = ids;
  const rows = await (ids.length === 1 && id !== undefined
    ? factsOfOne(db, { cityId, id })
    : factsOfMany(db, { cityId, ids }));
  return new Map(rows.map((row) => [row.id, toEntry(row)]));
}

/** The same for the list of a reader: what of an entry no line shows him is not looked for. */
export async function loadLines(
  { db, cityId, actor }: Query,
  ids: readonly string[],
): Promise<Map<string, Line>> {
  if (ids.length === 0) return new Map();
  const { personId } = actor;
  const rows = await linesOf(db, { cityId, ids, personId });
  return new Map(
    rows.map(({ part, ...row }) => {
      const persons = part === null ? [] : [{ id: personId, role: part }];
      return [row.id, toLine({ ...row, persons })];
    }),
  );
}

/** A row of those columns as an entry. */
function toEntry(row: Loaded): Entry {
  const { measures, milestones, evidence, listeners } = row;
  return { ...toLine(row), measures, milestones, evidence, listeners: listeners ?? [] };
}

/** The same of a line. */
export function toLine(row: LoadedLine): Line {
  const person = (role: 'doer' | 'checker'): string[] =>
    row.persons.filter((p) => p.role === role).map((p) => p.id);
  return {
    ...toRecord(row),
    updatedAt: row.updated_at,
    createdAt: row.created_at,
    leadName: row.lead_name ?? undefined,
    originName: row.origin_name,
    parties: row.parties,
    doers: person('doer'),
    checkers: person('checker'),
    nextMilestone: row.next_milestone ?? undefined,
    openRequest: row.open_request ?? undefined,
    checks: (row.checks ?? []).map((check) => ({
      ...check,
      checkedAt: new Date(check.checkedAt),
    })),
    merged: row.merged,
  };
}
