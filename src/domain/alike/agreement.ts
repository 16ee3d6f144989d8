import { type Aims, aimsDisagree, aimsOf } from './words/aims.ts';
import { type CharacterWeights, charactersOf } from './near/character-weights.ts';
import { isSlip, type TimesTold } from './words/slips.ts';
import { figuresDisagree, figuresOf } from './words/figures.ts';
import type { Figures } from './words/figures.ts';
import { organsOf } from './places/organ-names.ts';
import { differencesOf, isSwap, type Slot, turnsRound } from './words/substitutions.ts';
import { polarityDisagrees, polarityOf } from './words/polarity.ts';
import type { Polarity } from './words/polarity.ts';
import { type Things, thingsDisagree, thingsOf } from './words/other-things.ts';
import type { PlaceRelation } from './places/whereabouts.ts';

/** Why two statements were linked, or why only suggested. */
export const STATEMENT_RULES = [
  'same-place',
  'same-area',
  'no-place',
  'likely',
  'place-unsure',
  'place-ambiguous',
  'figures-differ',
  'polarity-differs',
  'other-thing',
] as const;

export type StatementRule = (typeof STATEMENT_RULES)[number];

export interface StatementVerdict {
  readonly decision: 'link' | 'suggest';
  readonly rule: StatementRule;
  /** 0 to 1: of what is linked how nearly the texts are the same, of what is suggested how likely it is one matter. */
  readonly score: number;
  /** The same word for word but for what speaks against it (互斥). */
  readonly isFoe: boolean;
}

type Judged = Pick<StatementVerdict, 'decision' | 'rule'>;

/** Numbers and wishes of a signature, and its characters; small, for some thousand are kept at hand. */
export interface Claims {
  readonly signature: string;
  /** Each once, ascending. */
  readonly characters: Uint16Array;
  /** What they weigh together. */
  readonly mass: number;
  readonly figures: Figures;
  readonly polarity: Polarity;
  readonly aims: Aims;
  readonly things: Things;
  /** The offices it names. */
  readonly organs: ReadonlySet<string>;
}

export function claimsOf(signature: string, weights: CharacterWeights): Claims {
  const characters = charactersOf(signature);
  return {
    signature,
    characters,
    mass: weights.massOf(characters),
    figures: figuresOf(signature),
    polarity: polarityOf(signature),
    aims: aimsOf(signature),
    things: thingsOf(signature),
    organs: organsOf(signature),
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
/**
 * A lost or wrong character spoils two bigrams and another word all of them, but of what the characters weigh most
 * is still there. In the same village or site so much in common is enough, of both together …
 */
const CHARACTERS_FROM = 0.27;
/** … or of the lighter one (a clause left out or added), if it is this many. */
const CONTAINED = { from: 0.5, characters: 4 } as const;
/** So much of what either begins with the other tells somewhere. */
const BEGINS_TOLD = 0.15;
/** Without a village or site so much of both together, where each begins and ends within what the other says. */
const CHARACTERS_COARSE = 0.5;
/** From here a pair goes to the merge queue (reference text.md A4) … */
export const SUGGEST_FROM = 0.25;
/** … and where its characters are as like as this, in one village or site, or in one area. */
export const SUGGEST_LIKE = { fine: 0.16, coarse: 0.35 } as const;
/** … and from here it is looked at in the same village or site. */
export const LOOK_FROM = 0.1;

/** How the texts of two statements compare. */
export interface TextLikeness {
  /** Pairs of characters in common (idf-weighted Jaccard). */
  readonly score: number;
  /** Characters in common, by what they tell (`CharacterSets`). */
  readonly likeness: number;
}

/** What is left of a likeness where the places are not surely one … */
const PLACE_EVIDENCE: Readonly<Record<PlaceRelation, number>> = {
  conflict: 0,
  unknown: 0.5,
  coarse: 0.6,
  near: 0.6,
  fine: 1,
};
/** … and where something speaks against the pair. Word for word the same but for that, it is seldom one matter. */
const AGAINST: Readonly<Partial<Record<StatementRule, number>>> = {
  'other-thing': 0.5,
  'figures-differ': 0.3,
  'polarity-differs': 0.5,
};
/** What is merely said otherwise in one place may be another wording. */
const SWAPPED = 0.85;
const WORD_FOR_WORD = { from: 0.65, left: 0.6 } as const;

/** What to do with two statements whose places do not conflict; nothing, where they are too unlike to be shown. */
export function judgeStatements(
  text: TextLikeness,
  place: PlaceRelation,
  isPlaceless: boolean,
  claims: readonly [Claims, Claims],
  weights: CharacterWeights,
  told: TimesTold,
): StatementVerdict | undefined {
  const first = judged(text, place, isPlaceless, claims, weights);
  const verdict = first.decision === 'link' ? (swapped(claims, told) ?? first) : first;
  if (verdict.decision === 'link') return { ...verdict, score: text.score, isFoe: false };
  if (first.decision === 'suggest' && !isShown(text, place)) return undefined;
  return suggested(verdict.rule, text, place, first.rule === verdict.rule ? undefined : SWAPPED);
}

function isShown({ score, likeness }: TextLikeness, place: PlaceRelation): boolean {
  if (score >= SUGGEST_FROM) return true;
  return (place === 'fine' || place === 'coarse') && likeness >= SUGGEST_LIKE[place];
}

/** How likely it is one matter: what a queue is sorted by. */
function suggested(
  rule: StatementRule,
  { score, likeness }: TextLikeness,
  place: PlaceRelation,
  against = AGAINST[rule],
): StatementVerdict {
  const isFoe = against !== undefined && score >= WORD_FOR_WORD.from;
  const left = (against ?? 1) * (isFoe ? WORD_FOR_WORD.left : 1);
  const likely = Math.sqrt(Math.min(1, likeness)) * PLACE_EVIDENCE[place] * left;
  return { decision: 'suggest', rule, score: likely, isFoe };
}

/** A person is asked, whatever the rules for links say: of pairs that share hardly two characters in a row. */
export function judgeFarApart(
  text: TextLikeness,
  place: PlaceRelation,
  [a, b]: readonly [Claims, Claims],
): StatementVerdict | undefined {
  if (!isShown(text, place)) return undefined;
  return suggested(contradiction(a, b) ?? 'likely', text, place);
}

/** What speaks against it that two statements are one matter. */
function contradiction(a: Claims, b: Claims): StatementRule | undefined {
  if (figuresDisagree(a.figures, b.figures)) return 'figures-differ';
  if (polarityDisagrees(a.polarity, b.polarity) || aimsDisagree(a.aims, b.aims))
    return 'polarity-differs';
  return thingsDisagree(a.things, b.things) ? 'other-thing' : undefined;
}

/** What would be linked, but says one thing in the place of another: a person is asked, however little else they share. */
function swapped([a, b]: readonly [Claims, Claims], told: TimesTold): Judged | undefined {
  const { slots } = differencesOf(a.signature, b.signature);
  if (slots.some(isElsewhereInside)) return { decision: 'suggest', rule: 'place-unsure' };
  const inside = slots.filter((slot) => slot.isInside && !isSlip(slot, told));
  if (inside.some((slot) => isSwap(slot) && !slot.isBroken))
    return { decision: 'suggest', rule: 'other-thing' };
  if (inside.some(turnsRound)) return { decision: 'suggest', rule: 'polarity-differs' };
  return undefined;
}

/** 后街 and 河西, 村东头 and 学校旁: two spots of one village. */
const SPOT =
  /[东南西北前后上下](?:头|街|边|面|侧|片|口|沟|巷)|河[东西南北]|(?:学校|村委会|卫生室|戏台)旁|村[口头]/u;

function isElsewhereInside(slot: Slot): boolean {
  return isSwap(slot) && SPOT.test(slot.leftWritten) && SPOT.test(slot.rightWritten);
}

function judged(
  text: TextLikeness,
  place: PlaceRelation,
  isPlaceless: boolean,
  [a, b]: readonly [Claims, Claims],
  weights: CharacterWeights,
): Judged {
  const against = contradiction(a, b);
  if (against !== undefined) return { decision: 'suggest', rule: against };
  const fits = place === 'fine' || place === 'coarse' ? place : isPlaceless ? 'none' : undefined;
  if (fits === undefined) return { decision: 'suggest', rule: 'place-unsure' };
  if (!isEnough(text, fits, [a, b], weights)) return { decision: 'suggest', rule: 'likely' };
  const rule = ({ fine: 'same-place', coarse: 'same-area', none: 'no-place' } as const)[fits];
  if (rule !== 'same-place' && !namesSameOrgan(a, b))
    return { decision: 'suggest', rule: 'place-unsure' };
  if (text.score < LINK_FROM.coarse && (beginsApart(a, b, weights) || beginsApart(b, a, weights)))
    return { decision: 'suggest', rule: 'likely' };
  return { decision: 'link', rule };
}

/** What two offices of one county find in themselves is not one matter: an office stands for a site there. */
function namesSameOrgan({ organs }: Claims, other: Claims): boolean {
  if (organs.size === 0 || other.organs.size === 0) return true;
  return !organs.isDisjointFrom(other.organs);
}

/** Hardly anything of the first clause is told by the other: what they share is a remark (严重影响居民生活). */
function beginsApart({ signature }: Claims, other: Claims, weights: CharacterWeights): boolean {
  const first = charactersOf(signature.split(' ', 1)[0] ?? '');
  const { mass } = weights.shared(first, other.characters);
  return mass < BEGINS_TOLD * weights.massOf(first);
}

function isEnough(
  text: TextLikeness,
  fits: keyof typeof LINK_FROM,
  [a, b]: readonly [Claims, Claims],
  weights: CharacterWeights,
): boolean {
  if (fits === 'fine') return text.score >= LINK_FROM.fine || isSaidOtherwise(a, b, weights);
  // An unknown place stands at either end of a statement; there the two would differ.
  const isClosed = isWithin(a.signature, b.signature) && isWithin(b.signature, a.signature);
  if (text.score >= (isClosed ? LINK_FROM : LINK_OPEN_ENDED)[fits]) return true;
  const { mass } = weights.shared(a.characters, b.characters);
  return (
    mass >= CHARACTERS_COARSE * (a.mass + b.mass - mass) &&
    isBoundBy(a.signature, b.signature) &&
    isBoundBy(b.signature, a.signature)
  );
}

/** Are the very first and the very last character said in the other? */
function isBoundBy(signature: string, other: string): boolean {
  return (
    other.includes(signature.charAt(0)) && other.includes(signature.charAt(signature.length - 1))
  );
}

function isSaidOtherwise(a: Claims, b: Claims, weights: CharacterWeights): boolean {
  const { mass, count } = weights.shared(a.characters, b.characters);
  if (mass >= CHARACTERS_FROM * (a.mass + b.mass - mass)) return true;
  return count >= CONTAINED.characters && mass >= CONTAINED.from * Math.min(a.mass, b.mass);
}

/** Are the first and the last two characters said in the other? */
function isWithin(signature: string, other: string): boolean {
  const ends = [signature.slice(0, 2), signature.slice(-2)];
  return ends.every((end) => end.length < 2 || end.includes(' ') || other.includes(end));
}
