/**
 * Of pairs less alike than this 5 to 20 in a hundred are one matter, of those more alike 37 to 74 (seven makers of 20,000
 * statements; an eighth, of wholly free wording, 43 and 72). They are not hidden, but whoever judges is told that he may stop.
 */
export const LIKELY_FROM = 0.45;

/** Where in a queue that comes by likeness the unlikely begin (多半不是同一件事); −1 where all are likely. */
export function firstUnlikely(scores: readonly number[]): number {
  return scores.findIndex((score) => score < LIKELY_FROM);
}
