import type { Role } from '#domain/org/actor.ts';
import type { CityHolding, CityPerson, CityPost, CityUnit } from './organisation.ts';
import type { Chance } from './random.ts';
import type { Scale } from './sizes.ts';
import { GIVEN_FIRST, GIVEN_SECOND, RARE_GIVEN, RARE_SURNAMES, SURNAMES } from './words/names.ts';

const DAY_MS = 86_400_000;

type PostWords = readonly [role: Role, name: string];

/** The posts of a kind of unit. Several of one role are told apart by number. */
const POSTS: Readonly<Partial<Record<CityUnit['kind'], readonly PostWords[]>>> = {
  city: [
    ['office', '市大讨论办主任'],
    ['office', '市大讨论办综合组长'],
    ['office', '市委督办专员'],
    ['leader', '市委书记'],
    ['leader', '市长'],
    ['leader', '市委副书记'],
    ['auditor', '市审计专员'],
    ['system_admin', '系统管理员'],
    ['security_admin', '安全管理员'],
    ['audit_admin', '审计管理员'],
  ],
  county: [
    ['office', '县委督查室主任'],
    ['office', '县大讨论办主任'],
    ['leader', '县委书记'],
    ['leader', '县长'],
  ],
  department: [
    ['office', '办公室主任'],
    ['liaison', '联络员'],
    ['leader', '局长'],
    ['inspector', '督办科科长'],
  ],
  town: [
    ['office', '党政综合办主任'],
    ['liaison', '联络员'],
    ['leader', '党委书记'],
    ['inspector', '纪检委员'],
  ],
  village: [['liaison', '村务联络员']],
  community: [['liaison', '社区联络员']],
  branch: [['handler', '党支部书记']],
  office: [
    ['inspector', '核查组长'],
    ['inspector', '核查员'],
  ],
  taskforce: [
    ['inspector', '组长'],
    ['inspector', '组员'],
  ],
};

/** Fill the posts of all units; some changed hands in the last year, some are held for the time being. */
export function buildPeople(
  units: readonly CityUnit[],
  scale: Scale,
  chance: Chance,
  bornMs: number,
  today: string,
): { people: CityPerson[]; posts: CityPost[] } {
  const people: CityPerson[] = [];
  const posts: CityPost[] = [];
  const newcomer = (): CityPerson => {
    const person = {
      id: chance.id(bornMs + 200_000 + people.length),
      code: `G${String(people.length + 1).padStart(5, '0')}`,
      name: personName(chance, people.length),
    };
    people.push(person);
    return person;
  };
  const cutover = Date.parse(today) - 90 * DAY_MS;
  for (const unit of units) {
    for (const [at, [role, name]] of (POSTS[unit.kind] ?? []).entries()) {
      // The example accounts are the first posts of each kind: those keep one holder.
      const changed = at > 0 && chance.happens(scale === 'small' ? 0.1 : 0.06);
      const days = changed ? [cutover - chance.between(-40, 40) * DAY_MS] : [];
      const post: CityPost = {
        id: chance.id(bornMs + 300_000 + posts.length),
        unit,
        code: `${unit.code}/${role}${at + 1}`,
        name: unit.kind === 'county' ? name.replace('县', unit.name.slice(-1)) : name,
        role,
        holdings: holdingsOf(chance, newcomer, bornMs, days),
      };
      unit.posts.push(post);
      posts.push(post);
    }
  }
  return { people, posts };
}

function holdingsOf(
  chance: Chance,
  newcomer: () => CityPerson,
  bornMs: number,
  changes: readonly number[],
): CityHolding[] {
  const starts = [bornMs, ...changes];
  return starts.map((start, at) => {
    const next = starts[at + 1];
    return {
      id: chance.id(start + 400_000),
      personId: newcomer().id,
      acting: at > 0 && chance.happens(0.4),
      from: dayText(start),
      to: next === undefined ? undefined : dayText(next - DAY_MS),
    };
  });
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function personName(chance: Chance, at: number): string {
  const rare = at % 97 === 11;
  const surname = rare ? chance.pick(RARE_SURNAMES) : chance.pick(SURNAMES);
  if (at % 61 === 17) return surname + chance.pick(RARE_GIVEN);
  if (chance.happens(0.28)) return surname + chance.pick(GIVEN_SECOND);
  const second = at % 89 === 5 ? chance.pick(RARE_GIVEN) : chance.pick(GIVEN_SECOND);
  return surname + chance.pick(GIVEN_FIRST) + second;
}

/** Who holds a post on a day, and whether for the time being. */
export function holderOn(post: CityPost, day: string): CityHolding {
  const held = post.holdings.find(
    (holding) => holding.from <= day && (holding.to === undefined || day <= holding.to),
  );
  const last = held ?? post.holdings.at(-1);
  if (last === undefined) throw new RangeError(`nobody ever held ${post.code}`);
  return last;
}
