import type { ReactElement } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { useWords } from '#web/words/use-words.tsx';
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
  const { w } = useWords();
  const [tone, shape] = STATE_LOOK[state];
  return (
    <Tag tone={tone} shape={shape}>
      {w.state[state]}
    </Tag>
  );
}

export function Tag({
  tone = 'ink',
  shape,
  children,
}: {
  readonly tone?: Tone;
  readonly shape?: Shape;
  readonly children: string;
}): ReactElement {
  return (
    <span className={cx(css['tag'], css[tone])}>
      {shape !== undefined && (
        <svg className={css['dot']} viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />
          {shape === 'half' && <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor" />}
          {shape === 'full' && <circle cx="6" cy="6" r="4.5" fill="currentColor" />}
          {shape === 'bar' && <path d="M3 6h6" stroke="currentColor" strokeWidth="2" />}
        </svg>
      )}
      {children}
    </span>
  );
}
