/** Finds the longest word of a list that starts at `at`, or (for `endFinder`) that ends the text. */
export type WordFinder = (text: string, at?: number) => string | undefined;

/** A finder of the longest word of `words` standing at a place in a text, indexed by first character. */
export function startFinder(words: readonly string[]): WordFinder {
  const byFirst = grouped(words, (word) => word.charCodeAt(0));
  return (text, at = 0) =>
    byFirst.get(text.charCodeAt(at))?.find((word) => text.startsWith(word, at));
}

/** A finder of the longest word of `words` a text ends with, indexed by last character. */
export function endFinder(words: readonly string[]): (text: string) => string | undefined {
  const byLast = grouped(words, (word) => word.charCodeAt(word.length - 1));
  return (text) =>
    byLast.get(text.charCodeAt(text.length - 1))?.find((word) => text.endsWith(word));
}

function grouped(words: readonly string[], key: (word: string) => number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const group = groups.get(key(word));
    if (group === undefined) groups.set(key(word), [word]);
    else if (!group.includes(word)) group.push(word);
  }
  return groups;
}
