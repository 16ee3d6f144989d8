import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass, Key } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { workQuery } from '../work/work-query.ts';
import css from './entry.module.css';

/** 下一件: who came from the queue goes on to what stood below in it, without going back for it each time. */
export function NextWaiting({ id }: { readonly id: string }): ReactElement | undefined {
  const { w } = useWords();
  const router = useRouter();
  // As it was when it was read: what has been dealt with leaves the queue, and its place in it is still known here.
  const queue = useQueryClient().getQueryData(workQuery.queryKey)?.items ?? [];
  const at = queue.findLastIndex((item) => item.id === id);
  const next = at === -1 ? undefined : queue[at + 1];
  useCommands(
    next === undefined
      ? []
      : [
          {
            id: 'next-waiting',
            label: w.entry.nextWaiting,
            group: w.app.onThisPage,
            keys: 'n',
            run: () => void router.navigate({ to: '/entries/$id', params: { id: next.id } }),
          },
        ],
  );
  if (next === undefined) return undefined;
  return (
    <Link
      to="/entries/$id"
      params={{ id: next.id }}
      className={`${buttonClass('quiet')} ${css['next']}`}
      title={next.title}
    >
      {w.entry.nextWaiting} <Key>N</Key>
    </Link>
  );
}
