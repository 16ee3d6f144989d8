import { essence } from '../alike/words/essence.ts';
import { markShared } from '../alike/pair/explain.ts';
import { gramIds } from '../alike/near/grams.ts';
import { overlapOf, type Weights, weightsFrom } from '../alike/near/weights.ts';
import { foldText } from '../text/fold.ts';

/** A text that speaks for a unit: a line of its duty list, or the title of an entry it led. */
export interface UnitSpeech {
  readonly unit: string;
  readonly kind: 'duty' | 'history';
  readonly text: string;
  /** The entry, for history. */
  readonly entry?: string;
}

export interface LeadReason {
  /** The duty list, what it led before, or what a unit of that name is for. */
  readonly kind: 'duty' | 'history' | 'function';
  readonly text: string;
  /** Stretches of `text` that the document says too, UTF-16 offsets. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  readonly entry?: string;
}

export interface LeadProposal {
  readonly unit: string;
  /** 0–1; only for the order. */
  readonly score: number;
  readonly reasons: readonly LeadReason[];
}

interface Indexed extends UnitSpeech {
  readonly grams: Uint32Array;
}

/** All that speaks for units, made ready to be compared with many texts. */
export interface SpeechIndex {
  readonly speeches: readonly Indexed[];
  readonly byGram: ReadonlyMap<number, readonly number[]>;
  readonly weights: Weights;
  /** In how many sentences of the document a gram stands. */
  readonly around: ReadonlyMap<number, number>;
  /** How many texts speak for each unit. */
  readonly byUnit: ReadonlyMap<string, number>;
}

/** Below this share of its weight in common a text says nothing for its unit. */
const ALIKE = 0.22;
/** A duty is what a unit is there for; what it did once counts for less. */
const HISTORY_WEIGHT = 0.8;
const MOST_REASONS = 2;
/** A gram that so many texts share tells nothing apart. */
const COMMON = 0.1;
/** What a unit once did speaks alone only in so many telling grams: words of its own, said again. */
const TELLING = 3;
/** A gram is telling for a unit that says most of what is said with it … */
const OWN = 0.6;
/** … so many times more than its share of all that is said (who leads half of everything leads anything) … */
const LIFT = 1.5;
/** … and that the document does not say all the time (产业、发展、建设). */
const EVERYWHERE = 4;
/** So far ahead of the next must a unit be that only its history speaks for. */
const MARGIN = 1.3;
/** … and so loud: one thing done once, half alike, is no reason. */
const ALONE = 0.5;

/**
 * @param sentences of the document: what they all say tells no unit from another.
 */
export function speechIndex(
  speeches: readonly UnitSpeech[],
  sentences: readonly string[] = [],
): SpeechIndex {
  const indexed = speeches.map((speech) => ({ ...speech, grams: gramsOf(speech.text) }));
  const byGram = new Map<number, number[]>();
  for (const [at, { grams }] of indexed.entries())
    for (const gram of grams) {
      const list = byGram.get(gram);
      if (list === undefined) byGram.set(gram, [at]);
      else list.push(at);
    }
  const around = new Map<number, number>();
  const heard = sentences.map(gramsOf);
  for (const grams of heard)
    for (const gram of grams) around.set(gram, (around.get(gram) ?? 0) + 1);
  const weights = weightsFrom([...indexed.map(({ grams }) => grams), ...heard]);
  const byUnit = new Map<string, number>();
  for (const { unit } of speeches) byUnit.set(unit, (byUnit.get(unit) ?? 0) + 1);
  return { speeches: indexed, byGram, weights, around, byUnit };
}

/**
 * Units that a text seems to be for (牵头建议), best first, each with the words that say so. Weighted by
 * how rare the shared words are; a unit's best two texts speak for it. Suggests only.
 */
export function proposeLeads(index: SpeechIndex, text: string, most: number): LeadProposal[] {
  const sought = gramsOf(text);
  const found = new Map<number, true>();
  const tooMany = Math.max(20, index.speeches.length * COMMON);
  for (const gram of sought) {
    const places = index.byGram.get(gram) ?? [];
    if (places.length <= tooMany) for (const at of places) found.set(at, true);
  }
  const scored = [...found.keys()].flatMap((at) => {
    const speech = index.speeches[at];
    if (speech === undefined) return [];
    if (speech.kind === 'history' && !isTelling(index, speech, sought)) return [];
    const { containment, cosine } = overlapOf(sought, speech.grams, index.weights);
    const likeness = (containment + cosine) / 2;
    const score = speech.kind === 'history' ? likeness * HISTORY_WEIGHT : likeness;
    return score < ALIKE ? [] : [{ speech, score }];
  });
  const byUnit = Map.groupBy(scored, ({ speech }) => speech.unit);
  return [...byUnit]
    .map(([unit, all]) => {
      const best = all.toSorted((a, b) => b.score - a.score).slice(0, MOST_REASONS);
      const [first, second] = best;
      const score = (first?.score ?? 0) + 0.2 * (second?.score ?? 0);
      return { unit, score: Math.min(1, score), best };
    })
    .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1))
    .slice(0, most)
    .map(({ unit, score, best }) => ({
      unit,
      score,
      reasons: best.map(({ speech }) => reasonOf(speech, text)),
    }));
}

/** Does what was done once share words with the text that are hardly anybody else's? */
function isTelling(index: SpeechIndex, { unit, grams }: Indexed, sought: Uint32Array): boolean {
  const wanted = new Set(sought);
  const share = (index.byUnit.get(unit) ?? 0) / index.speeches.length;
  const least = Math.max(OWN, LIFT * share);
  let telling = 0;
  for (const gram of grams) {
    if (!wanted.has(gram) || (index.around.get(gram) ?? 0) > EVERYWHERE) continue;
    const places = index.byGram.get(gram) ?? [];
    const own = places.filter((at) => index.speeches[at]?.unit === unit).length;
    if (own >= least * places.length) telling += 1;
    if (telling >= TELLING) return true;
  }
  return false;
}

/**
 * Proposals that are worth a person's time, best first. A duty list goes before everything; then what units
 * are for by their names; a unit that only its history speaks for is said alone, and only well ahead of the
 * next.
 */
export function worthSaying<P extends Pick<LeadProposal, 'score' | 'reasons'>>(
  proposals: readonly P[],
): P[] {
  const [first, second] = proposals;
  const byDuty = proposals.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'duty'));
  if (byDuty.length > 0) return byDuty;
  const byFunction = proposals.filter(({ reasons }) =>
    reasons.some(({ kind }) => kind === 'function'),
  );
  if (byFunction.length > 0) return byFunction;
  if (first === undefined || first.score < ALONE) return [];
  return second === undefined || first.score >= MARGIN * second.score ? [first] : [];
}

function reasonOf(speech: UnitSpeech, text: string): LeadReason {
  return {
    kind: speech.kind,
    text: speech.text,
    marks: markShared(speech.text, text)
      .filter(({ isShared }) => isShared)
      .map(({ from, to }) => ({ start: from, end: to })),
    ...(speech.entry === undefined ? {} : { entry: speech.entry }),
  };
}

function gramsOf(text: string): Uint32Array {
  return gramIds(essence(foldText(text)));
}
