import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Empty, Note, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { BringDocument } from './bring-document.tsx';
import { CoverageBar } from './coverage-bar.tsx';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import type { Facts } from './reading-model.ts';

/** 文件: what was brought to be read, and how far each has come. */
export function DocumentsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const me = useMe();
  const campaign = useCampaign().chosen?.id;
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['documents', 'list', campaign, text, all],
    queryFn: ({ pageParam, signal }) =>
      call(
        documentCalls.listDocuments,
        {
          ...(campaign === undefined ? {} : { campaign }),
          ...(text === '' ? {} : { text }),
          ...(all ? { all: true } : {}),
          ...(pageParam === '' ? {} : { after: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.documents.some((one) => one.state === 'reading'))
        ? 3000
        : false,
  });
  useEffect(() => {
    document.title = `${r.title} · ${w.app.name}`;
  }, [r, w]);
  const rows = list.data?.pages.flatMap((page) => page.documents) ?? [];
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <h1>{r.title}</h1>
        <p className={css['sub']}>{r.intro}</p>
      </div>
      {holdsAny(me, ['office', 'liaison', 'handler', 'leader', 'inspector']) && <BringDocument />}
      <search className={css['filters']}>
        <label>
          {r.search}
          <input
            type="search"
            maxLength={100}
            onKeyDown={(event) => {
              if (event.key === 'Enter') setText(event.currentTarget.value.trim());
            }}
            onBlur={(event) => setText(event.target.value.trim())}
          />
        </label>
        <label className={css['tick']}>
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
          {r.allVersions}
        </label>
      </search>
      {list.error !== null && <ProblemState error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={6} />}
      {list.data !== undefined && rows.length === 0 && (
        <Empty title={text === '' ? r.empty : r.nothing} />
      )}
      <ul className={css['list']}>
        {rows.map((row) => (
          <li key={row.id}>
            <DocumentRow row={row} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <p>
          <Button onClick={() => void list.fetchNextPage()} busy={list.isFetching}>
            {r.more}
          </Button>
        </p>
      )}
    </div>
  );
}

function DocumentRow({ row }: { readonly row: Facts }): ReactElement {
  const { day, exact } = useWords();
  const r = useRoomWords(documentsWords);
  const { counts } = row;
  const about = [
    row.organ,
    row.no,
    row.date === undefined ? r.noDate : day(row.date),
    row.unit.name,
  ];
  return (
    <article className={css['row']}>
      <h2>
        <Link to="/documents/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        {row.state !== 'open' && <StateTag state={row.state} />}
      </h2>
      <p className={css['sub']}>{about.filter((part) => part !== '').join(' · ')}</p>
      {row.fault !== undefined && <Note tone="cinnabar">{row.fault}</Note>}
      {row.state !== 'reading' && row.state !== 'failed' && (
        <>
          <p className={css['counts']}>
            {r.counts(exact(counts.tasks), exact(counts.targets))}
            {counts.proposed > 0 && <b>{r.leftToJudge(exact(counts.proposed))}</b>}
            {counts.handedDown > 0 && <span>{r.handedDown(exact(counts.handedDown))}</span>}
            {counts.toHandDown > 0 && <span>{r.toHandDown(exact(counts.toHandDown))}</span>}
          </p>
          <CoverageBar coverage={row.coverage} />
        </>
      )}
    </article>
  );
}

export function StateTag({ state }: { readonly state: Facts['state'] }): ReactElement {
  const r = useRoomWords(documentsWords);
  const tone = (
    { reading: 'azure', open: 'malachite', failed: 'cinnabar', superseded: 'ink' } as const
  )[state];
  return <Tag tone={tone}>{r.docStates[state]}</Tag>;
}
