import type * as contract from '#contract/post.ts';
import type { PersonView } from '#contract/post.ts';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { Actor, Role } from '#domain/org/actor.ts';
import { orgObjection, orgPost } from '#domain/org/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { changeAccount } from './account-store.ts';
import { endHoldingsOfPerson } from './end-holdings.ts';
import { recordOrg } from './org-event.ts';
import { addPerson, lockPerson } from './person-store.ts';
import { endSessionsOfPerson } from './session-store.ts';

const PAGE = 50;
/** The city itself: entering a person is not tied to a place. */
const ANYWHERE = '';

export async function listPeople(
  q: Query,
  input: InputOf<typeof contract.listPeople>,
): Promise<Sent<typeof contract.listPeople.output>> {
  const sought = (input.q ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`);
  const rows = await q.db
    .selectFrom('person')
    .select('id')
    .where('city_id', '=', q.cityId)
    .$if(sought !== '', (query) =>
      query.where((e) => e.or([e('name', 'like', `%${sought}%`), e('code', '=', input.q ?? '')])),
    )
    .$if(input.after !== undefined, (query) => query.where('id', '>', input.after ?? ''))
    .orderBy('id')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE).map((row) => row.id);
  return {
    people: await viewPeople(q.db, q, page),
    next: rows.length > PAGE ? (page.at(-1) ?? null) : null,
  };
}

export async function createPerson(
  ctx: Context,
  input: InputOf<typeof contract.createPerson>,
): Promise<PersonView> {
  const place = { path: ANYWHERE };
  insist(orgObjection(ctx.actor, 'person.create', place));
  const byPost = orgPost(ctx.actor, 'person.create', place)?.postId;
  return await viewPerson(ctx, await addPerson(ctx, input, byPost));
}

/** 离任: the person loses every post and the account in one act. Every one of the posts must be one's to take. */
export async function leavePerson(
  ctx: Context,
  input: InputOf<typeof contract.leavePerson>,
): Promise<PersonView> {
  const person = await lockPerson(ctx.tx, ctx.cityId, input.id);
  const places = await placesOf(ctx, person.id);
  for (const place of places)
    insist(orgObjection(ctx.actor, 'person.leave', { ...place, personId: person.id }));
  if (person.leftOn !== undefined) return await viewPerson(ctx, person.id);
  await endHoldingsOfPerson(ctx, person.id);
  await endSessionsOfPerson(ctx.tx, ctx.cityId, person.id);
  await ctx.tx
    .updateTable('person')
    .set({ left_on: ctx.today })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', person.id)
    .execute();
  const account = await ctx.tx
    .selectFrom('account')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('person_id', '=', person.id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (account !== undefined)
    await changeAccount(ctx.tx, ctx.cityId, account.id, { disabledAt: ctx.now });
  await recordOrg(ctx, { kind: 'person.leave', subjectId: person.id });
  return await viewPerson(ctx, person.id);
}

/** Where the person holds posts; somebody without any is the security administrator's to let go. */
async function placesOf(ctx: Context, personId: string): Promise<{ path: string; role?: Role }[]> {
  const rows = await ctx.tx
    .selectFrom('holding')
    .innerJoin('post', (join) =>
      join.onRef('post.city_id', '=', 'holding.city_id').onRef('post.id', '=', 'holding.post_id'),
    )
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'post.city_id').onRef('unit.id', '=', 'post.unit_id'),
    )
    .select(['unit.org_path as path', 'post.role'])
    .where('holding.city_id', '=', ctx.cityId)
    .where('holding.person_id', '=', personId)
    .where((e) => e.or([e('holding.to_on', 'is', null), e('holding.to_on', '>=', ctx.today)]))
    .execute();
  return rows.length === 0 ? [{ path: ANYWHERE, role: 'security_admin' }] : rows;
}

async function viewPerson(ctx: Context, id: string): Promise<PersonView> {
  const [view] = await viewPeople(ctx.tx, ctx, [id]);
  if (view === undefined) throw new Refusal('not-found');
  return view;
}

async function viewPeople(
  db: Db | Tx,
  viewer: { readonly cityId: number; readonly today: string; readonly actor: Actor },
  ids: readonly string[],
): Promise<PersonView[]> {
  if (ids.length === 0) return [];
  const people = await db
    .selectFrom('person')
    .leftJoin('account', (join) =>
      join
        .onRef('account.city_id', '=', 'person.city_id')
        .onRef('account.person_id', '=', 'person.id'),
    )
    .selectAll('person')
    .select('account.id as account_id')
    .where('person.city_id', '=', viewer.cityId)
    .where('person.id', 'in', ids)
    .orderBy('person.id')
    .execute();
  const held = await db
    .selectFrom('holding')
    .innerJoin('post', (join) =>
      join.onRef('post.city_id', '=', 'holding.city_id').onRef('post.id', '=', 'holding.post_id'),
    )
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'post.city_id').onRef('unit.id', '=', 'post.unit_id'),
    )
    .select(['holding.person_id', 'post.id', 'post.name', 'post.role', 'unit.name as unitName'])
    .where('holding.city_id', '=', viewer.cityId)
    .where('holding.person_id', 'in', ids)
    .where('holding.from_on', '<=', viewer.today)
    .where((e) => e.or([e('holding.to_on', 'is', null), e('holding.to_on', '>=', viewer.today)]))
    .execute();
  const posts = Map.groupBy(held, (row) => row.person_id);
  return people.map((person) => ({
    id: person.id,
    code: person.code,
    name: person.name,
    leftOn: person.left_on,
    hasAccount: person.account_id !== null,
    posts: (posts.get(person.id) ?? []).map(({ id, name, role, unitName }) => ({
      id,
      name,
      role,
      unitName,
    })),
  }));
}
