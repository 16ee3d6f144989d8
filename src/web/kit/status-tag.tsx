import type { ReactElement } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { useWords, type Words } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './status-tag.module.css';

export type Tone = 'ink' | 'azure' | 'malachite' | 'ochre' | 'cinnabar' | 'wisteria';
type Shape = 'empty' | 'half' | 'full' | 'bar';

/** State is always a shape, a word and a colour; red is kept for what is overdue or sent back. */
export const STATE_LOOK = {
  raised: ['ink', 'empty'],
  screened: ['ink', 'half'],
  not_listed: ['ink', 'bar'],
  listed: ['ochre', 'empty'],
  assigned: ['ochre', 'half'],
  accepted: ['azure', 'empty'],
  underway: ['azure', 'half'],
  blocked: ['ochre', 'bar'],
  delivered: ['wisteria', 'half'],
  closed: ['malachite', 'full'],
  cancelled: ['ink', 'bar'],
  dropped: ['ink', 'bar'],
  draft: ['ink', 'empty'],
  accepted_done: ['malachite', 'full'],
  superseded: ['ink', 'bar'],
} as const satisfies Record<EntryState, readonly [Tone, Shape]>;

export function StatusTag({ state }: { readonly state: EntryState }): ReactElement {
  return stateTag(state, useWords().w);
}

/** The same for the rows of a long list. */
export function stateTag(state: EntryState, w: Words['w']): ReactElement {
  const [tone, shape] = STATE_LOOK[state];
  return tag(w.state[state], tone, shape);
}

export function Tag({
  tone,
  shape,
  children,
}: {
  readonly tone?: Tone;
  readonly shape?: Shape;
  readonly children: string;
}): ReactElement {
  return tag(children, tone, shape);
}

/** One element: the shape is drawn by its style. */
export function tag(word: string, tone: Tone = 'ink', shape?: Shape): ReactElement {
  return (
    <span className={cx(css['tag'], css[tone], shape !== undefined && css[shape])}>{word}</span>
  );
}
