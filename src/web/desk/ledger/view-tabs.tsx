import { Link } from '@tanstack/react-router';
import { lazy, memo, type ReactElement, Suspense, useState } from 'react';
import { cx } from '#web/kit/cx.ts';
import { addDays } from '#web/kit/parse-day.ts';
import { useWords } from '#web/words/use-words.tsx';
import { writeSearch } from '../api/search-params.ts';
import css from './ledger.module.css';
import { isFiltered, type LedgerSearch, narrowing } from './ledger-search.ts';
import type { ColumnChoice } from './column-choice.tsx';
import { type SavedView, useSavedViews } from './saved-views.ts';
import type { LedgerView } from './views.ts';

const SaveView = lazy(() => import('./view-dialogs.tsx').then((m) => ({ default: m.SaveView })));
const ManageView = lazy(() =>
  import('./view-dialogs.tsx').then((m) => ({ default: m.ManageView })),
);

/** The usual questions, one's own and those of one's unit, each an address of its own. */
export const ViewTabs = memo(function ViewTabs({
  view,
  search,
  choice,
}: {
  readonly view: LedgerView;
  readonly search: LedgerSearch;
  readonly choice: ColumnChoice;
}): ReactElement {
  const { w, today } = useWords();
  const saved = useSavedViews(view.path);
  const [naming, setNaming] = useState(false);
  const [managed, setManaged] = useState<SavedView>();
  const usual: readonly { name: string; search: LedgerSearch }[] = [
    { name: w.ledger.all, search: {} },
    { name: w.ledger.mine, search: { mine: true } },
    { name: w.ledger.thisWeek, search: { from: today, to: addDays(today, 7) } },
    { name: w.ledger.overdue, search: { overdue: true } },
    { name: w.ledger.key, search: { key: true } },
  ];
  const now = narrowing(search);
  const isNow = (one: LedgerSearch): boolean =>
    writeSearch(sorted(narrowing(one))) === writeSearch(sorted(now));
  const known = [...usual, ...saved].some((one) => isNow(one.search));
  const tab = (one: { name: string; search: LedgerSearch }, onGo?: () => void): ReactElement => (
    <Link
      to={view.path}
      search={one.search}
      onClick={onGo}
      className={cx(css['viewLink'], isNow(one.search) && css['viewNow'])}
      aria-current={isNow(one.search) ? 'page' : undefined}
    >
      {one.name}
    </Link>
  );
  return (
    <nav className={css['views']} aria-label={w.ledger.views}>
      {usual.map((one) => (
        <span key={one.name} className={css['view']}>
          {tab(one)}
        </span>
      ))}
      {saved.map((one) => (
        <span key={one.id} className={css['view']}>
          {tab(one, () => {
            if (one.query.hidden !== undefined) choice.put(one.query.hidden);
          })}
          {one.mayChange && (
            <button
              type="button"
              className={css['drop']}
              aria-label={w.ledger.changeView(one.name)}
              onClick={() => setManaged(one)}
            >
              <span aria-hidden="true">⋯</span>
            </button>
          )}
        </span>
      ))}
      {!known && isFiltered(search) && (
        <button type="button" className={css['saveView']} onClick={() => setNaming(true)}>
          ＋ {w.ledger.saveView}
        </button>
      )}
      <Suspense>
        {naming && (
          <SaveView
            saving={{
              place: PLACE[view.path],
              query: {
                search: sorted({ ...now, sort: search.sort }),
                hidden: [...choice.hidden, ...(choice.compact ? ['compact'] : [])],
              },
            }}
            onClose={() => setNaming(false)}
          />
        )}
        {managed !== undefined && (
          <ManageView view={managed} onClose={() => setManaged(undefined)} />
        )}
      </Suspense>
    </nav>
  );
});

const PLACE = {
  '/problems': 'problems',
  '/tasks': 'tasks',
  '/progress': 'progress',
  '/checks': 'checks',
} as const satisfies Record<LedgerView['path'], SavedView['place']>;

function sorted(search: LedgerSearch): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
