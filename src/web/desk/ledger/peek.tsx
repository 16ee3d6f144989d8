import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useDeferredValue } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { ErrorState, Skeleton } from '#web/kit/states.tsx';
import { StatusTag } from '#web/kit/status-tag.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { problemText } from '../api/problem-text.ts';
import css from './peek.module.css';
import { entryQuery } from './use-ledger.ts';

const PeekBody = lazy(() =>
  import('../entry/peek-body.tsx').then((m) => ({ default: m.PeekBody })),
);
const MovesBar = lazy(() =>
  import('../entry/moves-bar.tsx').then((m) => ({ default: m.MovesBar })),
);

/** One entry beside its list: read, step on, act, without losing one's place. */
export function Peek({
  id,
  onClose,
  onStep,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}): ReactElement {
  const { w } = useWords();
  const { data: entry, error, refetch } = useQuery(entryQuery(id));
  // The list makes room first; what is to be read comes the moment after.
  const read = useDeferredValue(entry, undefined);
  return (
    <aside className={css['peek']} aria-label={w.ledger.peek} aria-busy={entry === undefined}>
      <div className={css['head']}>
        <span className={css['no']}>{entry?.no}</span>
        {entry !== undefined && <StatusTag state={entry.state} />}
        <span className={css['push']} />
        <Button look="quiet" onClick={() => onStep(-1)} aria-label={w.ledger.previous}>
          <span aria-hidden="true">↑</span>
        </Button>
        <Button look="quiet" onClick={() => onStep(1)} aria-label={w.ledger.next}>
          <span aria-hidden="true">↓</span>
        </Button>
        <Button look="quiet" onClick={onClose} aria-label={w.ledger.closePeek}>
          <span aria-hidden="true">×</span>
        </Button>
      </div>
      {entry === undefined && error !== null && (
        <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
      )}
      {entry === undefined && error === null && <Skeleton rows={8} />}
      {entry !== undefined && read !== undefined && (
        <Suspense fallback={<Skeleton rows={8} />}>
          <div className={css['body']} tabIndex={0} role="region" aria-label={read.title}>
            <h2 className={css['title']}>{read.title}</h2>
            <PeekBody entry={read} />
          </div>
          <div className={css['foot']}>
            <MovesBar key={read.id} entry={read} shown={2}>
              <Link to="/entries/$id" params={{ id: read.id }} className={buttonClass('quiet')}>
                {w.ledger.fullPage}
              </Link>
            </MovesBar>
          </div>
        </Suspense>
      )}
    </aside>
  );
}
