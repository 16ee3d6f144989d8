import { figuresDisagree } from '../words/figures.ts';
import type { Message } from './message.ts';
import { thingsDisagree } from '../words/other-things.ts';
import { partiesDisagree } from '../words/parties.ts';
import { saysTheSame } from './lone-pair.ts';
import { evidenceOf, likelihoodOf } from './evidence.ts';
import { type Differences, differencesOf } from '../words/substitutions.ts';
import { polarityDisagrees } from '../words/polarity.ts';
import type { Weights } from '../near/weights.ts';
import { overlapOf } from '../near/weights.ts';
import type { PlaceRelation } from '../places/whereabouts.ts';
import {
  areasMeet,
  hasFine,
  isNearerTold,
  relationOf,
  togetherWith,
} from '../places/whereabouts.ts';

/** 自动关联, 建议合并, 不同事项 */
export type Decision = 'link' | 'suggest' | 'different';

/** Why a pair was judged as it was; printed with every link. */
export type PairRule =
  | 'same-text'
  | 'same-place'
  | 'place-conflict'
  | 'figures-differ'
  | 'polarity-differs'
  | 'other-thing'
  | 'place-unsure'
  | 'likely'
  | 'unlike';

export interface Comparison {
  /** 0 to 1; what an officer's queue is sorted by. */
  readonly score: number;
  readonly decision: Decision;
  readonly rule: PairRule;
  readonly place: PlaceRelation;
}

/** How much the relation of places speaks for one matter; fixed by order of certainty, not fitted. */
const PLACE_EVIDENCE: Readonly<Record<PlaceRelation, number>> = {
  conflict: 0,
  unknown: 0.5,
  coarse: 0.55,
  near: 0.8,
  fine: 1,
};
/** Weight of place against text in one voice's queue: one third, the value at which two sets of real pairs are flat. */
const PLACE_SHARE = 1 / 3;
/** Below this an officer would click a suggestion away more often than not. */
const SUGGEST_FROM = 0.5;
/** Heading and whole text are the same but for a word or two. */
const LINK_SAME_TEXT = 0.85;
/** Where neither names more than an area, the headings must say the very same, in so many characters that matter. */
const WIDE_FROM = 6;
/** In one village or site fewer do: 路灯不亮. */
const SAID_FROM = 4;

/**
 * Are two messages about the same matter in the same place (同一问题)? The score weighs all that speaks for and
 * against it (`EVIDENCE`). A link is made without asking only if text (pairs of characters of
 * headings and wholes), place, numbers, things and wish all agree (reference text.md A4, A7).
 */
export function compareMessages(a: Message, b: Message, weights: Weights): Comparison {
  const title = overlapOf(a.titleGrams, b.titleGrams, weights);
  const whole = overlapOf(a.wholeGrams, b.wholeGrams, weights);
  const place = relationOf(a.where, b.where);
  const differing = differencesOf(a.matter, b.matter);
  const doubt = doubtOf(a, b, place);
  const score = likelihoodOf(evidenceOf(a, b, { weights, place, differing }));
  const sameText = Math.min(title.jaccard, whole.jaccard) >= LINK_SAME_TEXT;
  return { score, place, ...judge(a, b, { place, score, doubt, sameText, differing }) };
}

/** Two thirds text and one third place: what a voice's queue is sorted by. */
export function pairScore(text: number, place: PlaceRelation): number {
  return (1 - PLACE_SHARE) * text + PLACE_SHARE * PLACE_EVIDENCE[place];
}

interface Seen {
  readonly place: PlaceRelation;
  readonly score: number;
  readonly doubt: Doubt | undefined;
  readonly sameText: boolean;
  readonly differing: Differences;
}

type Doubt = 'place-conflict' | 'figures-differ' | 'polarity-differs' | 'other-thing';

function doubtOf(a: Message, b: Message, place: PlaceRelation): Doubt | undefined {
  if (place === 'conflict') return 'place-conflict';
  if (figuresDisagree(a.figures, b.figures)) return 'figures-differ';
  if (polarityDisagrees(a.polarity, b.polarity) || a.stance * b.stance < 0)
    return 'polarity-differs';
  if (thingsDisagree(a.things, b.things)) return 'other-thing';
  return undefined;
}

function judge(a: Message, b: Message, seen: Seen): { decision: Decision; rule: PairRule } {
  const fallback: Decision = seen.score >= SUGGEST_FROM ? 'suggest' : 'different';
  const asked = { decision: fallback, rule: fallback === 'suggest' ? 'likely' : 'unlike' } as const;
  if (seen.doubt !== undefined) return { decision: fallback, rule: seen.doubt };
  if (figuresDisagree(a.allFigures, b.allFigures))
    return { decision: fallback, rule: 'figures-differ' };
  if (partiesDisagree(a.parties, b.parties)) return { decision: fallback, rule: 'other-thing' };
  const { differing } = seen;
  if (!saysTheSame(differing, a.besidePlace, b.besidePlace)) return asked;
  if (seen.place === 'fine' || seen.place === 'near') {
    // What each names in all: beside a place given apart the heading may name another road or school.
    const [here, there] = [togetherWith(a.where, a.inHeading), togetherWith(b.where, b.inHeading)];
    if (relationOf(here, there) !== 'fine' || isNearerTold(here, there) || !areasMeet(here, there))
      return { decision: fallback, rule: 'place-unsure' };
    const rule = seen.sameText ? 'same-text' : 'same-place';
    return differing.shared >= SAID_FROM ? { decision: 'link', rule } : asked;
  }
  const isWide = !hasFine(a.where) && !hasFine(b.where);
  const isSaid = differing.slots.length === 0 && differing.shared >= WIDE_FROM;
  if (isWide && isSaid && areasMeet(a.where, b.where))
    return { decision: 'link', rule: 'same-text' };
  return { decision: fallback, rule: 'place-unsure' };
}
