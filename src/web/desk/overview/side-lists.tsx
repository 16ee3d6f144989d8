import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { StatusTag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { DueCell } from '../ledger/columns.tsx';
import type { Row } from '../ledger/use-ledger.ts';
import { waitingWord } from '../work/waiting-word.ts';
import css from './overview.module.css';
import { overviewWords } from './overview-words.ts';

const SHOWN = 6;

export function Queue(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(overviewWords);
  const { data } = useQuery({
    queryKey: ['work'],
    queryFn: ({ signal }) => call(calls.myWork, {}, { signal }),
  });
  return (
    <section className={css['card']} aria-labelledby="queue">
      <h2 id="queue">
        {r.queue} <Link to="/work">{r.seeAll}</Link>
      </h2>
      {data?.items.length === 0 && <p className={css['sub']}>{r.noQueue}</p>}
      <ul className={css['lines']}>
        {data?.items.slice(0, SHOWN).map((item) => (
          <Line key={`${item.id}${item.waitsFor}`} row={item}>
            {/* What is asked of the reader, as on the page of the queue, not how the entry stands. */}
            <strong>{waitingWord(item.waitsFor, w)}</strong>
          </Line>
        ))}
      </ul>
    </section>
  );
}

export function OverdueList({ campaign }: { readonly campaign: string | undefined }): ReactElement {
  const r = useRoomWords(overviewWords);
  const { data } = useQuery({
    queryKey: ['entries', 'oldest', campaign],
    queryFn: ({ signal }) =>
      call(
        calls.listEntries,
        { kind: 'problem', campaign, overdue: true, sort: 'due', limit: SHOWN },
        { signal },
      ),
  });
  return (
    <section className={css['card']} aria-labelledby="oldest">
      <h2 id="oldest">
        {r.oldest}{' '}
        <Link to="/problems" search={{ overdue: true, sort: 'due' }}>
          {r.seeAll}
        </Link>
      </h2>
      {data?.items.length === 0 && <p className={css['sub']}>{r.noOverdue}</p>}
      <ul className={css['lines']}>
        {data?.items.map((row) => (
          <Line key={row.id} row={row}>
            <StatusTag state={row.state} />
          </Line>
        ))}
      </ul>
    </section>
  );
}

function Line({
  row,
  children,
}: {
  readonly row: Row;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <li>
      {children}
      <span className={css['lineWhat']}>
        <Link to="/entries/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <span className={css['sub']}>{row.lead?.name ?? row.origin.name}</span>
      </span>
      <span className={css['lineDue']}>
        <DueCell row={row} />
      </span>
    </li>
  );
}
