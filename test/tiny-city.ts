import { sql } from 'kysely';
import type { Actor, HeldPost, Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import { searchWords } from '#modules/org/unit-store.ts';
import { type Context, dayOf, type Query } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';

/** A city of a dozen units for tests of rules: two counties, offices, a bureau, a town and its branch. */
export const CITY = 1;

const UNITS = [
  ['city', undefined, '云渡市', 'city'],
  ['supervision', 'city', '市督查室', 'department'],
  ['housing', 'city', '市住建局', 'department'],
  ['east', 'city', '东岭县', 'county'],
  ['eastHousing', 'east', '东岭县住建局', 'department'],
  ['eastTown', 'east', '柳河镇', 'town'],
  ['eastBranch', 'eastTown', '柳河镇桥头村支部', 'branch'],
  ['west', 'city', '西陂县', 'county'],
  ['westHousing', 'west', '西陂县住建局', 'department'],
  ['westTown', 'west', '青石镇', 'town'],
] as const satisfies readonly (readonly [string, string | undefined, string, UnitKind])[];

export type UnitKey = (typeof UNITS)[number][0];

const POSTS = [
  ['cityOffice', 'city', 'office'],
  ['cityLeader', 'city', 'leader'],
  ['inspector', 'supervision', 'inspector'],
  ['eastOffice', 'east', 'office'],
  ['eastHousingLiaison', 'eastHousing', 'liaison'],
  ['eastHousingLeader', 'eastHousing', 'leader'],
  ['townLiaison', 'eastTown', 'liaison'],
  ['townLeader', 'eastTown', 'leader'],
  ['secretary', 'eastBranch', 'handler'],
  ['westOffice', 'west', 'office'],
  ['westHousingLiaison', 'westHousing', 'liaison'],
  ['westHousingInspector', 'westHousing', 'inspector'],
  ['housingInspector', 'housing', 'inspector'],
  ['auditor', 'city', 'auditor'],
] as const satisfies readonly (readonly [string, UnitKey, Role])[];

export type PostKey = (typeof POSTS)[number][0];

export interface TinyCity {
  readonly unit: Readonly<Record<UnitKey, { id: string; path: string; no: number; name: string }>>;
  readonly actor: Readonly<Record<PostKey, Actor>>;
  readonly campaign: string;
  /** A question by this actor, at this moment. */
  ask(db: Db, who: PostKey, now?: Date): Query;
  /** One transaction by this actor, at this moment. */
  act<T>(db: Db, who: PostKey, work: (ctx: Context) => Promise<T>, now?: Date): Promise<T>;
}

export const NOON = new Date('2026-05-22T04:00:00Z');

export async function tinyCity(db: Db): Promise<TinyCity> {
  await db.insertInto('city').values({ city_id: CITY, name: '云渡市', created_at: NOON }).execute();
  const unit = await buildUnits(db);
  const actor = await buildActors(db, unit);
  const campaign = await buildCampaign(db, unit.city.id);
  const basis = (who: PostKey, now: Date) => ({
    actor: actor[who],
    cityId: CITY,
    now,
    today: dayOf(now),
  });
  return {
    unit,
    actor,
    campaign,
    ask: (d, who, now = NOON) => ({ ...basis(who, now), db: d }),
    act: (d, who, work, now = NOON) =>
      d.transaction().execute((tx) => work({ ...basis(who, now), tx })),
  };
}

async function buildUnits(db: Db): Promise<TinyCity['unit']> {
  const made = new Map<string, { id: string; path: string; no: number; name: string }>();
  let county = 0;
  for (const [i, [key, parent, name, kind]] of UNITS.entries()) {
    const no = i + 1;
    const above = parent === undefined ? undefined : made.get(parent);
    if (kind === 'county') county = no;
    const here = { id: newId(), path: `${above?.path ?? ''}${no}.`, no, name };
    made.set(key, here);
    await db
      .insertInto('unit')
      .values({
        city_id: CITY,
        id: here.id,
        no,
        code: `U${no}`,
        name,
        short_name: name,
        kind,
        parent_id: above?.id ?? null,
        org_path: here.path,
        county_no: here.path.split('.').length > 2 ? county : 0,
        created_at: NOON,
      })
      .execute();
    const words = searchWords({ name, shortName: name, code: `U${no}` });
    const tsv = sql<string>`array_to_tsvector(${words}::text[])`;
    await db.insertInto('unit_search').values({ city_id: CITY, unit_id: here.id, tsv }).execute();
  }
  const unit = Object.fromEntries(made) as TinyCity['unit'];
  await db
    .insertInto('unit_link')
    .values({
      city_id: CITY,
      id: newId(),
      kind: 'line',
      upper_unit: unit.housing.id,
      lower_unit: unit.eastHousing.id,
      from_on: '2026-01-01',
    })
    .execute();
  return unit;
}

async function buildActors(db: Db, unit: TinyCity['unit']): Promise<TinyCity['actor']> {
  const actors = new Map<string, Actor>();
  for (const [key, unitKey, role] of POSTS) {
    const [personId, postId, accountId] = [newId(), newId(), newId()];
    await db
      .insertInto('person')
      .values({ city_id: CITY, id: personId, code: key, name: key, created_at: NOON })
      .execute();
    await db
      .insertInto('post')
      .values({
        city_id: CITY,
        id: postId,
        unit_id: unit[unitKey].id,
        code: key,
        name: key,
        role,
        created_at: NOON,
      })
      .execute();
    await db
      .insertInto('holding')
      .values({
        city_id: CITY,
        id: newId(),
        post_id: postId,
        person_id: personId,
        from_on: '2026-01-01',
        created_at: NOON,
      })
      .execute();
    await db
      .insertInto('account')
      .values({ city_id: CITY, id: accountId, person_id: personId, login: key, created_at: NOON })
      .execute();
    const post: HeldPost = {
      postId,
      unitId: unit[unitKey].id,
      path: unit[unitKey].path,
      linked: unitKey === 'housing' ? [unit.eastHousing.path] : [],
      role,
      acting: false,
    };
    actors.set(key, { cityId: CITY, accountId, personId, posts: [post] });
  }
  return Object.fromEntries(actors) as TinyCity['actor'];
}

async function buildCampaign(db: Db, officeUnit: string): Promise<string> {
  const [taxonomy, campaign] = [newId(), newId()];
  await db
    .insertInto('taxonomy')
    .values({
      city_id: CITY,
      id: taxonomy,
      code: 'six',
      version: 1,
      name: '六个破除',
      created_at: NOON,
    })
    .execute();
  await db
    .insertInto('facet')
    .values(
      ['a', 'b', 'c'].map((code) => ({ city_id: CITY, taxonomy_id: taxonomy, code, name: code })),
    )
    .execute();
  await db
    .insertInto('campaign')
    .values({
      city_id: CITY,
      id: campaign,
      code: '2026',
      name: '大讨论',
      office_unit: officeUnit,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      taxonomy_id: taxonomy,
      created_at: NOON,
    })
    .execute();
  return campaign;
}

/** Evidence of the present episode, as an upload would leave it (the file itself is not of interest here). */
export async function addEvidence(db: Db, city: TinyCity, entryId: string): Promise<void> {
  await sql`
    insert into evidence (city_id, id, entry_id, episode, purpose, sha256, name, media_type, bytes, by_person, by_unit, at)
    select e.city_id, ${newId()}::uuid, e.id, e.episode, 'delivery', repeat('a', 64), '现场.jpg', 'image/jpeg', 10,
      ${city.actor.townLiaison.personId}::uuid, ${city.unit.eastTown.id}::uuid, ${NOON}
    from entry e where e.city_id = ${CITY} and e.id = ${entryId}`.execute(db);
}
