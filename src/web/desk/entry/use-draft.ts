import { useCallback, useState } from 'react';
import type { Draft } from './field-spec.ts';

/**
 * What is being typed into a form, kept in this tab until it is handed in: a closed dialog, a reload or a
 * session that ended loses nothing.
 */
export function useDraft(
  place: string,
  first: Draft,
): readonly [Draft, (change: (draft: Draft) => Draft) => void, () => void] {
  const key = `luoshi.draft.${place}`;
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = sessionStorage.getItem(key);
    return kept === null ? first : (JSON.parse(kept) as Draft);
  });
  const change = useCallback(
    (apply: (draft: Draft) => Draft) =>
      setDraft((now) => {
        const next = apply(now);
        sessionStorage.setItem(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  const drop = useCallback(() => sessionStorage.removeItem(key), [key]);
  return [draft, change, drop];
}
