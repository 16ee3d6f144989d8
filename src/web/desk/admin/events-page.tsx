import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { roomWords, useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

const eventsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/events-zh.ts')).eventsZh,
  en: async () => (await import('#web/words/rooms/events-en.ts')).eventsEn,
});
type EventsWords = Awaited<ReturnType<typeof eventsWords>>;

/** 操作记录: what was done to the organisation and its accounts, for the audit administrator. */
export function EventsPage(): ReactElement {
  const { w, moment, day } = useWords();
  const a = useRoomWords(adminWords);
  const r = useRoomWords(eventsWords);
  const values = { ...r.strength, ...w.role, ...a.scope };
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
          <ProblemState error={list.error} retry={() => void list.refetch()} />
        )}
        {list.isPending && <Skeleton rows={8} />}
        {list.data !== undefined && events.length === 0 && <Empty title={a.noEvents} />}
        {events.length > 0 && (
          <div className={css['scroll']} tabIndex={0} role="group" aria-label={w.nav.events}>
            <table className={css['table']}>
              <thead>
                <tr>
                  <th scope="col">{a.when}</th>
                  <th scope="col">{a.who}</th>
                  <th scope="col">{a.deed}</th>
                  <th scope="col">{a.details}</th>
                </tr>
              </thead>
              <tbody>
                {events.map((event) => (
                  <tr key={event.id}>
                    <td className={css['nowrap']}>{moment(event.at)}</td>
                    <td className={css['nowrap']}>{event.byName ?? '—'}</td>
                    <td>{sayKind(event.kind, r)}</td>
                    <td className={css['payload']}>{sayPayload(event.payload, r, values, day)}</td>
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

function sayKind(kind: string, r: EventsWords): string {
  return (r.kind as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** What a reader wants of an event, in a line; ids and the like are in the record that a program reads. */
function sayPayload(
  payload: unknown,
  r: EventsWords,
  values: Readonly<Record<string, string>>,
  day: (iso: string) => string,
): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const say = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(say).join(r.comma)
      : /^\d{4}-\d\d-\d\d$/.test(String(value))
        ? day(String(value))
        : (values[String(value)] ?? String(value));
  const told = payload as Readonly<Record<string, unknown>>;
  return TOLD.filter((name) => told[name] !== undefined && told[name] !== null)
    .filter((name) => !UUID.test(String(told[name])))
    .map((name) => `${r.field[name]} ${say(told[name])}`)
    .join('　');
}

const TOLD = [
  'name',
  'login',
  'code',
  'role',
  'from',
  'strength',
  'days',
  'startsOn',
  'endsOn',
  'url',
  'scopes',
  'operator',
  'contacts',
  'words',
  'dismissed',
  'rest',
] as const satisfies readonly (keyof EventsWords['field'])[];
const UUID = /^[0-9a-f-]{36}$/;
