import { lazy, type ReactElement, Suspense, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { BULK_MOVES, type BulkMove, statesFor } from './bulk-moves.ts';
import css from './ledger.module.css';
import type { Filter } from './ledger-search.ts';
import type { Row, Total } from './use-ledger.ts';

const BulkDialog = lazy(() => import('./bulk-dialog.tsx').then((m) => ({ default: m.BulkDialog })));

/** What is chosen: some rows, or everything that matches. */
export interface Selection {
  readonly rows: readonly Row[];
  /** Set when the whole filter is meant, with how many that is. */
  readonly matching: number | undefined;
}

/** Stands where the filters stood, at the same height, while something is chosen. */
export function BulkBar({
  selection,
  total,
  filter,
  onAll,
  onClear,
}: {
  readonly selection: Selection;
  readonly total: Total | undefined;
  readonly filter: Filter;
  /** Everything that matches is meant, which is so many. */
  readonly onAll: (n: number) => void;
  readonly onClear: () => void;
}): ReactElement {
  const { w, exact } = useWords();
  const [move, setMove] = useState<BulkMove>();
  const office = holdsAny(useMe(), ['office']);
  const { rows, matching } = selection;
  // The list says "1,000 and more"; who is about to move them all is told how many, to the last one.
  const count = useAct(() => call(calls.countEntries, { ...filter, exact: true }));
  const all = async (): Promise<void> => {
    const n = total?.capped === false ? total.n : (await count.run())?.n;
    if (n !== undefined) onAll(n);
  };
  const kind = rows[0]?.kind ?? 'problem';
  const open = BULK_MOVES.map((one) => ({
    move: one,
    n: rows.filter((row) => row.can.includes(one)).length,
  })).filter(
    ({ move: one, n }) =>
      n > 0 ||
      // Of everything that matches the few that were taken say little: an office may do what the states allow.
      (matching !== undefined &&
        office &&
        one !== 'accept' &&
        statesFor(one, kind, filter.state).length > 0),
  );
  useCommands([
    {
      id: 'clear',
      label: w.ledger.clearSelection,
      group: w.app.onThisPage,
      keys: 'Escape',
      run: onClear,
    },
    ...(open.some((one) => one.move === 'assign')
      ? [
          {
            id: 'bulk.assign',
            label: w.move.assign,
            group: w.app.onThisPage,
            keys: 'a',
            run: () => setMove('assign'),
          },
        ]
      : []),
  ]);
  return (
    <div className={css['bulk']} role="region" aria-label={w.ledger.selected(exact(rows.length))}>
      {/* Heard by the name of the region, and as it changes by what the list says. */}
      <span aria-hidden="true">
        {matching === undefined
          ? w.ledger.selected(exact(rows.length))
          : w.ledger.allMatching(exact(matching))}
      </span>
      {matching === undefined && total !== undefined && total.n > rows.length && (
        <Button look="dark" busy={count.busy} onClick={() => void all()}>
          {w.ledger.selectAllMatching(total.capped ? '' : exact(total.n))}
        </Button>
      )}
      {count.problem !== undefined && <span role="alert">{problemText(count.problem, w)}</span>}
      <span className={css['push']} />
      {open.length === 0 && <span>{w.ledger.nothingOpen}</span>}
      {open.map((one) => (
        <Button
          key={one.move}
          look="dark"
          hint={one.move === 'assign' ? 'A' : undefined}
          onClick={() => setMove(one.move)}
        >
          {w.move[one.move]}
          {matching === undefined && ` ${exact(one.n)}`}
        </Button>
      ))}
      <Button look="dark" hint="Esc" onClick={onClear}>
        {w.ledger.clearSelection}
      </Button>
      {move !== undefined && (
        <Suspense>
          <BulkDialog
            move={move}
            selection={selection}
            filter={filter}
            onClose={() => setMove(undefined)}
            onDone={onClear}
          />
        </Suspense>
      )}
    </div>
  );
}
