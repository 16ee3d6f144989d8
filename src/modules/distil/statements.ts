import { sql } from 'kysely';
import type { Statement } from '#domain/alike/statement.ts';
import type { Db } from '#platform/db/open.ts';
import { toldBy, type VoicePort } from './subjects.ts';

/** Before every id. */
export const FIRST = '00000000-0000-0000-0000-000000000000';
/** Read at once: unpacking them holds up the loop for a few milliseconds. */
const PAGE = 500;

interface ProblemsWanted {
  readonly campaign?: string | undefined;
}

/** Problems in the order they were raised, with the unit each is told by, a page at a time. */
export async function* problemsOf(
  db: Db,
  cityId: number,
  { campaign }: ProblemsWanted = {},
): AsyncGenerator<readonly Statement[]> {
  const within = campaign === undefined ? sql`true` : sql`e.campaign_id = ${campaign}`;
  for (let after = FIRST; ;) {
    const { rows } = await sql<ToldProblem>`
      select e.id, e.title, left(t.detail, ${READ}) as detail, u.name as unit from entry e
      join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
      join unit u on u.city_id = e.city_id and u.id = e.origin_unit
      where e.city_id = ${cityId} and ${within} and e.kind = 'problem' and e.id > ${after}
        -- Said twice, or a page would read the texts from the very first one.
        and t.entry_id > ${after}
      order by e.id limit ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield rows.map(statementOfProblem);
  }
}

/** Of a long story no more is read than is looked at. */
const READ = 200;

interface ToldProblem {
  id: string;
  title: string;
  detail: string;
  unit: string;
}

function statementOfProblem({ id, title, detail, unit }: ToldProblem): Statement {
  return { id, unit, ...toldBy(title, detail) };
}

/** Problems as they are compared, in the order they were raised; without those withdrawn or kept off the ledger. */
export async function problemsToCompare(
  db: Db,
  cityId: number,
  ids: readonly string[],
): Promise<readonly Statement[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ToldProblem>`
    select e.id, e.title, left(t.detail, ${READ}) as detail, u.name as unit from entry e
    join entry_text t on t.city_id = e.city_id and t.entry_id = e.id
    join unit u on u.city_id = e.city_id and u.id = e.origin_unit
    where e.city_id = ${cityId} and e.id = any(${ids}::uuid[]) and e.kind = 'problem'
      and e.state not in ('cancelled', 'not_listed') order by e.id`.execute(db);
  return rows.map(statementOfProblem);
}

/** Ids of the problems raised after a moment, by their ids; an id is made a little before its row is there. */
export async function problemsSince(db: Db, cityId: number, moment: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from entry where city_id = ${cityId} and id > ${idAt(moment)} and kind = 'problem'
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** The voices that may be compared, a page at a time; of those to which something happened since, where asked. */
export async function* voicesOf(
  db: Db,
  cityId: number,
  voices: VoicePort | undefined,
  since?: Date,
): AsyncGenerator<readonly Statement[]> {
  if (voices === undefined) return;
  for (let after = FIRST; ;) {
    const page = await voices.toCompare(db, cityId, after, PAGE, { since });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield page.map(statementOfVoice);
  }
}

/** Voices as they are compared, without those that must not be. */
export async function voicesToCompare(
  db: Db,
  cityId: number,
  voices: VoicePort | undefined,
  ids: readonly string[],
): Promise<readonly Statement[]> {
  if (voices === undefined || ids.length === 0) return [];
  const found = await voices.toCompare(db, cityId, FIRST, ids.length, { ids });
  return found.map(statementOfVoice);
}

/** A voice tells its place in a field of its own, or by the unit it was told to. */
function statementOfVoice({
  id,
  title,
  summary,
  place,
  unit,
}: Awaited<ReturnType<VoicePort['toCompare']>>[number]): Statement {
  return { id, unit: place === '' ? unit : place, ...toldBy(title, summary) };
}

/** The least id made at a moment. */
export function idAt(moment: number): string {
  const hex = moment.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
