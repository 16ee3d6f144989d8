import { foldText } from '#domain/text/fold.ts';
import { charactersOf } from '../near/character-weights.ts';
import { essence } from '../words/essence.ts';
import type { Figures } from '../words/figures.ts';
import { figuresOf } from '../words/figures.ts';
import { gramIds } from '../near/grams.ts';
import { type Parties, partiesOf } from '../words/parties.ts';
import type { Gazetteer } from '../places/place.ts';
import { findPlaces, maskPlaces } from '../places/place.ts';
import type { PlaceNames } from '../places/place-names.ts';
import type { Polarity } from '../words/polarity.ts';
import { type Things, thingsOf } from '../words/other-things.ts';
import { polarityOf } from '../words/polarity.ts';
import { type Stance, stanceOf } from '../words/stance.ts';
import { mattersOf } from '../words/told-matters.ts';
import type { Whereabouts } from '../places/whereabouts.ts';
import { mergeWhereabouts, whereaboutsOf, whereaboutsOfField } from '../places/whereabouts.ts';

/** What somebody wrote: a heading, perhaps a body, perhaps a place given apart. */
export interface MessageText {
  readonly title: string;
  readonly body?: string | undefined;
  readonly place?: string | undefined;
}

/** A message made ready for comparison. */
export interface Message {
  readonly titleGrams: Uint32Array;
  /** The heading without its places: what is the matter, wherever it is. */
  readonly matter: string;
  readonly wholeGrams: Uint32Array;
  /** The characters of the heading: another word or a wrong character leaves most of them. */
  readonly titleCharacters: Uint32Array;
  readonly wholeCharacters: Uint32Array;
  /** The everyday matters that the heading tells of, and heading and body. */
  readonly titleMatters: Uint32Array;
  readonly wholeMatters: Uint32Array;
  readonly stance: Stance;
  /** Everything as it was told, and the villages and sites that it names. */
  readonly told: string;
  readonly names: readonly string[];
  readonly isShort: boolean;
  readonly hasBody: boolean;
  readonly where: Whereabouts;
  /** What the heading itself names: beside a place given apart it may name a road or a school of its own. */
  readonly inHeading: Whereabouts;
  /** Numbers of houses and groups may stand beside the place instead of in the heading. */
  readonly besidePlace: string;
  /** Every number that is told anywhere. */
  readonly allFigures: Figures;
  readonly figures: Figures;
  readonly polarity: Polarity;
  readonly things: Things;
  /** Of heading and body. */
  readonly parties: Parties;
}

/** Beyond its first lines a body speaks of other places too: the bus stop, the earlier reply. */
const PLACE_IN_BODY = 120;

/** Of so many pairs of characters a message speaks of nothing but its matter. */
const SHORT = 120;

/** A long body counts other things too. */
const FIGURES_IN_BODY = 400;

/**
 * Reads a message (来信) for comparison. Its place is the place field, else what the heading names, and
 * where both are silent the first lines of the body.
 */
export function readMessage(text: MessageText, known?: Gazetteer): Message {
  const body = foldText((text.body ?? '').replaceAll('_x000D_', ' '));
  const title = foldText(text.title) || body.slice(0, 40);
  const inBody = whereaboutsOf(findPlaces(body.slice(0, PLACE_IN_BODY), known));
  const mentions = findPlaces(title, known);
  const inHeading = whereaboutsOf(mentions);
  const told = mergeWhereabouts(inHeading, inBody);
  const field = foldText(text.place ?? '');
  const given = whereaboutsOfField(field, known);
  const [said, whole] = [essence(title), essence(`${title} ${body}`)];
  const plainTitle = maskPlaces(title, mentions);
  const matter = essence(plainTitle);
  const wholeGrams = gramIds(whole);
  return {
    titleMatters: mattersOf(plainTitle),
    wholeMatters: mattersOf(`${plainTitle} ${maskPlaces(body, findPlaces(body, known))}`),
    stance: stanceOf(`${title} ${body.slice(0, PLACE_IN_BODY)}`),
    told: `${field} ${title} ${body}`,
    names: fineNames(given, inHeading, inBody),
    isShort: wholeGrams.length <= SHORT,
    hasBody: body.trim() !== '',
    titleGrams: gramIds(said),
    matter,
    wholeGrams,
    titleCharacters: Uint32Array.from(charactersOf(said)),
    wholeCharacters: Uint32Array.from(charactersOf(whole)),
    where: mergeWhereabouts(given, told),
    inHeading,
    allFigures: figuresOf(`${title} ${field} ${body.slice(0, FIGURES_IN_BODY)}`),
    besidePlace: essence(field),
    figures: figuresOf(`${title} ${field}`),
    polarity: polarityOf(title),
    things: thingsOf(matter),
    parties: partiesOf(`${title} ${body}`),
  };
}

function fineNames(...places: readonly Whereabouts[]): string[] {
  const names = places.flatMap(({ villages, sites }) => [...villages, ...sites]);
  return [...new Set(names)].filter((name) => name.length >= 2);
}

/** Everything that a message says, each gram, character and matter once: what is rare among many is told from these. */
export function wordsOf(message: Message): Uint32Array {
  const { wholeGrams, wholeCharacters, wholeMatters } = message;
  return Uint32Array.from(new Set([...wholeGrams, ...wholeCharacters, ...wholeMatters]));
}

/** Counts the places that a message names, so that names are known where nothing else tells them (`PlaceNames`). */
export function countPlaces(
  { title, body = '', place = '' }: MessageText,
  names: PlaceNames,
): void {
  for (const text of [title, body.slice(0, PLACE_IN_BODY), place]) {
    const folded = foldText(text);
    names.count(folded, findPlaces(folded));
  }
}
