import { type KeyboardEvent, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { cx } from './cx.ts';
import css from './popover.module.css';

/** Where the focus goes in a list that opens: by mouse to the list itself, by key into it. */
export type FirstFocus = 'container' | 'first' | 'last';

/** How a list hangs on its button. */
export interface ListPlace {
  readonly button: HTMLButtonElement | null;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly focus: FirstFocus;
}

/**
 * A button that opens a list below it. The list is fetched when the button is first reached for, so that
 * pages stand without it; a press made before it has come opens it when it does.
 */
export function MenuButton({
  children,
  name,
  className,
  arrow = true,
  fetch,
  list,
}: {
  readonly children: ReactNode;
  /** Spoken name, where the content alone does not say it. */
  readonly name?: string | undefined;
  readonly className?: string | undefined;
  readonly arrow?: boolean | undefined;
  readonly fetch: () => Promise<unknown>;
  readonly list: (place: ListPlace) => ReactElement;
}): ReactElement {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [used, setUsed] = useState(false);
  const [open, setOpen] = useState(false);
  const [focus, setFocus] = useState<FirstFocus>('container');
  // A failure shows itself when the list is opened.
  const reach = (): void => void fetch().catch(() => undefined);
  const show = (first: FirstFocus): void => {
    setFocus(first);
    setUsed(true);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    show(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  return (
    <>
      <button
        ref={setButton}
        type="button"
        className={cx(css['trigger'], className)}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={reach}
        onFocus={reach}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          // A press by key has no place on the screen and no count.
          if (open) setOpen(false);
          else show(event.detail === 0 ? 'first' : 'container');
        }}
      >
        {children}
        {arrow && <Arrow />}
      </button>
      {used && <Suspense fallback={null}>{list({ button, open, setOpen, focus })}</Suspense>}
    </>
  );
}

function Arrow(): ReactElement {
  return (
    <svg className={css['arrow']} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <polyline points="4,6 8,10 12,6" />
    </svg>
  );
}
