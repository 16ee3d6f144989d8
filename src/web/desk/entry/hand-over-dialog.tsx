import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useMemo } from 'react';
import { encode } from 'uqr';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { roomWords, useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, newKey, Problem } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { type Detail, entryQuery, eventsQuery } from '../ledger/use-ledger.ts';
import css from './hand-over.module.css';

const handOverWords = roomWords({
  zh: async () => (await import('#web/words/rooms/hand-over-zh.ts')).handOverZh,
  en: async () => (await import('#web/words/rooms/hand-over-en.ts')).handOverEn,
});

const ASK_MS = 2000;

export function HandOverDialog({
  entry,
  purpose,
  onClose,
}: {
  readonly entry: Detail;
  readonly purpose: 'progress' | 'check';
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(handOverWords);
  const link = useQuery({
    queryKey: ['hand-over', entry.id, purpose],
    queryFn: () => call(calls.beginHandOver, { id: entry.id, purpose }, { key: newKey() }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <Dialog title={r.title} onClose={onClose}>
      {link.error instanceof Problem && <ProblemNote problem={link.error} />}
      {link.data === undefined && link.error === null && <Skeleton rows={4} />}
      {link.data !== undefined && (
        <Shown
          key={link.data.id}
          link={link.data}
          entryId={entry.id}
          onAgain={() => void link.refetch()}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** The code, and what has come of it; photos show in the entry as they come. */
function Shown({
  link,
  entryId,
  onAgain,
  onClose,
}: {
  readonly link: Answer<typeof calls.beginHandOver>;
  readonly entryId: string;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const { exact, moment } = useWords();
  const r = useRoomWords(handOverWords);
  const queries = useQueryClient();
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ['hand-over-state', link.id],
    queryFn: ({ signal }) => call(calls.readHandOver, { id: link.id }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'over' ? false : ASK_MS),
  });
  const photos = data?.photos ?? 0;
  useEffect(() => {
    if (photos === 0) return;
    void queries.invalidateQueries({ queryKey: entryQuery(entryId).queryKey });
    void queries.invalidateQueries({ queryKey: eventsQuery(entryId).queryKey });
    // A photo counts from when its place is taken, a moment before it stands in the entry: so with each answer, not each count.
  }, [photos, dataUpdatedAt, entryId, queries]);
  const state = data?.state ?? 'waiting';
  return (
    <div className={css['hand']}>
      {isLocal() && <Note tone="ochre">{r.local}</Note>}
      {state === 'waiting' && (
        <>
          <p>{r.how}</p>
          <Code text={`${location.origin}/m/hand/${link.word}`} name={r.code} />
          <p className={css['small']}>{r.once(moment(link.endsAt))}</p>
        </>
      )}
      <p role="status" className={css['state']}>
        {state === 'waiting' && r.waiting}
        {state === 'used' && r.came(exact(photos))}
        {state === 'over' && r.over}
      </p>
      {state !== 'waiting' && (
        <p className={css['acts']}>
          <Button look={state === 'used' ? 'primary' : 'plain'} onClick={onClose}>
            {r.done}
          </Button>
          <Button look={state === 'over' ? 'primary' : 'plain'} onClick={onAgain}>
            {r.again}
          </Button>
        </p>
      )}
    </div>
  );
}

/** A phone cannot come back to the machine somebody sits at by that machine’s own name for itself. */
function isLocal(): boolean {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname);
}

/** A code as one path: dark on white whatever the theme, or no camera reads it. */
function Code({ text, name }: { readonly text: string; readonly name: string }): ReactElement {
  const { path, size } = useMemo(() => {
    const { data, size: wide } = encode(text, { border: 3 });
    const squares = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { path: squares.join(''), size: wide };
  }, [text]);
  return (
    <svg className={css['code']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
