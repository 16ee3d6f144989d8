import { memo, type ReactElement } from 'react';
import { Button, buttonClass, Key } from '#web/kit/button.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { problemText } from '../api/problem-text.ts';
import { ProblemState } from '../api/problem-state.tsx';
import css from './ledger.module.css';
import type { Row, Total } from './use-ledger.ts';

/** The rows, or what stands in their place: being read, failed, none, none of this filter. */
export function LedgerBody({
  error,
  pending,
  rows,
  filtered,
  among,
  retry,
  onClear,
  children,
}: {
  readonly error: Error | undefined;
  readonly pending: boolean;
  readonly rows: readonly Row[];
  readonly filtered: boolean;
  /** How many there are without the filter. */
  readonly among: number | undefined;
  readonly retry: () => void;
  readonly onClear: () => void;
  readonly children: ReactElement;
}): ReactElement {
  const { w, exact } = useWords();
  if (error !== undefined && rows.length === 0) return <ProblemState error={error} retry={retry} />;
  if (pending) return <Skeleton rows={12} />;
  if (rows.length > 0) return children;
  return filtered ? (
    <Empty title={among === undefined ? w.ledger.emptyFiltered : w.ledger.emptyAmong(exact(among))}>
      <button type="button" className={buttonClass()} onClick={onClear}>
        {w.ledger.clear}
      </button>
    </Empty>
  ) : (
    <Empty title={w.ledger.empty} />
  );
}

/** How much of the list is here, and the keys that run down it. */
export const LedgerFoot = memo(function LedgerFoot({
  loaded,
  complete,
  total,
  error,
  onMore,
}: {
  readonly loaded: number;
  readonly complete: boolean;
  readonly total: Total | undefined;
  /** Why the next rows did not come. */
  readonly error: Error | undefined;
  readonly onMore: () => void;
}): ReactElement | undefined {
  const { w, exact } = useWords();
  if (loaded === 0) return undefined;
  return (
    <footer className={css['foot']}>
      <span>
        {complete && loaded > 0
          ? w.ledger.loadedAll(exact(loaded))
          : w.ledger.loaded(
              exact(loaded),
              total === undefined ? '…' : exact(total.n) + (total.capped ? '+' : ''),
            )}
      </span>
      {error !== undefined && (
        <span className={css['failed']} role="alert">
          {problemText(error, w)} <Button onClick={onMore}>{w.kit.retry}</Button>
        </span>
      )}
      <span className={css['push']} />
      <span className={css['keys']} aria-hidden="true">
        <Key>J</Key>
        <Key>K</Key> {w.ledger.moveKey}　<Key>X</Key> {w.ledger.selectKey}　<Key>Enter</Key>{' '}
        {w.ledger.openKey}　<Key>?</Key> {w.ledger.allKeys}
      </span>
    </footer>
  );
});
