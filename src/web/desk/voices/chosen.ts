import { useState } from 'react';
import type { VoiceRow } from './voice-calls.ts';

/** So many are done at once. */
export const MOST = 2000;

export interface Chosen {
  readonly rows: readonly VoiceRow[];
  readonly has: (id: string) => boolean;
  readonly toggle: (row: VoiceRow) => void;
  readonly put: (rows: readonly VoiceRow[]) => void;
  readonly clear: () => void;
}

/** Only what may be answered, now or once a transfer is over, is worth choosing. */
export function isChoosable(row: VoiceRow): boolean {
  return row.can.includes('answer') || row.draft !== undefined;
}

/** The chosen, each as it stood when it was chosen: a list that loads anew does not change what was seen. */
export function useChosen(): Chosen {
  const [rows, setRows] = useState<ReadonlyMap<string, VoiceRow>>(new Map());
  return {
    rows: [...rows.values()],
    has: (id) => rows.has(id),
    toggle: (row) => {
      const next = new Map(rows);
      if (!next.delete(row.id) && next.size < MOST) next.set(row.id, row);
      setRows(next);
    },
    put: (found) => setRows(new Map(found.map((row) => [row.id, rows.get(row.id) ?? row]))),
    clear: () => setRows(new Map()),
  };
}
