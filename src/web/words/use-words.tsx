import { createContext, type ReactElement, type ReactNode, useContext, useMemo } from 'react';
import { brief, dayAt, exact, sayDay, sayMoment } from './format.ts';
import type { Lang } from './lang.ts';
import type { Messages } from './zh.ts';

/** The words of the screen in its language, and how it writes days, moments and numbers. */
export interface Words {
  readonly lang: Lang;
  readonly w: Messages;
  /** Today in the city's time, `YYYY-MM-DD`. */
  readonly today: string;
  readonly day: (day: string) => string;
  readonly moment: (moment: string) => string;
  readonly exact: (n: number) => string;
  readonly brief: (n: number) => string;
}

const WordsContext = createContext<Words | undefined>(undefined);

export function WordsProvider({
  lang,
  messages,
  children,
}: {
  readonly lang: Lang;
  readonly messages: Messages;
  readonly children: ReactNode;
}): ReactElement {
  const today = dayAt(new Date());
  const words = useMemo<Words>(
    () => ({
      lang,
      w: messages,
      today,
      day: (day) => sayDay(day, today, lang),
      moment: (moment) => sayMoment(moment, today, lang),
      exact,
      brief: (n) => brief(n, lang),
    }),
    [lang, messages, today],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === undefined) throw new Error('no words: wrap the tree in WordsProvider');
  return words;
}
