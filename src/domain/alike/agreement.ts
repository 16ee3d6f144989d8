import { bigrams } from '#domain/text/bigrams.ts';
import { figuresDisagree, figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';
import { polarityDisagrees, polarityOf } from './polarity.ts';
import type { Polarity } from './polarity.ts';
import type { PlaceRelation } from './whereabouts.ts';

/** Why two statements were linked, or why only suggested. */
export type StatementRule =
  | 'same-place'
  | 'same-area'
  | 'no-place'
  | 'likely'
  | 'place-unsure'
  | 'place-ambiguous'
  | 'figures-differ'
  | 'polarity-differs';

export interface StatementVerdict {
  readonly decision: 'link' | 'suggest';
  readonly rule: StatementRule;
}

/** Numbers and wishes of a signature, and its grams, with the first and the last apart. */
export interface Claims {
  readonly grams: ReadonlySet<string>;
  readonly ends: readonly string[];
  readonly characters: ReadonlySet<string>;
  readonly figures: Figures;
  readonly polarity: Polarity;
}

export function claimsOf(signature: string): Claims {
  const grams = bigrams(signature);
  const ends = [signature.slice(0, 2), signature.slice(-2)].filter((gram) => gram.length === 2);
  return {
    grams: new Set(grams),
    characters: new Set(signature.replaceAll(' ', '')),
    ends,
    figures: figuresOf(signature),
    polarity: polarityOf(signature),
  };
}

/**
 * From which text similarity (idf-weighted Jaccard of the place-masked text) a link is drawn without
 * asking. The finer the place both name, the less text must agree: two hundred matters share a county,
 * hardly two in a hundred share a village and half their words.
 */
export const LINK_FROM = { fine: 0.35, coarse: 0.5, none: 0.5 } as const;
/** The same where either text begins or ends with something that the other does not say. */
const LINK_OPEN_ENDED = { coarse: 0.75, none: 0.92 } as const;
/** In the same village or site one statement may also be part of the other (a clause left out) … */
const CONTAINED_FROM = 0.6;
/** … if it says enough: this many grams. */
const CONTAINED_GRAMS = 4;
/** For `isMistyped`: share of characters in common, least number, and how many times as long the other. */
const MISTYPED_SHARE = 0.7;
const MISTYPED_CHARACTERS = 6;
const MISTYPED_LENGTHS = 3;
/** From here a pair goes to the merge queue (reference text.md A4). */
export const SUGGEST_FROM = 0.25;

/** How the texts of two statements compare. */
export interface TextLikeness {
  readonly score: number;
  readonly contained: number;
}

/** What to do with two statements whose places do not conflict. */
export function judgeStatements(
  text: TextLikeness,
  place: PlaceRelation,
  isPlaceless: boolean,
  [a, b]: readonly [Claims, Claims],
): StatementVerdict {
  if (figuresDisagree(a.figures, b.figures)) return { decision: 'suggest', rule: 'figures-differ' };
  if (polarityDisagrees(a.polarity, b.polarity)) {
    return { decision: 'suggest', rule: 'polarity-differs' };
  }
  const fits = place === 'fine' || place === 'coarse' ? place : isPlaceless ? 'none' : undefined;
  if (fits === undefined) return { decision: 'suggest', rule: 'place-unsure' };
  if (!isEnough(text, fits, a, b)) return { decision: 'suggest', rule: 'likely' };
  const rule = ({ fine: 'same-place', coarse: 'same-area', none: 'no-place' } as const)[fits];
  return { decision: 'link', rule };
}

/**
 * One lost or wrong character spoils two grams of a short statement but only one character: of the
 * shorter one nearly all characters must then be found in the other, itself not much longer.
 */
function isMistyped(a: Claims, b: Claims): boolean {
  const [short, long] =
    a.characters.size <= b.characters.size
      ? [a.characters, b.characters]
      : [b.characters, a.characters];
  if (short.size < MISTYPED_CHARACTERS || long.size > short.size * MISTYPED_LENGTHS) return false;
  let shared = 0;
  for (const character of short) shared += Number(long.has(character));
  return shared >= short.size * MISTYPED_SHARE;
}

function isEnough(text: TextLikeness, fits: keyof typeof LINK_FROM, a: Claims, b: Claims): boolean {
  if (fits === 'fine') {
    if (text.score >= LINK_FROM.fine || isMistyped(a, b)) return true;
    const grams = Math.min(a.grams.size, b.grams.size);
    return text.contained >= CONTAINED_FROM && grams >= CONTAINED_GRAMS;
  }
  // An unknown place stands at either end of a statement; there the two would differ.
  const isClosed =
    a.ends.every((gram) => b.grams.has(gram)) && b.ends.every((gram) => a.grams.has(gram));
  return text.score >= (isClosed ? LINK_FROM : LINK_OPEN_ENDED)[fits];
}
