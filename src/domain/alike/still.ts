import type { Claims, StatementRule } from './agreement.ts';
import { claimsOf, judgeStatements, SUGGEST_FROM } from './agreement.ts';
import { gramIds } from './grams.ts';
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

/** Room for names beside the signature in one safe integer. */
const NAMES = 2 ** 22;

/**
 * The still (蒸馏器): statements go in, equal ones collapse into matters, near ones come out as candidates.
 * Only signatures are compared, each once, so that five thousand times 学习不深入 cost one comparison.
 */
export class Still {
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

  constructor(memory: StillMemory) {
    this.#index = new NearIndex(memory.frequencies, memory.signatures, SUGGEST_FROM);
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
  }

  /** The signatures near one; itself not among them. */
  nearSignatures(signature: number): Near[] {
    const grams = gramIds(this.#texts[signature] ?? '');
    return this.#index.near(grams).filter((near) => near.at !== signature);
  }

  /** The signatures near one that came before it. */
  earlierNear(signature: number): Near[] {
    return this.#index.near(gramIds(this.#texts[signature] ?? ''), signature);
  }

  /** Candidates between the matters of one signature in places that may be the same. */
  within(signature: number): Candidate[] {
    const found: Candidate[] = [];
    for (const matter of this.#firstOf[signature] ?? [])
      this.#against(matter, itself(signature), found);
    return found.filter(({ a, b }) => a < b);
  }

  /** Candidates between the matters of two near signatures. */
  between(signature: number, near: Near): Candidate[] {
    const found: Candidate[] = [];
    const [own, others] = [this.#firstOf[signature] ?? [], this.#firstOf[near.at] ?? []];
    // From the side with fewer matters: some say their thing of seven hundred places.
    const isFewer = own.length <= others.length;
    const other = isFewer ? near : { ...near, at: signature };
    for (const matter of isFewer ? own : others) this.#against(matter, other, found);
    return found;
  }

  /** Everything already told that may be the same as one matter: for a voice that has just come in. */
  candidatesOf(matter: number): Candidate[] {
    const signature = this.signatureOf(matter);
    const found: Candidate[] = [];
    this.#against(matter, itself(signature), found);
    for (const near of this.nearSignatures(signature)) {
      this.#against(matter, near, found);
    }
    return found;
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

  #against(matter: number, near: Near, found: Candidate[]): void {
    const own = this.#matters[matter];
    if (!own) return;
    const met: number[] = [matter];
    for (const name of own.names) {
      let entry = this.#heads.get(near.at * NAMES + name);
      for (; entry !== 0; entry = this.#entryNexts[entry] ?? 0) {
        const other = this.#entryMatters[entry] ?? 0;
        if (met.includes(other)) continue;
        met.push(other);
        const candidate = this.#judge(matter, other, near);
        if (candidate) found.push(candidate);
      }
    }
  }

  #judge(a: number, b: number, near: Near): Candidate | undefined {
    const [left, right] = [this.#matters[a], this.#matters[b]];
    if (!left || !right) return undefined;
    const place: PlaceRelation = relationOf(left.where, right.where);
    if (place === 'conflict') return undefined;
    const isPlaceless = place === 'unknown' && !hasFine(left.where) && !hasFine(right.where);
    const claims = [this.#claimsOf(left.signature), this.#claimsOf(right.signature)] as const;
    return { a, b, score: near.score, ...judgeStatements(near, place, isPlaceless, claims) };
  }

  #claimsOf(signature: number): Claims {
    let claims = this.#claims.get(signature);
    if (!claims) {
      claims = claimsOf(this.#texts[signature] ?? '');
      this.#claims.set(signature, claims);
    }
    return claims;
  }

  #signature(text: string): number {
    const known = this.#signatures.get(text);
    if (known !== undefined) return known;
    const signature = this.#index.add(gramIds(text));
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
      const name = this.#names.get(key) ?? this.#names.size;
      this.#names.set(key, name);
      return name;
    });
    this.#namesByPlace.set(where, names);
    return names;
  }

  #enter(signature: number, name: number, matter: number): void {
    const key = signature * NAMES + name;
    this.#entryMatters.push(matter);
    this.#entryNexts.push(this.#heads.get(key));
    this.#heads.set(key, this.#entryMatters.length - 1);
  }
}

function itself(signature: number): Near {
  return { at: signature, score: 1, contained: 1 };
}
