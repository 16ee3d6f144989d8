import { foldText } from '../text/fold.ts';
import type { CandidateKind } from './candidate-life.ts';
import type { SentenceChange } from './diff.ts';
import { normalise } from './normalise.ts';
import { findQuote } from './quote.ts';

/** A candidate of the version before, as far as finding it again needs. */
export interface CarryCandidate {
  readonly id: string;
  readonly kind: CandidateKind;
  readonly passage: number;
  /** The raw words it spans. */
  readonly words: string;
  /** Does it span its whole sentence, as the tasks of the rules do? */
  readonly whole: boolean;
}

/** What becomes of it in the version after: taken over by a candidate there, or marked anew in a sentence. */
export interface Carried {
  readonly from: string;
  readonly change: 'same' | 'reworded';
  readonly passage: number;
  /** The candidate that takes it over; undefined when `span` is to be marked. */
  readonly to: string | undefined;
  /** Offsets within the raw sentence. */
  readonly span: readonly [number, number] | undefined;
}

/**
 * Finds what was decided in a corrected version again (改版重新挂接): sentences pair by `changes`; within
 * a pair the tasks that are the sentence pair with each other, everything else by its very words. What
 * cannot be found stays with the version before.
 */
export function carriedOver(
  before: readonly CarryCandidate[],
  after: readonly CarryCandidate[],
  changes: readonly SentenceChange[],
  sentence: (seq: number) => string,
): Carried[] {
  const places = new Map(
    changes.flatMap((one) =>
      one.change === 'same' || one.change === 'reworded' ? [[one.before, one] as const] : [],
    ),
  );
  const free = new Map<number, CarryCandidate[]>();
  for (const one of after) free.set(one.passage, [...(free.get(one.passage) ?? []), one]);
  return before.flatMap((old): Carried[] => {
    const place = places.get(old.passage);
    if (place === undefined) return [];
    const here = free.get(place.after) ?? [];
    const at = here.findIndex((one) => isSame(old, one));
    const [to] = at < 0 ? [] : here.splice(at, 1);
    const found = { from: old.id, change: place.change, passage: place.after };
    if (to !== undefined) return [{ ...found, to: to.id, span: undefined }];
    const quote = findQuote(normalise(sentence(place.after)), old.words);
    if (quote === undefined) return [];
    return [{ ...found, to: undefined, span: [quote.rawStart, quote.rawEnd] as const }];
  });
}

function isSame(old: CarryCandidate, one: CarryCandidate): boolean {
  if (old.kind === 'task' && one.kind === 'task' && old.whole && one.whole) return true;
  const bothFigures = old.kind !== 'task' && one.kind !== 'task';
  return (bothFigures || old.kind === one.kind) && plainWords(old.words) === plainWords(one.words);
}

function plainWords(text: string): string {
  return foldText(text).replaceAll(/\s/g, '');
}
