/** Cells under this many are not published: they would tell of single people (小数抑制). */
export const LEAST_CELL = 5;

/**
 * Hide the cells of a published list that would tell of single people. `total` is published beside it, so one
 * hidden cell could be found by taking the others away: then the next smallest is hidden too, until what is
 * hidden holds at least five together. Zero says nothing of anybody and stays.
 *
 * @returns the same list with `undefined` for what is hidden.
 */
export function suppressed(cells: readonly number[]): (number | undefined)[] {
  const hidden = new Set(cells.flatMap((n, i) => (n > 0 && n < LEAST_CELL ? [i] : [])));
  const rest = cells
    .map((n, i) => ({ n, i }))
    .filter(({ n, i }) => n > 0 && !hidden.has(i))
    .toSorted((a, b) => a.n - b.n);
  const sum = (): number => [...hidden].reduce((all, i) => all + (cells[i] ?? 0), 0);
  while (hidden.size > 0 && (hidden.size < 2 || sum() < LEAST_CELL)) {
    const next = rest.shift();
    if (next === undefined) break;
    hidden.add(next.i);
  }
  return cells.map((n, i) => (hidden.has(i) ? undefined : n));
}

/** A total that tells of single people itself, or of a single hidden cell, is not published either. */
export function suppressedTotal(cells: readonly number[]): number | undefined {
  const total = cells.reduce((sum, n) => sum + n, 0);
  const shown = suppressed(cells);
  const hidden = shown.flatMap((n, i) => (n === undefined ? [cells[i] ?? 0] : []));
  const telling =
    hidden.length === 1 || (hidden.length > 0 && hidden.reduce((a, b) => a + b, 0) < LEAST_CELL);
  return (total > 0 && total < LEAST_CELL) || telling ? undefined : total;
}
