import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import css from './dialog.module.css';
import { giveBack } from './give-back.ts';

/**
 * A modal dialog on the browser's own <dialog>: it holds the focus, Escape closes it, and the focus
 * goes back to where it was. It is open while it is mounted. The focus starts on the field marked
 * `data-first`, else on the first one.
 */
export function Dialog({
  title,
  onClose,
  wide = false,
  side = false,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** Stands at the right edge, full height: for forms beside what they are about. */
  readonly side?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { w } = useWords();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      const first = `.${css['body']} :is(input,select,textarea,button[type=submit]):not([tabindex="-1"])`;
      const place =
        dialog.querySelector<HTMLElement>('[data-first]') ?? dialog.querySelector(first);
      if (place instanceof HTMLElement) place.focus();
      // As when one tabs to it: a figure that stands there already is typed over, not added to.
      if (place instanceof HTMLInputElement) place.select();
    }
    return () => {
      dialog?.close();
      giveBack(before);
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={cx(css['dialog'], wide && css['wide'], side && css['side'])}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) handIn(event);
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={css['head']}>
        <h2 id={id} className={css['title']}>
          {title}
        </h2>
        <button type="button" className={css['close']} onClick={onClose} aria-label={w.kit.close}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <div className={css['body']}>{children}</div>
    </dialog>
  );
}

/** Ctrl+Enter hands in the form one is writing in, as everywhere that text is written. */
function handIn({ target, nativeEvent }: KeyboardEvent): void {
  if (nativeEvent.isComposing || !(target instanceof Element)) return;
  target.closest('form')?.querySelector<HTMLElement>('[type=submit]:not(:disabled)')?.click();
}
