import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Figure } from '#web/kit/figure.tsx';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { LedgerSearch } from '../ledger/ledger-search.ts';
import { CLAIMED, LISTED } from './listed-states.ts';
import css from './overview.module.css';
import { comparedUnits, isBehind, type Overview, verifiedOf } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';

/** What is said first: listed, claimed and verified side by side, time gone, who is behind, what is overdue. */
export function TruthSentence({ seen }: { readonly seen: Overview }): ReactElement {
  const { exact, day, today } = useWords();
  const r = useRoomWords(overviewWords);
  const { asOf, overdue } = seen;
  const { listed, claimed } = seen.tally;
  return (
    <p className={css['sentence']}>
      {r.until(day(today))}
      {r.sentence1}
      <Figure
        name={r.listed}
        trace={{ definition: r.listedDef, asOf }}
        rows={<Rows search={{ state: LISTED }} />}
      >
        {exact(listed)}
      </Figure>
      {r.sentence2}
      <Figure
        name={r.claimed}
        trace={{
          definition: r.claimedDef,
          denominator: r.listedRule,
          exact: `${exact(claimed)} / ${exact(listed)} = ${percent(claimed, listed)}`,
          asOf,
        }}
        rows={<Rows search={{ state: CLAIMED }} />}
      >
        {percent(claimed, listed)}
      </Figure>
      {r.sentence3}
      <Verified seen={seen} />
      <Time seen={seen} />
      <Figure
        name={r.overdue}
        trace={{ definition: r.overdueDef, asOf }}
        rows={<Rows search={{ overdue: true }} />}
        tone={overdue > 0 ? 'bad' : undefined}
      >
        {r.overdueCount(exact(overdue))}
      </Figure>
      {r.sentence7}
    </p>
  );
}

/** The verified rate with its interval and sample; grey where nobody else has looked yet. */
function Verified({ seen }: { readonly seen: Overview }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  const { asOf, checked, tally } = seen;
  const found = verifiedOf(seen);
  if (found === undefined)
    return (
      <Figure name={r.verified} trace={{ definition: r.notVerifiedDef, asOf }} tone="none">
        {r.notVerified}
      </Figure>
    );
  const one = (share: number): string => (share * 100).toFixed(1);
  return (
    <>
      <Figure
        name={r.verified}
        trace={{
          definition: r.verifiedDef,
          denominator: r.checkedRule(exact(checked.n)),
          exact: `${percent(tally.claimed, tally.listed)} × ${exact(checked.upheld)} / ${exact(checked.n)} = ${one(found.share)}%`,
          asOf,
        }}
        rows={
          <Link to="/problems" search={{ checked: true }}>
            {r.openChecked}
          </Link>
        }
      >
        {`${one(found.share)}%`}
      </Figure>
      <span className={css['interval']}>
        {r.interval(one(found.low), one(found.high), exact(checked.n))}
      </span>
    </>
  );
}

function Time({ seen }: { readonly seen: Overview }): ReactElement {
  const { exact, day } = useWords();
  const r = useRoomWords(overviewWords);
  const { asOf, window } = seen;
  if (window === undefined) return <>{r.sentenceNoTime}</>;
  const behind = comparedUnits(seen.units).filter((one) => isBehind(one, window.elapsed)).length;
  return (
    <>
      {r.sentence4}
      <Figure
        name={r.timeGone}
        trace={{
          definition: r.timeDef(window.campaign, day(window.from), day(window.to)),
          exact: r.timeExact(exact(window.day), exact(window.days)),
          asOf,
        }}
      >
        {percent(window.elapsed, 1)}
      </Figure>
      {r.sentence5}
      {seen.units.length > 0 && (
        <>
          <Figure
            name={r.behindUnits}
            trace={{ definition: r.behindDef, denominator: r.listedRule, asOf }}
            rows={<a href="#pace">{r.openBehind}</a>}
            tone={behind > 0 ? 'bad' : undefined}
          >
            {r.behindCount(exact(behind))}
          </Figure>
          {r.sentence6}
        </>
      )}
    </>
  );
}

function Rows({ search }: { readonly search: LedgerSearch }): ReactElement {
  const r = useRoomWords(overviewWords);
  return (
    <Link to="/problems" search={search}>
      {r.openList}
    </Link>
  );
}
