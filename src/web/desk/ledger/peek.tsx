import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { StatusTag } from '#web/kit/status-tag.tsx';
import { useLater } from '#web/kit/use-idle.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './peek.module.css';
import { entryQuery, type Row } from './use-ledger.ts';
import { ProblemState } from '../api/problem-state.tsx';

const fetchBody = () => import('../entry/peek-body.tsx');
const fetchMoves = () => import('../entry/moves-bar.tsx');
const PeekBody = lazy(() => fetchBody().then((m) => ({ default: m.PeekBody })));
const MovesBar = lazy(() => fetchMoves().then((m) => ({ default: m.MovesBar })));

/** Have the preview's parts here before somebody asks for one. A failure shows itself when it is opened. */
export function fetchPeek(): void {
  void Promise.all([fetchBody(), fetchMoves()]).catch(() => undefined);
}

/** One entry beside its list: read, step on, act, without losing one's place. */
export function Peek({
  id,
  known,
  onClose,
  onStep,
}: {
  readonly id: string;
  /** What its row says, to be read while the rest comes. */
  readonly known: Row | undefined;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
}): ReactElement {
  const { w } = useWords();
  const { data: entry, error, refetch } = useQuery(entryQuery(id));
  // The pane stands first; what is to be read comes the moment after.
  const ready = useLater(entry, undefined);
  const read = entry === undefined ? undefined : ready;
  const about = entry ?? known;
  const title = (read ?? about)?.title;
  return (
    <aside className={css['peek']} aria-label={w.ledger.peek} aria-busy={entry === undefined}>
      <div className={css['head']}>
        <span className={css['no']}>{about?.no}</span>
        {about !== undefined && <StatusTag state={about.state} />}
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
      {entry === undefined && error !== null ? (
        <ProblemState error={error} retry={() => void refetch()} />
      ) : (
        <div
          className={css['body']}
          tabIndex={0}
          role="region"
          aria-label={about?.no ?? w.ledger.peek}
        >
          {title !== undefined && <h2 className={css['title']}>{title}</h2>}
          <Suspense fallback={<Skeleton rows={8} />}>
            {read === undefined ? <Skeleton rows={8} /> : <PeekBody entry={read} />}
          </Suspense>
        </div>
      )}
      <Suspense>
        {read !== undefined && (
          <div className={css['foot']}>
            <MovesBar key={read.id} entry={read} shown={2}>
              <Link to="/entries/$id" params={{ id: read.id }} className={buttonClass('quiet')}>
                {w.ledger.fullPage}
              </Link>
            </MovesBar>
          </div>
        )}
      </Suspense>
    </aside>
  );
}
