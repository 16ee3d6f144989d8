import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { documentCalls } from './document-calls.ts';
import {
  type Candidate,
  type Change,
  makeReading,
  type Passage,
  type Reading,
  withChange,
} from './reading-model.ts';

const CHARACTERS = 200_000;
const PASSAGES = 2000;
const CANDIDATES = 1000;

/** One document with its facts; while it is being read it is asked for again. */
export function documentQuery(id: string) {
  return queryOptions({
    queryKey: ['documents', id],
    queryFn: ({ signal }) => call(documentCalls.readDocument, { id }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'reading' ? 1500 : false),
  });
}

/** The whole of it: text, sentences, candidates. Held until the reader is left; acts are laid over it. */
export function readingQuery(id: string) {
  return queryOptions({
    queryKey: ['documents', id, 'reading'],
    queryFn: async ({ signal }): Promise<Reading> => {
      const [detail, text, passages, candidates] = await Promise.all([
        call(documentCalls.readDocument, { id }, { signal }),
        wholeText(id, signal),
        allPassages(id, signal),
        allCandidates(id, signal),
      ]);
      return makeReading(detail, text, passages, candidates);
    },
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}

/** Lay the answer of an act over what is held. */
export function putChange(queries: QueryClient, id: string, change: Change): void {
  queries.setQueryData(readingQuery(id).queryKey, (now) =>
    now === undefined ? now : withChange(now, change),
  );
  void queries.invalidateQueries({ queryKey: ['documents', 'list'] });
  void queries.invalidateQueries({ queryKey: ['documents', id, 'leads'] });
}

async function wholeText(id: string, signal: AbortSignal): Promise<string> {
  const parts: string[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const asked = { id, from, limit: CHARACTERS };
    const page: { text: string; next?: number | undefined } = await call(
      documentCalls.readDocumentText,
      asked,
      { signal },
    );
    parts.push(page.text);
    from = page.next;
  }
  return parts.join('');
}

async function allPassages(id: string, signal: AbortSignal): Promise<Passage[]> {
  const all: Passage[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const asked = { id, from, limit: PASSAGES };
    const page: { passages: Passage[]; next?: number | undefined } = await call(
      documentCalls.readPassages,
      asked,
      { signal },
    );
    all.push(...page.passages);
    from = page.next;
  }
  return all;
}

async function allCandidates(id: string, signal: AbortSignal): Promise<Candidate[]> {
  const all: Candidate[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const asked = { id, limit: CANDIDATES, ...(after === '' ? {} : { after }) };
    const page: { candidates: Candidate[]; next?: string | undefined } = await call(
      documentCalls.listCandidates,
      asked,
      { signal },
    );
    all.push(...page.candidates);
    after = page.next;
  }
  return all;
}
