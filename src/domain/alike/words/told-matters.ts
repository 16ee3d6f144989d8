import { EVERYDAY_MATTERS } from './everyday-matters.ts';
import { phraseTable } from './phrase-table.ts';

/** Numbers between the single characters and the pairs of `gramIds`: what is rare among matters is weighed as they are. */
const FIRST = 0x10000;

const WORDS = phraseTable(words());

/** The everyday matters that a folded text tells of, each once, ascending. */
export function mattersOf(folded: string): Uint32Array {
  const found = new Set<number>();
  for (let at = 0; at < folded.length; at += 1) {
    const hit = WORDS.longestAt(folded, at);
    if (!hit) continue;
    found.add(hit.value);
    at += hit.length - 1;
  }
  return Uint32Array.from(found).toSorted();
}

function* words(): Generator<[string, number]> {
  const matters = EVERYDAY_MATTERS.filter((line) => !line.startsWith('#'));
  for (const [at, line] of matters.entries())
    for (const word of line.split(' ')) yield [word, FIRST + at];
}
