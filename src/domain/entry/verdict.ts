import type { EntryFacts } from './entry.ts';
import { checkMeasures } from './flow.ts';

/**
 * What others have found of an entry (核实结论): upheld, partly, not upheld, or 尚未核实 where nobody who
 * counts into 核实率 has come to a conclusion.
 */
export const VERDICTS = ['confirmed', 'partly', 'not_confirmed', 'none'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * The latest conclusive independent or sampled check of the present episode. A claim handed in anew has
 * not been looked at by a check made before it; a finding on work that was sent back stands until then.
 */
export function verdictOf(entry: Pick<EntryFacts, 'checks' | 'deliveredAt'>): Verdict {
  const since = entry.deliveredAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const [last] = entry.checks
    .filter(({ assurance, finding }) => checkMeasures(assurance, finding).length > 0)
    .filter(({ checkedAt }) => checkedAt.getTime() >= since)
    .toSorted((a, b) => b.checkedAt.getTime() - a.checkedAt.getTime() || (a.id < b.id ? 1 : -1));
  return last === undefined || last.finding === 'cannot_verify' ? 'none' : last.finding;
}
