import { sql } from 'kysely';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal, type RefusalCode } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { AHEAD, KEPT } from '#platform/db/driver.ts';
import { statement } from '#platform/db/statement.ts';
import { bare, insertion, joined, piece } from '#platform/db/write-sql.ts';
import type { Held } from './entry-detail.ts';
import type { Entry } from './entry-load.ts';

export interface UnitPlace {
  readonly id: string;
  /** Its short name. */
  readonly name: string;
  readonly fullName: string;
  readonly no: number;
  readonly path: OrgPath;
}

/**
 * The units of these ids, in the same order; one that is unknown or closed is refused by name. Their rows
 * are held until the transaction ends: a unit that is being moved in the tree cannot leave an old path behind.
 */
export async function unitsOf(ctx: Context, ids: readonly string[]): Promise<UnitPlace[]> {
  if (ids.length === 0) return [];
  const named = joined(
    ids.map((id) => piece`${id}`),
    ', ',
  );
  const rows = await piece`${bare(KEPT)}
    select id, short_name as name, name as "fullName", no, org_path as path from unit
    where city_id = ${ctx.cityId} and id in (${named}) and closed_on is null
    for key share`.execute<UnitPlace>(ctx.tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const unit = byId.get(id);
    if (unit === undefined) throw new Refusal('unknown-unit', { unit: id });
    return unit;
  });
}

/**
 * Set the lead (牵头) and co-units (配合) of an entry held by this transaction, in place of those that stand.
 *
 * @throws Refusal `not-independent` for a unit that is there to check; the table has one role a unit.
 */
export async function setParties(
  ctx: Context,
  entry: Pick<Entry, 'id' | 'episode' | 'parties'>,
  lead: UnitPlace,
  co: readonly UnitPlace[],
): Promise<void> {
  const units = [lead, ...co];
  const twice = units.find((unit, i) => units.findIndex(({ id }) => id === unit.id) < i);
  if (twice !== undefined) throw new Refusal('unit-twice', { unit: twice.name });
  const checks = (unit: UnitPlace): boolean =>
    entry.parties.some(({ role, unitId }) => role === 'checker' && unitId === unit.id);
  if (units.some(checks)) throw new Refusal('not-independent');
  const standing = entry.parties.filter(({ role }) => role !== 'checker');
  const { id, episode } = entry;
  if (co.length === 0 && standing.length === 1 && standing[0]?.role === 'lead') {
    await changeLead(ctx.tx, {
      cityId: ctx.cityId,
      entryId: id,
      episode,
      unit: lead.id,
      path: lead.path,
    });
    return;
  }
  if (standing.length > 0) await dropParties(ctx, id, episode);
  const rows = units.map((unit, i) => ({
    city_id: ctx.cityId,
    entry_id: id,
    episode,
    unit_id: unit.id,
    org_path: unit.path,
    role: i === 0 ? ('lead' as const) : ('co' as const),
  }));
  await piece`${bare(AHEAD)} ${insertion('party', rows)}`.execute(ctx.tx);
}

const changeLead = statement<
  { cityId: number; entryId: string; episode: number; unit: string; path: OrgPath },
  unknown
>(
  (at) => sql`${sql.raw(AHEAD)}
    update party set unit_id = ${at.unit}, org_path = ${at.path}, progress = null, note = null, reported_at = null
    where city_id = ${at.cityId} and entry_id = ${at.entryId} and episode = ${at.episode} and role = 'lead'`,
);

/** The parties of an entry once these are its lead and co-units: who checks stays. */
export function partiesAfter(
  { shown }: Held,
  lead: UnitPlace,
  co: readonly UnitPlace[],
): Held['shown']['parties'] {
  const as =
    (role: 'lead' | 'co') =>
    ({ id, fullName, path }: UnitPlace) => ({ unit: { id, name: fullName }, path, role });
  return [
    as('lead')(lead),
    ...co.toSorted((one, other) => one.no - other.no).map(as('co')),
    ...shown.parties.filter(({ role }) => role === 'checker'),
  ];
}

/** Take lead and co-units out of an episode: nobody has it to do. */
export async function dropParties(ctx: Context, entryId: string, episode: number): Promise<void> {
  await deleteParties(ctx.tx, { cityId: ctx.cityId, entryId, episode });
}

const deleteParties = statement<{ cityId: number; entryId: string; episode: number }, unknown>(
  (at) => sql`${sql.raw(AHEAD)}
    delete from party
    where city_id = ${at.cityId} and entry_id = ${at.entryId} and episode = ${at.episode}
      and role in ('lead', 'co')`,
);

/**
 * Record what the actor has been in this episode beside doing the work: one part a person, so that the
 * table refuses who has had another.
 *
 * @throws Refusal with `otherwise` when he has.
 */
export async function addPart(
  ctx: Context,
  entry: { readonly id: string; readonly episode: number },
  role: 'checker' | 'approver',
  otherwise: RefusalCode,
): Promise<void> {
  const { personId } = ctx.actor;
  const { rows } = await sql<{ role: string }>`
    insert into party_person (city_id, entry_id, episode, person_id, role)
    values (${ctx.cityId}, ${entry.id}, ${entry.episode}, ${personId}, ${role})
    on conflict (city_id, entry_id, episode, person_id) do update set role = party_person.role
    returning role`.execute(ctx.tx);
  if (rows[0]?.role !== role) throw new Refusal(otherwise);
}
