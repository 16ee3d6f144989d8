import { bigrams } from '#domain/text/bigrams.ts';
import { foldText } from '#domain/text/fold.ts';

/** Below this likeness a name is no help. */
const ALIKE = 0.2;

/** Of these names the ones most like `wanted` (Dice of their bigrams), best first. */
export function nearestNames(wanted: string, names: readonly string[], most: number): string[] {
  const sought = new Set(pieces(wanted));
  return [...new Set(names)]
    .map((name) => ({ name, alike: dice(sought, pieces(name)) }))
    .filter(({ alike }) => alike >= ALIKE)
    .toSorted(
      (a, b) => b.alike - a.alike || a.name.length - b.name.length || (a.name < b.name ? -1 : 1),
    )
    .slice(0, most)
    .map(({ name }) => name);
}

/** Bigrams and single characters: two-character names would otherwise share all or nothing. */
function pieces(text: string): string[] {
  const folded = foldText(text);
  return [
    ...new Set([...bigrams(folded), ...Array.from(folded.replaceAll(/[^\p{L}\p{N}]/gu, ''))]),
  ];
}

function dice(sought: ReadonlySet<string>, found: readonly string[]): number {
  const shared = found.filter((piece) => sought.has(piece)).length;
  return (2 * shared) / (sought.size + found.length);
}
