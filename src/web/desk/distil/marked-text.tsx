import type { ReactElement } from 'react';
import css from './distil.module.css';

interface Marked {
  readonly text: string;
  readonly marks: readonly {
    readonly from: number;
    readonly to: number;
    readonly shared: boolean;
  }[];
}

/** A statement with what another says too tinted: why the two count as alike. */
export function MarkedText({ text, marks }: Marked): ReactElement {
  return (
    <p className={css['text']}>
      {marks.map(({ from, to, shared }) =>
        shared ? (
          <mark key={from}>{text.slice(from, to)}</mark>
        ) : (
          <span key={from}>{text.slice(from, to)}</span>
        ),
      )}
    </p>
  );
}
