import { foldText } from '../text/fold.ts';
import { bigrams } from '../text/bigrams.ts';

/** What became of a sentence between two versions of a document; indexes into the two lists. */
export type SentenceChange =
  | { readonly change: 'same'; readonly before: number; readonly after: number }
  | {
      readonly change: 'reworded';
      readonly before: number;
      readonly after: number;
      /** 0–1, share of common character bigrams. */
      readonly likeness: number;
    }
  | { readonly change: 'removed'; readonly before: number }
  | { readonly change: 'added'; readonly after: number };

/** From here on two sentences count as one that was reworded. */
const REWORDED = 0.5;
/** Rewordings are sought no farther apart than this within a stretch that differs. */
const REACH = 40;

/**
 * Compares two versions of a document sentence by sentence (版本比对): equal sentences keep their order
 * (longest common subsequence), the rest is matched by likeness in place, what is left was added or
 * removed. White space, width and traditional forms do not count as changes.
 */
export function sentenceChanges(
  before: readonly string[],
  after: readonly string[],
): SentenceChange[] {
  const folded = [before.map(foldText), after.map(foldText)] as const;
  const anchors = commonSentences(folded[0], folded[1]);
  const changes: SentenceChange[] = [];
  let [b, a] = [0, 0];
  for (const [nextB, nextA] of [...anchors, [before.length, after.length] as const]) {
    changes.push(...stretch(folded[0], folded[1], [b, nextB], [a, nextA]));
    if (nextB < before.length && nextA < after.length) {
      changes.push({ change: 'same', before: nextB, after: nextA });
    }
    [b, a] = [nextB + 1, nextA + 1];
  }
  return changes;
}

/** Pairs of equal sentences in order, by patience: unique ones first, then what lies between them. */
function commonSentences(
  before: readonly string[],
  after: readonly string[],
): (readonly [number, number])[] {
  const places = uniquePlaces(after);
  const candidates = [...uniquePlaces(before)].flatMap(([text, at]) => {
    const other = places.get(text);
    return other === undefined ? [] : [[at, other] as const];
  });
  const chain = longestRising(candidates);
  const filled: (readonly [number, number])[] = [];
  let [b, a] = [0, 0];
  for (const [nextB, nextA] of [...chain, [before.length, after.length] as const]) {
    while (b < nextB && a < nextA && before[b] === after[a]) {
      filled.push([b, a]);
      [b, a] = [b + 1, a + 1];
    }
    const tail: (readonly [number, number])[] = [];
    let [endB, endA] = [nextB - 1, nextA - 1];
    while (endB >= b && endA >= a && before[endB] === after[endA]) {
      tail.unshift([endB, endA]);
      [endB, endA] = [endB - 1, endA - 1];
    }
    filled.push(...tail);
    if (nextB < before.length && nextA < after.length) filled.push([nextB, nextA]);
    [b, a] = [nextB + 1, nextA + 1];
  }
  return filled;
}

function uniquePlaces(sentences: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  sentences.forEach((text, at) => {
    if (places.has(text)) twice.add(text);
    places.set(text, at);
  });
  for (const text of twice) places.delete(text);
  return places;
}

function longestRising(
  pairs: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const tops: number[] = [];
  const previous: (number | undefined)[] = [];
  pairs.forEach(([, after], at) => {
    let pile = tops.findIndex((top) => (pairs[top]?.[1] ?? 0) > after);
    if (pile < 0) pile = tops.length;
    previous[at] = pile === 0 ? undefined : tops[pile - 1];
    tops[pile] = at;
  });
  const chain: (readonly [number, number])[] = [];
  for (let at = tops.at(-1); at !== undefined; at = previous[at]) {
    const pair = pairs[at];
    if (pair !== undefined) chain.unshift(pair);
  }
  return chain;
}

function stretch(
  before: readonly string[],
  after: readonly string[],
  [fromB, toB]: readonly [number, number],
  [fromA, toA]: readonly [number, number],
): SentenceChange[] {
  const changes: SentenceChange[] = [];
  let a = fromA;
  for (let b = fromB; b < toB; b += 1) {
    const match = bestMatch(before[b] ?? '', after, a, Math.min(toA, a + REACH));
    if (match === undefined) {
      changes.push({ change: 'removed', before: b });
      continue;
    }
    for (; a < match.at; a += 1) changes.push({ change: 'added', after: a });
    changes.push({ change: 'reworded', before: b, after: a, likeness: match.likeness });
    a += 1;
  }
  for (; a < toA; a += 1) changes.push({ change: 'added', after: a });
  return changes;
}

function bestMatch(
  text: string,
  after: readonly string[],
  from: number,
  to: number,
): { at: number; likeness: number } | undefined {
  let best: { at: number; likeness: number } | undefined;
  const own = new Set(bigrams(text));
  for (let at = from; at < to; at += 1) {
    const other = bigrams(after[at] ?? '');
    const shared = other.filter((pair) => own.has(pair)).length;
    const likeness = (2 * shared) / Math.max(1, own.size + other.length);
    if (likeness >= REWORDED && likeness > (best?.likeness ?? 0)) best = { at, likeness };
  }
  return best;
}
