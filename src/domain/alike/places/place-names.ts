import { learnedNames } from './learned-names.ts';
import type { Gazetteer, PlaceMention } from './place.ts';
import type { PlaceLevel } from './place-words.ts';
import { ShortNames } from './short-names.ts';
import type { ShortTable } from './short-names.ts';
import type { Whereabouts } from './whereabouts.ts';
import { coreOf } from './whereabouts.ts';

/** A name this often seen is a name, not a scrap of sentence. */
const ESTABLISHED = 20;
/** A longer form must be this rare beside the established one to be taken for a scrap. */
const SCRAP_SHARE = 1 / 50;
const SHORTEST = 3;
/** How many different neighbours are remembered of a name. */
const REMEMBERED = 8;
/** Told in so many towns, and hardly ever right behind the name of one, it is an everyday word (入户路, 我们村小学). */
const EVERYWHERE = 6;
const BEHIND_AREA = 0.1;

/** A parent named this seldom is a slip. */
const SLIP_SHARE = 0.02;
const TOWN = /(?:[镇乡]|街道|苏木|办事处)$/u;
const AREA = /[县区市旗]$/u;

const VILLAGE = 4;
const SITE = 5;

/** Where a name lies by what statements say of it. */
export interface PlaceArea {
  readonly county?: string | undefined;
  readonly town?: string | undefined;
  readonly several?: boolean;
}

interface Use {
  readonly level: PlaceLevel;
  count: number;
  /** What follows the name, two characters each; lists, for a set of one takes five times their room. */
  readonly after: string[];
  /** Other places named in the same statement. */
  readonly beside: string[];
  /** The towns of those that told it, at most `EVERYWHERE`. */
  readonly towns: string[];
  /** How often it stood right behind its area. */
  behindArea: number;
}

/**
 * The place names of a body of statements (地名表), learnt from how they are used. A name read too long
 * (访发现谷银街道) is cut to the one that everybody else uses: only a rare one and only to a far more
 * frequent one, so that 东李村 stays, however often 李村 is named. What goes on the same way every time
 * though it stands beside ever other places (干部作风下乡 + 层层陪同) is a phrase that happens to end like a
 * place, and no mention.
 */
export class PlaceNames {
  readonly #short = new ShortNames();
  readonly #uses = new Map<string, Use>();
  /** How often each place stood right before another, being larger: 岭福乡 before 瑞石屯. */
  readonly #parents = new Map<string, Map<string, number>>();
  readonly #areas = new Map<string, PlaceArea>();
  /** Of each site the village it stands in, '' where it was told of several: every village has a 卫生室. */
  readonly #homes = new Map<string, string>();
  /** The counties in which a site of this name, or a village of a town of this name, was told of. */
  readonly #counties = new Map<string, Set<string>>();
  /** What stood right before a village and its site, being larger. */
  readonly #before = new Map<string, Map<string, number>>();

  /** `unitPlace`: where whoever tells it is at home. */
  count(folded: string, mentions: readonly PlaceMention[], unitPlace?: Whereabouts): void {
    this.#short.count(mentions);
    this.#countCounty(mentions);
    const town = mentions.length === 0 ? '' : townOf(mentions, unitPlace);
    for (const mention of mentions) {
      let use = this.#uses.get(mention.name);
      if (!use) {
        use = { level: mention.level, count: 0, after: [], beside: [], towns: [], behindArea: 0 };
        this.#uses.set(mention.name, use);
      }
      use.count += 1;
      remember(use.after, folded.slice(mention.to, mention.to + 2));
      const other = mentions.find(({ name }) => name !== mention.name);
      if (other) remember(use.beside, other.name);
      const before = mentions.find(({ to }) => to === mention.from);
      if (town !== '') remember(use.towns, town);
      if (before !== undefined && before.level < VILLAGE) use.behindArea += 1;
      if (before && before.level < mention.level && before.level >= 1) {
        this.#countParent(mention, before);
        if (mention.level === SITE && before.level === VILLAGE)
          this.#countSite(mention, before, mentions);
      }
    }
  }

  /** What was learnt finds places as a list of known ones does. */
  table(known: Gazetteer | undefined): ShortTable {
    const names = this.#uses.entries().filter(([name]) => !this.#isPhrase(name));
    return this.#short.table(known, learnedNames(names));
  }

  #countParent({ level, name }: PlaceMention, before: PlaceMention): void {
    const key = level >= VILLAGE ? coreOf(name) : name;
    const parents = this.#parents.get(key) ?? new Map<string, number>();
    parents.set(before.name, (parents.get(before.name) ?? 0) + 1);
    this.#parents.set(key, parents);
  }

  #countCounty(mentions: readonly PlaceMention[]): void {
    const county =
      mentions.find(({ level }) => level === 2) ?? mentions.findLast(({ level }) => level === 1);
    if (!county) return;
    for (const [at, { level, name, from }] of mentions.entries()) {
      if (level < VILLAGE) continue;
      const before = mentions[at - 1];
      const town =
        level === VILLAGE && before?.level === 3 && before.to === from ? before.name : '';
      if (level === SITE || town !== '') this.#tellCounty(`${town}${coreOf(name)}`, county.name);
    }
  }

  #tellCounty(key: string, county: string): void {
    const known = this.#counties.get(key);
    if (!known) this.#counties.set(key, new Set([county]));
    else if (known.size < 2) known.add(county);
  }

  /** The county in which a village of a town lies, by their names; `several` where more than one has both. */
  countyOf(town: string, village: string): PlaceArea {
    const counties = this.#counties.get(`${town}${village}`) ?? new Set();
    return counties.size > 1 ? { several: true } : { county: only(counties) };
  }

  /** Whether more than one county has a site of this name (第二中学). */
  isNamesake(site: string): boolean {
    return (this.#counties.get(site)?.size ?? 0) > 1;
  }

  #countSite(site: PlaceMention, village: PlaceMention, mentions: readonly PlaceMention[]): void {
    const [name, home] = [coreOf(site.name), coreOf(village.name)];
    const known = this.#homes.get(name);
    if (known === undefined) this.#homes.set(name, home);
    else if (known !== home) this.#homes.set(name, '');
    const above = mentions.find(({ to }) => to === village.from);
    if (!above || above.level >= VILLAGE || above.level < 1) return;
    const key = `${home}·${name}`;
    const parents = this.#before.get(key) ?? new Map<string, number>();
    parents.set(above.name, (parents.get(above.name) ?? 0) + 1);
    this.#before.set(key, parents);
  }

  /**
   * Where a village of a name that several bear lies, by a site in it (柳卧村恒裕小区): nothing where the site is told
   * of other villages too.
   */
  areaBySite(village: string, site: string): PlaceArea | undefined {
    if (this.#homes.get(site) !== village) return undefined;
    const key = `${village}·${site}`;
    const known = this.#areas.get(key);
    if (known) return known;
    const area = this.#areaUnder(this.#before.get(key));
    this.#areas.set(key, area);
    return area;
  }

  /**
   * The county and town that a place lies in, as far as statements agree on it; `several` when the name
   * stands for places in more than one of them (重名).
   */
  areaOf(name: string): PlaceArea {
    const known = this.#areas.get(name);
    if (known) return known;
    this.#areas.set(name, {});
    const area = this.#areaUnder(this.#parents.get(name));
    this.#areas.set(name, area);
    return area;
  }

  /** The one town of a county in which a place of this name lies, where it lies in others elsewhere. */
  townIn(county: string, name: string): string | undefined {
    const parents = this.#parents.get(name) ?? new Map<string, number>();
    const total = parents.values().reduce((sum, times) => sum + times, 0);
    const towns = new Set<string>();
    for (const [parent, times] of parents) {
      if (times < total * SLIP_SHARE || !TOWN.test(parent)) continue;
      const above = this.areaOf(parent).county;
      // A town whose county nobody told may be the one as well.
      if (above === undefined || above === county) towns.add(parent);
    }
    return only(towns);
  }

  #areaUnder(parents: ReadonlyMap<string, number> = new Map()): PlaceArea {
    const total = parents.values().reduce((sum, times) => sum + times, 0);
    const counties = new Set<string>();
    const towns = new Set<string>();
    for (const [parent, times] of parents) {
      if (times < total * SLIP_SHARE) continue;
      const isTown = TOWN.test(parent);
      if (isTown) towns.add(parent);
      const above = isTown
        ? this.areaOf(parent)
        : { county: AREA.test(parent) ? parent : undefined };
      if (above.county !== undefined) counties.add(above.county);
    }
    if (counties.size > 1 || towns.size > 1) return { several: true };
    return { county: only(counties), town: only(towns) };
  }

  /** The mentions that are places, with names cut where use says so. */
  trim(mentions: readonly PlaceMention[]): readonly PlaceMention[] {
    return mentions
      .filter(({ name }) => !this.#isPhrase(name))
      .map((mention) => this.#cut(mention));
  }

  #isPhrase(name: string): boolean {
    const use = this.#uses.get(name);
    if (!use || use.count < 5) return false;
    if (use.level >= VILLAGE && use.towns.length >= EVERYWHERE)
      if (use.behindArea < use.count * BEHIND_AREA) return true;
    return (
      use.beside.length >= 4 && use.after.length <= Math.min(REMEMBERED - 1, 2 + use.count / 100)
    );
  }

  #cut(mention: PlaceMention): PlaceMention {
    const own = this.#uses.get(mention.name)?.count ?? 0;
    if (own > 2) return mention;
    for (let cut = 1; mention.name.length - cut >= SHORTEST; cut += 1) {
      const shorter = this.#uses.get(mention.name.slice(cut))?.count ?? 0;
      if (shorter >= ESTABLISHED && own <= shorter * SCRAP_SHARE) {
        return { ...mention, name: mention.name.slice(cut), from: mention.from + cut };
      }
    }
    return mention;
  }
}

/** Town and county of the telling, by the text or else by who tells it; '' where neither names a town. */
function townOf(mentions: readonly PlaceMention[], unitPlace: Whereabouts | undefined): string {
  const told = (level: PlaceLevel): string | undefined =>
    mentions.find((mention) => mention.level === level)?.name ??
    unitPlace?.coarse[level === 3 ? 2 : 1][0];
  const town = told(3);
  return town === undefined ? '' : `${told(2) ?? ''}${town}`;
}

function remember(told: string[], one: string): void {
  if (told.length < REMEMBERED && !told.includes(one)) told.push(one);
}

function only(names: ReadonlySet<string>): string | undefined {
  return names.size === 1 ? [...names][0] : undefined;
}
