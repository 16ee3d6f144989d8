/**
 * A table from safe integers to positive whole numbers, open-addressed in typed arrays: of keys beyond
 * 31 bits the engine's own Map boxes each one, which made looking up half of a join. What is not in it
 * is 0.
 */
export class NumberTable {
  #keys = new Float64Array(1 << 12).fill(-1);
  #values = new Int32Array(1 << 12);
  #size = 0;

  get(key: number): number {
    return this.#values[this.#slot(key)] ?? 0;
  }

  /** `key` must not be negative. */
  set(key: number, value: number): void {
    if ((this.#size + 1) * 2 > this.#keys.length) this.#widen();
    const slot = this.#slot(key);
    if (this.#keys[slot] === -1) this.#size += 1;
    this.#keys[slot] = key;
    this.#values[slot] = value;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  /** Each key with its value, in no particular order. */
  *[Symbol.iterator](): Generator<readonly [key: number, value: number]> {
    for (const [slot, key] of this.#keys.entries())
      if (key !== -1) yield [key, this.#values[slot] ?? 0];
  }

  /** Makes room for half as many keys again, so that growing does not fall on whoever comes next. */
  settle(): void {
    while (this.#size * 3 > this.#keys.length) this.#widen();
  }

  /** Where the key is, or where it would go: an empty slot holds the value 0. */
  #slot(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let hash = Math.imul((key / 0x100000) | 0, 0x9e3779b1) ^ Math.imul(key | 0, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (keys[slot] !== key && keys[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }

  #widen(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#values = new Int32Array(values.length * 2);
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] ?? -1;
      if (key === -1) continue;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#values[slot] = values[at] ?? 0;
    }
  }
}
