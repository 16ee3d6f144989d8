import { newId } from '#platform/ids.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { addUnit } from './unit-store.ts';

/** The city (辖区) and the unit at the root of its tree, made where they are missing. @returns the root's id. */
export async function ensureCity(at: OrgChange, name: string): Promise<string> {
  const { tx, cityId, now } = at;
  await tx
    .insertInto('city')
    .values({ city_id: cityId, name, created_at: now })
    .onConflict((c) => c.doNothing())
    .execute();
  const root = await tx
    .selectFrom('unit')
    .select('id')
    .where('city_id', '=', cityId)
    .where('parent_id', 'is', null)
    .executeTakeFirst();
  if (root !== undefined) return root.id;
  const unit = await addUnit(at, {
    id: newId(now.getTime()),
    code: '0',
    name,
    shortName: name.slice(0, 60),
    kind: 'city',
    parent: undefined,
    functions: [],
    sort: 0,
  });
  await recordOrg(at, { kind: 'unit.create', subjectId: unit.id, payload: { name, code: '0' } });
  return unit.id;
}
