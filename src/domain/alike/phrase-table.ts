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
  const byFirst = new Map<number, Entry<Value>[]>();
  for (const [phrase, value] of phrases) {
    if (phrase === '') continue;
    const first = phrase.charCodeAt(0);
    const known = byFirst.get(first) ?? [];
    if (known.some((entry) => entry.phrase === phrase)) continue;
    known.push({ phrase, length: phrase.length, value });
    byFirst.set(first, known);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.length - a.length);
  return {
    longestAt(text, at) {
      const entries = byFirst.get(text.charCodeAt(at));
      return entries?.find((entry) => text.startsWith(entry.phrase, at));
    },
  };
}
