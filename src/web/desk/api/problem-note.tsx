import type { ReactElement } from 'react';
import { Note } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import type { Problem } from './call.ts';
import { problemText } from './problem-text.ts';

/** Why an act did not come about, said where it was tried, and read out at once. */
export function ProblemNote({ problem }: { readonly problem: Problem }): ReactElement {
  const { w } = useWords();
  return (
    <div role="alert">
      <Note tone="cinnabar">{problemText(problem, w)}</Note>
    </div>
  );
}
