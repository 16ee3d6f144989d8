import { placeIdentity, placeKeys } from '../statement.ts';
import { TextTable } from '../near/text-table.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Each different place once, by number, with the names it is looked up by. */
export class PlaceTable {
  readonly #places: Whereabouts[] = [];
  /** Lists of names, each once: a hundred thousand places are told by a few thousand of them. */
  readonly #lists = new Map<string, readonly string[]>();
  readonly #identities = new TextTable();
  readonly #keys: (readonly number[])[] = [];
  readonly #names = new TextTable();
  readonly #fine: boolean[] = [];

  /** How many different names places are looked up by. */
  get names(): number {
    return this.#names.size;
  }

  /** The number of a place, given to it when it is new. */
  numberOf(where: Whereabouts): number {
    const number = this.#identities.numberOf(placeIdentity(where));
    if (number < this.#places.length) return number;
    this.#places.push(this.#shared(where));
    this.#keys.push(placeKeys(where).map((key) => this.#name(key)));
    return number;
  }

  at(number: number): Whereabouts | undefined {
    return this.#places[number];
  }

  /** The numbers of the names it is looked up by. */
  namesOf(number: number): readonly number[] {
    return this.#keys[number] ?? [];
  }

  /** Whether a name is that of a village or site. */
  isFine(name: number): boolean {
    return this.#fine[name] ?? false;
  }

  #shared({ coarse: [city, county, town], villages, sites }: Whereabouts): Whereabouts {
    const coarse = [this.#list(city), this.#list(county), this.#list(town)] as const;
    return { coarse, villages: this.#list(villages), sites: this.#list(sites) };
  }

  #list(names: readonly string[]): readonly string[] {
    const key = names.join('+');
    const known = this.#lists.get(key);
    if (known) return known;
    this.#lists.set(key, names);
    return names;
  }

  #name(key: string): number {
    const name = this.#names.numberOf(key);
    if (name === this.#fine.length) this.#fine.push(/^[sv]/u.test(key));
    return name;
  }

  /** To be called when the many are in. */
  settle(): void {
    this.#identities.settle();
    this.#names.settle();
  }
}
