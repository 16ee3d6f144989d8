import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Cursor } from '#web/kit/cursor.ts';
import { focusSoon } from '#web/kit/grid-steps.ts';
import { afterPaint, whenIdle } from '#web/kit/use-idle.ts';
import type { LedgerSearch } from './ledger-search.ts';
import { entryQuery, type Row } from './use-ledger.ts';

/** A held key runs past rows that nobody reads: the preview follows when it rests. */
const REST_MS = 120;
const AHEAD = 2;

interface Peeking {
  readonly cursor: Cursor;
  readonly rows: readonly Row[];
  /** The entry beside the list, as the address has it. */
  readonly address: string | undefined;
  readonly narrow: boolean;
  readonly put: (change: Partial<LedgerSearch>, replace?: boolean) => void;
}

/**
 * Looking at one entry beside its list: opened, stepped on with the cursor, closed with the focus given back.
 * What is looked at stands at once; the address, which much of the page hears of, follows when that is seen.
 */
export function usePeek({ cursor, rows, address, narrow, put }: Peeking): {
  readonly peek: string | undefined;
  readonly openAt: (index: number) => void;
  readonly closePeek: () => void;
  readonly step: (by: number) => void;
} {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { peek, look } = useLook(address, put);
  const openAt = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      // A phone has no room beside the list.
      if (narrow) void navigate({ to: '/entries/$id', params: { id: row.id } });
      else look(row.id);
    },
    [rows, narrow, navigate, look],
  );
  const closePeek = useCallback(() => {
    look(undefined);
    focusSoon(grid(), cursor);
  }, [look, cursor]);
  const step = useCallback(
    (by: number) => {
      cursor.moveTo(Math.max(0, Math.min(rows.length - 1, cursor.at() + by)));
      focusSoon(grid(), cursor);
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

  return { peek, openAt, closePeek, step };
}

/** What is looked at: the address says so, except for the moment until it has followed. */
function useLook(
  address: string | undefined,
  put: Peeking['put'],
): { readonly peek: string | undefined; readonly look: (id: string | undefined) => void } {
  const [heard, setHeard] = useState(address);
  const [ahead, setAhead] = useState<{ readonly id: string | undefined }>();
  if (heard !== address) {
    setHeard(address);
    setAhead(undefined);
  }
  const peek = ahead === undefined ? address : ahead.id;
  // What follows is the same function always, or the list would be drawn anew with every look.
  const now = useRef({ peek, address, put });
  now.current = { peek, address, put };
  const leave = useRef<() => void>(undefined);
  useEffect(() => () => leave.current?.(), []);
  const look = useCallback((id: string | undefined) => {
    if (id === now.current.peek) return;
    setAhead({ id });
    leave.current?.();
    leave.current = afterPaint(() => {
      // Opening is a step back to return by; going on from there is none.
      const replace = id === undefined || now.current.address !== undefined;
      now.current.put({ peek: id }, replace);
    });
  }, []);
  return { peek, look };
}

function grid(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[role=grid]');
}
