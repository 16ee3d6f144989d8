import { useEffect } from 'react';
import { useMedia } from './use-media.ts';

/**
 * Where a list and what is taken from it stand beside each other, the first is taken at once, and stays taken when
 * the list changes under it: a key must not fall on something that was not read.
 */
export function useFirst(
  chosen: string | undefined,
  first: string | undefined,
  take: (id: string) => void,
): void {
  const beside = !useMedia('(max-width: 900px)');
  useEffect(() => {
    if (beside && chosen === undefined && first !== undefined) take(first);
  }, [beside, chosen, first, take]);
}
