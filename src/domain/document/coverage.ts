import type { NumericItem } from './items.ts';
import type { PlanSentence } from './tasks.ts';

/** What a person did with a candidate. */
export type Decision = 'accepted' | 'rejected' | 'framing_confirmed';

/** How far the plan part of a document is accounted for. */
export interface Coverage {
  readonly sentences: number;
  /** Accepted as a task, or holding an accepted target. */
  readonly accepted: number;
  /** Framing that a person has confirmed. */
  readonly framing: number;
  /** Rejected as a task and not confirmed as framing, or not looked at yet. */
  readonly orphans: readonly number[];
}

/**
 * The coverage bar (覆盖条): every sentence of the plan part must end as a task, a target or framing
 * confirmed by a person; `orphans` are the indexes of those that have not.
 */
export function coverage(
  plan: readonly PlanSentence[],
  items: readonly NumericItem[],
  decisionOfSentence: (sentence: number) => Decision | undefined,
  isAcceptedItem: (item: number) => boolean,
): Coverage {
  const withTarget = new Set(
    items.flatMap((item, at) => (isAcceptedItem(at) ? [item.sentence] : [])),
  );
  let accepted = 0;
  let framing = 0;
  const orphans: number[] = [];
  for (const { sentence } of plan) {
    const decision = decisionOfSentence(sentence);
    if (decision === 'accepted' || withTarget.has(sentence)) accepted += 1;
    else if (decision === 'framing_confirmed') framing += 1;
    else orphans.push(sentence);
  }
  return { sentences: plan.length, accepted, framing, orphans };
}
