import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { distilWords } from './distil-words.ts';
import css from './distil.module.css';

/** How much lies behind what is shown; on a phone also the way back to the queue. */
export function CountsBar({
  counts: { problems, voices, reporters },
  onBack,
}: {
  readonly counts: {
    readonly problems: number;
    readonly voices: number;
    readonly reporters: number;
  };
  readonly onBack: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  return (
    <div className={css['bar']}>
      <Button className={css['back']} look="quiet" onClick={onBack}>
        {r.back}
      </Button>
      <p className={css['sub']}>
        {voices === 0
          ? r.countProblems(exact(problems))
          : r.counts(exact(problems), exact(voices), exact(reporters))}
      </p>
    </div>
  );
}
