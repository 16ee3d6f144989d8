import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { HeardSteps } from './heard-steps.tsx';
import { AT_WORK, CLOSED, LISTED } from './listed-states.ts';
import { LoopStep } from './loop-step.tsx';
import css from './overview.module.css';
import type { Overview } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';

/** The loop as far as it is built, each step with what stands in it now. */
export function LoopStrip({
  seen,
  campaign,
}: {
  readonly seen: Overview;
  readonly campaign: string | undefined;
}): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(overviewWords);
  const count = (states: readonly EntryState[]): number =>
    seen.states
      .filter((one) => (states as readonly string[]).includes(one.state))
      .reduce((sum, one) => sum + one.n, 0);
  const steps = [
    {
      mark: w.nav.listMark,
      name: r.listed,
      states: LISTED,
      n: seen.tally.listed,
      note: r.waitScreen(exact(count(['raised', 'screened']))),
    },
    {
      mark: w.nav.assignMark,
      name: w.state.listed,
      states: ['listed'],
      n: count(['listed']),
      note: r.waitAccept(exact(count(['assigned']))),
    },
    {
      mark: w.nav.deliverMark,
      name: r.atWork,
      states: AT_WORK,
      n: count(AT_WORK),
      note: r.late(exact(seen.overdue)),
    },
    {
      mark: w.nav.verifyMark,
      name: w.state.delivered,
      states: ['delivered'],
      n: count(['delivered']),
      note: r.struckOff(exact(count(CLOSED))),
    },
  ] as const;
  return (
    <ol className={css['loop']} aria-label={w.app.loop}>
      <HeardSteps campaign={campaign} />
      {steps.map((step) => (
        <LoopStep key={step.mark} mark={step.mark} name={step.name} note={step.note}>
          <Link
            to="/problems"
            search={{ state: step.states }}
            className={css['stepCount']}
            aria-label={`${step.name} ${exact(step.n)}`}
          >
            {exact(step.n)}
          </Link>
        </LoopStep>
      ))}
    </ol>
  );
}
