import type { LeadProposal } from './suggest-lead.ts';
import { USUAL_FUNCTIONS } from './usual-functions.ts';

const RULES = USUAL_FUNCTIONS.map(([names, words]) => ({
  names: names.split(' '),
  words: words.split(' '),
}));

/** A unit that might lead, by its names and what is noted of its functions. */
export interface FunctionalUnit {
  readonly id: string;
  readonly name: string;
  readonly functions: readonly string[];
}

export interface UnitFunctions {
  readonly unit: string;
  readonly words: readonly string[];
}

/** The words that speak for each unit by its name (单位职能); units whose name says nothing are left out. */
export function functionsOf(units: readonly FunctionalUnit[]): UnitFunctions[] {
  return units.flatMap(({ id, name, functions }) => {
    const said = [name, ...functions].join(' ');
    const words = RULES.filter((rule) => rule.names.some((part) => said.includes(part))).flatMap(
      (rule) => rule.words,
    );
    return words.length === 0 ? [] : [{ unit: id, words: [...new Set(words)] }];
  });
}

/** A word in the heading says what its sentences are about; one in the sentences only for those. */
const HEADED = 0.5;
/** What each sentence adds, what their share adds, and where it ends. */
const EACH = 0.15;
const SHARE = 0.35;
const MOST_SAID = 0.75;
/** Below this a function is no suggestion. */
const LEAST = 0.3;

/**
 * Units that the headings and sentences of a group seem to be for by their function alone, best first.
 * Weaker than a duty list; suggests only.
 */
export function functionLeads(
  units: readonly UnitFunctions[],
  heading: string,
  sentences: readonly string[],
): LeadProposal[] {
  return units
    .flatMap(({ unit, words }): LeadProposal[] => {
      const inHeading = words.filter((word) => heading.includes(word));
      const inSentences = words.filter((word) => sentences.some((text) => text.includes(word)));
      const holding = sentences.filter((text) => words.some((word) => text.includes(word))).length;
      const headed = inHeading.length === 0 ? 0 : 1 - (1 - HEADED) ** inHeading.length;
      const share = holding / Math.max(1, sentences.length);
      const said = Math.min(MOST_SAID, EACH * holding + SHARE * share);
      const score = 1 - (1 - headed) * (1 - said);
      const heard = [...new Set([...inHeading, ...inSentences])].slice(0, 6);
      if (score < LEAST || heard.length === 0) return [];
      return [{ unit, score, reasons: [reasonOf(heard)] }];
    })
    .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1));
}

function reasonOf(heard: readonly string[]): LeadProposal['reasons'][number] {
  let at = 0;
  const marks = heard.map((word) => {
    const start = at;
    at += word.length + 1;
    return { start, end: start + word.length };
  });
  return { kind: 'function', text: heard.join('、'), marks };
}
