import { use } from 'react';
import type { Lang } from './lang.ts';
import { useWords } from './use-words.tsx';

/** The words of one room, each language fetched when it is first needed; one that did not come is asked for again. */
export type RoomWords<M> = (lang: Lang) => Promise<M>;

export function roomWords<M>(load: Readonly<Record<Lang, () => Promise<M>>>): RoomWords<M> {
  const asked: Partial<Record<Lang, Promise<M>>> = {};
  return (lang) =>
    (asked[lang] ??= load[lang]().catch((error: unknown) => {
      delete asked[lang];
      throw error;
    }));
}

/** The words of a room in the language of the screen. Suspends until they are here, so call it below the route. */
export function useRoomWords<M>(words: RoomWords<M>): M {
  const { lang } = useWords();
  return use(words(lang));
}
