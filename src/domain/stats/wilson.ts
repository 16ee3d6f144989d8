/** A share found in a sample, with the interval that holds the true share 95 times in 100; all 0–1. */
export interface Interval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's interval (威尔逊区间) of `hits` in `n`; never Wald's, which is wrong near 0 and 1. `n` may be an
 * effective sample size. `undefined` where nothing was drawn: no sample is not zero.
 */
export function wilson(hits: number, n: number): Interval | undefined {
  if (n <= 0) return undefined;
  const share = hits / n;
  const square = Z * Z;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))) / (1 + square / n);
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
