import { hash } from '@node-rs/argon2';
import { normalPassword } from '#domain/org/password.ts';
import type { City } from './generate.ts';
import type { CityPost, CityUnit, Organisation } from './organisation.ts';

/**
 * The seed of the city that a first start loads: one of those in whose small city the accounts that do and
 * check the work have something waiting for them.
 */
export const DEMO_SEED = 'luoshi-164';

/** An example account, and what the one who signs in with it may expect. */
export interface Demo {
  readonly id: string;
  readonly login: string;
  readonly personId: string;
  readonly passwordHash: string | undefined;
  readonly name: string;
  /** 岗位 and unit, as the start-up line prints them. */
  readonly what: string;
}

/** The first post of a role in the first unit that fits. */
type Pick = readonly [login: string, role: CityPost['role'], fits: (unit: CityUnit) => boolean];

const PICKS: readonly Pick[] = [
  ['office', 'office', (unit) => unit.kind === 'city'],
  ['county.office', 'office', (unit) => unit.kind === 'county'],
  ['town.office', 'office', (unit) => unit.kind === 'town' && unit.scene === 'village'],
  ['bureau.office', 'office', (unit) => unit.functions[0] === '住建' && unit.countyNo > 0],
  ['liaison', 'liaison', (unit) => unit.functions[0] === '住建' && unit.countyNo > 0],
  ['town.liaison', 'liaison', (unit) => unit.kind === 'town' && unit.scene === 'village'],
  ['village.liaison', 'liaison', (unit) => unit.kind === 'village'],
  ['city.liaison', 'liaison', (unit) => unit.functions[0] === '住建' && unit.countyNo === 0],
  ['secretary', 'handler', (unit) => unit.kind === 'branch' && unit.scene === 'village'],
  ['urban.secretary', 'handler', (unit) => unit.kind === 'branch' && unit.scene === 'urban'],
  ['inspector', 'inspector', (unit) => unit.kind === 'taskforce'],
  ['city.inspector', 'inspector', (unit) => unit.kind === 'office' && unit.countyNo === 0],
  ['county.inspector', 'inspector', (unit) => unit.kind === 'office' && unit.countyNo > 0],
  ['town.inspector', 'inspector', (unit) => unit.kind === 'town' && unit.scene === 'village'],
  ['bureau.inspector', 'inspector', (unit) => unit.functions[0] === '住建' && unit.countyNo > 0],
  ['leader', 'leader', (unit) => unit.kind === 'city'],
  ['county.leader', 'leader', (unit) => unit.kind === 'county'],
  ['town.leader', 'leader', (unit) => unit.kind === 'town' && unit.scene === 'village'],
  ['bureau.leader', 'leader', (unit) => unit.functions[0] === '住建' && unit.countyNo > 0],
  ['party.office', 'office', (unit) => unit.functions[0] === '机关工委' && unit.countyNo === 0],
  ['auditor', 'auditor', (unit) => unit.kind === 'city'],
  ['system', 'system_admin', (unit) => unit.kind === 'city'],
  ['security', 'security_admin', (unit) => unit.kind === 'city'],
  ['audit', 'audit_admin', (unit) => unit.kind === 'city'],
];

/** The example accounts, one for each role and kind of unit; all share `password`, which needs no change. */
export async function demoAccounts(city: City, password: string | undefined): Promise<Demo[]> {
  const passwordHash = password === undefined ? undefined : await hash(normalPassword(password));
  const names = new Map(city.organisation.people.map((person) => [person.id, person.name]));
  return PICKS.flatMap(([login, role, fits], at) => {
    const post = firstPost(city.organisation, role, fits);
    const holding = post?.holdings.at(-1);
    if (post === undefined || holding === undefined) return [];
    return [
      {
        // Ids of accounts need not be kept from those of people: each has one.
        id: accountId(holding.personId, at),
        login,
        personId: holding.personId,
        passwordHash,
        name: names.get(holding.personId) ?? '',
        what: `${post.unit.name} ${post.name}`,
      },
    ];
  });
}

function accountId(personId: string, at: number): string {
  return `${personId.slice(0, -4)}${(0xa000 + at).toString(16)}`;
}

function firstPost(
  organisation: Organisation,
  role: CityPost['role'],
  fits: (unit: CityUnit) => boolean,
): CityPost | undefined {
  return organisation.posts.find((post) => post.role === role && fits(post.unit));
}
