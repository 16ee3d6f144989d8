const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const LONE_SURROGATE = /[\ud800-\udfff]/;

/**
 * The distinct character bigrams (二元组) of folded text, in order of first appearance, within runs of
 * letters, Han characters and digits. A run of one character gives that character. Characters outside
 * the basic plane (𠮷) count as one.
 */
export function bigrams(folded: string): string[] {
  const found = new Set<string>();
  for (const [run] of folded.matchAll(RUN)) {
    if (LONE_SURROGATE.test(run)) addWide(Array.from(run), found);
    else if (run.length === 1) found.add(run);
    else for (let at = 0; at + 1 < run.length; at += 1) found.add(run.slice(at, at + 2));
  }
  return [...found];
}

function addWide(characters: readonly string[], found: Set<string>): void {
  if (characters.length === 1) found.add(characters[0] ?? '');
  for (let at = 0; at + 1 < characters.length; at += 1) {
    found.add(`${characters[at]}${characters[at + 1]}`);
  }
}
