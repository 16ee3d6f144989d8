import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { cx } from '#web/kit/cx.ts';
import { Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { adminWords } from './admin-words.ts';
import css from './admin.module.css';

type Unit = Answer<typeof calls.listUnits>['units'][number];

interface Branch {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The territory tree; a level is fetched when it is opened. */
export function UnitTree(branch: Branch): ReactElement {
  return <Level parent={undefined} depth={0} {...branch} />;
}

function Level({
  parent,
  depth,
  ...branch
}: Branch & { readonly parent: string | undefined; readonly depth: number }): ReactElement {
  const { w } = useWords();
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['units', parent],
    queryFn: ({ pageParam, signal }) =>
      call(calls.listUnits, { parent, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 600_000,
  });
  if (data === undefined) return <Skeleton rows={2} />;
  return (
    <ul className={css['tree']}>
      {data.pages
        .flatMap((page) => page.units)
        .map((unit) => (
          <Node key={unit.id} unit={unit} depth={depth} {...branch} />
        ))}
      {hasNextPage && (
        <li>
          <button
            type="button"
            className={css['moreUnits']}
            disabled={isFetching}
            onClick={() => void fetchNextPage()}
          >
            {w.kit.more}
          </button>
        </li>
      )}
    </ul>
  );
}

function Node({
  unit,
  depth,
  chosen,
  onChoose,
}: Branch & { readonly unit: Unit; readonly depth: number }): ReactElement {
  const r = useRoomWords(adminWords);
  const [open, setOpen] = useState(depth === 0);
  return (
    <li>
      <div className={css['node']}>
        {unit.hasBelow ? (
          <button
            type="button"
            className={css['twist']}
            aria-expanded={open}
            aria-label={r.below(unit.name)}
            onClick={() => setOpen(!open)}
          >
            <span aria-hidden="true">{open ? '▾' : '▸'}</span>
          </button>
        ) : (
          <span className={css['twist']} />
        )}
        <button
          type="button"
          className={cx(css['unit'], unit.id === chosen && css['chosen'])}
          aria-current={unit.id === chosen ? 'true' : undefined}
          onClick={() => onChoose(unit.id)}
        >
          {unit.name}
        </button>
      </div>
      {open && unit.hasBelow && (
        <Level parent={unit.id} depth={depth + 1} chosen={chosen} onChoose={onChoose} />
      )}
    </li>
  );
}
