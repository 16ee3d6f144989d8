import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Figure } from '#web/kit/figure.tsx';
import { percent } from '#web/words/format.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { LedgerSearch } from '../ledger/ledger-search.ts';
import type { Tally } from '../ledger/use-ledger.ts';
import { CLAIMED, CLOSED, LISTED } from './listed-states.ts';
import css from './overview.module.css';

/** What is said first: listed, claimed, closed, overdue; claimed and verified side by side, never merged. */
export function TruthSentence({
  tally,
  overdue,
}: {
  readonly tally: Tally;
  readonly overdue:
    | { readonly n: number; readonly capped: boolean; readonly asOf: string }
    | undefined;
}): ReactElement {
  const { w, exact, day, today } = useWords();
  const { listed, claimed, closed } = tally.tally;
  const asOf = tally.asOf;
  const late = overdue === undefined ? '…' : `${exact(overdue.n)}${overdue.capped ? '+' : ''}`;
  return (
    <p className={css['sentence']}>
      {w.overview.until(day(today))}
      {w.overview.sentence1}
      <Figure
        name={w.overview.listed}
        trace={{ definition: w.overview.listedDef, asOf }}
        rows={<Rows search={{ state: LISTED }} />}
      >
        {exact(listed)}
      </Figure>
      {w.overview.sentence2}
      <Figure
        name={w.overview.claimed}
        trace={{
          definition: w.overview.claimedDef,
          denominator: w.overview.listedRule,
          exact: `${exact(claimed)} / ${exact(listed)} = ${percent(claimed, listed)}`,
          asOf,
        }}
        rows={<Rows search={{ state: CLAIMED }} />}
      >
        {percent(claimed, listed)}
      </Figure>
      {w.overview.sentence3}
      <Figure
        name={w.overview.closed}
        trace={{
          definition: w.overview.closedDef,
          denominator: w.overview.listedRule,
          exact: `${exact(closed)} / ${exact(listed)} = ${percent(closed, listed)}`,
          asOf,
        }}
        rows={<Rows search={{ state: CLOSED }} />}
      >
        {percent(closed, listed)}
      </Figure>
      {w.overview.sentence4}
      <span className={css['unknown']}>{w.overview.notVerified}</span>
      {w.overview.sentence5}
      <Figure
        name={w.ledger.overdue}
        trace={{ definition: w.overview.overdueDef, asOf: overdue?.asOf ?? asOf }}
        rows={<Rows search={{ overdue: true }} />}
        tone={overdue !== undefined && overdue.n > 0 ? 'bad' : undefined}
      >
        {late}
      </Figure>
      {w.overview.sentence6}
    </p>
  );
}

function Rows({ search }: { readonly search: LedgerSearch }): ReactElement {
  const { w } = useWords();
  return (
    <Link to="/problems" search={search}>
      {w.overview.openList}
    </Link>
  );
}
