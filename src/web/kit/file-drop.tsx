import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './file-drop.module.css';

/** A place for files: choose, drag here, or paste a picture. */
export function FileDrop({
  label,
  hint,
  accept,
  multiple = false,
  busy = false,
  onFiles,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly accept: string;
  readonly multiple?: boolean;
  readonly busy?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}): ReactElement {
  const { w } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(multiple ? files : files.slice(0, 1));
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [onFiles, multiple]);
  return (
    <div
      className={cx(css['drop'], over && css['over'])}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
      }}
    >
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p className={css['hint']} id={`${id}h`}>
          {hint}
        </p>
      )}
      <input
        ref={input}
        id={id}
        type="file"
        className={css['input']}
        accept={accept}
        multiple={multiple}
        disabled={busy}
        tabIndex={-1}
        aria-describedby={hint === undefined ? undefined : `${id}h`}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button busy={busy} onClick={() => input.current?.click()} aria-describedby={`${id}h`}>
        {busy ? w.kit.uploading : w.kit.chooseFile}
      </Button>
    </div>
  );
}
