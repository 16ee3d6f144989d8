import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Empty } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';

export function NotFound(): ReactElement {
  const { w } = useWords();
  return (
    <main id="main">
      <Empty title={w.app.notFound} page>
        <Link to="/">{w.app.home}</Link>
      </Empty>
    </main>
  );
}
