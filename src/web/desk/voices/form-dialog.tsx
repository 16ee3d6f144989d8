import type { ReactElement, ReactNode } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import type { Problem } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { type Need, NeedingForm } from '../entry/needing-form.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** A form at the right edge, beside the voice it is about, with what the server said when it refused. */
export function FormDialog({
  title,
  about,
  busy,
  needs,
  problem,
  onClose,
  onSubmit,
  save,
  also,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly busy: boolean;
  readonly needs: readonly Need[];
  readonly problem: Problem | undefined;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  /** What its button says, where it is another word than usual, and what else may be done. */
  readonly save?: string | undefined;
  readonly also?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  return (
    <Dialog title={title} onClose={onClose} side>
      <NeedingForm className={css['form']} needs={needs} onSubmit={onSubmit}>
        {about !== undefined && <p className={css['sub']}>{about}</p>}
        {problem !== undefined && <ProblemNote problem={problem} />}
        {children}
        <div className={css['actions']}>
          <Button type="submit" look="primary" busy={busy}>
            {save ?? r.save}
          </Button>
          {also}
        </div>
      </NeedingForm>
    </Dialog>
  );
}
