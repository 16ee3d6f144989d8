/**
 * Two texts laid side by side (对齐): every stretch of two characters or more that both say, the longest first and wherever it
 * stands, so that clauses told in another order still meet (greedy string tiling, Wise 1993).
 */
export interface Tiling {
  /** For each character of the first the place of its like in the second, or −1. */
  readonly left: Int16Array;
  /** The same the other way. */
  readonly right: Int16Array;
}

/** What stands beyond is not compared: a heading is short, and time grows with the product of both lengths. */
export const LAID_OUT = 160;
const BREAK = 0x20;

interface Run {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

export function tilingOf(first: string, second: string): Tiling {
  const left = new Int16Array(Math.min(first.length, LAID_OUT)).fill(-1);
  const right = new Int16Array(Math.min(second.length, LAID_OUT)).fill(-1);
  const byLength: Run[][] = [];
  const put = (run: Run): void => void (byLength[run.length] ??= []).push(run);
  for (const run of commonRuns(first, second, left.length, right.length)) put(run);
  for (let length = byLength.length - 1; length >= 2; length -= 1) {
    // Shorter pieces of a run that is partly taken come back here later, never at this length or above.
    for (const run of byLength[length] ?? []) {
      const pieces = freePieces(run, left, right);
      const [whole] = pieces;
      if (whole?.length === length) take(whole, left, right);
      else for (const piece of pieces) if (piece.length >= 2) put(piece);
    }
  }
  return { left, right };
}

function take({ a, b, length }: Run, left: Int16Array, right: Int16Array): void {
  for (let k = 0; k < length; k += 1) {
    left[a + k] = b + k;
    right[b + k] = a + k;
  }
}

/** The stretches of a run that neither text has given away yet. */
function freePieces({ a, b, length }: Run, left: Int16Array, right: Int16Array): Run[] {
  const pieces: Run[] = [];
  let from = 0;
  for (let k = 0; k <= length; k += 1) {
    if (k < length && left[a + k] === -1 && right[b + k] === -1) continue;
    if (k > from) pieces.push({ a: a + from, b: b + from, length: k - from });
    from = k + 1;
  }
  return pieces;
}

/** All stretches in common that cannot be made longer, within one clause. */
function* commonRuns(first: string, second: string, n: number, m: number): Generator<Run> {
  for (let shift = 1 - m; shift < n; shift += 1) {
    let length = 0;
    const from = Math.max(0, shift);
    const to = Math.min(n, m + shift);
    for (let at = from; at <= to; at += 1) {
      const code = at < to ? first.charCodeAt(at) : BREAK;
      if (at < to && code !== BREAK && code === second.charCodeAt(at - shift)) {
        length += 1;
        continue;
      }
      if (length >= 2) yield { a: at - length, b: at - length - shift, length };
      length = 0;
    }
  }
}
