import { Menu, MenuItem, MenuSeparator, useMenuStore } from '@ariakit/react';
import { type ReactElement, useLayoutEffect } from 'react';
import { cx } from './cx.ts';
import type { ListPlace } from './menu-button.tsx';
import css from './popover.module.css';

export interface MenuChoice {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly run: () => void;
  readonly checked?: boolean;
  readonly danger?: boolean;
}

/** The store of a list that hangs on a button standing outside Ariakit. */
export function useListStore(
  { button, open, setOpen, focus }: ListPlace,
  values: Readonly<Record<string, string[]>> = {},
  setValues?: (values: Record<string, string[]>) => void,
): ReturnType<typeof useMenuStore> {
  const store = useMenuStore<Record<string, string[]>>({
    open,
    setOpen,
    values,
    ...(setValues === undefined ? {} : { setValues }),
  });
  useLayoutEffect(() => {
    if (!open) return;
    store.setDisclosureElement(button);
    store.setAnchorElement(button);
    store.setInitialFocus(focus);
    store.setAutoFocusOnShow(true);
  }, [store, open, button, focus]);
  return store;
}

/** The list of a `Menu`. */
export function MenuList({
  choices,
  ...place
}: ListPlace & { readonly choices: readonly (MenuChoice | undefined)[] }): ReactElement {
  const store = useListStore(place);
  return (
    <Menu store={store} className={css['popover']} gutter={4} fixed unmountOnHide>
      {choices.map((choice, i) =>
        choice === undefined ? (
          <MenuSeparator key={i} className={css['line']} />
        ) : (
          <MenuItem
            key={choice.id}
            className={cx(css['item'], choice.danger === true && css['danger'])}
            onClick={choice.run}
            aria-current={choice.checked === true ? 'true' : undefined}
          >
            <span className={css['tick']} aria-hidden="true">
              {choice.checked === true ? '✓' : ''}
            </span>
            <span>
              {choice.label}
              {choice.detail !== undefined && (
                <span className={css['detail']}>{choice.detail}</span>
              )}
            </span>
          </MenuItem>
        ),
      )}
    </Menu>
  );
}
