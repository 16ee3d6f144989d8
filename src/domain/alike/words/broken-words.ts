import { EVERYDAY_WORDS } from './everyday-words.ts';
import { phraseTable } from './phrase-table.ts';
import { SAME_WORDS } from './phrases.ts';
import { isTakenFor } from './sounds.ts';

/** The word that stands for each meaning, with the words it stands for. */
const MEANINGS = phraseTable(meanings());
const LONGEST = 6;

/**
 * Is `fragment` what is left of another word for what stands there (残词)? 排水管 is read as 下水道, 徘管 is not, for a wrong character
 * hides the word: where the other text says 下水道 in this place, a word for it that lacks no more than one character is enough.
 */
export function isBrokenWord(said: string, from: number, to: number, fragment: string): boolean {
  for (let at = Math.max(0, from - LONGEST); at < to; at += 1) {
    const hit = MEANINGS.longestAt(said, at);
    if (!hit || at + hit.length <= from) continue;
    if (hit.value.some((word) => isWithin(fragment, word))) return true;
  }
  return false;
}

function isWithin(fragment: string, word: string): boolean {
  if (fragment.length < word.length - 1) return false;
  let next = 0;
  for (const one of word) {
    const wanted = fragment.charAt(next);
    if (one === wanted || isTakenFor(one, wanted)) next += 1;
  }
  return next === fragment.length;
}

function* meanings(): Generator<[string, readonly string[]]> {
  const byHead = new Map<string, string[]>();
  for (const line of [...SAME_WORDS, ...EVERYDAY_WORDS]) {
    const [head = '', ...others] = line.split(' ');
    byHead.set(head, [...(byHead.get(head) ?? []), ...others]);
  }
  yield* byHead;
}
