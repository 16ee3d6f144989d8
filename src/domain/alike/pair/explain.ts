import { foldCharacter } from '#domain/text/fold.ts';
import { essence } from '../words/essence.ts';

/** A stretch of the text as it was written, offsets in UTF-16 units; `isShared` = the other says it too. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly isShared: boolean;
}

/**
 * Why two texts count as alike (为什么相似): the stretches of `text` whose words the other text has too,
 * and between them what it alone says. A word that merely means the same (路灯, 照明灯) is shared as well.
 * The marks cover the whole text, in order.
 */
export function markShared(text: string, other: string): Mark[] {
  const { folded, origins } = foldedWithOrigins(text);
  const said = essence(foldedWithOrigins(other).folded);
  const shared = new Uint8Array(text.length);
  for (let at = 0; at < folded.length; at += 1) {
    const length = sharedLength(folded, at, said);
    for (let k = at; k < at + length; k += 1) shared[origins[k] ?? 0] = 1;
  }
  return runs(shared);
}

const LONGEST_WORD = 8;

/** Length of the longest stretch from `at` (two characters at least) that the other essence holds. */
function sharedLength(folded: string, at: number, said: string): number {
  for (let length = Math.min(LONGEST_WORD, folded.length - at); length >= 2; length -= 1) {
    const stretch = folded.slice(at, at + length);
    const meant = essence(stretch);
    if (meant.length >= 2 && !meant.includes(' ') && said.includes(meant)) return length;
  }
  return 0;
}

/** Folded character by character, each folded unit with the index it came from. */
function foldedWithOrigins(text: string): { folded: string; origins: number[] } {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    folded += plain;
    for (let k = 0; k < plain.length; k += 1) origins.push(at);
    at += character.length;
  }
  return { folded, origins };
}

function runs(shared: Uint8Array): Mark[] {
  const marks: Mark[] = [];
  let from = 0;
  for (let at = 1; at <= shared.length; at += 1) {
    if (at < shared.length && shared[at] === shared[from]) continue;
    marks.push({ from, to: at, isShared: shared[from] === 1 });
    from = at;
  }
  return marks;
}
