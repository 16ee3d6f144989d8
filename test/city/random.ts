type Weights<K extends string> = Readonly<Partial<Record<K, number>>>;

/** A stream of chance that is the same for the same seed on every machine (splitmix32 → xoshiro128**). */
export interface Chance {
  /** 32 random bits. */
  bits(): number;
  /** In [0, 1). */
  unit(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** Does something of this probability happen? */
  happens(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One key of a table of weights. */
  weighted<K extends string>(weights: Weights<K>): K;
  /** A stream of its own, not disturbed by how much is drawn from this one. */
  fork(name: string): Chance;
  /** A time-ordered id (UUID version 7) of this moment, in milliseconds. */
  id(ms: number): string;
}

export function chanceOf(seed: string): Chance {
  let [a, b, c, d] = seeded(seed);
  const bits = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotated(d, 11);
    return result;
  };
  const unit = (): number => bits() / 0x1_0000_0000;
  const between = (low: number, high: number): number =>
    low + Math.floor(unit() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(unit() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    bits,
    unit,
    between,
    happens: (probability) => unit() < probability,
    pick,
    weighted: (weights) => weightedKey(weights, unit()),
    fork: (name) => chanceOf(`${seed}/${name}`),
    id: (ms) => idOf(ms, bits(), bits(), bits()),
  };
}

function weightedKey<K extends string>(weights: Weights<K>, at: number): K {
  let rest = 0;
  for (const key in weights) rest += weights[key] ?? 0;
  rest *= at;
  let last: K | undefined;
  // `for in` and not `Object.entries`: this runs several times for each of 270,000 entries.
  for (const key in weights) {
    last = key;
    rest -= weights[key] ?? 0;
    if (rest < 0) return key;
  }
  if (last === undefined) throw new RangeError('no weights');
  return last;
}

function rotated(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** Four words out of a text: FNV-1a, then splitmix32, which never gives four zeros in a row. */
function seeded(text: string): [number, number, number, number] {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return [next(), next(), next(), next()];
}

/** Four hexadecimal digits of every 16 bits; millions of ids are made of them. */
const HEX = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

function idOf(ms: number, r1: number, r2: number, r3: number): string {
  const high = Math.floor(ms / 0x10000);
  const time = `${HEX[high >>> 16]}${HEX[high & 0xffff]}-${HEX[ms % 0x10000]}`;
  const version = HEX[0x7000 | (r1 & 0xfff)];
  const variant = HEX[0x8000 | ((r1 >>> 12) & 0x3fff)];
  return `${time}-${version}-${variant}-${HEX[r2 & 0xffff]}${HEX[r3 >>> 16]}${HEX[r3 & 0xffff]}`;
}
