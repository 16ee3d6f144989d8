import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { buttonClass } from '#web/kit/button.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { seesBusiness, useMe } from '../session/use-me.ts';
import { mayRaise } from '../shell/places.ts';
import { CategoryTable } from './category-table.tsx';
import { FlowChart, FlowTable } from './flow-chart.tsx';
import { LoopStrip } from './loop-strip.tsx';
import css from './overview.module.css';
import { comparedUnits, type Overview, overviewQuery } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';
import { PaceChart } from './pace-chart.tsx';
import { OverdueList, Queue } from './side-lists.tsx';
import { TruthSentence } from './truth-sentence.tsx';
import { VerdictLine } from './verdict-line.tsx';

/** 总览: one sentence that tells the truth, then what stands behind it. Every figure opens its rows. */
export function OverviewPage(): ReactElement {
  // The three administrators see no business content; their home is the organisation.
  return seesBusiness(useMe()) ? <OverviewLoad /> : <Navigate to="/org" replace />;
}

function OverviewLoad(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(overviewWords);
  const me = useMe();
  const { chosen, campaign: present, chosenAll } = useCampaign();
  const campaign = chosen?.id;
  const { data, error, refetch } = useQuery(overviewQuery(campaign));
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  // Progress is measured against a campaign's time: where none was chosen, the present one's.
  if (chosen === undefined && !chosenAll && present !== undefined)
    return <Navigate to="/" search={{ c: present.code }} replace />;
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={10} page={r.title} />
    ) : (
      <ProblemState page error={error} retry={() => void refetch()} />
    );
  if (data.states.every((one) => one.n === 0))
    return (
      <div className={css['page']}>
        <Empty title={r.empty} page>
          {mayRaise(me) && (
            <Link to="/new" search={{ kind: 'problem' }} className={buttonClass('primary')}>
              {w.ledger.raise}
            </Link>
          )}
        </Empty>
        {/* Who checks for others has nothing of their own in a list, and may be waited for all the same. */}
        <Queue />
      </div>
    );
  return <Figures seen={data} campaign={campaign} />;
}

function Figures({
  seen,
  campaign,
}: {
  readonly seen: Overview;
  readonly campaign: string | undefined;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  // A unit with none below it has no pace to compare: its own queue takes that room.
  const compares = comparedUnits(seen.units).length > 0;
  return (
    <div className={css['page']}>
      <h1 className={css['hidden']}>{r.title}</h1>
      <TruthSentence seen={seen} />
      <VerdictLine campaign={campaign} />
      <LoopStrip seen={seen} campaign={campaign} />
      <div className={css['grid']}>
        <div className={css['stack']}>
          <PaceChart seen={seen} />
          <CategoryTable seen={seen} />
          {!compares && <Queue />}
        </div>
        <div className={css['stack']}>
          {seen.weeks.length > 1 && (
            <section className={css['card']} aria-labelledby="flow">
              <h2 id="flow">
                {r.flow}
                <span className={css['sub']}>{r.flowWeeks(exact(seen.weeks.length))}</span>
              </h2>
              <p className={css['sub']}>{r.flowHint}</p>
              <FlowChart weeks={seen.weeks} />
              <FlowTable weeks={seen.weeks} />
            </section>
          )}
          {compares && <Queue />}
          <OverdueList campaign={campaign} />
        </div>
      </div>
    </div>
  );
}
