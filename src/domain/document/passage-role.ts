import {
  type CandidateKind,
  type CandidateState,
  isAccepted,
  type PassageRole,
} from './candidate-life.ts';

/** What the role of a sentence follows from. */
export interface PassageFacts {
  readonly part: string;
  /** A person has confirmed it as framing. */
  readonly framing: boolean;
  readonly candidates: readonly { readonly kind: CandidateKind; readonly state: CandidateState }[];
}

/**
 * What a sentence has become (段落身份). One of the plan part must end as a task, a measure of one, a
 * target or confirmed framing; until then it is unassigned. A split task lives on in its parts.
 */
export function roleOf({ part, framing, candidates }: PassageFacts): PassageRole {
  const has = (kind: CandidateKind): boolean =>
    candidates.some((one) => one.kind === kind && isAccepted(one.state));
  if (has('task')) return 'task';
  if (candidates.some((one) => one.kind === 'task' && one.state === 'merged')) return 'measure';
  if (has('target')) return 'target';
  if (framing) return 'framing';
  return part === 'plan' ? 'unassigned' : 'none';
}

/** The coverage bar (覆盖条): how many sentences of the plan part have which role. */
export type Coverage = Readonly<Record<Exclude<PassageRole, 'none'>, number>> & {
  readonly plan: number;
};

/** Counts the sentences of the plan part; the parts add up to `plan`: none is lost. */
export function coverageOf(passages: Iterable<PassageFacts>): Coverage {
  const counts = { plan: 0, task: 0, measure: 0, target: 0, framing: 0, unassigned: 0 };
  for (const passage of passages) {
    if (passage.part !== 'plan') continue;
    const role = roleOf(passage);
    counts.plan += 1;
    if (role !== 'none') counts[role] += 1;
  }
  return counts;
}
