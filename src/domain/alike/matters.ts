import { NumberList } from './near/number-list.ts';
import { NumberTable } from './near/number-table.ts';
import type { PlaceTable } from './places/place-table.ts';
import type { Whereabouts } from './places/whereabouts.ts';

/** Room for names beside the signature in one safe integer. */
const NAMES = 2 ** 22;

/**
 * The matters of a body of statements (事项): all statements that say the same, one signature, of the same place
 * are one. By number, in packed lists; found again by signature, by place name, or by both.
 */
export class Matters {
  readonly #places: PlaceTable;
  readonly #signatures = new NumberList();
  /** The place, and in the lowest bit whether it could as well be a namesake. */
  readonly #placed = new NumberList();
  /** The matters of a signature are a chain: its first, its last, and from each to the next, all plus one. */
  readonly #firsts = new NumberList();
  readonly #lasts = new NumberList();
  readonly #nexts = new NumberList();
  /** Heads of the chains of matters by signature and place name; the chains run through `#entry…`, from 1. */
  readonly #heads = new NumberTable();
  readonly #entryMatters = new NumberList();
  readonly #entryNexts = new NumberList();
  /** The signatures told of each place name, each once. */
  readonly #blocks: number[][] = [];

  constructor(places: PlaceTable) {
    this.#places = places;
    this.#entryMatters.push(0);
    this.#entryNexts.push(0);
  }

  get size(): number {
    return this.#signatures.size;
  }

  /** How many place names anything is told of. */
  get names(): number {
    return this.#blocks.length;
  }

  signatureOf(matter: number): number {
    return matter < this.size ? this.#signatures.at(matter) : -1;
  }

  isAmbiguous(matter: number): boolean {
    return (this.#placed.at(matter) & 1) === 1;
  }

  whereOf(matter: number): Whereabouts | undefined {
    return matter < this.size ? this.#places.at(this.#placed.at(matter) >> 1) : undefined;
  }

  namesOf(matter: number): readonly number[] {
    return matter < this.size ? this.#places.namesOf(this.#placed.at(matter) >> 1) : [];
  }

  /** A name that both are told of, the same from either side: each tells the two roads of a crossing in its own order. */
  firstShared(a: number, b: number): number | undefined {
    const others = this.namesOf(b);
    let first: number | undefined;
    for (const name of this.namesOf(a))
      if ((first === undefined || name < first) && others.includes(name)) first = name;
    return first;
  }

  isFine(name: number): boolean {
    return this.#places.isFine(name);
  }

  /** The signatures told of a place name. */
  at(name: number): readonly number[] {
    return this.#blocks[name] ?? [];
  }

  /** The matter of a signature at a place, made if it is the first of its kind. */
  numberOf(signature: number, place: number, isAmbiguous: boolean): number {
    const names = this.#places.namesOf(place);
    for (const matter of this.told(signature, names[0] ?? 0))
      if (this.#placed.at(matter) >> 1 === place) return matter;
    const matter = this.#signatures.push(signature) - 1;
    this.#placed.push(place * 2 + Number(isAmbiguous));
    this.#chain(signature, matter);
    for (const name of names) this.#enter(signature, name, matter);
    return matter;
  }

  /** The matters of a signature wherever they are told, the first first. */
  *of(signature: number): Generator<number> {
    let matter = this.#firsts.at(signature);
    for (; matter !== 0; matter = this.#nexts.at(matter - 1)) yield matter - 1;
  }

  /** The matters of a signature told of a place name. */
  *told(signature: number, name: number): Generator<number> {
    let entry = this.#heads.get(signature * NAMES + name);
    for (; entry !== 0; entry = this.#entryNexts.at(entry)) yield this.#entryMatters.at(entry);
  }

  /** To be called when the many are in. */
  settle(): void {
    this.#heads.settle();
    this.#places.settle();
    for (const list of [
      this.#signatures,
      this.#placed,
      this.#firsts,
      this.#lasts,
      this.#nexts,
      this.#entryMatters,
      this.#entryNexts,
    ])
      list.settle();
  }

  #chain(signature: number, matter: number): void {
    while (this.#firsts.size <= signature) {
      this.#firsts.push(0);
      this.#lasts.push(0);
    }
    this.#nexts.push(0);
    const last = this.#lasts.at(signature);
    if (last === 0) this.#firsts.set(signature, matter + 1);
    else this.#nexts.set(last - 1, matter + 1);
    this.#lasts.set(signature, matter + 1);
  }

  #enter(signature: number, name: number, matter: number): void {
    const key = signature * NAMES + name;
    const before = this.#heads.get(key);
    while (this.#blocks.length <= name) this.#blocks.push([]);
    if (before === 0) this.#blocks[name]?.push(signature);
    this.#entryMatters.push(matter);
    this.#entryNexts.push(before);
    this.#heads.set(key, this.#entryMatters.size - 1);
  }
}
