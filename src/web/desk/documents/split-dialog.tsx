import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Field, fieldClasses } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';

/** Where a sentence most likely falls into two: after a semicolon, else after the first comma. */
function likelyCut(words: string): number {
  const semicolon = words.search(/[；;]/);
  const comma = words.search(/[，,]/);
  const at = semicolon >= 0 ? semicolon : comma;
  return at >= 0 ? at + 1 : Math.floor(words.length / 2);
}

/** 拆分: the words in a field that only lets the cursor move; where it stands, the task is cut in two. */
export function SplitDialog({
  words,
  at,
  onClose,
  onSplit,
}: {
  readonly words: string;
  /** Where the selection in the page began, if within. */
  readonly at: number | undefined;
  readonly onClose: () => void;
  readonly onSplit: (at: number) => void;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  const field = useRef<HTMLTextAreaElement>(null);
  const [cut, setCut] = useState(at ?? likelyCut(words));
  const start = useRef(cut);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(start.current, start.current);
  }, []);
  const isInside = words.slice(0, cut).trim() !== '' && words.slice(cut).trim() !== '';
  const split = (): void => {
    if (isInside) onSplit(cut);
  };
  return (
    <Dialog title={r.splitTitle} onClose={onClose} wide>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          split();
        }}
      >
        <Field label={r.splitLabel} hint={r.splitHint}>
          {(ids) => (
            <textarea
              {...ids}
              ref={field}
              className={fieldClasses['input']}
              rows={5}
              readOnly
              // A line break of another kind would shift the cursor against the text.
              value={words.replaceAll('\r', ' ')}
              onSelect={(event) => setCut(event.currentTarget.selectionStart)}
              onKeyDown={(event) => {
                const { key } = event;
                const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
                if (step === undefined && key !== 'Enter' && key.toLowerCase() !== 's') return;
                event.preventDefault();
                if (step === undefined) return split();
                // Not every browser moves the cursor of a field that cannot be written in.
                const to = Math.max(0, Math.min(words.length, cut + step));
                setCut(to);
                event.currentTarget.setSelectionRange(to, to);
              }}
            />
          )}
        </Field>
        <ol className={css['parts']} aria-live="polite">
          <li>{words.slice(0, cut)}</li>
          <li>{words.slice(cut)}</li>
        </ol>
        <p>
          <Button type="submit" look="primary" hint="S" disabled={!isInside}>
            {r.splitHere}
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
