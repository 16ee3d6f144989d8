import type { Claims, StatementVerdict } from './agreement.ts';
import {
  claimsOf,
  judgeFarApart,
  judgeStatements,
  LOOK_FROM,
  SUGGEST_FROM,
  SUGGEST_LIKE,
} from './agreement.ts';
import { CharacterSets } from './near/character-sets.ts';
import { CandidatePool } from './candidate-pool.ts';
import { gramIds } from './near/grams.ts';
import { familiesOf } from './families.ts';
import { gramSetsOf } from './near/gram-sets.ts';
import type { GramSets } from './near/gram-sets.ts';
import { Matters } from './matters.ts';
import { NearIndex } from './near/near-index.ts';
import type { Near } from './near/near-index.ts';
import type { Gazetteer } from './places/place.ts';
import type { PlaceNames } from './places/place-names.ts';
import type { StatementReading } from './statement.ts';
import type { PlaceTable } from './places/place-table.ts';
import type { TextTable } from './near/text-table.ts';
import { TimesTold } from './words/slips.ts';
import type { PlaceRelation, Whereabouts } from './places/whereabouts.ts';
import { hasFine, isNearerTold, relationOf } from './places/whereabouts.ts';

/** A pair of matters that may be one: what the merge queue shows, or what is linked. */
export interface Candidate extends StatementVerdict {
  readonly a: number;
  readonly b: number;
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
}

/** What was gathered: each different signature and place once, and for each statement their numbers. */
export interface Gathered {
  readonly memory: StillMemory;
  readonly texts: TextTable;
  readonly places: PlaceTable;
  readonly signatureOf: Int32Array;
  readonly placeOf: Int32Array;
  /** 1 where the place could as well be a namesake. */
  readonly unsure: Uint8Array;
}

/** In an area without a village or site hundreds of matters are told: below this nobody need look. */
const SUGGEST_COARSE_FROM = 0.35;
/** Where more is told of a site chance makes much a little alike; where more still, only pairs of characters are compared. */
const MANY = 150;
const MOST_FREELY = 1000;
/** So many signatures of one place are looked through one by one for a voice: half a millisecond. */
const LOOKED_THROUGH = 3000;
/** So many of the nearest are judged beside a voice: nobody is shown more, and an everyday phrase has hundreds. */
const JUDGED = 100;
const KEPT_CLAIMS = 2000;

/** Signatures this near belong to one family, whatever their places. */
export const FAMILY_FROM = 0.5;

/**
 * The still (蒸馏器): statements go in, equal ones collapse into matters, near ones come out as candidates.
 * Only signatures are compared, each once, so that five thousand times 学习不深入 cost one comparison.
 */
export class Still {
  /** Where each statement gathered ended up. */
  readonly matterOf: Int32Array;
  readonly #sets: GramSets;
  readonly #characters: CharacterSets;
  readonly #told: TimesTold;
  readonly #index: NearIndex;
  readonly #texts: TextTable;
  readonly #places: PlaceTable;
  readonly #matters: Matters;
  readonly #claims = new Map<number, Claims>();

  constructor({ texts, places, signatureOf, placeOf, unsure }: Omit<Gathered, 'memory'>) {
    this.#texts = texts;
    this.#places = places;
    this.#matters = new Matters(places);
    this.#sets = gramSetsOf(texts);
    this.#told = new TimesTold(texts, signatureOf);
    this.#characters = new CharacterSets(texts);
    this.#index = new NearIndex(this.#sets, SUGGEST_FROM);
    this.matterOf = signatureOf.map((signature, at) =>
      this.#matters.numberOf(signature, placeOf[at] ?? 0, unsure[at] === 1),
    );
  }

  get matters(): number {
    return this.#matters.size;
  }

  signatureOf(matter: number): number {
    return this.#matters.signatureOf(matter);
  }

  isAmbiguous(matter: number): boolean {
    return this.#matters.isAmbiguous(matter);
  }

  whereOf(matter: number): Whereabouts | undefined {
    return this.#matters.whereOf(matter);
  }

  /** The matter of a statement, made if it is the first of its kind. */
  matter(reading: StatementReading): number {
    const signature = this.#texts.numberOf(reading.signature);
    if (signature === this.#sets.size) {
      this.#sets.add(gramIds(reading.signature));
      this.#characters.add(reading.signature);
    }
    return this.#matters.numberOf(
      signature,
      this.#places.numberOf(reading.where),
      reading.isAmbiguous,
    );
  }

  /** To be called when the many are in and voices come one by one: none of them then waits for growth. */
  settle(): void {
    this.#claims.clear();
    this.#texts.settle();
    this.#matters.settle();
    this.#sets.settle();
    this.#characters.settle();
    this.#index.settle();
  }

  /**
   * All pairs that may be one matter (候选对). Only what is told of one place is compared: two hundred thousand
   * statements fall into some thousand places of a few hundred each, and the everyday phrases that all of
   * them share cost nothing across places.
   */
  candidates(): CandidatePool {
    const found = new CandidatePool();
    const fine = new NearIndex(this.#sets, LOOK_FROM);
    const coarse = new NearIndex(this.#sets, SUGGEST_COARSE_FROM);
    for (let name = 0; name < this.#matters.names; name += 1) {
      const signatures = this.#matters.at(name);
      for (const signature of signatures) this.#pairsAt(name, signature, itself(signature), found);
      if (signatures.length < 2) continue;
      (this.#matters.isFine(name) ? fine : coarse).pairsIn(signatures, (earlier, at, score) =>
        this.#pairsAt(name, at, { at: earlier, score }, found),
      );
      const from = this.#likeFrom(name);
      if (signatures.length > MOST_FREELY) continue;
      this.#characters.pairsIn(signatures, from, (earlier, at) => {
        const score = this.#scoreOf(earlier, at);
        // What is nearer was met above.
        if (score < LOOK_FROM) this.#pairsAt(name, at, { at: earlier, score }, found);
      });
    }
    return found;
  }

  /**
   * The families (同类): for each signature the one that stands for all that are as near as `from`, wherever
   * they are told. One as near as `standsFor` to another is stood for by it, and compared with nothing more.
   */
  families(from: number, standsFor: number): Int32Array {
    return familiesOf(this.#sets, from, standsFor);
  }

  /** Everything already told that may be the same as one matter: for a voice that has just come in. */
  candidatesOf(matter: number): Candidate[] {
    const found: Candidate[] = [];
    const met = new Set([matter]);
    for (const name of this.#matters.namesOf(matter)) {
      const nears = this.#nearAt(name, this.signatureOf(matter));
      const nearest = nears.toSorted((x, y) => y.score - x.score).slice(0, JUDGED);
      for (const near of nearest) this.#against(matter, name, near, met, found);
    }
    return found;
  }

  /** A matter that says most nearly the same as this one, in whatever place; none when no text is near enough. */
  kinOf(matter: number): number | undefined {
    const own = this.signatureOf(matter);
    for (const other of this.#matters.of(own)) if (other !== matter) return other;
    let nearest: Near | undefined;
    for (const near of this.#index.nearStored(own, 0))
      if (near.at !== own && near.score >= (nearest?.score ?? FAMILY_FROM)) nearest = near;
    if (nearest === undefined) return undefined;
    for (const other of this.#matters.of(nearest.at)) return other;
    return undefined;
  }

  /**
   * Matters that a text not yet told comes near to, in places that do not conflict with its own; at most
   * `most` are looked at, because an everyday matter is told of seven hundred places.
   */
  around(reading: StatementReading, most: number): Around[] {
    const found: Around[] = [];
    const nears = this.#index.near(gramIds(reading.signature));
    for (const near of nears.toSorted((x, y) => y.score - x.score)) {
      for (const matter of this.#matters.of(near.at)) {
        const where = this.whereOf(matter);
        const place = where === undefined ? 'conflict' : relationOf(reading.where, where);
        if (place !== 'conflict') found.push({ matter, score: near.score, place });
        if (found.length >= most) return found;
      }
    }
    return found;
  }

  /** The signatures near one among those told of a place: all of them looked at, unless they are too many. */
  #nearAt(name: number, signature: number): Near[] {
    const others = this.#matters.at(name);
    if (others.length > LOOKED_THROUGH) return this.#index.nearStored(signature);
    const found: Near[] = [];
    const from = this.#likeFrom(name);
    for (const at of others) {
      const score = this.#scoreOf(signature, at);
      if (score >= LOOK_FROM || this.#characters.likeness(signature, at) >= from)
        found.push({ at, score });
    }
    return found;
  }

  #likeFrom(name: number): number {
    if (this.#matters.isFine(name))
      return SUGGEST_LIKE[this.#matters.at(name).length > MANY ? 'coarse' : 'fine'];
    return SUGGEST_LIKE.coarse;
  }

  #scoreOf(signature: number, other: number): number {
    const [mass, ofOther] = [this.#sets.massAt(signature), this.#sets.massAt(other)];
    const ranks = this.#sets.ranksOf(signature);
    const shared = this.#sets.sharedFrom(ranks, 0, other, 0, mass);
    return shared === 0 ? 0 : shared / (mass + ofOther - shared);
  }

  #against(matter: number, name: number, near: Near, met: Set<number>, found: Candidate[]): void {
    for (const other of this.#matters.told(near.at, name)) {
      if (met.has(other)) continue;
      met.add(other);
      const verdict = this.#judge(matter, other, near);
      if (verdict) found.push({ a: matter, b: other, ...verdict });
    }
  }

  /** Candidates between the matters of two signatures that are told of one place; each pair at its first name. */
  #pairsAt(name: number, signature: number, near: Near, found: CandidatePool): void {
    for (const a of this.#matters.told(signature, name)) {
      for (const b of this.#matters.told(near.at, name)) {
        if (near.at === signature ? a >= b : a === b) continue;
        if (this.#matters.firstShared(a, b) !== name) continue;
        const verdict = this.#judge(a, b, near);
        if (verdict) found.add({ a, b, ...verdict });
      }
    }
  }

  #judge(a: number, b: number, near: Near): StatementVerdict | undefined {
    const [left, right] = [this.whereOf(a), this.whereOf(b)];
    if (!left || !right) return undefined;
    const relation = relationOf(left, right);
    if (relation === 'conflict') return undefined;
    const place = relation === 'fine' && isNearerTold(left, right) ? 'near' : relation;
    const isPlaceless = place === 'unknown' && !hasFine(left) && !hasFine(right);
    const [one, other] = [this.signatureOf(a), this.signatureOf(b)];
    const claims = [this.#claimsOf(one), this.#claimsOf(other)] as const;
    const text = { score: near.score, likeness: this.#characters.likeness(one, other) };
    if (near.score < LOOK_FROM) return judgeFarApart(text, place, claims);
    const { weights } = this.#characters;
    return judgeStatements(text, place, isPlaceless, claims, weights, this.#told);
  }

  #claimsOf(signature: number): Claims {
    let claims = this.#claims.get(signature);
    if (!claims) {
      // Pairs of one place come together: what is older is hardly asked for again.
      if (this.#claims.size >= KEPT_CLAIMS) this.#claims.clear();
      claims = claimsOf(this.#texts.textAt(signature), this.#characters.weights);
      this.#claims.set(signature, claims);
    }
    return claims;
  }
}

function itself(signature: number): Near {
  return { at: signature, score: 1 };
}
