import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { call } from '../api/call.ts';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';

/** 原文: from an entry to the sentence it comes from, lit in its document. Nothing for an entry of another origin. */
export function SourceLink({ entry }: { readonly entry: string }): ReactElement | null {
  const r = useRoomWords(documentsWords);
  const { data } = useQuery({
    queryKey: ['entries', entry, 'source'],
    queryFn: ({ signal }) => call(documentCalls.entrySource, { id: entry }, { signal }),
    staleTime: 300_000,
    retry: false,
  });
  const [source] = data?.sources ?? [];
  if (source === undefined) return null;
  const { document, start, open } = source;
  return open ? (
    <Link to="/documents/$id" params={{ id: document.id }} search={{ at: start }}>
      {r.originalOf(document.title)}
    </Link>
  ) : (
    <span>{r.notOpen}</span>
  );
}
