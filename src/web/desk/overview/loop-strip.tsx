import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Tally } from '../ledger/use-ledger.ts';
import { AT_WORK, CLOSED, LISTED } from './listed-states.ts';
import css from './overview.module.css';

/** The loop as far as it is built, each step with what stands in it now. */
export function LoopStrip({
  tally,
  overdue,
}: {
  readonly tally: Tally;
  readonly overdue: { readonly n: number; readonly capped: boolean } | undefined;
}): ReactElement {
  const { w, exact } = useWords();
  const count = (states: readonly EntryState[]): number =>
    tally.states
      .filter((one) => (states as readonly string[]).includes(one.state))
      .reduce((sum, one) => sum + one.n, 0);
  const late = overdue === undefined ? '…' : `${exact(overdue.n)}${overdue.capped ? '+' : ''}`;
  const steps = [
    {
      mark: w.nav.listMark,
      name: w.overview.listed,
      states: LISTED,
      n: tally.tally.listed,
      note: w.overview.waitScreen(exact(count(['raised', 'screened']))),
    },
    {
      mark: w.nav.assignMark,
      name: w.state.listed,
      states: ['listed'],
      n: count(['listed']),
      note: w.overview.waitAccept(exact(count(['assigned']))),
    },
    {
      mark: w.nav.deliverMark,
      name: w.overview.atWork,
      states: AT_WORK,
      n: count(AT_WORK),
      note: w.overview.late(late),
    },
    {
      mark: w.nav.verifyMark,
      name: w.state.delivered,
      states: ['delivered'],
      n: count(['delivered']),
      note: w.overview.struckOff(exact(count(CLOSED))),
    },
  ] as const;
  return (
    <ol className={css['loop']}>
      {steps.map((step) => (
        <li key={step.mark}>
          <span className={css['stepName']}>
            <span className={css['stepMark']} aria-hidden="true">
              {step.mark}
            </span>
            {step.name}
          </span>
          <Link to="/problems" search={{ state: step.states }} className={css['stepCount']}>
            {exact(step.n)}
          </Link>
          <span className={css['sub']}>{step.note}</span>
        </li>
      ))}
    </ol>
  );
}
