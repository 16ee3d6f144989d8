import type { Level, Source } from '#domain/entry/entry.ts';
import type { Campaigns, CityCampaign } from './campaigns.ts';
import type { Duty } from './duty.ts';
import type { Fate } from './fate.ts';
import type { Premise } from './history.ts';
import type { CityUnit, Organisation } from './organisation.ts';
import type { Chance } from './random.ts';
import { filled, type Matter, matterOf, statementOf } from './statement.ts';
import { dayOf } from './story.ts';
import type { WorkWords } from './work.ts';
import { COMMON_MEASURES, FOUND, SOURCE_NUMBERS } from './words/phrases.ts';
import { BREAKS_CROSSWALK } from './words/taxonomies.ts';

/** Where problems come from, and who there is to come from. */
export interface Origins {
  readonly pools: Readonly<Record<OriginKind, readonly CityUnit[]>>;
  /** Units on whose ground an office from above finds something, by county. */
  readonly grounds: ReadonlyMap<CityUnit, readonly CityUnit[]>;
}

type OriginKind =
  | 'branch'
  | 'village'
  | 'town'
  | 'countyDepartment'
  | 'cityDepartment'
  | 'inspector';

const ORIGINS = {
  branch: 780,
  village: 60,
  town: 50,
  countyDepartment: 70,
  cityDepartment: 25,
  inspector: 15,
} as const satisfies Record<OriginKind, number>;

/** How much is mended by those who found it (自查自改). */
const SELF_MEND: Readonly<Record<OriginKind, number>> = {
  branch: 0.72,
  village: 0.3,
  town: 0.4,
  countyDepartment: 0.55,
  cityDepartment: 0.5,
  inspector: 0,
};

const RAISED_TO: Readonly<Record<OriginKind, Readonly<Record<Exclude<Level, 'branch'>, number>>>> =
  {
    branch: { unit: 55, county: 40, city: 5 },
    village: { unit: 58, county: 38, city: 4 },
    town: { unit: 10, county: 80, city: 10 },
    countyDepartment: { unit: 30, county: 62, city: 8 },
    cityDepartment: { unit: 25, county: 0, city: 75 },
    inspector: { unit: 0, county: 50, city: 50 },
  };

const KEY: Readonly<Record<Level, number>> = { city: 0.4, county: 0.12, unit: 0.02, branch: 0.003 };

const FROM_BELOW = {
  self_check: 52,
  visit: 16,
  meeting: 9,
  hotline: 7,
  petition: 4,
  benchmark: 4,
  document: 4,
  media: 2,
  motion: 2,
} as const satisfies Partial<Record<Source, number>>;

const FROM_ABOVE = {
  supervision: 32,
  covert_visit: 22,
  instruction: 14,
  inspection: 14,
  audit: 10,
  media: 8,
} as const satisfies Partial<Record<Source, number>>;

export function originsOf(organisation: Organisation): Origins {
  const { units, counties, city } = organisation;
  const of = (test: (unit: CityUnit) => boolean): CityUnit[] => units.filter(test);
  const grounds = new Map<CityUnit, CityUnit[]>([[city, []]]);
  for (const county of counties) grounds.set(county, []);
  for (const unit of units) {
    if (unit.kind !== 'village' && unit.kind !== 'community') continue;
    grounds.get(city)?.push(unit);
    const county = counties.find((one) => unit.path.startsWith(one.path));
    if (county !== undefined) grounds.get(county)?.push(unit);
  }
  return {
    pools: {
      branch: of((unit) => unit.kind === 'branch'),
      village: of((unit) => unit.kind === 'village' || unit.kind === 'community'),
      town: of((unit) => unit.kind === 'town'),
      countyDepartment: of((unit) => unit.kind === 'department' && unit.parent !== city),
      cityDepartment: of((unit) => unit.kind === 'department' && unit.parent === city),
      inspector: of(
        (unit) =>
          unit.posts.some((post) => post.role === 'inspector') &&
          (unit.kind === 'office' || unit.kind === 'taskforce'),
      ),
    },
    grounds,
  };
}

/** What is known of the entry before it is told. */
export interface Slot {
  readonly createdAt: number;
  readonly fate: Fate;
  readonly no: string;
  readonly campaign: CityCampaign;
  /** An earlier entry of which this one is the same again. */
  readonly twin: Twin | undefined;
}

export interface Twin {
  readonly id: string;
  readonly no: string;
  readonly origin: CityUnit;
  readonly matter: Matter;
}

export interface Surroundings {
  readonly chance: Chance;
  readonly duty: Duty;
  readonly origins: Origins;
  readonly campaigns: Campaigns;
}

/** Invent one problem: who raises it, about what, at which level, and who is to mend it. */
export function inventProblem(
  around: Surroundings,
  slot: Slot,
): { premise: Premise; matter: Matter } {
  const { chance, origins } = around;
  const kind = chance.weighted(ORIGINS);
  const pool = origins.pools[kind];
  const origin = slot.twin?.origin ?? chance.pick(pool.length === 0 ? origins.pools.branch : pool);
  const ground = kind === 'inspector' ? groundOf(around, origin) : origin;
  const matter = slot.twin?.matter ?? matterOf(chance, ground.scene, ground.places);
  const heard = chance.weighted<Source>(kind === 'inspector' ? FROM_ABOVE : FROM_BELOW);
  const selfMend = slot.twin === undefined && chance.happens(SELF_MEND[kind]);
  const source: Source = selfMend ? 'self_check' : heard;
  const level: Level = selfMend
    ? origin.kind === 'branch'
      ? 'branch'
      : 'unit'
    : levelOf(chance, kind, origin);
  const { lead, co } = selfMend
    ? { lead: origin, co: [] }
    : doersOf(around, level, { origin, ground, matter });
  const { theme } = matter;
  const premise: Premise = {
    ...statementOf(chance, matter, source),
    level,
    source,
    origin,
    lead,
    co,
    selfMend,
    id: chance.id(slot.createdAt),
    no: slot.no,
    campaignId: slot.campaign.id,
    category: slot.campaign === around.campaigns.older ? olderCategory(theme.breaks) : theme.breaks,
    facets: facetsOf(around, theme.serves, theme.functions[0]),
    isKey: chance.happens(KEY[level]),
    sourceNo: sourceNumber(chance, source, slot.createdAt),
    foundBy: FOUND[source],
    createdAt: slot.createdAt,
    words: workWords(chance, matter),
    fate: slot.fate,
    survivor: slot.twin,
  };
  return { premise, matter };
}

/** Its own measure first, then what nearly every unit adds. */
function workWords(chance: Chance, { measure, result }: Matter): WorkWords {
  const at = chance.between(0, COMMON_MEASURES.length - 1);
  const common = [...COMMON_MEASURES.slice(at), ...COMMON_MEASURES.slice(0, at)];
  return { measures: [measure, ...common].map((text) => filled(chance, text)), result };
}

function groundOf({ chance, origins }: Surroundings, origin: CityUnit): CityUnit {
  const pool = origins.grounds.get(origin.parent ?? origin);
  return pool === undefined || pool.length === 0 ? origin : chance.pick(pool);
}

/** A department of the city answers to no county; an inspector sends nothing to the unit itself. */
function levelOf(chance: Chance, kind: OriginKind, origin: CityUnit): Level {
  const level = chance.weighted(RAISED_TO[kind]);
  return level === 'county' && origin.countyNo === 0 ? 'city' : level;
}

function doersOf(
  { chance, duty }: Surroundings,
  level: Level,
  { origin, ground, matter }: { origin: CityUnit; ground: CityUnit; matter: Matter },
): { lead: CityUnit; co: CityUnit[] } {
  const [first = '', second] = matter.theme.functions;
  if (level === 'unit' || level === 'branch') {
    const above = origin.kind === 'branch' && origin.parent !== undefined ? origin.parent : origin;
    const town = above.parent;
    const lead = town?.kind === 'town' && chance.happens(0.3) ? town : above;
    const co = lead === above && town?.kind === 'town' && chance.happens(0.2) ? [town] : [];
    return { lead, co };
  }
  const lead = duty.department(chance, ground, level, first);
  const co = new Set<CityUnit>();
  const town = [ground, ground.parent, ground.parent?.parent].find((unit) => unit?.kind === 'town');
  if (town !== undefined && chance.happens(0.45)) co.add(town);
  if (second !== undefined && chance.happens(0.4))
    co.add(duty.department(chance, ground, level, second));
  if (level === 'city' && ground.countyNo > 0)
    co.add(duty.department(chance, ground, 'county', first));
  co.delete(lead);
  return { lead, co: [...co] };
}

function olderCategory(code: string): string {
  return BREAKS_CROSSWALK.find(([, to]) => to === code)?.[0] ?? 'D';
}

const FIELD_OF: Readonly<Record<string, string>> = {
  住建: 'L11',
  城管: 'L11',
  交通: 'L12',
  教育: 'L21',
  卫健: 'L21',
  医保: 'L21',
  民政: 'L22',
  人社: 'L22',
  工信: 'L3',
  商务: 'L3',
  发改: 'L3',
  金融: 'L3',
  科技: 'L3',
  生态: 'L4',
  应急: 'L5',
  信访: 'L5',
  政法: 'L5',
};

export function facetsOf(
  { campaigns }: Pick<Surroundings, 'campaigns'>,
  serves: string,
  functionName: string | undefined,
): Premise['facets'] {
  const field = FIELD_OF[functionName ?? ''] ?? 'L6';
  return [
    { taxonomyId: campaigns.serves.id, code: serves },
    { taxonomyId: campaigns.fields.id, code: field },
  ];
}

function sourceNumber(chance: Chance, source: Source, at: number): string | undefined {
  const shape = SOURCE_NUMBERS[source];
  if (shape === undefined) return undefined;
  const [before, after] = shape;
  return `${before.replace('{year}', dayOf(at).slice(0, 4))}${chance.between(1, 999)}${after}`;
}
