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
      <span className={css['stepName']}>
        <span className={css['stepMark']} aria-hidden="true">
          {mark}
        </span>
        {name}
      </span>
      {children}
      <span className={css['sub']}>{note}</span>
    </li>
  );
}
