import { bigrams } from '#domain/text/bigrams.ts';
import { foldText } from '#domain/text/fold.ts';

/** Longest text that is indexed, in characters; what lies beyond is not searched for. */
const MAX_TEXT = 4000;

function runsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The words under which a text is found (检索词): its character bigrams, and the last character of each
 * run, so that a single character is found as a prefix wherever it stands.
 */
export function searchTokens(text: string): string[] {
  const folded = foldText(text.slice(0, MAX_TEXT));
  const tokens = new Set(bigrams(folded));
  for (const run of runsOf(folded)) tokens.add(lastOf(run));
  return [...tokens];
}

/** The last character of a run; beyond the basic plane it is a pair. */
function lastOf(run: string): string {
  return run.slice((run.codePointAt(run.length - 2) ?? 0) > 0xffff ? -2 : -1);
}

/** What a query asks of the index: all of `all`, and for a single character any word that begins with `prefix`. */
export interface SearchTerms {
  readonly all: readonly string[];
  readonly prefixes: readonly string[];
}

/** The terms of what somebody typed; `undefined` when it holds no letter, digit or character. */
export function searchTerms(typed: string): SearchTerms | undefined {
  const folded = foldText(typed.slice(0, 200));
  const all = new Set<string>();
  const prefixes = new Set<string>();
  for (const run of runsOf(folded)) {
    if (Array.from(run).length === 1) prefixes.add(run);
    else for (const pair of bigrams(run)) all.add(pair);
  }
  return all.size + prefixes.size === 0 ? undefined : { all: [...all], prefixes: [...prefixes] };
}
