/** A set of phrases that can be looked for at any position of a text, the longest first. */
export interface PhraseTable<Value> {
  /** The longest phrase that begins at `at`, or `undefined`. */
  readonly longestAt: (text: string, at: number) => PhraseHit<Value> | undefined;
}

export interface PhraseHit<Value> {
  readonly length: number;
  readonly value: Value;
}

interface Entry<Value> extends PhraseHit<Value> {
  readonly phrase: string;
}

/** Built once from phrase and value; a phrase given twice keeps its first value. */
export function phraseTable<Value>(
  phrases: Iterable<readonly [string, Value]>,
): PhraseTable<Value> {
  // By the first two characters: of thousands of names a hundred begin with the same one.
  const byStart = new Map<number, Entry<Value>[]>();
  for (const [phrase, value] of phrases) {
    if (phrase === '') continue;
    const start = startOf(phrase, 0, phrase.length);
    const known = byStart.get(start) ?? [];
    if (known.some((entry) => entry.phrase === phrase)) continue;
    known.push({ phrase, length: phrase.length, value });
    byStart.set(start, known);
  }
  for (const entries of byStart.values()) entries.sort((a, b) => b.length - a.length);
  return {
    longestAt(text, at) {
      const entries = byStart.get(startOf(text, at, text.length));
      const found = entries?.find((entry) => text.startsWith(entry.phrase, at));
      return found ?? byStart.get(text.charCodeAt(at))?.[0];
    },
  };
}

function startOf(text: string, at: number, end: number): number {
  const first = text.charCodeAt(at);
  return at + 1 < end ? first * 0x10000 + text.charCodeAt(at + 1) : first;
}
