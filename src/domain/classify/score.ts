/** How well predicted classes agree with the true ones. */
export interface ClassScore {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** True rows of the class. */
  readonly rows: number;
}

/** Precision, recall and F1 of every class that is either true or predicted somewhere. */
export function scoreClasses(
  pairs: readonly { readonly truth: string; readonly guess: string }[],
): ClassScore[] {
  const labels = [...new Set(pairs.flatMap(({ truth, guess }) => [truth, guess]))].toSorted();
  return labels.map((label) => {
    const hit = pairs.filter(({ truth, guess }) => truth === label && guess === label).length;
    const rows = pairs.filter(({ truth }) => truth === label).length;
    const guessed = pairs.filter(({ guess }) => guess === label).length;
    const precision = guessed === 0 ? 0 : hit / guessed;
    const recall = rows === 0 ? 0 : hit / rows;
    const f1 = hit === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { label, precision, recall, f1, rows };
  });
}

/** 宏平均 F1: every class counts the same, however rare. */
export function macroF1(scores: readonly ClassScore[]): number {
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, scores.length);
}
