import { Link } from '@tanstack/react-router';
import { memo, type ReactElement } from 'react';
import { buttonClass, Key } from '#web/kit/button.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { hrefOf, queryOf } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { useCampaign } from '../api/campaigns.ts';
import { useMe } from '../session/use-me.ts';
import { mayRaise } from '../shell/places.ts';
import css from './ledger.module.css';
import type { Filter, SORTS } from './ledger-search.ts';
import type { Total } from './use-ledger.ts';
import type { LedgerView } from './views.ts';

/** What the list is, how much of what and as of when, and what can be done with the whole of it. */
export const LedgerTitle = memo(function LedgerTitle({
  view,
  title,
  total,
  asOf,
  filter,
  sort,
  brief,
}: {
  readonly view: LedgerView;
  readonly title: string;
  readonly total: Total | undefined;
  readonly asOf: string | undefined;
  readonly filter: Filter;
  readonly sort: (typeof SORTS)[number];
  /** On a phone only what is done there. */
  readonly brief: boolean;
}): ReactElement {
  const { w, exact, moment } = useWords();
  const me = useMe();
  const { chosen, all } = useCampaign();
  return (
    <div className={css['titleRow']}>
      <h1>{title}</h1>
      <p className={css['asOf']}>
        {/* Read out when a filter has changed it; the moment beside it is not. */}
        <span role="status">
          {total !== undefined &&
            (total.capped ? w.ledger.atLeast(exact(total.n)) : w.ledger.count(exact(total.n)))}
        </span>
        {/* Of several campaigns the overview shows one: what the list is about is said beside its number. */}
        {all.length > 1 && ` · ${chosen?.name ?? w.app.allCampaigns}`}
        {asOf !== undefined && ` · ${w.ledger.asOf(moment(asOf))}`}
      </p>
      <span className={css['push']} />
      {!brief && total !== undefined && total.n > 0 && (
        <a className={buttonClass()} href={hrefOf(calls.exportEntries, filter)} download>
          {w.ledger.export}
        </a>
      )}
      {!brief && total !== undefined && total.n > 0 && (
        <a
          className={buttonClass()}
          href={`/print/entries${queryOf({ ...filter, sort })}`}
          target="_blank"
          rel="noreferrer"
        >
          {w.ledger.print}
        </a>
      )}
      {!brief && view.canRaise && mayRaise(me) && (
        <Link to="/import" className={buttonClass()}>
          {w.ledger.import}
        </Link>
      )}
      {view.canRaise && mayRaise(me) && (
        <Link to="/new" search={{ kind: view.kind }} className={buttonClass('primary')}>
          {view.kind === 'problem' ? w.ledger.raise : w.ledger.draft}
          <Key>C</Key>
        </Link>
      )}
    </div>
  );
});
