import { plainHouses } from './figures.ts';
import { EMPTY_PHRASES, SAME_WORDS } from './phrases.ts';
import { phraseTable } from './phrase-table.ts';

const REPLACEMENTS = phraseTable<string>([...sameWords(), ...emptyPhrases()]);

/**
 * What a statement says once courtesy is dropped and words of one meaning are one word (要义). Only
 * letters, Han and digits remain; every other run of characters becomes one space, which no gram
 * crosses. `told` must come from `foldText`, with its places masked.
 */
export function essence(told: string): string {
  const folded = plainHouses(told);
  let kept = '';
  let breakDue = false;
  let at = 0;
  while (at < folded.length) {
    const hit = REPLACEMENTS.longestAt(folded, at);
    const piece = hit ? hit.value : folded.charAt(at);
    at += hit?.length ?? 1;
    if (!hit && !isLetter(piece.charCodeAt(0))) {
      breakDue = kept !== '';
      continue;
    }
    if (piece === '' || (!hit && FILLERS.includes(piece))) continue;
    if (breakDue) kept += ' ';
    breakDue = false;
    kept += piece;
  }
  return kept;
}

/** Particles that come and go between two tellings of the same matter. */
const FILLERS = '的了着在吗呢啊吧呀么';

function* sameWords(): Generator<[string, string]> {
  for (const line of SAME_WORDS) {
    const [first = '', ...others] = line.split(' ');
    // The first word is listed too: it must win over a shorter phrase inside it.
    for (const word of [first, ...others]) yield [word, first];
  }
}

function* emptyPhrases(): Generator<[string, string]> {
  for (const phrase of EMPTY_PHRASES) yield [phrase, ''];
}

function isLetter(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    code > 0xd7ff
  );
}
