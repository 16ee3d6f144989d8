import {
  Menu as AriakitMenu,
  MenuButton,
  MenuButtonArrow,
  MenuItem,
  MenuProvider,
  MenuSeparator,
} from '@ariakit/react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './popover.module.css';

export interface MenuChoice {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly run: () => void;
  readonly checked?: boolean;
  readonly danger?: boolean;
}

export interface MenuProps {
  readonly label: ReactNode;
  /** Spoken name, where the label alone does not say it. */
  readonly name?: string;
  readonly className?: string | undefined;
  readonly arrow?: boolean;
  readonly choices: readonly (MenuChoice | undefined)[];
}

/** A button with a list of things to do. `undefined` in the list draws a line. */
export function Menu({ label, name, className, arrow = true, choices }: MenuProps): ReactElement {
  return (
    <MenuProvider>
      <MenuButton className={cx(css['trigger'], className)} aria-label={name}>
        {label}
        {arrow && <MenuButtonArrow />}
      </MenuButton>
      <AriakitMenu className={css['popover']} gutter={4} fixed unmountOnHide>
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
      </AriakitMenu>
    </MenuProvider>
  );
}
