import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { addDays } from '#web/kit/parse-day.ts';
import { useToast } from '#web/kit/toast.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { writeSearch } from '../api/search-params.ts';
import css from './ledger.module.css';
import { isFiltered, type LedgerSearch, narrowing } from './ledger-search.ts';
import { useSavedViews } from './saved-views.ts';
import type { LedgerView } from './views.ts';

/** The usual questions, and one's own, each an address of its own. */
export function ViewTabs({
  view,
  search,
}: {
  readonly view: LedgerView;
  readonly search: LedgerSearch;
}): ReactElement {
  const { w, today } = useWords();
  const { views, save, drop } = useSavedViews(view.path);
  const [naming, setNaming] = useState(false);
  const usual: readonly { name: string; search: LedgerSearch }[] = [
    { name: w.ledger.all, search: {} },
    { name: w.ledger.mine, search: { mine: true } },
    { name: w.ledger.role.raised, search: { role: 'raised' } },
    { name: w.ledger.thisWeek, search: { from: today, to: addDays(today, 7) } },
    { name: w.ledger.overdue, search: { overdue: true } },
    { name: w.ledger.reviewDue, search: { review: 'due' } },
    { name: w.ledger.key, search: { key: true } },
  ];
  const now = narrowing(search);
  const isNow = (one: LedgerSearch): boolean =>
    writeSearch(sorted(one)) === writeSearch(sorted(now));
  const known = [...usual, ...views].some((one) => isNow(one.search));
  return (
    <nav className={css['views']} aria-label={w.ledger.views}>
      {[...usual, ...views].map((one, i) => (
        <span key={one.name} className={css['view']}>
          <Link
            to={view.path}
            search={one.search}
            className={cx(css['viewLink'], isNow(one.search) && css['viewNow'])}
            aria-current={isNow(one.search) ? 'page' : undefined}
          >
            {one.name}
          </Link>
          {i >= usual.length && (
            <button
              type="button"
              className={css['drop']}
              aria-label={w.ledger.dropView(one.name)}
              onClick={() => drop(one.name)}
            >
              <span aria-hidden="true">×</span>
            </button>
          )}
        </span>
      ))}
      {!known && isFiltered(search) && (
        <button type="button" className={css['saveView']} onClick={() => setNaming(true)}>
          ＋ {w.ledger.saveView}
        </button>
      )}
      {naming && (
        <NameView
          onClose={() => setNaming(false)}
          onName={(name) => {
            save({ name, search: now });
            setNaming(false);
          }}
        />
      )}
    </nav>
  );
}

function sorted(search: LedgerSearch): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function NameView({
  onName,
  onClose,
}: {
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { w } = useWords();
  const say = useToast();
  const [name, setName] = useState('');
  return (
    <Dialog title={w.ledger.saveView} onClose={onClose}>
      <form
        className={css['moreFilters']}
        onSubmit={(event) => {
          event.preventDefault();
          onName(name.trim());
          say(w.ledger.viewSaved);
        }}
      >
        <TextInput
          label={w.ledger.viewName}
          value={name}
          onText={setName}
          maxLength={20}
          required
          autoFocus
        />
        <Button type="submit" look="primary" disabled={name.trim() === ''}>
          {w.kit.save}
        </Button>
      </form>
    </Dialog>
  );
}
