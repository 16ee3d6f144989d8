import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { EntryState } from '#domain/entry/entry.ts';
import { cx } from '#web/kit/cx.ts';
import { Skeleton } from '#web/kit/states.tsx';
import { STATE_LOOK, StatusTag } from '#web/kit/status-tag.tsx';
import { useWords, type Words } from '#web/words/use-words.tsx';
import type { Answer } from '../api/call.ts';
import type { calls } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import { eventsQuery } from '../ledger/use-ledger.ts';
import css from './timeline.module.css';

type Happened = Answer<typeof calls.readEvents>['events'][number];

/** 经过: every event of the entry, the newest first, as who did what when. */
export function Timeline({
  id,
  limit,
}: {
  readonly id: string;
  readonly limit?: number;
}): ReactElement {
  const { w } = useWords();
  const { data, error, isPending } = useQuery(eventsQuery(id));
  if (isPending) return <Skeleton rows={4} />;
  if (error !== null) return <p role="alert">{problemText(error, w)}</p>;
  const events = data.events.toSorted((a, b) => b.version - a.version).slice(0, limit);
  return (
    <ol className={css['line']}>
      {events.map((event, i) => (
        <Happening
          key={event.version}
          event={event}
          changed={events[i + 1]?.state !== event.state}
        />
      ))}
    </ol>
  );
}

function Happening({
  event,
  changed,
}: {
  readonly event: Happened;
  readonly changed: boolean;
}): ReactElement {
  const words = useWords();
  const { w, moment } = words;
  const look = isState(event.state) ? STATE_LOOK[event.state] : undefined;
  const who = [event.unit?.name, event.post, event.person].filter((one) => one !== undefined);
  const said = saidOf(event);
  return (
    <li className={cx(css['event'], look !== undefined && css[look[0]])}>
      <p className={css['what']}>
        <strong>{kindOf(event, words)}</strong>
        {changed && isState(event.state) && <StatusTag state={event.state} />}
      </p>
      <p className={css['who']}>
        {moment(event.at)}　{who.join(' ')}
        {event.acting && `（${w.entry.acting}）`}
      </p>
      {said !== undefined && <p className={css['said']}>{said}</p>}
    </li>
  );
}

function isState(state: string): state is EntryState {
  return Object.hasOwn(STATE_LOOK, state);
}

/** `entry.deliver` and the like, as an officer says it; a kind without a word is shown as it is. */
function kindOf(event: Happened, { w }: Words): string {
  const move = event.kind.slice(event.kind.lastIndexOf('.') + 1);
  const names: Readonly<Record<string, string>> = { ...w.move, ...w.eventKind };
  return names[move] ?? event.kind;
}

/** The words somebody wrote along with it. */
function saidOf({ payload }: Happened): string | undefined {
  for (const place of [payload, payload['because'], payload['input'], payload['change']]) {
    if (typeof place !== 'object' || place === null) continue;
    const fields = place as Readonly<Record<string, unknown>>;
    for (const name of ['reason', 'note'])
      if (typeof fields[name] === 'string' && fields[name] !== '') return fields[name];
  }
  return undefined;
}
