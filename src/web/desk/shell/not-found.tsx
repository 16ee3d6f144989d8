import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/kit/button.tsx';
import { Empty } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import css from './shell.module.css';

/** An address that leads nowhere: says so, and offers the places one most likely meant. */
export function NotFound(): ReactElement {
  const { w } = useWords();
  return (
    <main id="main">
      <Empty title={w.app.notFound} page>
        <p>{w.app.notFoundHint}</p>
        <p className={css['ways']}>
          <Link to="/" className={buttonClass('primary')}>
            {w.app.home}
          </Link>
          <Link to="/work" className={buttonClass()}>
            {w.nav.work}
          </Link>
          <Link to="/problems" className={buttonClass()}>
            {w.nav.list}
          </Link>
        </p>
      </Empty>
    </main>
  );
}
