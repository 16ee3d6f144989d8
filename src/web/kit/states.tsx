import type { ReactElement, ReactNode } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './states.module.css';

/** Nothing to show: says what would stand here, and offers the one thing to do about it. */
export function Empty({
  title,
  page = false,
  children,
}: {
  readonly title: string;
  /** Is it all there is on the page? Then its sentence is the heading. */
  readonly page?: boolean;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={css['state']}>
      {page ? <h1 className={css['title']}>{title}</h1> : <p className={css['title']}>{title}</p>}
      {children}
    </div>
  );
}

/** What went wrong, where it went wrong: a sentence, what to do, and a way to try again. */
export function ErrorState({
  message,
  page = false,
  retry,
  children,
}: {
  readonly message: string;
  /** Is it all there is on the page? Then its sentence is the heading. */
  readonly page?: boolean;
  readonly retry?: () => void;
  readonly children?: ReactNode;
}): ReactElement {
  const { w } = useWords();
  return (
    <div className={cx(css['state'], css['error'])} role="alert">
      {page ? (
        <h1 className={css['title']}>{message}</h1>
      ) : (
        <p className={css['title']}>{message}</p>
      )}
      {children}
      {retry !== undefined && <Button onClick={retry}>{w.kit.retry}</Button>}
    </div>
  );
}

/** Rows to come; shown only after a moment, so that a quick answer does not flicker. */
export function Skeleton({
  rows,
  page,
}: {
  readonly rows: number;
  /** What the page is called, when it has no heading until it is read. */
  readonly page?: string;
}): ReactElement {
  const { w } = useWords();
  return (
    <div className={css['skeleton']}>
      {page !== undefined && (
        <h1 className={css['spoken']} data-waiting>
          {page}
        </h1>
      )}
      <span role="status" className={css['spoken']}>
        {w.kit.loading}
      </span>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className={css['bone']} aria-hidden="true" />
      ))}
    </div>
  );
}

/** A sentence with a colour, in the flow of the page. */
export function Note({
  tone,
  children,
}: {
  readonly tone: 'azure' | 'ochre' | 'cinnabar' | 'malachite' | 'wisteria';
  readonly children: ReactNode;
}): ReactElement {
  return <div className={cx(css['note'], css[tone])}>{children}</div>;
}

/** Read out when it changes, and not seen. */
export function Spoken({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <p role="status" className={css['spoken']}>
      {children}
    </p>
  );
}
