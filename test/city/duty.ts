import type { EntryRecord } from '#modules/ledger/entry-record.ts';
import type { Role } from '#domain/org/actor.ts';
import type { Level } from '#domain/entry/entry.ts';
import type { CityPost, CityUnit, Organisation } from './organisation.ts';
import type { Chance } from './random.ts';

/** Who stands where: the questions that a history asks of the organisation. */
export interface Duty {
  /** The post of a unit that does its work. */
  worker(unit: CityUnit): CityPost;
  /** An office post that hands out the matters of this level, above (or at) a unit. */
  office(chance: Chance, unit: CityUnit, level: Level): CityPost;
  /** The post that approves, by the same rule as the program's. */
  approver(
    entry: Pick<EntryRecord, 'level'>,
    unit: CityUnit,
    fit?: (post: CityPost) => boolean,
  ): CityPost;
  /** A post above the lead, outside those who do the work; a superior's check. */
  superior(lead: CityUnit, doing: readonly CityUnit[]): CityPost;
  /** A post that stands apart from everybody who does the work. */
  independent(chance: Chance, lead: CityUnit): CityPost;
  /** The department of a function, of the county of a unit or of the city; any one where it has none. */
  department(
    chance: Chance,
    unit: CityUnit,
    level: 'county' | 'city',
    functionName: string,
  ): CityUnit;
}

export function dutyOf(organisation: Organisation): Duty {
  const { city } = organisation;
  const teams = city.below.filter((unit) => unit.kind === 'taskforce');
  const departments = new Map<CityUnit, Map<string, CityUnit>>();
  for (const unit of [city, ...organisation.counties]) {
    const own = unit.below.filter((below) => below.kind === 'department');
    departments.set(unit, new Map(own.map((below) => [below.functions[0] ?? '', below])));
  }
  const countyOf = (unit: CityUnit): CityUnit =>
    lineage(unit).find((above) => above.kind === 'county') ?? city;
  return {
    worker: (unit) =>
      firstPost(unit, ['liaison', 'handler', 'office']) ??
      firstPost(unit, ['inspector']) ??
      required(unit),
    office: (chance, unit, level) => {
      const start = level === 'city' ? city : level === 'county' ? countyOf(unit) : unit;
      for (const above of lineage(start)) {
        const posts = above.posts.filter((post) => post.role === 'office');
        if (posts.length > 0) return chance.pick(posts);
      }
      return required(unit);
    },
    approver: (entry, unit, fit = () => true) => {
      const start =
        entry.level === 'city'
          ? city
          : entry.level === 'county'
            ? countyOf(unit)
            : entry.level === 'branch'
              ? (unit.parent ?? unit)
              : unit;
      for (const above of lineage(start)) {
        const fitting = above.posts.filter(fit);
        const post =
          fitting.find(({ role }) => role === 'office') ??
          fitting.find(({ role }) => role === 'leader');
        if (post !== undefined) return post;
      }
      return required(unit);
    },
    superior: (lead, doing) => {
      for (const above of lineage(lead.parent ?? lead)) {
        const post =
          firstPost(above, ['inspector']) ?? above.posts.findLast(({ role }) => role === 'office');
        if (post !== undefined && !doing.includes(above)) return post;
      }
      return required(lead);
    },
    independent: (chance, lead) => {
      const own = countyOf(lead).below.find((unit) => unit.kind === 'office');
      const unit =
        own !== undefined && countyOf(lead) !== city && chance.happens(0.6)
          ? own
          : chance.pick(teams);
      return chance.pick(unit.posts);
    },
    department: (chance, unit, level, functionName) => {
      const own = departments.get(level === 'city' ? city : countyOf(unit));
      const fitting = own?.get(functionName);
      return fitting ?? chance.pick([...(own?.values() ?? [])]);
    },
  };
}

/** A unit and those above it, nearest first. */
export function lineage(unit: CityUnit): CityUnit[] {
  const line: CityUnit[] = [];
  for (let at: CityUnit | undefined = unit; at !== undefined; at = at.parent) line.push(at);
  return line;
}

function firstPost(unit: CityUnit, roles: readonly Role[]): CityPost | undefined {
  for (const role of roles) {
    const post = unit.posts.find((one) => one.role === role);
    if (post !== undefined) return post;
  }
  return undefined;
}

function required(unit: CityUnit): never {
  throw new Error(`nobody stands over ${unit.name}`);
}
