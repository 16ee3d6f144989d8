import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import type { Answer } from '../api/call.ts';
import type { calls } from '../api/calls.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { DueCell } from '../ledger/columns.tsx';
import { WAITING, waitingWord } from './waiting-word.ts';
import { workQuery } from './work-query.ts';
import css from './work.module.css';

type Work = Answer<typeof calls.myWork>;
type Waiting = (typeof WAITING)[number];

/** 我的待办: one queue of all that waits for me, by due date. */
export function WorkPage(): ReactElement {
  const { w, exact } = useWords();
  const [only, setOnly] = useState<Waiting>();
  const list = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1) => (): void => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  useCommands([
    { id: 'down', label: w.ledger.next, group: w.work.title, keys: 'j', run: step(1) },
    { id: 'up', label: w.ledger.previous, group: w.work.title, keys: 'k', run: step(-1) },
  ]);
  const { data, error, refetch } = useQuery(workQuery);
  useEffect(() => {
    document.title = `${w.work.title} · ${w.app.name}`;
  }, [w]);
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={8} page={w.work.title} />
    ) : (
      <ProblemState page error={error} retry={() => void refetch()} />
    );
  const all = WAITING.reduce((sum, key) => sum + data.counts[key], 0);
  const items = data.items.filter((item) => only === undefined || item.waitsFor === only);
  return (
    <div className={css['page']}>
      <h1>{w.work.title}</h1>
      {all > 0 && (
        <ul className={css['kinds']}>
          {[undefined, ...WAITING.filter((key) => data.counts[key] > 0)].map((key) => (
            <li key={key ?? 'all'}>
              <button
                type="button"
                className={cx(css['kind'], key === only && css['chosen'])}
                aria-pressed={key === only}
                onClick={() => setOnly(key)}
              >
                {key === undefined ? w.work.all : w.work[key]}{' '}
                <b>{exact(key === undefined ? all : data.counts[key])}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 ? (
        <Empty title={all === 0 ? w.work.empty : w.work.emptyGroup} />
      ) : (
        <div ref={list}>
          <WorkList items={items} />
        </div>
      )}
      {items.length > 0 && only === undefined && data.items.length < all && (
        <p className={css['rest']}>{w.work.first(exact(data.items.length), exact(all))}</p>
      )}
    </div>
  );
}

export function WorkList({ items }: { readonly items: Work['items'] }): ReactElement {
  const { w } = useWords();
  return (
    <ul className={css['list']}>
      {items.map((item) => (
        <li key={`${item.id}${item.waitsFor}`} className={css['item']}>
          <span className={css['waits']}>{waitingWord(item.waitsFor, w)}</span>
          <span className={css['what']}>
            <Link to="/entries/$id" params={{ id: item.id }}>
              {item.title}
            </Link>
            <span className={css['sub']}>
              {item.no}　{item.lead?.name ?? item.origin.name}
            </span>
          </span>
          <span className={css['due']}>
            <DueCell row={item} />
          </span>
        </li>
      ))}
    </ul>
  );
}
