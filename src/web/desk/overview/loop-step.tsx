import type { ReactElement, ReactNode } from 'react';
import css from './overview.module.css';

/** One step of the loop: its character, its figure (a link to what it counts), and what is next to do there. */
export function LoopStep({
  mark,
  name,
  note,
  children,
}: {
  readonly mark: string;
  readonly name: string;
  readonly note: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <li>
      {/* The figure's link says the name with it: a bare number is no link text, and it is not said twice. */}
      <span className={css['stepName']} aria-hidden="true">
        <span className={css['stepMark']}>{mark}</span>
        {name}
      </span>
      {children}
      <span className={css['sub']}>{note}</span>
    </li>
  );
}
