import type { Distillation } from './distil.ts';
import type { Statement } from './statement.ts';
import { placesOf, readStatement, unitPlaceOf } from './statement.ts';
import type { Candidate } from './still.ts';

/** A statement that has just come in, and what was already told like it. */
export interface ToldVoice {
  /** Its matter, stored by now. */
  readonly matter: number;
  /** True when the very same thing had been told of the very same place. */
  readonly isKnown: boolean;
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/**
 * Takes one more statement into a distillation and tells what is like it: about 0.3 ms among 270,000.
 * Nothing is linked here; `candidates` say what may be linked and what an officer should be shown. A
 * village name that several towns have is never grounds for a link when its town is not said and more
 * than one of them has told the same.
 */
export function tellVoice(distillation: Distillation, statement: Statement): ToldVoice {
  const { still, memory } = distillation;
  const unitPlace =
    statement.unit === undefined || statement.unit === ''
      ? undefined
      : unitPlaceOf(statement.unit, memory.known);
  const reading = readStatement(placesOf(statement.text, memory.known), unitPlace, memory.names);
  const before = still.matters;
  const matter = still.matterOf(reading);
  const candidates = still.candidatesOf(matter).toSorted((a, b) => b.score - a.score);
  const towns = new Set(candidates.flatMap(({ b }) => still.whereOf(b)?.coarse[2] ?? []));
  const isUnsure = reading.isAmbiguous && towns.size > 1;
  return {
    matter,
    isKnown: matter < before,
    candidates: isUnsure ? candidates.map(asAmbiguous) : candidates,
  };
}

function asAmbiguous(candidate: Candidate): Candidate {
  return { ...candidate, decision: 'suggest', rule: 'place-ambiguous' };
}
