import fc from 'fast-check';
import { sql } from 'kysely';
import { BUSINESS_ROLES, type Role, ROLES } from '#domain/org/actor.ts';
import type { Db } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { hashOfWord } from '#platform/identity/secret-word.ts';
import { CITY, NOON } from '#test/tiny-city.ts';

/** A city drawn at random; units are numbered in the order they were made, the first is the root. */
export interface World {
  /** For each further unit the unit above it, as a number to take the remainder of. */
  readonly parents: readonly number[];
  readonly links: readonly {
    kind: 'line' | 'party';
    upper: number;
    lower: number;
    over: boolean;
  }[];
  readonly people: readonly { unit: number; role: Role; over: boolean }[][];
  readonly entries: readonly {
    origin: number;
    lead: number | undefined;
    co: readonly number[];
    checker: number | undefined;
  }[];
}

const unit = fc.nat(10);
export const world: fc.Arbitrary<World> = fc.record({
  parents: fc.array(fc.nat(100), { minLength: 6, maxLength: 10 }),
  links: fc.array(
    fc.record({
      kind: fc.constantFrom('line' as const, 'party' as const),
      upper: unit,
      lower: unit,
      over: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  people: fc.array(
    fc.array(
      fc.record({
        unit,
        role: fc.constantFrom<Role>(...ROLES),
        over: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    { minLength: 4, maxLength: 6 },
  ),
  entries: fc.array(
    fc.record({
      origin: unit,
      lead: fc.option(unit, { nil: undefined }),
      co: fc.uniqueArray(unit, { maxLength: 2 }),
      checker: fc.option(unit, { nil: undefined }),
    }),
    { minLength: 8, maxLength: 14 },
  ),
});

export interface Unit {
  readonly id: string;
  readonly no: number;
  readonly path: string;
}

export interface Entry {
  readonly id: string;
  readonly no: string;
  readonly origin: Unit;
  readonly lead: Unit | undefined;
  readonly co: readonly Unit[];
  readonly checker: Unit | undefined;
}

export interface Built {
  readonly units: readonly Unit[];
  readonly links: readonly { kind: string; upper: Unit; lower: Unit }[];
  readonly people: readonly { word: string; posts: readonly { unit: Unit; role: Role }[] }[];
  readonly entries: readonly Entry[];
}

const HERE = { city_id: CITY, created_at: NOON };
let serial = 0;

/** Put a drawn city into the database, in place of the one before. */
export async function build(db: Db, drawn: World): Promise<Built> {
  await sql`truncate entry, entry_text, entry_search, event, party, evidence, measure, campaign, unit_link, unit,
    post, holding, person, account, session, rollup, rollup_delta cascade`.execute(db);
  const units: Unit[] = [];
  for (const [i, above] of [0, ...drawn.parents].entries()) {
    const parent = i === 0 ? undefined : units[above % units.length];
    const made = { id: newId(), no: i + 1, path: `${parent?.path ?? ''}${i + 1}.` };
    units.push(made);
    await db
      .insertInto('unit')
      .values({
        ...HERE,
        id: made.id,
        no: made.no,
        code: `U${made.no}`,
        name: `单位${made.no}`,
        short_name: `单位${made.no}`,
        kind: i === 0 ? 'city' : 'department',
        parent_id: parent?.id ?? null,
        org_path: made.path,
        county_no: 0,
      })
      .execute();
  }
  const pick = (n: number): Unit => units[n % units.length] as Unit;
  const links = [];
  for (const { kind, upper, lower, over } of drawn.links) {
    const [top, below] = [pick(upper), pick(lower)];
    if (top.id === below.id) continue;
    await sql`insert into unit_link (city_id, id, kind, upper_unit, lower_unit, from_on, to_on)
      values (${CITY}, ${newId()}, ${kind}, ${top.id}, ${below.id}, '2026-01-01', ${over ? '2026-03-01' : null})
      on conflict do nothing`.execute(db);
    if (!over) links.push({ kind, upper: top, lower: below });
  }
  const people = [];
  for (const held of drawn.people)
    people.push(
      await somebody(
        db,
        held.map((h) => ({ ...h, at: pick(h.unit) })),
      ),
    );
  const campaign = newId();
  await db
    .insertInto('campaign')
    .values({
      ...HERE,
      id: campaign,
      code: 'D',
      name: '大讨论',
      office_unit: pick(0).id,
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
    })
    .execute();
  const entries: Entry[] = [];
  for (const { origin, lead, co, checker } of drawn.entries)
    entries.push(await entry(db, campaign, { origin: pick(origin), lead, co, checker }, pick));
  return { units, links, people, entries };
}

async function somebody(
  db: Db,
  held: readonly { at: Unit; role: Role; over: boolean }[],
): Promise<Built['people'][number]> {
  const [person, account, word] = [newId(), newId(), `word-${(serial += 1)}`];
  await db
    .insertInto('person')
    .values({ ...HERE, id: person, code: person, name: '某' })
    .execute();
  await db
    .insertInto('account')
    .values({ ...HERE, id: account, person_id: person, login: person })
    .execute();
  await db
    .insertInto('session')
    .values({
      ...HERE,
      token_hash: hashOfWord(word),
      account_id: account,
      strength: 'password',
      seen_at: NOON,
      ends_at: new Date(NOON.getTime() + 3_600_000),
      agent: '',
    })
    .execute();
  for (const { at, role, over } of held) {
    const post = newId();
    await db
      .insertInto('post')
      .values({ ...HERE, id: post, unit_id: at.id, code: post, name: role, role })
      .execute();
    await db
      .insertInto('holding')
      .values({
        ...HERE,
        id: newId(),
        post_id: post,
        person_id: person,
        from_on: '2026-01-01',
        to_on: over ? '2026-03-01' : null,
      })
      .execute();
  }
  return {
    word,
    posts: held.filter(({ over }) => !over).map(({ at, role }) => ({ unit: at, role })),
  };
}

async function entry(
  db: Db,
  campaign: string,
  drawn: {
    origin: Unit;
    lead: number | undefined;
    co: readonly number[];
    checker: number | undefined;
  },
  pick: (n: number) => Unit,
): Promise<Entry> {
  const id = newId();
  const lead = drawn.lead === undefined ? undefined : pick(drawn.lead);
  const taken = new Set([lead?.id]);
  const free = (n: number): Unit[] => {
    const one = pick(n);
    if (lead === undefined || taken.has(one.id)) return [];
    taken.add(one.id);
    return [one];
  };
  const co = drawn.co.flatMap(free);
  const [checker] = drawn.checker === undefined ? [] : free(drawn.checker);
  const no = `P-${(serial += 1)}`;
  const place = lead ?? drawn.origin;
  const state = lead === undefined ? 'listed' : 'assigned';
  await db.transaction().execute(async (tx) => {
    await sql`insert into event (city_id, subject_id, subject_version, state, id, at, kind, payload)
      values (${CITY}, ${id}, 1, ${state}, ${newId()}, ${NOON}, 'problem.raise', '{}')`.execute(tx);
    await sql`insert into entry (city_id, id, version, kind, no, campaign_id, title, state, level, source, origin_unit,
        origin_path, lead_unit, org_path, deadline_kind, created_at, updated_at)
      values (${CITY}, ${id}, 1, 'problem', ${no}, ${campaign}, ${`路灯 ${no}`}, ${state}, 'unit', 'visit',
        ${drawn.origin.id}, ${drawn.origin.path}, ${lead?.id ?? null}, ${place.path}, 'at_once', ${NOON}, ${NOON})`.execute(
      tx,
    );
    await sql`insert into entry_text (city_id, entry_id) values (${CITY}, ${id})`.execute(tx);
    await sql`insert into entry_search (city_id, entry_id, tsv)
      values (${CITY}, ${id}, array_to_tsvector(array['路灯','灯']))`.execute(tx);
    const parties = [
      ...(lead === undefined ? [] : [{ at: lead, role: 'lead' }]),
      ...co.map((at) => ({ at, role: 'co' })),
      ...(checker === undefined ? [] : [{ at: checker, role: 'checker' }]),
    ];
    for (const { at, role } of parties)
      await sql`insert into party (city_id, entry_id, episode, unit_id, role, org_path)
        values (${CITY}, ${id}, 1, ${at.id}, ${role}, ${at.path})`.execute(tx);
    await sql`insert into rollup_delta (city_id, id, org_path, campaign_id, kind, category, state, n)
      values (${CITY}, ${newId()}, ${place.path}, ${campaign}, 'problem', '', ${state}, 1)`.execute(
      tx,
    );
  });
  return { id, no, origin: drawn.origin, lead, co, checker };
}

export const BUSINESS: ReadonlySet<Role> = new Set<Role>(BUSINESS_ROLES);

/** The reference: which units somebody stands over, by territory, and by links of one kind followed down. */
export function standsOver(
  { units, links }: Built,
  posts: readonly { unit: Unit; role: Role }[],
): (at: Unit) => boolean {
  const tops = posts.filter(({ role }) => BUSINESS.has(role)).map(({ unit: at }) => at);
  const roots = new Set<Unit>(tops);
  for (const top of tops)
    for (const kind of ['line', 'party']) {
      const seen = new Set([top.id]);
      for (const at of seen)
        for (const link of links)
          if (link.kind === kind && link.upper.id === at) seen.add(link.lower.id);
      for (const one of units) if (seen.has(one.id)) roots.add(one);
    }
  return (at) => [...roots].some((root) => at.path.startsWith(root.path));
}
