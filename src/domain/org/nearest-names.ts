import { bigrams } from '#domain/text/bigrams.ts';
import { foldText } from '#domain/text/fold.ts';

/** Below this likeness a name is no help. */
const ALIKE = 0.2;

/** Of these names the ones most like `wanted` (Dice of their bigrams), best first. */
export function nearestNames(wanted: string, names: readonly string[], most: number): string[] {
  const index = new NameIndex();
  for (const name of names) index.add(name);
  return index.nearest(wanted, most);
}

/** Names taken apart once, for many questions about the same list (单位名称索引). */
export class NameIndex {
  readonly #known = new Set<string>();
  readonly #names: string[] = [];
  readonly #sizes: number[] = [];
  readonly #holding = new Map<string, number[]>();

  add(name: string): void {
    if (this.#known.has(name)) return;
    this.#known.add(name);
    const at = this.#names.push(name) - 1;
    const found = pieces(name);
    this.#sizes.push(found.length);
    for (const piece of found) {
      const others = this.#holding.get(piece);
      if (others === undefined) this.#holding.set(piece, [at]);
      else others.push(at);
    }
  }

  nearest(wanted: string, most: number): string[] {
    const sought = pieces(wanted);
    const shared = new Uint16Array(this.#sizes.length);
    for (const piece of sought)
      for (const at of this.#holding.get(piece) ?? []) shared[at] = (shared[at] ?? 0) + 1;
    let best: Near[] = [];
    let enough = ALIKE;
    for (let at = 0; at < shared.length; at += 1) {
      const n = shared[at] ?? 0;
      if (n === 0) continue;
      const alike = (2 * n) / (sought.length + (this.#sizes[at] ?? 0));
      if (alike < enough) continue;
      best = [...best, { name: this.#names[at] ?? '', alike }].toSorted(nearer).slice(0, most);
      if (best.length === most) enough = best.at(-1)?.alike ?? ALIKE;
    }
    return best.map(({ name }) => name);
  }
}

interface Near {
  readonly name: string;
  readonly alike: number;
}

/** The more alike first, then the shorter. */
function nearer(a: Near, b: Near): number {
  return b.alike - a.alike || a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}

/** Bigrams and single characters: two-character names would otherwise share all or nothing. */
function pieces(text: string): string[] {
  const folded = foldText(text);
  return [
    ...new Set([...bigrams(folded), ...Array.from(folded.replaceAll(/[^\p{L}\p{N}]/gu, ''))]),
  ];
}
