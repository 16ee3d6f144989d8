import {
  Menu,
  MenuButton,
  MenuButtonArrow,
  MenuItemCheck,
  MenuItemCheckbox,
  MenuProvider,
} from '@ariakit/react';
import type { ReactElement } from 'react';
import css from './popover.module.css';
import type { Choice } from './select-field.tsx';

export interface MultiSelectProps<T extends string> {
  readonly label: string;
  readonly value: readonly T[];
  readonly options: readonly Choice<T>[];
  readonly onValue: (value: T[]) => void;
}

/** Some of many, for filters: the button says what is chosen. */
export function MultiSelect<T extends string>({
  label,
  value,
  options,
  onValue,
}: MultiSelectProps<T>): ReactElement {
  const chosen = options.filter((option) => value.includes(option.value));
  const only = chosen.length === 1 ? chosen[0]?.label : undefined;
  return (
    <MenuProvider
      values={{ chosen: [...value] }}
      setValues={(next: { chosen: T[] }) => onValue(next.chosen)}
    >
      <MenuButton
        className={css['trigger']}
        aria-label={[label, ...chosen.map((option) => option.label)].join(' ')}
      >
        <span className={css['chosen']}>
          {only ?? (chosen.length === 0 ? label : `${label} ${chosen.length}`)}
        </span>
        <MenuButtonArrow />
      </MenuButton>
      <Menu className={css['popover']} gutter={4} fixed unmountOnHide aria-label={label}>
        {options.map((option) => (
          <MenuItemCheckbox
            key={option.value}
            name="chosen"
            value={option.value}
            className={css['item']}
          >
            <MenuItemCheck className={css['tick']} />
            {option.label}
          </MenuItemCheckbox>
        ))}
      </Menu>
    </MenuProvider>
  );
}
