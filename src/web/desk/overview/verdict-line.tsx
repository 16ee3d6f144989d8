import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Figure } from '#web/kit/figure.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { LedgerSearch } from '../ledger/ledger-search.ts';
import { CLAIMED, LISTED } from './listed-states.ts';
import css from './overview.module.css';
import { verdictsQuery } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';

/** What stands behind the verified rate, entry by entry: upheld, found wanting, not yet looked at. */
export function VerdictLine({
  campaign,
}: {
  readonly campaign: string | undefined;
}): ReactElement | undefined {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  const { data, error } = useQuery(verdictsQuery(campaign));
  if (error !== null && data === undefined) return undefined;
  if (data?.verdicts === undefined)
    return (
      <p className={css['verdicts']} aria-busy="true">
        {r.verdictOf}…
      </p>
    );
  const { asOf } = data;
  const { upheld, failed, none } = data.verdicts;
  // A figure stays with its name and with the stop behind it: no line begins with a stop.
  const one = (
    name: string,
    end: string,
    definition: string,
    n: number,
    search: LedgerSearch,
    tone?: 'bad' | 'none',
  ): ReactElement => (
    <span className={css['phrase']}>
      {name}{' '}
      <Figure
        name={name}
        trace={{ definition, asOf }}
        rows={
          <Link to="/problems" search={search}>
            {r.openList}
          </Link>
        }
        tone={n > 0 ? tone : undefined}
      >
        {r.overdueCount(exact(n))}
      </Figure>
      {end}
    </span>
  );
  const { upheldDef, failedDef, uncheckedDef } = r;
  return (
    <p className={css['verdicts']}>
      {r.verdictOf}
      {one(r.upheld, r.comma, upheldDef, upheld, { state: CLAIMED, finding: ['confirmed'] })}
      <wbr />
      {one(
        r.failed,
        r.comma,
        failedDef,
        failed,
        { state: LISTED, finding: ['partly', 'not_confirmed'] },
        'bad',
      )}
      <wbr />
      {one(r.unchecked, r.stop, uncheckedDef, none, { state: CLAIMED, finding: ['none'] }, 'none')}
    </p>
  );
}
