import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Empty, ErrorState, Skeleton } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import css from './admin.module.css';

/** 操作记录: what was done to the organisation and its accounts, for the audit administrator. */
export function EventsPage(): ReactElement {
  const { w, moment } = useWords();
  const list = useInfiniteQuery({
    queryKey: ['org-events'],
    queryFn: ({ pageParam, signal }) =>
      call(calls.listOrgEvents, { before: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useEffect(() => {
    document.title = `${w.nav.events} · ${w.app.name}`;
  }, [w]);
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <div className={css['page']}>
      <h1>{w.nav.events}</h1>
      <section className={css['card']}>
        {list.error !== null && (
          <ErrorState message={problemText(list.error, w)} retry={() => void list.refetch()} />
        )}
        {list.isPending && <Skeleton rows={8} />}
        {list.data !== undefined && events.length === 0 && <Empty title={w.admin.noEvents} />}
        {events.length > 0 && (
          <div className={css['scroll']} tabIndex={0} role="group" aria-label={w.nav.events}>
            <table className={css['table']}>
              <thead>
                <tr>
                  <th scope="col">{w.admin.when}</th>
                  <th scope="col">{w.admin.who}</th>
                  <th scope="col">{w.admin.deed}</th>
                  <th scope="col">{w.admin.details}</th>
                </tr>
              </thead>
              <tbody>
                {events.map((event) => (
                  <tr key={event.id}>
                    <td className={css['nowrap']}>{moment(event.at)}</td>
                    <td className={css['nowrap']}>{event.byName ?? '—'}</td>
                    <td>
                      <code>{event.kind}</code>
                    </td>
                    <td className={css['payload']}>{sayPayload(event.payload)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {list.hasNextPage && (
          <Button onClick={() => void list.fetchNextPage()} busy={list.isFetching}>
            {w.kit.more}
          </Button>
        )}
      </section>
    </div>
  );
}

/** The fields of an event in a line; ids say nothing to a reader and are left out. */
function sayPayload(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return '';
  return Object.entries(payload)
    .filter(([, value]) => typeof value !== 'object' && !/^[0-9a-f-]{36}$/.test(String(value)))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('　');
}
