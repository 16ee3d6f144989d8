import type { Sentence } from './reading-model.ts';

/** What a sentence is taken for: shown as a character, a word and a line, never by colour alone. */
export const LOOKS = ['task', 'measure', 'target', 'framing', 'orphan'] as const;
export type Look = (typeof LOOKS)[number];

export interface Seen {
  readonly look: Look;
  /** Confirmed by a person, or only proposed. */
  readonly settled: boolean;
}

/** How a sentence looks in the text; undefined outside the plan part. */
export function lookOf({ passage, candidates }: Sentence): Seen | undefined {
  const { role, part, proposed } = passage;
  if (role === 'none') return undefined;
  if (role !== 'unassigned') return { look: role, settled: true };
  if (part !== 'plan') return undefined;
  const open = candidates.filter((one) => one.state === 'proposed');
  if (open.some((one) => one.kind === 'task')) return { look: 'task', settled: false };
  if (open.some((one) => one.kind === 'target')) return { look: 'target', settled: false };
  return { look: proposed === 'framing' ? 'framing' : 'orphan', settled: false };
}
