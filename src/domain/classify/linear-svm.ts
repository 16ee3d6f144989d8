/** Rows of a sparse matrix, one after the other: row r holds entries `start[r]` to `start[r + 1]`. */
export interface SparseRows {
  readonly start: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

export interface SvmOptions {
  /** Cost of a misplaced example; higher fits closer. */
  readonly cost: number;
  readonly epochs: number;
  /** Weight of each example's cost (1 = plain). */
  readonly exampleWeight?: Float32Array;
}

/**
 * One linear L2-loss support vector machine by dual coordinate descent (Hsieh et al., ICML 2008,
 * algorithm 1): minimises ½|w|² + C·Σ max(0, 1 − y·w·x)². Rows must have unit length. The order of
 * examples comes from a fixed generator, so that the same rows always give the same weights.
 */
export function trainSvm(
  rows: SparseRows,
  positive: Uint8Array,
  width: number,
  options: SvmOptions,
): Float32Array {
  const count = positive.length;
  const weights = new Float32Array(width);
  const alpha = new Float64Array(count);
  const order = Int32Array.from({ length: count }, (_, at) => at);
  const random = sequence(20240601);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    let largest = 0;
    for (const row of order) {
      const cost = options.cost * (options.exampleWeight?.[row] ?? 1);
      largest = Math.max(
        largest,
        descend(rows, row, positive[row] === 1 ? 1 : -1, cost, weights, alpha),
      );
    }
    if (largest < 1e-3) break;
  }
  return weights;
}

/** One step on one example; gives the size of the projected gradient. */
function descend(
  rows: SparseRows,
  row: number,
  sign: 1 | -1,
  cost: number,
  weights: Float32Array,
  alpha: Float64Array,
): number {
  const from = rows.start[row] ?? 0;
  const to = rows.start[row + 1] ?? 0;
  const ridge = 1 / (2 * cost);
  const old = alpha[row] ?? 0;
  const gradient = sign * rowDot(rows, from, to, weights) - 1 + ridge * old;
  const projected = old === 0 ? Math.min(gradient, 0) : gradient;
  if (projected === 0) return 0;
  const next = Math.max(0, old - gradient / (1 + ridge));
  const change = (next - old) * sign;
  alpha[row] = next;
  for (let at = from; at < to; at += 1) {
    const id = rows.ids[at] ?? 0;
    weights[id] = (weights[id] ?? 0) + change * (rows.values[at] ?? 0);
  }
  return Math.abs(projected);
}

function rowDot(rows: SparseRows, from: number, to: number, weights: Float32Array): number {
  let sum = 0;
  for (let at = from; at < to; at += 1)
    sum += (weights[rows.ids[at] ?? 0] ?? 0) * (rows.values[at] ?? 0);
  return sum;
}

/** A fixed sequence of numbers in [0, 1): xorshift, for shuffles that must repeat exactly. */
export function sequence(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** In place (Fisher–Yates); `random` gives [0, 1), so the same seed gives the same order. */
export function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}
