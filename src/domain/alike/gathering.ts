import { findPlaces } from './places/place.ts';
import type { Gazetteer, PlaceMention } from './places/place.ts';
import { NumberList } from './near/number-list.ts';
import { PlaceNames } from './places/place-names.ts';
import type { PlaceLevel } from './places/place-words.ts';
import { PlaceTable } from './places/place-table.ts';
import type { Statement, Teller } from './statement.ts';
import { placesOfTold, readStatement, tellerOf } from './statement.ts';
import type { Gathered } from './still.ts';
import { TextPool, TextTable } from './near/text-table.ts';

/** Places of units kept at hand: more than a city has units that report. */
const KEPT_UNITS = 20_000;
/** Numbers kept of each mention: name, level, from, to. */
const FIELDS = 4;

/**
 * Statements on their way into the still: names must be counted in all of them before any is cut, grams
 * before any is compared. Of each only its folded text and its mentions as numbers are kept, packed, about 120
 * bytes, so that 270,000 wait in 35 MB; texts can be added while others are still being fetched.
 */
export class Gathering {
  readonly #known: Gazetteer | undefined;
  readonly #names = new PlaceNames();
  readonly #folded = new TextPool();
  /** Of each statement the number of its unit's name. */
  readonly #units = new NumberList();
  readonly #unitNames = new TextTable();
  readonly #tellers = new Map<number, Teller>();
  readonly #nameIds = new Map<string, number>();
  readonly #nameOf: string[] = [];
  #pool = new Int32Array(1 << 14);
  #ends = new Int32Array(1 << 12);

  constructor(known?: Gazetteer) {
    this.#known = known;
  }

  get size(): number {
    return this.#folded.size;
  }

  add({ text, detail, unit = '' }: Omit<Statement, 'id'>): void {
    const { folded, mentions } = placesOfTold({ text, detail }, this.#known);
    const by = this.#unitNames.numberOf(unit);
    this.#names.count(
      folded,
      mentions,
      mentions.length === 0 ? undefined : this.#teller(by)?.place,
    );
    const at = this.#folded.add(folded);
    this.#units.push(by);
    this.#keep(at, mentions);
  }

  /** What the statements teach, and then each of them read by it, in the order they were added; to be called once. */
  read(): Gathered {
    const [texts, places] = [new TextTable(), new PlaceTable()];
    const signatureOf = new Int32Array(this.size);
    const placeOf = new Int32Array(this.size);
    const unsure = new Uint8Array(this.size);
    const known = this.#names.table(this.#known);
    for (let at = 0; at < this.size; at += 1) {
      const folded = this.#folded.textAt(at);
      const mentions = known.isTold(folded) ? findPlaces(folded, known) : this.#mentionsOf(at);
      const { signature, where, isAmbiguous } = readStatement(
        { folded, mentions },
        this.#teller(this.#units.at(at)),
        this.#names,
      );
      this.#folded.forgetBefore(at);
      signatureOf[at] = texts.numberOf(signature);
      placeOf[at] = places.numberOf(where);
      unsure[at] = Number(isAmbiguous);
    }
    // Whoever gathered may hold it for long.
    this.#pool = new Int32Array(0);
    this.#tellers.clear();
    const memory = { names: this.#names, known };
    return { memory, texts, places, signatureOf, placeOf, unsure };
  }

  /** Read when it is needed: of voices each tells a place of its own, and as objects those of a city take thirty megabytes. */
  #teller(number: number): Teller | undefined {
    const known = this.#tellers.get(number);
    if (known) return known;
    const unit = this.#unitNames.textAt(number);
    if (unit === '') return undefined;
    const teller = tellerOf(unit, this.#known);
    if (this.#tellers.size >= KEPT_UNITS) this.#tellers.clear();
    this.#tellers.set(number, teller);
    return teller;
  }

  #keep(at: number, mentions: readonly PlaceMention[]): void {
    let end = at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
    this.#pool = withRoom(this.#pool, end + mentions.length * FIELDS);
    this.#ends = withRoom(this.#ends, at + 1);
    for (const { name, level, from, to } of mentions) {
      this.#pool.set([this.#nameId(name), level, from, to], end);
      end += FIELDS;
    }
    this.#ends[at] = end;
  }

  #nameId(name: string): number {
    const known = this.#nameIds.get(name);
    if (known !== undefined) return known;
    const id = this.#nameOf.push(name) - 1;
    this.#nameIds.set(name, id);
    return id;
  }

  #mentionsOf(at: number): PlaceMention[] {
    const mentions: PlaceMention[] = [];
    const pool = this.#pool;
    const end = this.#ends[at] ?? 0;
    for (let place = at === 0 ? 0 : (this.#ends[at - 1] ?? 0); place < end; place += FIELDS) {
      mentions.push({
        name: this.#nameOf[pool[place] ?? 0] ?? '',
        level: (pool[place + 1] ?? 0) as PlaceLevel,
        from: pool[place + 2] ?? 0,
        to: pool[place + 3] ?? 0,
      });
    }
    return mentions;
  }
}

function withRoom(list: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  if (size <= list.length) return list;
  const wider = new Int32Array(Math.ceil(size * 1.5));
  wider.set(list);
  return wider;
}
