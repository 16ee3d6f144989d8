/* A line of gold or of a reading, and the stretch of text it marks: from and to, in UTF-16 units. */

type Field = string | number | boolean | null | undefined | readonly number[];
export type Row = Readonly<Record<string, Field>>;

export function goldSpan(one: Row): [number, number] {
  return one['raw_v_start'] === undefined
    ? span(one)
    : [Number(one['raw_v_start']), Number(one['raw_v_end'])];
}

export function span(one: Row): [number, number] {
  return [Number(one['v_start']), Number(one['v_end'])];
}

export function sentenceSpan(one: Row): [number, number] {
  return one['raw_start'] === undefined
    ? [Number(one['start']), Number(one['end'])]
    : [Number(one['raw_start']), Number(one['raw_end'])];
}

export function overlap(a: readonly number[], b: readonly number[]): number {
  return Math.max(0, Math.min(a[1] ?? 0, b[1] ?? 0) - Math.max(a[0] ?? 0, b[0] ?? 0));
}

export function length(one: readonly number[]): number {
  return Math.max(1, (one[1] ?? 0) - (one[0] ?? 0));
}

export function match(
  gold: readonly [number, number][],
  found: readonly [number, number][],
): [number, number][] {
  const candidates = gold.flatMap((g, gi) =>
    found.flatMap((p, pi): [number, number, number][] => {
      const shared = overlap(g, p);
      if (2 * shared < length(g) || 2 * shared < length(p)) return [];
      return [[shared / (length(g) + length(p) - shared), gi, pi]];
    }),
  );
  const usedGold = new Set<number>();
  const usedFound = new Set<number>();
  const pairs: [number, number][] = [];
  for (const [, g, p] of candidates.toSorted((a, b) => b[0] - a[0])) {
    if (usedGold.has(g) || usedFound.has(p)) continue;
    usedGold.add(g);
    usedFound.add(p);
    pairs.push([g, p]);
  }
  return pairs;
}

export function best(
  spans: readonly [number, number][],
  own: [number, number],
): number | undefined {
  let found: number | undefined;
  let most = 0;
  spans.forEach((one, at) => {
    const shared = overlap(one, own);
    if (shared > most && 2 * shared >= length(own)) [found, most] = [at, shared];
  });
  return found;
}
