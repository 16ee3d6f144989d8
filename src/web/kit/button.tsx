import {
  type ButtonHTMLAttributes,
  type ReactElement,
  type ReactNode,
  useLayoutEffect,
  useRef,
} from 'react';
import css from './button.module.css';
import { cx } from './cx.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'dark';
  /** The key that does the same, shown beside the label. */
  readonly hint?: string | undefined;
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = 'plain',
  hint,
  busy = false,
  children,
  className,
  ...rest
}: ButtonProps): ReactElement {
  // The browser takes the focus from a button that is put out of use: it has it back with its use.
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (busy) hadFocus.current = document.activeElement === button.current;
    else if (hadFocus.current) {
      hadFocus.current = false;
      if (document.activeElement === document.body) button.current?.focus();
    }
  }, [busy]);
  return (
    <button
      type="button"
      {...rest}
      ref={button}
      className={cx(css['button'], css[look], className)}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {children}
      {hint !== undefined && <Key>{hint}</Key>}
    </button>
  );
}

/** The look of a button for things that are links. */
export function buttonClass(look: NonNullable<ButtonProps['look']> = 'plain'): string {
  return cx(css['button'], css[look]);
}

/** A key of the keyboard. Decoration for the eye; the label says the same. */
export function Key({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <kbd className={css['key']} aria-hidden="true">
      {children}
    </kbd>
  );
}
