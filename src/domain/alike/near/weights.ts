/** How much a gram tells (idf): what stands in few texts weighs much. */
export interface Weights {
  readonly of: (gram: number) => number;
}

/** Weights from the texts at hand: ln(1 + n / df); a gram never seen weighs as the rarest. */
export function weightsFrom(texts: Iterable<Uint32Array>): Weights {
  const seen = new Map<number, number>();
  let count = 0;
  for (const grams of texts) {
    count += 1;
    for (const gram of grams) seen.set(gram, (seen.get(gram) ?? 0) + 1);
  }
  const weightOf = (df: number): number => Math.log(1 + count / df);
  const byGram = new Map<number, number>();
  for (const [gram, df] of seen) byGram.set(gram, weightOf(df));
  const rarest = weightOf(1);
  return { of: (gram) => byGram.get(gram) ?? rarest };
}

/** What two sets of grams have in common, by weight; each between 0 and 1. */
export interface Overlap {
  /** Shared ÷ all: how nearly the texts are the same. */
  readonly jaccard: number;
  /** Shared ÷ the lighter text: how far one says what the other says. */
  readonly containment: number;
  /** Cosine of the weight vectors: what is rare counts twice. */
  readonly cosine: number;
}

/** `a` and `b` ascending, as `gramIds` gives them. */
export function overlapOf(a: Uint32Array, b: Uint32Array, weights: Weights): Overlap {
  let shared = 0;
  let sharedSquared = 0;
  let at = 0;
  for (const gram of a) {
    while (at < b.length && (b[at] ?? 0) < gram) at += 1;
    if (b[at] !== gram) continue;
    const weight = weights.of(gram);
    shared += weight;
    sharedSquared += weight * weight;
  }
  const [left, right] = [massOf(a, weights), massOf(b, weights)];
  return {
    jaccard: ratio(shared, left.sum + right.sum - shared),
    containment: ratio(shared, Math.min(left.sum, right.sum)),
    cosine: ratio(sharedSquared, Math.sqrt(left.squares * right.squares)),
  };
}

function massOf(grams: Uint32Array, weights: Weights): { sum: number; squares: number } {
  let sum = 0;
  let squares = 0;
  for (const gram of grams) {
    const weight = weights.of(gram);
    sum += weight;
    squares += weight * weight;
  }
  return { sum, squares };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}
