import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, type ReactElement, useEffect, useState } from 'react';
import { QUEUE_COUNTED } from '#domain/alike/queue/queue-counted.ts';
import { firstUnlikely, LIKELY_FROM } from '#domain/alike/queue/queue-likely.ts';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { cx } from '#web/kit/cx.ts';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useFirst } from '#web/kit/use-first.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { useCampaign, useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { CausesView } from './causes-view.tsx';
import { ItemPanel } from './item-panel.tsx';
import { TopicsView } from './topics-view.tsx';

type Item = Answer<typeof distilCalls.listAlikeItems>['items'][number];

const QUEUES = ['suggested', 'linked', 'accepted', 'apart'] as const;
type Queue = (typeof QUEUES)[number];
const VIEWS = [...QUEUES, 'topics', 'causes'] as const;
type View = (typeof VIEWS)[number];
const PAGE = 50;

/** 归并提炼: what waits to be judged and what was, the kinds of problems, their root causes. */
export function DistilPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(distilWords);
  const [view, setView] = useState<View>('suggested');
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  return (
    <div className={cx(css['page'], chosen !== undefined && css['open'])}>
      <header className={css['head']}>
        <h1>{r.title}</h1>
        <ViewPills
          view={view}
          onView={(next) => {
            setView(next);
            setChosen(undefined);
          }}
        />
        <RunButton />
        <p className={css['hint']}>{r.hint[view]}</p>
      </header>
      {view === 'topics' && <TopicsView opened={chosen} onOpen={setChosen} />}
      {view === 'causes' && <CausesView opened={chosen} onOpen={setChosen} />}
      {isQueue(view) && <QueueView key={view} queue={view} chosen={chosen} onChoose={setChosen} />}
    </div>
  );
}

function isQueue(view: View): view is Queue {
  return (QUEUES as readonly string[]).includes(view);
}

function ViewPills({
  view,
  onView,
}: {
  readonly view: View;
  readonly onView: (view: View) => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const waiting = useQueue('suggested').data?.pages[0]?.waiting;
  const count = (of: View): string | undefined => {
    if (waiting === undefined || (of !== 'suggested' && of !== 'linked')) return undefined;
    return waiting[of] < QUEUE_COUNTED
      ? r.waiting(exact(waiting[of]))
      : r.waitingMore(exact(QUEUE_COUNTED));
  };
  return (
    <div className={css['kinds']} role="group" aria-label={r.views}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          className={cx(css['kind'], one === view && css['chosen'])}
          aria-pressed={one === view}
          onClick={() => onView(one)}
        >
          {r.kinds[one]} {count(one) !== undefined && <b>{count(one)}</b>}
        </button>
      ))}
    </div>
  );
}

/** The queue on the left, one group side by side; J and K walk, A, S, X judge, U takes back. */
function QueueView({
  queue: name,
  chosen,
  onChoose,
}: {
  readonly queue: Queue;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const queue = useQueue(name);
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  useFirst(chosen, items[0]?.id, onChoose);
  const unlikelyFrom = name === 'suggested' ? firstUnlikely(items.map(({ score }) => score)) : -1;
  const at = items.findIndex((item) => item.id === chosen);
  const show = (next: Item | undefined): void => {
    if (next === undefined) return;
    onChoose(next.id);
    document.querySelector(`[data-item="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: number): void => show(items[Math.max(0, Math.min(items.length - 1, at + by))]);
  useCommands([
    { id: 'distil-down', label: r.next, group: r.title, keys: 'j', run: () => step(1) },
    { id: 'distil-up', label: r.previous, group: r.title, keys: 'k', run: () => step(-1) },
  ]);
  return (
    <div className={css['columns']}>
      <nav className={css['queue']} aria-label={r.queue}>
        {queue.error !== null && (
          <ProblemState error={queue.error} retry={() => void queue.refetch()} />
        )}
        {queue.data === undefined && queue.error === null && <Skeleton rows={6} />}
        {queue.data !== undefined && items.length === 0 && <Nothing queue={name} />}
        <ul>
          {items.map((item, index) => (
            <Fragment key={item.id}>
              {index === unlikelyFrom && (
                <li className={css['unlikely']}>{r.unlikely(exact(LIKELY_FROM * 100))}</li>
              )}
              <QueueRow
                item={item}
                isChosen={item.id === chosen}
                onChoose={() => onChoose(item.id)}
              />
            </Fragment>
          ))}
        </ul>
        {queue.hasNextPage && (
          <Button onClick={() => void queue.fetchNextPage()} busy={queue.isFetchingNextPage}>
            {r.more}
          </Button>
        )}
      </nav>
      <section className={css['panel']} aria-label={r.title}>
        {chosen !== undefined && (
          <ItemPanel
            key={chosen}
            id={chosen}
            onBack={() => onChoose(undefined)}
            // What is judged leaves the list: behind the last of it comes the one before.
            onDecided={() => show(items[at + 1] ?? items[at - 1])}
          />
        )}
      </section>
    </div>
  );
}

function Nothing({ queue }: { readonly queue: Queue }): ReactElement {
  const r = useRoomWords(distilWords);
  const me = useMe();
  const waits = queue === 'suggested' || queue === 'linked';
  return (
    <Empty title={r.empty[queue]}>
      {waits && r.emptyHint} {waits && holdsAny(me, ['office']) && r.emptyRun}
    </Empty>
  );
}

function useQueue(queue: Queue) {
  const waits = queue === 'suggested' || queue === 'linked';
  const campaign = useCampaign().chosen?.id;
  return useInfiniteQuery({
    queryKey: ['distil', 'items', queue, campaign],
    queryFn: ({ signal, pageParam }) =>
      call(
        distilCalls.listAlikeItems,
        {
          ...(waits ? { kind: [queue] } : { state: queue }),
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
          {main.kind === 'entry' && main.category !== '' && ` · ${nameOf(main.category)}`}
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
