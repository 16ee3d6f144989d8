import type { Answer } from '../api/call.ts';
import type { documentCalls } from './document-calls.ts';

export type Detail = Answer<typeof documentCalls.readDocument>;
export type Facts = Answer<typeof documentCalls.listDocuments>['documents'][number];
export type Passage = Answer<typeof documentCalls.readPassages>['passages'][number];
export type Candidate = Answer<typeof documentCalls.listCandidates>['candidates'][number];
export type Change = Answer<typeof documentCalls.acceptCandidates>;

/** A sentence (原文段) with what was read out of it. Replaced, never changed, so that what is drawn of it can be kept. */
export interface Sentence {
  readonly passage: Passage;
  readonly candidates: readonly Candidate[];
}

/** A document as the reader holds it. Offsets are of `text`. */
export interface Reading {
  readonly detail: Detail;
  readonly text: string;
  /** By `seq` of the passage. */
  readonly sentences: readonly Sentence[];
}

/** A stop of the walk (J/K): a task or target to be judged, or a sentence of the plan part that has neither. */
export type Stop =
  | { readonly key: string; readonly sentence: Sentence; readonly candidate: Candidate }
  | { readonly key: string; readonly sentence: Sentence; readonly candidate?: undefined };

export function makeReading(
  detail: Detail,
  text: string,
  passages: readonly Passage[],
  candidates: readonly Candidate[],
): Reading {
  const byPassage = Map.groupBy(candidates, (one) => one.passage);
  const sentences = passages.map((passage) => ({
    passage,
    candidates: byPassage.get(passage.seq) ?? [],
  }));
  return { detail, text, sentences };
}

/** The reading after an act: only the sentences that the act touched are other objects than before. */
export function withChange(reading: Reading, change: Change): Reading {
  const passages = new Map(change.passages.map((one) => [one.seq, one]));
  const candidates = Map.groupBy(change.candidates, (one) => one.passage);
  const touched = new Set([...passages.keys(), ...candidates.keys()]);
  const sentences = [...reading.sentences];
  for (const seq of touched) {
    const was = sentences[seq];
    if (was === undefined) continue;
    const now = new Map(was.candidates.map((one) => [one.id, one]));
    // Two acts may be under way at once; an older answer does not undo a newer one.
    for (const one of candidates.get(seq) ?? [])
      if ((now.get(one.id)?.version ?? 0) <= one.version) now.set(one.id, one);
    sentences[seq] = {
      passage: passages.get(seq) ?? was.passage,
      candidates: [...now.values()].toSorted((a, b) => a.start - b.start || a.end - b.end),
    };
  }
  const isNewer = change.document.version >= reading.detail.version;
  const detail = isNewer ? { ...reading.detail, ...change.document } : reading.detail;
  return { ...reading, detail, sentences };
}

/** Is it a task or target of its own, not folded into another? */
function stands({ kind, state }: Candidate): boolean {
  return kind !== 'figure' && state !== 'merged' && state !== 'split';
}

/** The stops of a document in the order of the text. */
export function stopsOf({ sentences }: Reading): Stop[] {
  return sentences.flatMap((sentence): Stop[] => {
    const standing = sentence.candidates.filter(stands);
    const { part, seq } = sentence.passage;
    if (standing.length > 0)
      return standing.map((candidate) => ({ key: candidate.id, sentence, candidate }));
    return part === 'plan' ? [{ key: `s${seq}`, sentence }] : [];
  });
}

/** Is there still something for a person to say about it? A rejected task leaves its sentence without a home. */
export function isOpen({ sentence, candidate }: Stop): boolean {
  if (candidate?.state === 'proposed') return true;
  if (sentence.passage.role !== 'unassigned') return false;
  return !sentence.candidates.some((one) => one.kind !== 'figure' && one.state === 'proposed');
}

/** Does N/P stop here? What the rules were not sure of, and what has no home at all. */
export function isUncertain(stop: Stop): boolean {
  if (!isOpen(stop)) return false;
  if (stop.candidate !== undefined)
    return stop.candidate.certainty === 'look' || stop.candidate.state === 'rejected';
  return stop.sentence.passage.proposed !== 'framing';
}

/** The next stop from `key` in a direction that is wanted, round the end if need be; undefined when there is none. */
export function stepTo(
  stops: readonly Stop[],
  key: string | undefined,
  by: 1 | -1,
  wanted: (stop: Stop) => boolean,
  around = true,
): Stop | undefined {
  const at = stops.findIndex((stop) => stop.key === key);
  const from = at < 0 && by < 0 ? 0 : at;
  for (let i = 1; i <= stops.length; i += 1) {
    const to = from + i * by;
    if (!around && (to < 0 || to >= stops.length)) return undefined;
    const stop = stops[(to + stops.length * 2) % stops.length];
    if (stop !== undefined && stop.key !== key && wanted(stop)) return stop;
  }
  return undefined;
}

/** Stops under the heading of this one; a document without headings shows so many around it. */
const AROUND = 30;

export function sameHeading(stops: readonly Stop[], current: Stop): readonly Stop[] {
  const at = stops.findIndex((stop) => stop.key === current.key);
  const heading = headingKey(current.sentence.passage);
  const isSame = (i: number): boolean => {
    const stop = stops[i];
    return stop !== undefined && headingKey(stop.sentence.passage) === heading;
  };
  let [first, last] = [at, at];
  while (isSame(first - 1) && at - first < AROUND) first -= 1;
  while (isSame(last + 1) && last - at < AROUND) last += 1;
  return stops.slice(first, last + 1);
}

export function headingKey(where: {
  readonly section: string;
  readonly subsection: string;
  readonly heading: string;
}): string {
  return JSON.stringify([where.section, where.subsection, where.heading]);
}

/** The stop that an address (`?at=`) means: the candidate that begins there, else the sentence around it. */
export function stopAt(
  stops: readonly Stop[],
  { sentences }: Reading,
  at: number,
): { readonly stop: Stop | undefined; readonly sentence: Sentence | undefined } {
  const exact = stops.find(({ candidate }) => candidate?.start === at);
  const sentence =
    exact?.sentence ??
    sentences.find(({ passage }) => passage.start <= at && at < passage.end) ??
    sentences.find(({ passage }) => passage.start >= at);
  const stop = exact ?? stops.find((one) => one.sentence === sentence);
  return { stop, sentence };
}
