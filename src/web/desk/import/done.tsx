import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/kit/button.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { hrefOf } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import type { Batch } from './batch-page.tsx';
import { FaultTable } from './fault-table.tsx';
import { importingWords } from './importing-words.ts';
import css from './import.module.css';

/** What came of it, and the way to what was made. */
export function Done({ batch }: { readonly batch: Batch }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(importingWords);
  const { result } = batch;
  if (result === undefined)
    return (
      <section className={css['card']} role="status">
        <p>{r.working}</p>
        <progress className={css['progress']} aria-label={r.working} />
      </section>
    );
  return (
    <section className={css['card']}>
      <Note tone="malachite">
        <p role="status">
          {batch.kind === 'returned'
            ? r.resultReturned(exact(result.changed), exact(result.known))
            : r.result(exact(result.made), exact(result.changed), exact(result.known))}
        </p>
      </Note>
      {result.faulty > 0 && (
        <Note tone="ochre">
          {r.resultFaulty(exact(result.faulty))}{' '}
          {batch.kind !== 'returned' && (
            <a href={hrefOf(calls.faultySheet, { id: batch.id })} download>
              {r.faultySheet}
            </a>
          )}
        </Note>
      )}
      {(result.refused?.length ?? 0) > 0 && <FaultTable faults={result.refused ?? []} />}
      <p className={css['actions']}>
        <Link to="/problems" search={{ sort: 'newest' }} className={buttonClass('primary')}>
          {r.toLedger}
        </Link>
        <Link to="/import" className={buttonClass()}>
          {r.another}
        </Link>
      </p>
    </section>
  );
}
