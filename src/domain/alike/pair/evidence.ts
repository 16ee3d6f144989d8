import { figuresDisagree } from '../words/figures.ts';
import type { Message } from './message.ts';
import { thingsDisagree } from '../words/other-things.ts';
import { polarityDisagrees } from '../words/polarity.ts';
import { type Differences, isSwap } from '../words/substitutions.ts';
import { overlapOf, type Weights } from '../near/weights.ts';
import type { PlaceRelation } from '../places/whereabouts.ts';
import { relationOf, togetherWith } from '../places/whereabouts.ts';

/**
 * What speaks for two messages being one matter, and what against (证据权重): a logistic regression. `scripts/fit-alike.ts` fits it on
 * pairs of the made-up city (`test/alike-city/pairs.ts`) and prints each weight beside the one that stands here. Where the
 * city is poorer than life the fit is not followed all the way: real headings name matter and place, so these weigh more;
 * they say it in words that no list knows, so one thing put for another weighs less unless a list knows both. Each
 * may only speak the way its sign tells.
 */
export const EVIDENCE = {
  /** Each names another place, and neither names the other's in passing. */
  elsewhere: -4,
  /** A village or site in common, less for a slip of the pen, little for an area. */
  place: 1.8,
  /** Both name a village or site that the other does not. */
  ownSites: -0.9,
  /** How nearly the headings are the same; the more the steeper. */
  heading: 4.8,
  /** Told in other words, one tells in its heading of the matters that the other is about … */
  matter: 1.6,
  /** … or no matter of the one is told by the other. */
  otherMatter: -1.5,
  /** The very same but for one thing in the place of another. */
  swap: -1.6,
  figures: -6.6,
  polarity: -1.8,
  stance: -2,
  thing: -3.5,
  none: -1.4,
} as const;
type Kind = keyof typeof EVIDENCE;

/** How much of each kind there is, 0 to 1. */
export type Evidence = Readonly<Record<Kind, number>>;

const PLACES: Readonly<Record<PlaceRelation, number>> = {
  conflict: 0,
  unknown: 0,
  coarse: 0.3,
  near: 0.85,
  fine: 1,
};
/** Headings of one kind of matter share so much by themselves. */
const COMMON_HEADING = 0.45;
const SLOPE = 0.3;
/** Numbers that only the bodies tell. */
const IN_BODY = 0.7;
/** Enough in common around what was put for another. */
const FRAME = 4;

/** 路灯坏了, 路灯不亮: what is out of order is told in either word. */
const FAULT =
  /坏|损|故障|失灵|瘫痪|报废|停摆|罢工|不(?:亮|灵|转|好使|能用|工作|运行)|用不了|没反应/u;

/** So long a name hardly two towns have. */
const OF_ITS_OWN = 3;

interface Known {
  readonly weights: Weights;
  readonly place: PlaceRelation;
  /** How the headings differ beside their places. */
  readonly differing: Differences;
}

export function evidenceOf(a: Message, b: Message, { weights, place, differing }: Known): Evidence {
  const title = overlapOf(a.titleCharacters, b.titleCharacters, weights).jaccard;
  const inAll = relationOf(togetherWith(a.where, a.inHeading), togetherWith(b.where, b.inHeading));
  const isElsewhere = place === 'conflict' || inAll === 'conflict';
  const matter = Math.max(
    overlapOf(a.titleMatters, b.wholeMatters, weights).cosine,
    overlapOf(b.titleMatters, a.wholeMatters, weights).cosine,
  );
  return {
    elsewhere: Number(isElsewhere && !meet(a, b)),
    place: PLACES[place],
    ownSites: Number(hasOwnSite(a, b) && hasOwnSite(b, a)),
    heading: SLOPE * title + Math.max(0, title - COMMON_HEADING),
    matter: matter * (1 - title),
    otherMatter: mattersApart(a, b) ? 1 - title : 0,
    swap: swapOf(differing) * (a.hasBody && b.hasBody ? 0.5 : 1),
    figures: figuresOf(a, b),
    polarity: Number(polarityDisagrees(a.polarity, b.polarity)),
    stance: Number(a.stance * b.stance < 0),
    thing: Number(thingsDisagree(a.things, b.things)),
    none: 1,
  };
}

/** How likely it is one matter: 0 to 1. */
export function likelihoodOf(evidence: Evidence): number {
  let sum = 0;
  for (const kind of Object.keys(EVIDENCE) as Kind[]) sum += EVIDENCE[kind] * evidence[kind];
  return 1 / (1 + Math.exp(-sum));
}

function areasConflict(a: Message, b: Message): boolean {
  const [one, other] = [a, b].map(({ where }) => ({ ...where, villages: [], sites: [] }));
  return one !== undefined && other !== undefined && relationOf(one, other) === 'conflict';
}

/** A name that both tell mends a place that was read amiss; but two towns may each have a 北街. */
function meet(a: Message, b: Message): boolean {
  const met = [...namesMet(a, b), ...namesMet(b, a)];
  return met.some((name) => name.length >= OF_ITS_OWN) || (met.length > 0 && !areasConflict(a, b));
}

/** The villages and sites of `a` that `b` names somewhere. */
function namesMet(a: Message, b: Message): readonly string[] {
  return a.names.filter((name) => b.told.includes(name));
}

function hasOwnSite(a: Message, b: Message): boolean {
  return a.names.some((name) => !b.told.includes(name));
}

function mattersApart(a: Message, b: Message): boolean {
  if (a.wholeMatters.length === 0 || b.wholeMatters.length === 0) return false;
  return !a.wholeMatters.some((matter) => b.wholeMatters.includes(matter));
}

function swapOf({ slots, shared }: Differences): number {
  const [slot] = slots;
  if (slot === undefined || slots.length > 1 || !isSwap(slot) || shared < FRAME) return 0;
  return Number(!(FAULT.test(slot.left) && FAULT.test(slot.right)));
}

/** Short messages count nothing but their matter; in a long one a number may be of anything. */
function figuresOf(a: Message, b: Message): number {
  if (figuresDisagree(a.figures, b.figures)) return 1;
  const isShort = a.isShort && b.isShort;
  return isShort && figuresDisagree(a.allFigures, b.allFigures) ? IN_BODY : 0;
}
