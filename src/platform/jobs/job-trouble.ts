import { Refusal } from '#domain/refusal.ts';

/** A job is tried so many times, 4, 16, 64 … seconds apart. */
export const MAX_TRIES = 8;

/** When to try again after the `tries`-th try has failed, in milliseconds. */
export function backOffMs(tries: number): number {
  return 4 ** tries * 1000;
}

/** The job has passed to another process; what this one still does must not commit. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** The process is stopping; the job goes on after the next start. */
export class JobPaused extends Error {
  override name = 'JobPaused';
}

/** An expected "no" will be "no" again: only what may pass is tried again. */
export function isFinal(error: unknown): boolean {
  return (
    error instanceof Refusal &&
    !['busy', 'unavailable', 'read-only', 'files-unavailable'].includes(error.code)
  );
}

const INTERNAL = 'internal: ';

/** What is kept of an error: a refusal's sentence, else its kind and message for the operator. */
export function keptError(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${INTERNAL}${text}`.slice(0, 1000).replaceAll('\0', '');
}

/** What the user is told of a kept error; the inside of the program is for the operator's log. */
export function toldError(kept: string): string {
  return kept.startsWith(INTERNAL) ? '系统内部错误，已记录 (internal error, recorded)' : kept;
}
