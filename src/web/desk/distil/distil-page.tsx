import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { Empty, ErrorState, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { useCampaign, useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { ItemPanel } from './item-panel.tsx';

type Item = Answer<typeof distilCalls.listAlikeItems>['items'][number];
type Kind = Item['kind'];

const KINDS = ['suggested', 'linked'] as const satisfies readonly Kind[];
const PAGE = 50;

/** 归并提炼: the queue on the left, one group side by side; J and K walk, A, S, X judge, U takes back. */
export function DistilPage(): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(distilWords);
  const [kind, setKind] = useState<Kind>('suggested');
  const [chosen, setChosen] = useState<string>();
  const queue = useQueue(kind);
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = queue.data?.pages[0]?.waiting;
  const at = items.findIndex((item) => item.id === chosen);
  const step = (by: number): void => {
    const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
    if (next !== undefined) setChosen(next.id);
    document.querySelector(`[data-item="${next?.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useCommands([
    { id: 'distil-down', label: r.next, group: r.title, keys: 'j', run: () => step(1) },
    { id: 'distil-up', label: r.previous, group: r.title, keys: 'k', run: () => step(-1) },
  ]);
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  return (
    <div className={cx(css['page'], chosen !== undefined && css['open'])}>
      <header className={css['head']}>
        <h1>{r.title}</h1>
        <div className={css['kinds']}>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              className={cx(css['kind'], one === kind && css['chosen'])}
              aria-pressed={one === kind}
              onClick={() => {
                setKind(one);
                setChosen(undefined);
              }}
            >
              {r.kinds[one]} {waiting !== undefined && <b>{r.waiting(exact(waiting[one]))}</b>}
            </button>
          ))}
        </div>
        <RunButton />
        <p className={css['hint']}>{r.hint[kind]}</p>
      </header>
      <div className={css['columns']}>
        <nav className={css['queue']} aria-label={r.queue}>
          {queue.error !== null && (
            <ErrorState message={problemText(queue.error, w)} retry={() => void queue.refetch()} />
          )}
          {queue.data === undefined && queue.error === null && <Skeleton rows={6} />}
          {queue.data !== undefined && items.length === 0 && (
            <Empty title={r.empty}>{r.emptyHint}</Empty>
          )}
          <ul>
            {items.map((item) => (
              <QueueRow
                key={item.id}
                item={item}
                isChosen={item.id === chosen}
                onChoose={() => setChosen(item.id)}
              />
            ))}
          </ul>
          {queue.hasNextPage && (
            <Button onClick={() => void queue.fetchNextPage()} busy={queue.isFetchingNextPage}>
              {r.more}
            </Button>
          )}
        </nav>
        <section className={css['panel']} aria-label={r.title}>
          {chosen === undefined ? (
            items.length > 0 && <p className={css['choose']}>{r.choose}</p>
          ) : (
            <ItemPanel
              key={chosen}
              id={chosen}
              onBack={() => setChosen(undefined)}
              onDecided={() => step(1)}
            />
          )}
        </section>
      </div>
    </div>
  );
}

function useQueue(kind: Kind) {
  const campaign = useCampaign().chosen?.id;
  return useInfiniteQuery({
    queryKey: ['distil', 'items', kind, campaign],
    queryFn: ({ signal, pageParam }) =>
      call(
        distilCalls.listAlikeItems,
        {
          kind: [kind],
          limit: PAGE,
          ...(campaign !== undefined && { campaign }),
          ...(pageParam !== '' && { after: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

function QueueRow({
  item,
  isChosen,
  onChoose,
}: {
  readonly item: Item;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const { nameOf } = useCategories();
  const { main } = item;
  return (
    <li>
      <button
        type="button"
        data-item={item.id}
        className={cx(css['row'], isChosen && css['current'])}
        aria-current={isChosen ? 'true' : undefined}
        onClick={onChoose}
      >
        <span className={css['what']}>{main.text}</span>
        <span className={css['sub']}>
          {r.members(exact(item.members))} · {r.alike(exact(Math.round(item.score * 100)))} ·{' '}
          {r.rules[item.rule] ?? item.rule}
        </span>
        <span className={css['sub']}>
          {main.unit.name}
          {main.category !== '' && ` · ${nameOf(main.category)}`}
        </span>
      </button>
    </li>
  );
}

/** 开始提炼, for those whose post may. */
function RunButton(): ReactElement | null {
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const campaign = useCampaign().campaign?.id;
  const me = useMe();
  const act = useAct((key) =>
    call(distilCalls.startDistil, { ...(campaign !== undefined && { campaign }) }, { key }),
  );
  if (!holdsAny(me, ['office'])) return null;
  const run = async (): Promise<void> => {
    if ((await act.run()) === undefined) return;
    say(r.running);
    setTimeout(() => void queries.invalidateQueries({ queryKey: ['distil'] }), 4000);
  };
  return (
    <>
      <Button busy={act.busy} onClick={() => void run()}>
        {r.run}
      </Button>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
    </>
  );
}
