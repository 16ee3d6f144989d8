import type { Demo } from './accounts.ts';
import type { CityCampaign } from './campaigns.ts';
import type { City } from './generate.ts';
import type { CityPost } from './organisation.ts';
import { type Row, type TableRows, vectorOf } from './rows.ts';
import { CITY_NAME } from './words/names.ts';

/** Everything that stands before the first entry: city, units, people, posts, campaigns, accounts. */
export function foundationRows(cityId: number, city: City, accounts: readonly Demo[]): TableRows[] {
  const at = new Date(city.bornMs);
  const since = at.toISOString().slice(0, 10);
  return [
    { table: 'city', columns: ['city_id', 'name', 'created_at'], rows: [[cityId, CITY_NAME, at]] },
    ...organisationRows(cityId, city, at, since),
    ...campaignRows(cityId, city, at),
    {
      table: 'account',
      columns: [
        'city_id',
        'id',
        'person_id',
        'login',
        'password_hash',
        'must_change',
        'created_at',
      ],
      rows: accounts.map((a) => [
        cityId,
        a.id,
        a.personId,
        a.login,
        a.passwordHash,
        a.passwordHash === undefined,
        at,
      ]),
    },
  ];
}

function organisationRows(
  cityId: number,
  { organisation }: City,
  at: Date,
  since: string,
): TableRows[] {
  const { units, links, people, posts } = organisation;
  return [
    {
      table: 'unit',
      columns: [
        'city_id',
        'id',
        'no',
        'code',
        'name',
        'short_name',
        'kind',
        'parent_id',
        'org_path',
        'county_no',
        'functions',
        'sort',
        'created_at',
      ],
      rows: units.map((u) => [
        cityId,
        u.id,
        u.no,
        u.code,
        u.name,
        u.short,
        u.kind,
        u.parent?.id,
        u.path,
        u.countyNo,
        `{${u.functions.join(',')}}`,
        u.sort,
        at,
      ]),
    },
    {
      table: 'unit_search',
      columns: ['city_id', 'unit_id', 'tsv'],
      rows: units.map((u) => [cityId, u.id, vectorOf(`${u.name} ${u.short} ${u.code}`)]),
    },
    {
      table: 'unit_link',
      columns: ['city_id', 'id', 'kind', 'upper_unit', 'lower_unit', 'function', 'from_on'],
      rows: links.map((l) => [cityId, l.id, l.kind, l.upper.id, l.lower.id, l.function, since]),
    },
    {
      table: 'person',
      columns: ['city_id', 'id', 'code', 'name', 'created_at'],
      rows: people.map((p) => [cityId, p.id, p.code, p.name, at]),
    },
    {
      table: 'post',
      columns: ['city_id', 'id', 'unit_id', 'code', 'name', 'role', 'created_at'],
      rows: posts.map((p) => [cityId, p.id, p.unit.id, p.code, p.name, p.role, at]),
    },
    {
      table: 'holding',
      columns: [
        'city_id',
        'id',
        'post_id',
        'person_id',
        'acting',
        'from_on',
        'to_on',
        'created_at',
      ],
      rows: posts.flatMap((p) =>
        p.holdings.map((h): Row => [cityId, h.id, p.id, h.personId, h.acting, h.from, h.to, at]),
      ),
    },
    {
      table: 'sponsorship',
      columns: ['city_id', 'id', 'post_id', 'object_kind', 'object_id', 'from_on'],
      rows: sponsorships(posts, organisation.counties).map(([post, unit]) => [
        cityId,
        derived(post.id, unit.no),
        post.id,
        'unit',
        unit.id,
        since,
      ]),
    },
  ];
}

/** 包联: the city's leaders take the counties in turn, a county's first leader one town. */
function sponsorships(
  posts: readonly CityPost[],
  counties: City['organisation']['counties'],
): [CityPost, City['organisation']['city']][] {
  const ofCity = posts.filter((post) => post.role === 'leader' && post.unit.kind === 'city');
  return counties.flatMap((county, at): [CityPost, City['organisation']['city']][] => {
    const leader = ofCity[at % ofCity.length];
    const own = county.posts.find((post) => post.role === 'leader');
    const town = county.below.find((unit) => unit.kind === 'town');
    return [
      ...(leader === undefined ? [] : [[leader, county] as [CityPost, typeof county]]),
      ...(own === undefined || town === undefined
        ? []
        : [[own, town] as [CityPost, typeof county]]),
    ];
  });
}

/** An id of its own for what a post has with unit number `no`. */
function derived(id: string, no: number): string {
  return `${id.slice(0, -6)}${no.toString(16).padStart(6, '0')}`;
}

function campaignRows(cityId: number, { campaigns, organisation }: City, at: Date): TableRows[] {
  const { taxonomies, crosswalk, present, older } = campaigns;
  const all: readonly CityCampaign[] = [older, present];
  const clerk = organisation.city.posts[0]?.holdings.at(-1)?.personId;
  return [
    {
      table: 'taxonomy',
      columns: ['city_id', 'id', 'code', 'version', 'name', 'created_at'],
      rows: taxonomies.map((t) => [cityId, t.id, t.code, t.version, t.name, at]),
    },
    {
      table: 'facet',
      columns: ['city_id', 'taxonomy_id', 'code', 'name', 'parent_code', 'sort'],
      rows: taxonomies.flatMap((t) =>
        t.facets.map((f, sort): Row => [cityId, t.id, f.code, f.name, f.parent, sort]),
      ),
    },
    {
      table: 'crosswalk',
      columns: ['city_id', 'from_taxonomy', 'from_code', 'to_taxonomy', 'to_code'],
      rows: crosswalk.pairs.map(([from, to]) => [
        cityId,
        crosswalk.from.id,
        from,
        crosswalk.to.id,
        to,
      ]),
    },
    {
      table: 'campaign',
      columns: [
        'city_id',
        'id',
        'code',
        'name',
        'office_unit',
        'starts_on',
        'ends_on',
        'taxonomy_id',
        'created_at',
      ],
      rows: all.map((c) => [
        cityId,
        c.id,
        c.code,
        c.name,
        c.office.id,
        c.startsOn,
        c.endsOn,
        c.taxonomy.id,
        at,
      ]),
    },
    {
      table: 'phase',
      columns: ['city_id', 'id', 'campaign_id', 'seq', 'name', 'starts_on', 'ends_on'],
      rows: all.flatMap((c) =>
        c.phases.map((p): Row => [cityId, p.id, c.id, p.seq, p.name, p.startsOn, p.endsOn]),
      ),
    },
    {
      table: 'action',
      columns: [
        'city_id',
        'id',
        'campaign_id',
        'phase_id',
        'unit_id',
        'name',
        'required',
        'due_on',
      ],
      rows: all.flatMap((c) =>
        c.actions.map((a): Row => [
          cityId,
          a.id,
          c.id,
          a.phaseId,
          a.unit?.id,
          a.name,
          a.required,
          a.dueOn,
        ]),
      ),
    },
    {
      table: 'action_done',
      columns: ['city_id', 'action_id', 'unit_id', 'done_on', 'note', 'by_person', 'at'],
      rows: all.flatMap((c) =>
        c.actions.flatMap((a) =>
          a.doneBy.map((unit): Row => [
            cityId,
            a.id,
            unit.id,
            a.dueOn,
            '',
            unit.posts[0]?.holdings.at(-1)?.personId ?? clerk,
            `${a.dueOn}T10:00:00+08:00`,
          ]),
        ),
      ),
    },
  ];
}
