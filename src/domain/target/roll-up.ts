/** One part of a compound target with its weight; `value` is undefined while nothing is known. */
export interface Weighted {
  readonly weight: number;
  readonly value: number | undefined;
}

export interface RolledUp {
  readonly value: number;
  /** Share of the weight that has a value; missing parts are left out, never counted as zero. */
  readonly coverage: number;
}

/**
 * The weighted mean of what is known (加权汇总), weights normalised over the known parts. `undefined` when
 * nothing is known or no known part has weight.
 */
export function rollUp(parts: readonly Weighted[]): RolledUp | undefined {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  let known = 0;
  let sum = 0;
  for (const { weight, value } of parts) {
    if (value === undefined) continue;
    known += weight;
    sum += weight * value;
  }
  return known <= 0 ? undefined : { value: sum / known, coverage: known / total };
}
