import type { Role } from '#domain/org/actor.ts';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { type OrgChange, recordOrg } from './org-event.ts';

/** A post (岗位) with the place of its unit. */
export interface Post {
  readonly id: string;
  readonly unitId: string;
  readonly path: OrgPath;
  readonly code: string;
  readonly name: string;
  readonly role: Role;
  readonly closedOn: string | undefined;
}

export interface NewPost {
  readonly unitId: string;
  readonly code: string;
  readonly name: string;
  readonly role: Role;
}

/** @throws Refusal `name-taken` when the code is in use. */
export async function addPost(at: OrgChange, post: NewPost, byPost?: string): Promise<string> {
  const id = newId(at.now.getTime());
  const added = await at.tx
    .insertInto('post')
    .values({
      city_id: at.cityId,
      id,
      unit_id: post.unitId,
      code: post.code,
      name: post.name,
      role: post.role,
      created_at: at.now,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) throw new Refusal('name-taken', { name: post.code });
  await recordOrg(at, { kind: 'post.create', subjectId: id, byPost, payload: { ...post } });
  return id;
}

/** @throws Refusal `not-found`. */
export async function findPost(db: Db | Tx, cityId: number, id: string): Promise<Post> {
  const row = await db
    .selectFrom('post')
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'post.city_id').onRef('unit.id', '=', 'post.unit_id'),
    )
    .selectAll('post')
    .select('unit.org_path')
    .where('post.city_id', '=', cityId)
    .where('post.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return {
    id: row.id,
    unitId: row.unit_id,
    path: row.org_path,
    code: row.code,
    name: row.name,
    role: row.role,
    closedOn: row.closed_on ?? undefined,
  };
}

/** Nobody holds it from this day on. The post stays, because events name it. */
export async function closePostRow(at: OrgChange, id: string): Promise<void> {
  await at.tx
    .updateTable('post')
    .set({ closed_on: dayOf(at.now) })
    .where('city_id', '=', at.cityId)
    .where('id', '=', id)
    .execute();
}
