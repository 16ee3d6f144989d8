import { type Told, unlikelier } from './distil.ts';
import type { NumberList } from './near/number-list.ts';
import type { Statement } from './statement.ts';
import { placesOfTold, readStatement, tellerOf } from './statement.ts';
import { pairScore } from './pair/compare.ts';
import type { Candidate } from './still.ts';
import type { PlaceRelation } from './places/whereabouts.ts';

/** A statement that has just come in, and what was already told like it. */
export interface ToldVoice {
  /** Its matter, stored by now. */
  readonly matter: number;
  /** True when the very same thing had been told of the very same place. */
  readonly isKnown: boolean;
  /** A matter of the nearest text, wherever it was told, if that is near enough to be of its kind (同类). */
  readonly kin: number | undefined;
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/**
 * Takes one more statement into the still and tells what is like it: about 0.3 ms among 270,000.
 * Nothing is linked here; `candidates` say what may be linked and what an officer should be shown. A
 * village name that several towns have is never grounds for a link when its town is not said and more
 * than one of them has told the same.
 */
export function tellVoice(told: Told, statement: Statement): ToldVoice {
  const { still, memory } = told;
  const by =
    statement.unit === undefined || statement.unit === ''
      ? undefined
      : tellerOf(statement.unit, memory.known);
  const reading = readStatement(placesOfTold(statement, memory.known), by, memory.names);
  const before = still.matters;
  const matter = still.matter(reading);
  const candidates = still.candidatesOf(matter).toSorted((a, b) => b.score - a.score);
  const towns = new Set(candidates.flatMap(({ b }) => still.whereOf(b)?.coarse[2] ?? []));
  const isUnsure = reading.isAmbiguous && towns.size > 1;
  return {
    matter,
    isKnown: matter < before,
    kin: still.kinOf(matter),
    candidates: isUnsure ? candidates.map((one) => unlikelier(one, 'place-ambiguous')) : candidates,
  };
}

/** A statement already told, and how near it is to what somebody is about to tell. */
export interface Asked {
  readonly statement: number;
  readonly score: number;
  readonly place: PlaceRelation;
}

/** So many matters are looked at for one question. */
const LOOKED_AT = 2000;

/**
 * What was told like this before, for somebody who is still typing (一边录入一边提示): nothing is stored, and a
 * text that names no place is asked for by its unit. Ranked as pairs are: two thirds text, one third place.
 */
export function askAlike(
  told: Told,
  firstOf: NumberList,
  { text, detail, unit }: Omit<Statement, 'id'>,
  most: number,
): Asked[] {
  const { still, memory } = told;
  const by = unit === undefined || unit === '' ? undefined : tellerOf(unit, memory.known);
  const reading = readStatement(placesOfTold({ text, detail }, memory.known), by, memory.names);
  if (reading.signature.length < SHORTEST) return [];
  return still
    .around(reading, LOOKED_AT)
    .map(({ matter, score, place }) => ({
      statement: firstOf.at(matter),
      score: pairScore(score, place),
      place,
    }))
    .toSorted((a, b) => b.score - a.score || a.statement - b.statement)
    .slice(0, most);
}

/** Two characters say nothing yet. */
const SHORTEST = 3;
