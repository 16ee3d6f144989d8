import type { TextTable } from './text-table.ts';

/** The distinct characters of a signature, ascending. */
export function charactersOf(signature: string): Uint16Array {
  const codes = Uint16Array.from(signature.replaceAll(' ', ''), (one) => one.charCodeAt(0));
  return codes.toSorted().filter((code, at, all) => at === 0 || code !== all[at - 1]);
}

/** How much each character tells (idf) among the signatures it was set up with. */
export class CharacterWeights {
  readonly #weights = new Float32Array(1 << 16);

  constructor(texts: TextTable) {
    const times = new Uint32Array(1 << 16);
    for (let at = 0; at < texts.size; at += 1)
      for (const code of charactersOf(texts.textAt(at))) times[code] = (times[code] ?? 0) + 1;
    const all = Math.max(1, texts.size);
    for (const [code, seen] of times.entries())
      this.#weights[code] = Math.log(1 + all / Math.max(1, seen));
  }

  squareOf(code: number): number {
    const weight = this.#weights[code] ?? 0;
    return weight * weight;
  }

  massOf(characters: Uint16Array): number {
    let mass = 0;
    for (const code of characters) mass += this.#weights[code] ?? 0;
    return mass;
  }

  /** How many characters two have in common, and what these weigh. */
  shared(a: Uint16Array, b: Uint16Array): { readonly mass: number; readonly count: number } {
    let [mass, count, at] = [0, 0, 0];
    for (const code of a) {
      while (at < b.length && (b[at] ?? 0) < code) at += 1;
      if (b[at] !== code) continue;
      mass += this.#weights[code] ?? 0;
      count += 1;
    }
    return { mass, count };
  }
}
