import {
  ADDED,
  CLOSERS,
  ESTATE_ENDS,
  ISSUES,
  OPENERS,
  ROAD_ENDS,
  SLIPS,
  SYLLABLES,
  SYNONYMS,
  VILLAGE_ENDS,
} from './words.ts';

/** One statement of the made-up city with the truth about it. */
export interface CityStatement {
  readonly id: string;
  readonly text: string;
  readonly unit: string;
  /** Same issue anywhere. */
  readonly issue: number;
  /** Same issue in the same place: what must be linked, and nothing else. */
  readonly instance: string;
  /** 0 as first told; 1 to 3, told again ever more differently. */
  readonly grade: 0 | 1 | 2 | 3;
}

export interface CityOptions {
  readonly statements: number;
  readonly seed: number;
  /** Share of statements that tell an earlier one again. */
  readonly retold?: number;
  /** Share of matters that name no place. */
  readonly placeless?: number;
  /** Gives each statement the town of its matter as reporting unit. */
  readonly withUnit?: boolean;
}

export interface City {
  readonly statements: readonly CityStatement[];
  /** Every village, estate and road of the city, for a gazetteer. */
  readonly placeNames: readonly string[];
}

export interface Site {
  readonly county: string;
  readonly town: string;
  readonly village: string;
  readonly site: string | undefined;
}

interface Matter {
  readonly issue: number;
  readonly site: Site | undefined;
  readonly key: string;
  readonly unit: string;
}

/** A made-up city: the same seed gives the same statements. */
export function makeCity(options: CityOptions): City {
  const random = generator(options.seed);
  const sites = makeSites(random);
  const issues = readIssues();
  const matters: Matter[] = [];
  const statements: CityStatement[] = [];
  const told = new Set<string>();
  for (let n = 0; n < options.statements; n += 1) {
    const again = matters.length > 50 && random() < (options.retold ?? 0.4);
    const matter = again
      ? pick(matters, random)
      : untold(told, () => makeMatter(issues.length, sites, options, random));
    if (!again) matters.push(matter);
    const grade = again ? (Math.floor(random() * 4) as 0 | 1 | 2 | 3) : 0;
    const [thing = '', fault = '', effect = ''] = issues[matter.issue] ?? [];
    const clauses = retell([`${thing}${fault}`, effect], grade, random);
    const text = decorate(setPlace(clauses, matter.site, random), grade, random);
    const unit = options.withUnit === true ? matter.unit : '';
    statements.push({ id: `s${n}`, text, unit, issue: matter.issue, instance: matter.key, grade });
  }
  const placeNames = [...new Set(sites.flatMap((s) => [s.village, ...(s.site ? [s.site] : [])]))];
  return { statements, placeNames };
}

/** A matter without a place exists once for an issue: told anew it would be the same matter. */
function untold(told: Set<string>, make: () => Matter): Matter {
  let matter = make();
  while (!matter.site && told.has(matter.key)) matter = make();
  told.add(matter.key);
  return matter;
}

function makeMatter(
  issues: number,
  sites: readonly Site[],
  options: CityOptions,
  random: () => number,
): Matter {
  const issue = Math.floor(random() * issues);
  const home = pick(sites, random);
  const site = random() < (options.placeless ?? 0.08) ? undefined : home;
  const unit = `${home.county}${home.town}`;
  const place = site ? `${unit}${site.village}${site.site ?? ''}` : options.withUnit ? unit : '';
  return { issue, site, key: `${issue}@${place}`, unit };
}

export function makeSites(random: () => number): Site[] {
  const name = (length: number): string =>
    Array.from({ length }, () => pick(SYLLABLES, random)).join('');
  const taken: string[] = [];
  /** One village in twenty-five bears the name of another, as in real cities. */
  const fresh = (make: () => string): string => {
    if (taken.length > 0 && random() < 0.04) return pick(taken, random);
    let made = make();
    while (taken.includes(made)) made = make();
    taken.push(made);
    return made;
  };
  const sites: Site[] = [];
  for (let c = 0; c < 12; c += 1) {
    const county = `${name(2)}${pick(['县', '县', '区'], random)}`;
    for (let t = 0; t < 11; t += 1) {
      const town = `${name(2)}${pick(['镇', '乡', '街道'], random)}`;
      for (let v = 0; v < 15; v += 1) {
        const village = fresh(() => `${name(2)}${pick(VILLAGE_ENDS, random)}`);
        sites.push({ county, town, village, site: undefined });
        const extra = random();
        if (extra < 0.25) {
          sites.push({ county, town, village, site: `${name(2)}${pick(ESTATE_ENDS, random)}` });
        } else if (extra < 0.35) {
          sites.push({ county, town, village, site: `${name(2)}${pick(ROAD_ENDS, random)}` });
        }
      }
    }
  }
  return sites;
}

function readIssues(): [string, string, string][] {
  return ISSUES.flatMap((line) => {
    const [thing = '', faults = ''] = line.split('|');
    return faults.split(';').map((told): [string, string, string] => {
      const [fault = '', effect = ''] = told.split('~');
      return [thing, fault, effect];
    });
  });
}

export function retell(clauses: readonly string[], grade: number, random: () => number): string[] {
  if (grade < 2) return [...clauses];
  let told = clauses.map((clause) => swapWords(clause, grade === 2 ? 0.5 : 0.8, random));
  // What comes of a fault may be left out; without the fault itself it would be another statement.
  const isShort = grade === 3 && random() < 0.25;
  if (isShort) told = told.slice(0, 1);
  else if (random() < 0.5) told.reverse();
  if (grade < 3) return told;
  if (!isShort && random() < 0.4) told.push(pick(ADDED, random));
  return told.map((clause) => damage(clause, random));
}

function swapWords(clause: string, share: number, random: () => number): string {
  let told = clause;
  for (const words of SYNONYMS) {
    const present = words.find((word) => told.includes(word));
    if (present !== undefined && random() < share)
      told = told.replace(present, pick(words, random));
  }
  return told;
}

/** Slips of the pen and, one time in twenty, a lost character. */
export function damage(clause: string, random: () => number): string {
  return Array.from(clause, (character) => {
    if (random() < 0.05) return '';
    return random() < 0.15 ? (SLIPS.get(character) ?? character) : character;
  }).join('');
}

function setPlace(
  clauses: readonly string[],
  site: Site | undefined,
  random: () => number,
): string {
  const told = clauses.join('，');
  if (!site) return told;
  const { county, town, village } = site;
  const fine = `${village}${site.site ?? ''}`;
  const place = pick(
    [`${county}${town}${fine}`, `${town}${fine}`, fine, `${county}${fine}`],
    random,
  );
  const where = random();
  if (where < 0.6) return `${place}${told}`;
  if (where < 0.75) return `在${place}，${told}`;
  if (where < 0.9) return `${place}的${told}`;
  return `${told}（${place}）`;
}

export function decorate(text: string, grade: number, random: () => number): string {
  if (grade === 0) return text;
  let told = random() < 0.5 ? text.replaceAll('的', '') : text;
  if (random() < 0.3) told = told.replaceAll('，', random() < 0.5 ? ' ' : ',');
  if (random() < 0.6) told = `${pick(OPENERS, random)}${told}`;
  if (random() < 0.6) told += pick(CLOSERS, random);
  return told;
}

export function pick<T>(list: readonly T[], random: () => number): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

/** Numbers in [0, 1) that repeat with their seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
