import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { buttonClass } from '#web/kit/button.tsx';
import { Empty, ErrorState, Skeleton } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { useCampaign } from '../api/campaigns.ts';
import { problemText } from '../api/problem-text.ts';
import { tallyQuery } from '../ledger/use-ledger.ts';
import { seesBusiness, useMe } from '../session/use-me.ts';
import { mayRaise } from '../shell/places.ts';
import { CategoryTable } from './category-table.tsx';
import { LoopStrip } from './loop-strip.tsx';
import css from './overview.module.css';
import { OverdueList, Queue } from './side-lists.tsx';
import { TruthSentence } from './truth-sentence.tsx';
import { UnitPace } from './unit-pace.tsx';

/** 总览: one sentence that tells the truth, then what stands behind it. Every figure opens its rows. */
export function OverviewPage(): ReactElement {
  // The three administrators see no business content; their home is the organisation.
  return seesBusiness(useMe()) ? <Overview /> : <Navigate to="/org" replace />;
}

function Overview(): ReactElement {
  const { w } = useWords();
  const me = useMe();
  const campaign = useCampaign().chosen?.id;
  const tally = useQuery(tallyQuery({ kind: 'problem', campaign, unit: undefined, below: true }));
  const overdue = useQuery({
    queryKey: ['entries', 'overdue', campaign],
    queryFn: ({ signal }) =>
      call(calls.countEntries, { kind: 'problem', campaign, overdue: true }, { signal }),
  });
  useEffect(() => {
    document.title = `${w.overview.title} · ${w.app.name}`;
  }, [w]);
  if (tally.data === undefined)
    return tally.error === null ? (
      <Skeleton rows={10} />
    ) : (
      <ErrorState message={problemText(tally.error, w)} retry={() => void tally.refetch()} />
    );
  const all = tally.data.states.reduce((sum, one) => sum + one.n, 0);
  if (all === 0)
    return (
      <Empty title={w.overview.empty} page>
        {mayRaise(me) && (
          <Link to="/new" search={{ kind: 'problem' }} className={buttonClass('primary')}>
            {w.ledger.raise}
          </Link>
        )}
      </Empty>
    );
  return (
    <div className={css['page']}>
      <h1 className={css['hidden']}>{w.overview.title}</h1>
      <TruthSentence tally={tally.data} overdue={overdue.data} />
      <LoopStrip tally={tally.data} overdue={overdue.data} />
      <div className={css['grid']}>
        <div className={css['stack']}>
          <UnitPace tally={tally.data} />
          <CategoryTable tally={tally.data} />
        </div>
        <div className={css['stack']}>
          <Queue />
          <OverdueList campaign={campaign} />
        </div>
      </div>
    </div>
  );
}
