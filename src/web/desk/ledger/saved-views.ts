import { useState } from 'react';
import { type LedgerSearch, readLedgerSearch } from './ledger-search.ts';

export interface SavedView {
  readonly name: string;
  readonly search: LedgerSearch;
}

function keyOf(path: string): string {
  return `luoshi.views.${path}`;
}

function read(path: string): readonly SavedView[] {
  const kept = localStorage.getItem(keyOf(path));
  if (kept === null) return [];
  const list: unknown = JSON.parse(kept);
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('name' in one) || !('search' in one))
      return [];
    return typeof one.name === 'string' && typeof one.search === 'object'
      ? [{ name: one.name, search: readLedgerSearch({ ...one.search }) }]
      : [];
  });
}

/** A person's own views of a list, kept on this machine under a name. */
export function useSavedViews(path: string): {
  readonly views: readonly SavedView[];
  readonly save: (view: SavedView) => void;
  readonly drop: (name: string) => void;
} {
  const [views, setViews] = useState(() => read(path));
  const put = (next: readonly SavedView[]): void => {
    localStorage.setItem(keyOf(path), JSON.stringify(next));
    setViews(next);
  };
  return {
    views,
    save: (view) => put([...views.filter((one) => one.name !== view.name), view]),
    drop: (name) => put(views.filter((one) => one.name !== name)),
  };
}
