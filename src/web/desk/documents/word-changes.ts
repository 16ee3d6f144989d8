/** A stretch of two wordings: in both, only in the old, only in the new. */
export interface WordChange {
  readonly kind: 'same' | 'gone' | 'come';
  readonly text: string;
}

/** Sentences longer than this are shown whole, old beside new: the table would grow with the square. */
const LONGEST = 1200;

/**
 * How one sentence became another, by characters, with the longest common run kept. The old wording is the
 * `same` and `gone` parts in order, the new one the `same` and `come` parts.
 */
export function wordChanges(before: string, after: string): WordChange[] {
  const a = Array.from(before);
  const b = Array.from(after);
  if (a.length > LONGEST || b.length > LONGEST)
    return joined([
      { kind: 'gone', text: before },
      { kind: 'come', text: after },
    ]);
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const steps: WordChange[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const down = common[(i + 1) * width + j] ?? 0;
    const right = common[i * width + j + 1] ?? 0;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && down >= right)) {
      steps.push({ kind: 'gone', text: a[i] ?? '' });
      i += 1;
    } else {
      steps.push({ kind: 'come', text: b[j] ?? '' });
      j += 1;
    }
  }
  return joined(steps);
}

/** Neighbours of one kind as one stretch; empty ones left out. */
function joined(steps: readonly WordChange[]): WordChange[] {
  const found: WordChange[] = [];
  for (const step of steps) {
    const last = found.at(-1);
    if (step.text === '') continue;
    if (last?.kind === step.kind)
      found[found.length - 1] = { ...last, text: last.text + step.text };
    else found.push(step);
  }
  return found;
}
