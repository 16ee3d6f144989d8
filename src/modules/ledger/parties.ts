import { sql } from 'kysely';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal, type RefusalCode } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { AHEAD } from '#platform/db/driver.ts';
import { statement } from '#platform/db/statement.ts';
import { insertion } from '#platform/db/write-sql.ts';
import type { Entry } from './entry-load.ts';

export interface UnitPlace {
  readonly id: string;
  readonly name: string;
  readonly path: OrgPath;
}

/**
 * The units of these ids, in the same order; one that is unknown or closed is refused by name. Their rows
 * are held until the transaction ends: a unit that is being moved in the tree cannot leave an old path behind.
 */
export async function unitsOf(ctx: Context, ids: readonly string[]): Promise<UnitPlace[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('unit')
    .where('city_id', '=', ctx.cityId)
    .where('id', 'in', [...ids])
    .where('closed_on', 'is', null)
    .forKeyShare()
    .select(['id', 'short_name as name', 'org_path as path'])
    .execute();
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
  const rows = units.map((unit, i) => ({
    city_id: ctx.cityId,
    entry_id: entry.id,
    episode: entry.episode,
    unit_id: unit.id,
    org_path: unit.path,
    role: i === 0 ? ('lead' as const) : ('co' as const),
  }));
  await dropParties(ctx, entry.id, entry.episode);
  await sql`${sql.raw(AHEAD)} ${insertion('party', rows)}`.execute(ctx.tx);
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
