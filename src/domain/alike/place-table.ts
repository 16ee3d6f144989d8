import { placeIdentity, placeKeys } from './statement.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Each different place once, by number, with the names it is looked up by. */
export class PlaceTable {
  readonly #places: Whereabouts[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #keys: (readonly number[])[] = [];
  readonly #names = new Map<string, number>();
  readonly #fine: boolean[] = [];

  /** How many different names places are looked up by. */
  get names(): number {
    return this.#names.size;
  }

  /** The number of a place, given to it when it is new. */
  numberOf(where: Whereabouts): number {
    const identity = placeIdentity(where);
    const known = this.#numbers.get(identity);
    if (known !== undefined) return known;
    const number = this.#places.push(where) - 1;
    this.#numbers.set(identity, number);
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

  #name(key: string): number {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#names.set(key, this.#names.size);
    return this.#fine.push(/^[sv]/u.test(key)) - 1;
  }
}
