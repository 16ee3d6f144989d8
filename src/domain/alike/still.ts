import type { Claims, StatementRule, StatementVerdict } from './agreement.ts';
import { claimsOf, judgeStatements, SUGGEST_FROM } from './agreement.ts';
import { CandidatePool } from './candidate-pool.ts';
import { gramIds } from './grams.ts';
import { GramSets } from './gram-sets.ts';
import { NearIndex } from './near-index.ts';
import type { Near } from './near-index.ts';
import { NumberTable } from './number-table.ts';
import type { Gazetteer } from './place.ts';
import type { PlaceNames } from './place-names.ts';
import type { StatementReading } from './statement.ts';
import { placeIdentity, placeKeys } from './statement.ts';
import type { PlaceRelation, Whereabouts } from './whereabouts.ts';
import { hasFine, relationOf } from './whereabouts.ts';

/** A pair of matters that may be one: what the merge queue shows, or what is linked. */
export interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly decision: 'link' | 'suggest';
  readonly rule: StatementRule;
}

/** A matter: all statements that say the same (one signature) of the same place. */
interface Matter {
  readonly signature: number;
  readonly where: Whereabouts;
  readonly isAmbiguous: boolean;
  /** The names its place is looked up by. */
  readonly names: readonly number[];
}

/** A matter near a text, and how their places stand. */
export interface Around {
  readonly matter: number;
  readonly score: number;
  readonly place: PlaceRelation;
}

/** What the still learnt from the statements it was set up with; new ones are read by the same. */
export interface StillMemory {
  readonly names: PlaceNames;
  readonly known: Gazetteer | undefined;
  /** In how many signatures each gram stands. */
  readonly frequencies: ReadonlyMap<number, number>;
  readonly signatures: number;
}

/** In an area without a village or site hundreds of matters are told: below this nobody need look. */
const SUGGEST_COARSE_FROM = 0.35;
/** So many signatures of one place are looked through one by one for a voice: half a millisecond. */
const LOOKED_THROUGH = 3000;
/** A family is an aid, and its nearest like is found under the rarest grams: no more is looked at. */
const FAMILY_EFFORT = { certainFrom: 1, effort: 1000 };
const KEPT_CLAIMS = 5000;

/** Signatures this near belong to one family, whatever their places. */
export const FAMILY_FROM = 0.5;

/** Room for names beside the signature in one safe integer. */
const NAMES = 2 ** 22;

/**
 * The still (蒸馏器): statements go in, equal ones collapse into matters, near ones come out as candidates.
 * Only signatures are compared, each once, so that five thousand times 学习不深入 cost one comparison.
 */
export class Still {
  readonly #sets: GramSets;
  readonly #index: NearIndex;
  readonly #signatures = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #claims = new Map<number, Claims>();
  readonly #matters: Matter[] = [];
  /** Matters by signature and place, both as numbers; 0 is none. */
  readonly #byIdentity = new NumberTable();
  readonly #places = new Map<string, number>();
  readonly #placeOf = new WeakMap<Whereabouts, number>();
  readonly #names = new Map<string, number>();
  readonly #namesByPlace = new WeakMap<Whereabouts, readonly number[]>();
  /** Heads of the lists of matters by signature and place name; the lists run through `#entries`. */
  readonly #heads = new NumberTable();
  readonly #entryMatters: number[] = [0];
  readonly #entryNexts: number[] = [0];
  readonly #firstOf: number[][] = [];
  /** The signatures told of each place name, each once, and whether the name is a village or a site. */
  readonly #blocks: { readonly isFine: boolean; readonly signatures: number[] }[] = [];

  constructor(memory: StillMemory) {
    this.#sets = new GramSets(memory.frequencies, memory.signatures);
    this.#index = new NearIndex(this.#sets, SUGGEST_FROM);
  }

  get matters(): number {
    return this.#matters.length;
  }

  signatureOf(matter: number): number {
    return this.#matters[matter]?.signature ?? -1;
  }

  isAmbiguous(matter: number): boolean {
    return this.#matters[matter]?.isAmbiguous ?? false;
  }

  whereOf(matter: number): Whereabouts | undefined {
    return this.#matters[matter]?.where;
  }

  /** The matter of a statement, made if it is the first of its kind. */
  matterOf(reading: StatementReading): number {
    const signature = this.#signature(reading.signature);
    const identity = signature * NAMES + this.#place(reading.where);
    const known = this.#byIdentity.get(identity);
    if (known !== 0) return known - 1;
    const matter = this.#matters.length;
    const { where, isAmbiguous } = reading;
    const names = this.#namesOf(where);
    this.#matters.push({ signature, where, isAmbiguous, names });
    this.#byIdentity.set(identity, matter + 1);
    this.#firstOf[signature]?.push(matter);
    for (const name of names) this.#enter(signature, name, matter);
    return matter;
  }

  /** To be called when the many are in and voices come one by one: none of them then waits for growth. */
  settle(): void {
    this.#heads.settle();
    this.#byIdentity.settle();
    this.#index.settle();
  }

  /**
   * All pairs that may be one matter (候选对). Only what is told of one place is compared: two hundred thousand
   * statements fall into some thousand places of a few hundred each, and the everyday phrases that all of
   * them share cost nothing across places.
   */
  candidates(): CandidatePool {
    const found = new CandidatePool();
    const fine = new NearIndex(this.#sets, SUGGEST_FROM);
    const coarse = new NearIndex(this.#sets, SUGGEST_COARSE_FROM);
    for (const [name, { isFine, signatures }] of this.#blocks.entries()) {
      for (const signature of signatures) this.#pairsAt(name, signature, itself(signature), found);
      if (signatures.length < 2) continue;
      (isFine ? fine : coarse).pairsIn(signatures, (earlier, at, score, contained) =>
        this.#pairsAt(name, at, { at: earlier, score, contained }, found),
      );
    }
    return found;
  }

  /**
   * Pairs of signatures that make the families (同类), wherever they are told: each joins two groups that were
   * apart. One as near as `standsFor` to another is stood for by it, and compared with nothing more.
   */
  familyPairs(
    from: number,
    standsFor: number,
    visit: (a: number, b: number, score: number) => void,
  ): void {
    const parents = Int32Array.from(this.#texts.keys());
    const root = (of: number): number => {
      let at = of;
      while (parents[at] !== at) {
        parents[at] = parents[parents[at] ?? at] ?? at;
        at = parents[at] ?? at;
      }
      return at;
    };
    new NearIndex(this.#sets, from, FAMILY_EFFORT).pairsIn(
      parents.slice(),
      (a, b, score) => {
        parents[root(b)] = root(a);
        visit(a, b, score);
        return score >= standsFor;
      },
      (a, b) => root(a) === root(b),
    );
  }

  /** Everything already told that may be the same as one matter: for a voice that has just come in. */
  candidatesOf(matter: number): Candidate[] {
    const own = this.#matters[matter];
    const found: Candidate[] = [];
    const met = new Set([matter]);
    for (const name of own?.names ?? []) {
      for (const near of this.#nearAt(name, own?.signature ?? -1))
        this.#against(matter, name, near, met, found);
    }
    return found;
  }

  /** A matter that says most nearly the same as this one, in whatever place; none when no text is near enough. */
  kinOf(matter: number): number | undefined {
    const own = this.signatureOf(matter);
    const [other] = this.#firstOf[own]?.filter((at) => at !== matter) ?? [];
    if (other !== undefined) return other;
    const near = this.#index
      .near(gramIds(this.#texts[own] ?? ''), 0)
      .filter(({ at, score }) => at !== own && score >= FAMILY_FROM)
      .toSorted((a, b) => b.score - a.score)[0];
    return near === undefined ? undefined : this.#firstOf[near.at]?.[0];
  }

  /**
   * Matters that a text not yet told comes near to, in places that do not conflict with its own; at most
   * `most` are looked at, because an everyday matter is told of seven hundred places.
   */
  around(reading: StatementReading, most: number): Around[] {
    const found: Around[] = [];
    const nears = this.#index.near(gramIds(reading.signature));
    for (const near of nears.toSorted((x, y) => y.score - x.score)) {
      for (const matter of this.#firstOf[near.at] ?? []) {
        const where = this.#matters[matter]?.where;
        const place = where === undefined ? 'conflict' : relationOf(reading.where, where);
        if (place !== 'conflict') found.push({ matter, score: near.score, place });
        if (found.length >= most) return found;
      }
    }
    return found;
  }

  /** The signatures near one among those told of a place: all of them looked at, unless they are too many. */
  #nearAt(name: number, signature: number): Near[] {
    const others = this.#blocks[name]?.signatures ?? [];
    const grams = gramIds(this.#texts[signature] ?? '');
    if (others.length > LOOKED_THROUGH) return this.#index.near(grams);
    const ranks = this.#sets.ranksOf(signature);
    const mass = this.#sets.massAt(signature);
    const found: Near[] = [];
    for (const at of others) {
      const other = this.#sets.massAt(at);
      if (Math.min(mass, other) < SUGGEST_FROM * Math.max(mass, other)) continue;
      const shared = this.#sets.sharedFrom(ranks, 0, at, 0, mass);
      const score = shared / (mass + other - shared);
      if (score >= SUGGEST_FROM)
        found.push({ at, score, contained: shared / Math.min(mass, other) });
    }
    return found;
  }

  #against(matter: number, name: number, near: Near, met: Set<number>, found: Candidate[]): void {
    for (const other of this.#told(near.at, name)) {
      if (met.has(other)) continue;
      met.add(other);
      const verdict = this.#judge(matter, other, near);
      if (verdict) found.push({ a: matter, b: other, score: near.score, ...verdict });
    }
  }

  /** Candidates between the matters of two signatures that are told of one place; each pair at its first name. */
  #pairsAt(name: number, signature: number, near: Near, found: CandidatePool): void {
    for (const a of this.#told(signature, name)) {
      for (const b of this.#told(near.at, name)) {
        if (near.at === signature ? a >= b : a === b) continue;
        if (this.#firstShared(a, b) !== name) continue;
        const verdict = this.#judge(a, b, near);
        if (verdict) found.add(a, b, near.score, verdict);
      }
    }
  }

  #firstShared(a: number, b: number): number | undefined {
    const others = this.#matters[b]?.names ?? [];
    return this.#matters[a]?.names.find((name) => others.includes(name));
  }

  *#told(signature: number, name: number): Generator<number> {
    let entry = this.#heads.get(signature * NAMES + name);
    for (; entry !== 0; entry = this.#entryNexts[entry] ?? 0) yield this.#entryMatters[entry] ?? 0;
  }

  #judge(a: number, b: number, near: Near): StatementVerdict | undefined {
    const [left, right] = [this.#matters[a], this.#matters[b]];
    if (!left || !right) return undefined;
    const place: PlaceRelation = relationOf(left.where, right.where);
    if (place === 'conflict') return undefined;
    const isPlaceless = place === 'unknown' && !hasFine(left.where) && !hasFine(right.where);
    const claims = [this.#claimsOf(left.signature), this.#claimsOf(right.signature)] as const;
    return judgeStatements(near, place, isPlaceless, claims);
  }

  #claimsOf(signature: number): Claims {
    let claims = this.#claims.get(signature);
    if (!claims) {
      // Pairs of one place come together: what is older is hardly asked for again.
      if (this.#claims.size >= KEPT_CLAIMS) this.#claims.clear();
      claims = claimsOf(this.#texts[signature] ?? '');
      this.#claims.set(signature, claims);
    }
    return claims;
  }

  #signature(text: string): number {
    const known = this.#signatures.get(text);
    if (known !== undefined) return known;
    const signature = this.#sets.add(gramIds(text));
    this.#signatures.set(text, signature);
    this.#texts[signature] = text;
    this.#firstOf[signature] = [];
    return signature;
  }

  /** The number of a place; looked up by the object first, because its name is long to write. */
  #place(where: Whereabouts): number {
    const known = this.#placeOf.get(where);
    if (known !== undefined) return known;
    const name = placeIdentity(where);
    const place = this.#places.get(name) ?? this.#places.size;
    this.#places.set(name, place);
    this.#placeOf.set(where, place);
    return place;
  }

  /** Equal places share one list, kept by the object where the reader hands the same one on. */
  #namesOf(where: Whereabouts): readonly number[] {
    const known = this.#namesByPlace.get(where);
    if (known) return known;
    const names = placeKeys(where).map((key) => {
      const known = this.#names.get(key);
      if (known !== undefined) return known;
      this.#names.set(key, this.#names.size);
      return this.#blocks.push({ isFine: /^[sv]/u.test(key), signatures: [] }) - 1;
    });
    this.#namesByPlace.set(where, names);
    return names;
  }

  #enter(signature: number, name: number, matter: number): void {
    const key = signature * NAMES + name;
    const before = this.#heads.get(key);
    if (before === 0) this.#blocks[name]?.signatures.push(signature);
    this.#entryMatters.push(matter);
    this.#entryNexts.push(before);
    this.#heads.set(key, this.#entryMatters.length - 1);
  }
}

function itself(signature: number): Near {
  return { at: signature, score: 1, contained: 1 };
}
