import { Popover, PopoverDisclosure, PopoverProvider } from '@ariakit/react';
import type { ReactElement, ReactNode } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './figure.module.css';
import menuCss from './popover.module.css';

/** What a figure has to be able to say of itself. */
export interface Trace {
  /** What is counted, in a sentence. */
  readonly definition: string;
  /** What a rate divides by. */
  readonly denominator?: string | undefined;
  /** The exact value, where the shown one is rounded. */
  readonly exact?: string | undefined;
  readonly asOf: string;
}

/**
 * A number that can be asked: it opens its definition, denominator and time, and the way to its rows.
 * The dotted line says so.
 */
export function Figure({
  children,
  name,
  trace,
  rows,
  tone,
}: {
  readonly children: string;
  /** What the number is, for those who hear it. */
  readonly name: string;
  readonly trace: Trace;
  /** The link to the rows behind the number. */
  readonly rows?: ReactNode;
  readonly tone?: 'bad' | 'good' | 'none' | undefined;
}): ReactElement {
  const { w, moment } = useWords();
  return (
    <PopoverProvider>
      <PopoverDisclosure
        className={cx(css['figure'], tone !== undefined && css[tone])}
        aria-label={`${name} ${children}`}
      >
        {children}
      </PopoverDisclosure>
      <Popover
        className={menuCss['popover']}
        gutter={6}
        fixed
        portal
        unmountOnHide
        aria-label={name}
      >
        <dl className={css['trace']}>
          <dt>{name}</dt>
          <dd>{trace.exact ?? children}</dd>
          <dt>{w.kit.definition}</dt>
          <dd>{trace.definition}</dd>
          {trace.denominator !== undefined && (
            <>
              <dt>{w.kit.denominator}</dt>
              <dd>{trace.denominator}</dd>
            </>
          )}
          <dt>{w.kit.asOf}</dt>
          <dd>{moment(trace.asOf)}</dd>
        </dl>
        {rows !== undefined && <p className={css['rows']}>{rows}</p>}
      </Popover>
    </PopoverProvider>
  );
}
