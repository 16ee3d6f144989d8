import { useSyncExternalStore } from 'react';

/** Does the window match a media query now? */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (heard) => {
      const list = matchMedia(query);
      list.addEventListener('change', heard);
      return () => list.removeEventListener('change', heard);
    },
    () => matchMedia(query).matches,
  );
}
