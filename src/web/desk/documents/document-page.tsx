import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { ErrorState, Note, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, Problem } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import { ProblemState } from '../api/problem-state.tsx';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import { Reader } from './reader.tsx';
import type { Detail } from './reading-model.ts';
import { documentQuery, readingQuery } from './use-reading.ts';

/** One document: while it is being read how far that is, then the reader. */
export function DocumentPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const { id } = useParams({ from: '/inside/documents/$id' });
  const { data, error, refetch } = useQuery(documentQuery(id));
  const title = data?.title;
  useEffect(() => {
    document.title = `${title ?? r.title} · ${w.app.name}`;
  }, [title, r, w]);
  if (data === undefined && error !== null)
    return (
      <ErrorState
        page
        message={
          error instanceof Problem && error.status === 404 ? r.notFound : problemText(error, w)
        }
        retry={() => void refetch()}
      />
    );
  if (data === undefined) return <Skeleton rows={12} page={r.title} />;
  if (data.state === 'reading') return <BeingRead detail={data} />;
  if (data.state === 'failed')
    return (
      <div className={css['page']}>
        <h1>{data.title}</h1>
        <Note tone="cinnabar">{data.fault ?? r.couldNotRead}</Note>
        <Link to="/documents">{r.toList}</Link>
      </div>
    );
  return <Loading key={id} id={id} />;
}

/** 识读中: it goes on when nobody watches. */
function BeingRead({ detail }: { readonly detail: Detail }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const { job, title, characters } = detail;
  const { data } = useQuery({
    queryKey: ['job', job],
    queryFn: ({ signal }) => call(calls.jobStatus, { id: job ?? '' }, { signal }),
    enabled: job !== undefined,
    refetchInterval: 1500,
    retry: false,
  });
  useEffect(
    () => () => void queries.invalidateQueries({ queryKey: ['documents', 'list'] }),
    [queries],
  );
  return (
    <div className={css['page']}>
      <h1>{title}</h1>
      <div role="status" className={css['form']}>
        <p>{r.beingRead(exact(characters))}</p>
        <progress
          aria-label={r.docStates.reading}
          max={data?.total}
          value={data?.total === undefined ? undefined : data.done}
        />
        <p className={css['sub']}>{r.mayLeave}</p>
      </div>
      <Link to="/documents">{r.toList}</Link>
    </div>
  );
}

function Loading({ id }: { readonly id: string }): ReactElement {
  const { data, error, refetch } = useQuery(readingQuery(id));
  if (data !== undefined) return <Reader reading={data} />;
  return error === null ? (
    <Skeleton rows={12} />
  ) : (
    <ProblemState error={error} retry={() => void refetch()} />
  );
}
