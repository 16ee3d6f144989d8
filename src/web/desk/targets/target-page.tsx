import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useCallback, useEffect, useState } from 'react';
import type { Vintage } from '#domain/target/reading.ts';
import { Button } from '#web/kit/button.tsx';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { PathChart } from './path-chart.tsx';
import { Relations } from './relations.tsx';
import { targetCalls } from './target-calls.ts';
import { Definition, History, Now } from './target-facts.tsx';
import { Readings } from './target-readings.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

// Reading comes before acting: the forms are fetched when one is asked for.
const DefinitionDialog = lazy(() =>
  import('./definition-dialog.tsx').then((m) => ({ default: m.DefinitionDialog })),
);
const HandDownDialog = lazy(() =>
  import('./hand-down-dialog.tsx').then((m) => ({ default: m.HandDownDialog })),
);
const ReadingDialog = lazy(() =>
  import('./reading-dialog.tsx').then((m) => ({ default: m.ReadingDialog })),
);
const ConcludeDialog = lazy(() =>
  import('./target-dialogs.tsx').then((m) => ({ default: m.ConcludeDialog })),
);
const PendDialog = lazy(() =>
  import('./target-dialogs.tsx').then((m) => ({ default: m.PendDialog })),
);
const ReviseDialog = lazy(() =>
  import('./target-dialogs.tsx').then((m) => ({ default: m.ReviseDialog })),
);

export type TargetDetail = Answer<typeof targetCalls.readTarget>;
/** Which figure is to be given: a new one, or one that stands confirmed or restated. */
export interface Reported {
  readonly vintage: Vintage;
  readonly periodEnd: string;
  readonly value: string;
}
type Open = 'report' | 'revise' | 'amend' | 'pend' | 'conclude' | 'hand_down' | 'definition';

/** 一个目标: what is asked, where it stands, every figure with its vintages, and where it comes from. */
export function TargetPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const { id } = useParams({ from: '/inside/targets/$id' });
  const { at } = useSearch({ from: '/inside/targets/$id' });
  const { data, error, refetch } = useQuery({
    queryKey: ['targets', id, at],
    queryFn: ({ signal }) =>
      call(targetCalls.readTarget, { id, ...(at === undefined ? {} : { at }) }, { signal }),
  });
  const name = data?.target.indicator.name;
  useEffect(() => {
    document.title = `${name ?? r.title} · ${w.app.name}`;
  }, [name, r, w]);
  if (data === undefined)
    return (
      <div className={css['page']}>
        {error === null ? (
          <Skeleton rows={10} />
        ) : (
          <ProblemState error={error} retry={() => void refetch()} />
        )}
      </div>
    );
  return <Whole detail={data} />;
}

function Whole({ detail }: { readonly detail: TargetDetail }): ReactElement {
  const r = useRoomWords(targetsWords);
  const client = useQueryClient();
  const say = useToast();
  const [open, setOpen] = useState<Open>();
  const [figure, setFigure] = useState<Reported>();
  const close = useCallback(() => setOpen(undefined), []);
  const done = useCallback(() => {
    setOpen(undefined);
    say(r.done);
    void client.invalidateQueries({ queryKey: ['targets'] });
  }, [client, say, r]);
  const { target } = detail;
  const readings = detail.readings
    .map((one) => ({ on: one.periodEnd, value: Number(one.vintages[0]?.value) }))
    .filter((point) => point.on >= target.from && point.on <= target.to)
    .toReversed();
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <div>
          <h1>{target.indicator.name}</h1>
          <p className={css['sub']}>
            <Link to="/targets">{r.title}</Link> · {target.unit.name}
          </p>
        </div>
        <Deeds detail={detail} onOpen={setOpen} onDone={done} />
      </div>
      {!target.indicator.defined && <Note tone="ochre">{r.undefinedYet}</Note>}
      <div className={css['two']}>
        <div className={css['stack']}>
          <Now detail={detail} />
          {detail.line.length > 0 && (
            <section className={css['card']}>
              <PathChart
                line={detail.line}
                readings={readings}
                measure={target.indicator.measure}
              />
            </section>
          )}
          <Readings
            detail={detail}
            onReport={(given) => {
              setFigure(given);
              setOpen('report');
            }}
          />
        </div>
        <div className={css['stack']}>
          <Definition detail={detail} onChange={() => setOpen('definition')} />
          {detail.source !== null && (
            <section className={css['card']}>
              <h2>{r.document}</h2>
              <blockquote className={css['quote']}>{detail.source.quote}</blockquote>
              <p>
                <a href={`/documents/${detail.source.document}?at=${detail.source.start}`}>
                  {r.openDocument}
                </a>
              </p>
            </section>
          )}
          <Relations detail={detail} />
          <History detail={detail} />
        </div>
      </div>
      <Suspense>
        {open === 'report' && (
          <ReadingDialog detail={detail} given={figure} onClose={close} onDone={done} />
        )}
        {(open === 'revise' || open === 'amend') && (
          <ReviseDialog move={open} detail={detail} onClose={close} onDone={done} />
        )}
        {open === 'pend' && <PendDialog detail={detail} onClose={close} onDone={done} />}
        {open === 'conclude' && <ConcludeDialog detail={detail} onClose={close} onDone={done} />}
        {open === 'hand_down' && <HandDownDialog detail={detail} onClose={close} onDone={done} />}
        {open === 'definition' && (
          <DefinitionDialog detail={detail} onClose={close} onDone={done} />
        )}
      </Suspense>
    </div>
  );
}

function Deeds({
  detail: { target },
  onOpen,
  onDone,
}: {
  readonly detail: TargetDetail;
  readonly onOpen: (open: Open) => void;
  readonly onDone: () => void;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const { id, version, can } = target;
  const effect = useAct((key) => call(targetCalls.effectTarget, { id, version }, { key }));
  const asked = (['amend', 'pend', 'revise', 'conclude'] as const).filter((one) =>
    can.includes(one),
  );
  return (
    <div>
      <div className={css['deeds']}>
        {asked.map((one) => (
          <Button key={one} onClick={() => onOpen(one)}>
            {r[one]}
          </Button>
        ))}
        {can.includes('hand_down') && (
          <Button onClick={() => onOpen('hand_down')}>{r.handDown}</Button>
        )}
        {can.includes('effect') && (
          <Button
            look="primary"
            busy={effect.busy}
            onClick={() => void effect.run().then((made) => made !== undefined && onDone())}
          >
            {r.effect}
          </Button>
        )}
      </div>
      {effect.problem !== undefined && <ProblemNote problem={effect.problem} />}
    </div>
  );
}
