import type { ReactElement } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './entry.module.css';
import { Facts } from './facts.tsx';
import { Checks, Measures, Prose, Quote, Requests, Standing } from './sections.tsx';
import { Timeline } from './timeline.tsx';

/** An entry in brief: enough to act on it. */
export function PeekBody({ entry }: { readonly entry: Detail }): ReactElement {
  const { w } = useWords();
  return (
    <div className={css['brief']}>
      <Standing entry={entry} />
      <Facts entry={entry} />
      <Quote entry={entry} />
      <Prose title={w.entry.detail} text={entry.detail} />
      <Measures entry={entry} />
      <Checks entry={entry} />
      <Requests entry={entry} />
      <section className={css['section']} aria-label={w.entry.timeline}>
        <h2>{w.entry.timeline}</h2>
        <Timeline id={entry.id} limit={6} />
      </section>
    </div>
  );
}
