import type { Messages } from '#web/words/zh.ts';

/** What waits longest for a decision by others stands first. */
export const WAITING = [
  'accept',
  'returned',
  'decide',
  'check',
  'assign',
  'review',
  'deliver',
] as const;

/** What an entry on the queue asks of the reader. */
export function waitingWord(waitsFor: string, w: Messages): string {
  const known = WAITING.find((one) => one === waitsFor);
  return known === undefined ? '' : w.work[known];
}
