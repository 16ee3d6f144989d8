import type { Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import { buildPeople } from './people.ts';
import type { Chance } from './random.ts';
import { SIZES, type Scale } from './sizes.ts';
import { DEPARTMENTS } from './words/departments.ts';
import {
  CITY_NAME,
  COMMUNITIES,
  COUNTIES,
  ENTERPRISES,
  QUARTERS,
  STREETS,
  TOWN_FIRST,
  TOWN_SECOND,
  VILLAGE_PLACES,
  VILLAGE_SECOND,
  SURNAMES,
} from './words/names.ts';

/** Where the trouble of a unit lies, which decides what it is about. */
export type Scene = 'village' | 'urban' | 'organ' | 'enterprise';

export interface CityUnit {
  readonly id: string;
  readonly no: number;
  readonly code: string;
  readonly name: string;
  readonly short: string;
  readonly kind: UnitKind;
  readonly parent: CityUnit | undefined;
  readonly path: string;
  readonly countyNo: number;
  readonly functions: readonly string[];
  readonly sort: number;
  readonly scene: Scene;
  /** Names of places in it, as its people say them. */
  readonly places: readonly string[];
  readonly posts: CityPost[];
  /** Roots of the units it stands above by line or Party. */
  readonly linked: string[];
  readonly below: CityUnit[];
}

export interface CityPost {
  readonly id: string;
  readonly unit: CityUnit;
  readonly code: string;
  readonly name: string;
  readonly role: Role;
  /** In the order of time; the last one holds it now. */
  readonly holdings: readonly CityHolding[];
}

export interface CityHolding {
  readonly id: string;
  readonly personId: string;
  readonly acting: boolean;
  readonly from: string;
  readonly to: string | undefined;
}

export interface CityPerson {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface CityLink {
  readonly id: string;
  readonly kind: 'line' | 'party';
  readonly upper: CityUnit;
  readonly lower: CityUnit;
  readonly function: string | undefined;
}

export interface Organisation {
  readonly city: CityUnit;
  readonly counties: readonly CityUnit[];
  readonly units: readonly CityUnit[];
  readonly links: readonly CityLink[];
  readonly people: readonly CityPerson[];
  readonly posts: readonly CityPost[];
}

/** Adds one unit below another. */
type Add = (unit: {
  readonly kind: UnitKind;
  readonly parent: CityUnit | undefined;
  readonly code: string;
  readonly name: string;
  readonly short?: string;
  readonly functions?: readonly string[];
  readonly scene?: Scene;
  readonly places?: readonly string[];
}) => CityUnit;

/** Build the units, links, posts and people of the made-up city. `bornMs` is when it was set up. */
export function buildOrganisation(
  scale: Scale,
  chance: Chance,
  bornMs: number,
  today: string,
): Organisation {
  const units: CityUnit[] = [];
  let branches = 0;
  const add: Add = ({ kind, parent, code, name, short = name, ...rest }) => {
    const no = units.length + 1;
    const unit: CityUnit = {
      id: chance.id(bornMs + no),
      no,
      code,
      name,
      short,
      kind,
      parent,
      path: `${parent?.path ?? ''}${no}.`,
      countyNo: kind === 'county' ? no : (parent?.countyNo ?? 0),
      functions: rest.functions ?? [],
      sort: parent?.below.length ?? 0,
      scene: rest.scene ?? parent?.scene ?? 'organ',
      places: rest.places ?? parent?.places ?? [],
      posts: [],
      linked: [],
      below: [],
    };
    if (kind === 'branch' && ++branches > SIZES[scale].branches) return unit;
    parent?.below.push(unit);
    units.push(unit);
    return unit;
  };
  const city = buildUnits(scale, chance, add);
  const villages = units.filter((unit) => unit.kind === 'village' || unit.kind === 'community');
  for (const village of villages) {
    if (branches >= SIZES[scale].branches) break;
    addBranches(add, village, 4, chance, 4);
  }
  const links = buildLinks(units, chance, bornMs);
  const { people, posts } = buildPeople(units, scale, chance, bornMs, today);
  const counties = units.filter((unit) => unit.kind === 'county');
  return { city, counties, units, links, people, posts };
}

function buildUnits(scale: Scale, chance: Chance, add: Add): CityUnit {
  const size = SIZES[scale];
  const city = add({ kind: 'city', parent: undefined, code: '00', name: CITY_NAME });
  add({
    kind: 'office',
    parent: city,
    code: '00-DTL',
    name: '市大讨论活动办公室',
    short: '市大讨论办',
  });
  add({ kind: 'office', parent: city, code: '00-DC', name: '市委市政府督查室', short: '市督查室' });
  for (let n = 1; n <= size.teams; n += 1) {
    const name = `第${numeral(n)}巡回指导组`;
    add({ kind: 'taskforce', parent: city, code: `00-Z${two(n)}`, name, short: `${numeral(n)}组` });
  }
  for (const words of DEPARTMENTS.filter((_, at) => size.departments(at))) {
    const unit = add({
      kind: 'department',
      parent: city,
      code: `00-${words.code}`,
      name: words.city,
      short: `市${words.short}`,
      functions: [words.function],
      places: [`${words.short}窗口`, `${words.short}机关`, words.short],
    });
    addBranches(add, unit, size.cityBranches(chance), chance);
  }
  for (const [at, name] of COUNTIES.slice(0, size.counties).entries()) {
    addCounty(add, { city, name, code: two(at + 1), scale, chance });
  }
  return city;
}

function addCounty(
  add: Add,
  {
    city,
    name,
    code,
    scale,
    chance,
  }: { city: CityUnit; name: string; code: string; scale: Scale; chance: Chance },
): void {
  const size = SIZES[scale];
  const county = add({ kind: 'county', parent: city, code, name });
  const plain = name.slice(0, -1);
  const level = name.slice(-1);
  add({
    kind: 'office',
    parent: county,
    code: `${code}-DC`,
    name: `${name}督查室`,
    short: `${plain}督查室`,
  });
  for (const words of DEPARTMENTS.filter((_, at) => size.departments(at))) {
    if (words.county === undefined) continue;
    const unit = add({
      kind: 'department',
      parent: county,
      code: `${code}-${words.code}`,
      name: plain + words.county.replace('县', level),
      short: plain + words.short,
      functions: [words.function],
      places: [`${words.short}窗口`, `${words.short}机关`, words.short],
    });
    addBranches(add, unit, size.countyBranches(chance), chance);
  }
  const taken = new Set<string>();
  for (let n = 0; n < size.towns(chance); n += 1) addTown(add, { county, n, scale, chance, taken });
}

function addTown(
  add: Add,
  {
    county,
    n,
    scale,
    chance,
    taken,
  }: { county: CityUnit; n: number; scale: Scale; chance: Chance; taken: Set<string> },
): void {
  const size = SIZES[scale];
  const urban = county.name.endsWith('区') ? n % 2 === 0 : n === 0;
  const name = `${fresh(taken, () => chance.pick(TOWN_FIRST) + chance.pick(TOWN_SECOND))}${urban ? '街道' : n % 3 === 1 ? '乡' : '镇'}`;
  const code = `${county.code}-T${two(n + 1)}`;
  const town = add({
    kind: 'town',
    parent: county,
    code,
    name,
    scene: urban ? 'urban' : 'village',
    places: [name, `${name}便民中心`],
  });
  addBranches(add, town, size.townBranches, chance);
  const inside = new Set<string>();
  for (let v = 1; v <= size.villages(chance); v += 1) {
    const unit = urban
      ? addCommunity(add, town, `${code}-${two(v)}`, inside, chance)
      : addVillage(add, town, `${code}-${two(v)}`, inside, chance);
    addBranches(add, unit, size.villageBranches, chance);
  }
}

function addVillage(
  add: Add,
  town: CityUnit,
  code: string,
  inside: Set<string>,
  chance: Chance,
): CityUnit {
  const made = (): string =>
    chance.happens(0.3)
      ? chance.pick(VILLAGE_PLACES)
      : chance.pick(SURNAMES) + chance.pick(VILLAGE_SECOND);
  const plain = fresh(inside, made);
  const places = ['', '村东头', '后街', '一组', '三组', '学校旁', '河西'].map(
    (part) => `${town.name}${plain}${plain.endsWith('村') || part !== '' ? '' : '村'}${part}`,
  );
  return add({
    kind: 'village',
    parent: town,
    code,
    name: plain.endsWith('村') ? plain : `${plain}村`,
    scene: 'village',
    places,
  });
}

function addCommunity(
  add: Add,
  town: CityUnit,
  code: string,
  inside: Set<string>,
  chance: Chance,
): CityUnit {
  const plain = fresh(inside, () => chance.pick(COMMUNITIES));
  const places = [
    `${plain}社区`,
    ...[1, 2, 3].map(() => `${chance.pick(STREETS)}${chance.between(1, 180)}号`),
    ...[1, 2].map(() => `${plain}社区${chance.pick(QUARTERS)}`),
    `${chance.pick(STREETS)}与${chance.pick(STREETS)}交叉口`,
  ];
  return add({
    kind: 'community',
    parent: town,
    code,
    name: `${plain}社区`,
    scene: 'urban',
    places,
  });
}

/** 支部 of a unit: numbered where there are several; some of a town's belong to enterprises. */
function addBranches(add: Add, parent: CityUnit, count: number, chance: Chance, from = 1): void {
  for (let n = from; n <= count; n += 1) {
    const firm = parent.kind === 'town' && n > 1 ? chance.pick(ENTERPRISES) : undefined;
    const number = count > 1 ? `第${numeral(n)}` : '';
    const own = parent.kind === 'town' || parent.kind === 'department' ? '机关' : '';
    const name =
      firm === undefined
        ? `${parent.name}${own}${number}党支部`
        : `${parent.name}${firm}${number}党支部`;
    add({
      kind: 'branch',
      parent,
      code: `${parent.code}-B${two(n)}`,
      name,
      short: name.replace('党支部', '支部'),
      scene: firm === undefined ? (parent.kind === 'town' ? 'organ' : parent.scene) : 'enterprise',
      places: firm === undefined ? parent.places : [`${parent.name}${firm}`, firm, `${firm}厂区`],
    });
  }
}

/** 条线: a city department over the county departments of its function; Party: 机关工委 over branches inside departments. */
function buildLinks(units: readonly CityUnit[], chance: Chance, bornMs: number): CityLink[] {
  const links: CityLink[] = [];
  const link = (kind: CityLink['kind'], upper: CityUnit, lower: CityUnit): void => {
    links.push({
      id: chance.id(bornMs + 100_000 + links.length),
      kind,
      upper,
      lower,
      function: kind === 'line' ? lower.functions[0] : undefined,
    });
    upper.linked.push(lower.path);
  };
  const departments = units.filter((unit) => unit.kind === 'department');
  const ofCity = departments.filter((unit) => unit.parent?.kind === 'city');
  for (const lower of departments.filter((unit) => unit.parent?.kind === 'county')) {
    const upper = ofCity.find((unit) => unit.functions[0] === lower.functions[0]);
    if (upper !== undefined) link('line', upper, lower);
  }
  const committees = new Map(
    departments
      .filter((unit) => unit.functions[0] === '机关工委')
      .map((unit) => [unit.parent, unit]),
  );
  for (const branch of units) {
    if (branch.kind !== 'branch' || branch.parent?.kind !== 'department') continue;
    const committee = committees.get(branch.parent.parent);
    if (committee !== undefined && committee !== branch.parent) link('party', committee, branch);
  }
  return links;
}

function fresh(taken: Set<string>, make: () => string): string {
  for (let tries = 0; ; tries += 1) {
    const made = tries < 40 ? make() : `${make()}${numeral((tries % 9) + 1)}`;
    if (taken.has(made)) continue;
    taken.add(made);
    return made;
  }
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

function numeral(n: number): string {
  const ones = DIGITS[n % 10] ?? '';
  if (n < 10) return ones;
  return `${n < 20 ? '' : DIGITS[Math.floor(n / 10)]}十${ones}`;
}
