/**
 * A growing list of 32-bit whole numbers at four bytes each. It grows by an eighth: doubling a list of millions
 * leaves half of it empty, and a city holds a dozen of them.
 */
export class NumberList {
  #items: Int32Array<ArrayBuffer>;
  #size = 0;

  constructor(room = 1 << 10) {
    this.#items = new Int32Array(room);
  }

  get size(): number {
    return this.#size;
  }

  /** Tells how many there are now. */
  push(item: number): number {
    if (this.#size === this.#items.length) this.reserve(this.#size + (this.#size >> 3) + 64);
    this.#items[this.#size] = item;
    this.#size += 1;
    return this.#size;
  }

  /** What stands there; 0 beyond the end. */
  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  /** Changes what stands at a place there is already. */
  set(index: number, item: number): void {
    this.#items[index] = item;
  }

  /** Room for so many, so that growing does not fall on whoever comes next. */
  reserve(room: number): void {
    if (room <= this.#items.length) return;
    const wider = new Int32Array(room);
    wider.set(this.#items.subarray(0, this.#size));
    this.#items = wider;
  }

  /** To be called when the many are in. */
  settle(): void {
    this.reserve(withHeadroom(this.#size));
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#items.subarray(0, this.#size)[Symbol.iterator]();
  }
}

/**
 * So much room is made once the many are in: what comes in by ones until the next day finds a place, and no list of
 * millions is copied while somebody waits.
 */
export function withHeadroom(size: number): number {
  return size + (size >> 3) + 4096;
}
