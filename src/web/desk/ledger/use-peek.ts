import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import type { Cursor } from '#web/kit/cursor.ts';
import { focusRow } from '#web/kit/data-grid.tsx';
import { whenIdle } from '#web/kit/use-idle.ts';
import type { LedgerSearch } from './ledger-search.ts';
import { entryQuery, type Row } from './use-ledger.ts';

/** A held key runs past rows that nobody reads: the preview follows when it rests. */
const REST_MS = 120;
const AHEAD = 2;

interface Peeking {
  readonly cursor: Cursor;
  readonly rows: readonly Row[];
  /** The entry beside the list. */
  readonly peek: string | undefined;
  readonly narrow: boolean;
  readonly put: (change: Partial<LedgerSearch>, replace?: boolean) => void;
}

/** Looking at one entry beside its list: opened, stepped on with the cursor, closed with the focus given back. */
export function usePeek({ cursor, rows, peek, narrow, put }: Peeking): {
  readonly openAt: (index: number) => void;
  readonly closePeek: () => void;
  readonly step: (by: number) => void;
} {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const openAt = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined || row.id === peek) return;
      // A phone has no room beside the list.
      if (narrow) void navigate({ to: '/entries/$id', params: { id: row.id } });
      else put({ peek: row.id }, peek !== undefined);
    },
    [rows, narrow, navigate, put, peek],
  );
  const closePeek = useCallback(() => {
    put({ peek: undefined }, true);
    focusSoon(cursor.at());
  }, [put, cursor]);
  const step = useCallback(
    (by: number) => {
      cursor.moveTo(Math.max(0, Math.min(rows.length - 1, cursor.at() + by)));
      focusSoon(cursor.at());
    },
    [cursor, rows],
  );

  const open = useRef(openAt);
  open.current = openAt;
  const peeking = peek !== undefined;
  useEffect(() => {
    if (!peeking) return undefined;
    let wait: ReturnType<typeof setTimeout> | undefined;
    const leave = cursor.subscribe(() => {
      clearTimeout(wait);
      wait = setTimeout(() => open.current(cursor.at()), REST_MS);
    });
    return () => {
      clearTimeout(wait);
      leave();
    };
  }, [cursor, peeking]);

  // The rows after it are fetched ahead, so that stepping through the preview does not wait.
  useEffect(() => {
    if (peek === undefined) return undefined;
    return whenIdle(() => {
      const next = cursor.at() + 1;
      for (const row of rows.slice(next, next + AHEAD))
        void queries.prefetchQuery({ ...entryQuery(row.id), staleTime: 15_000 });
    });
  }, [cursor, rows, queries, peek]);

  return { openAt, closePeek, step };
}

function focusSoon(index: number): void {
  requestAnimationFrame(() => focusRow(document.querySelector('[role=grid]'), index));
}
