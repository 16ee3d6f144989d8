import { Refusal } from '#domain/refusal.ts';
import type { Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { takeNumbers } from './numbering.ts';
import { type OrgChange, recordOrg } from './org-event.ts';

export interface NewPerson {
  readonly name: string;
  /** A staff number of the office's own; without one the city's next is taken. */
  readonly code?: string | undefined;
}

/** A person (人员) of the city. @throws Refusal `name-taken` when the code is in use. */
export async function addPerson(
  at: OrgChange,
  person: NewPerson,
  byPost?: string,
): Promise<string> {
  const id = newId(at.now.getTime());
  const code = person.code ?? (await nextCode(at));
  const added = await at.tx
    .insertInto('person')
    .values({ city_id: at.cityId, id, code, name: person.name, created_at: at.now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) {
    // The next number may be one that an office has given by hand.
    if (person.code === undefined) return await addPerson(at, person, byPost);
    throw new Refusal('name-taken', { name: code });
  }
  await recordOrg(at, {
    kind: 'person.create',
    subjectId: id,
    byPost,
    payload: { code, name: person.name },
  });
  return id;
}

async function nextCode(at: OrgChange): Promise<string> {
  const no = await takeNumbers(at.tx, at.cityId, 'person', 1);
  return `P${String(no).padStart(6, '0')}`;
}

/**
 * Whoever changes a person's posts or account does so one after the other. Locks here leave the key
 * alone (`no key update`), so that rows that merely refer to the person do not wait.
 *
 * @throws Refusal `not-found`.
 */
export async function lockPerson(
  tx: Tx,
  cityId: number,
  id: string,
): Promise<{ id: string; name: string; leftOn: string | undefined }> {
  const row = await tx
    .selectFrom('person')
    .select(['id', 'name', 'left_on'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return { id: row.id, name: row.name, leftOn: row.left_on ?? undefined };
}
