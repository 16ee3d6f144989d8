import { Menu, MenuItemCheck, MenuItemCheckbox } from '@ariakit/react';
import type { ReactElement } from 'react';
import type { ListPlace } from './menu-button.tsx';
import { useListStore } from './menu-loaded.tsx';
import css from './popover.module.css';
import type { Choice } from './select-field.tsx';

/** The list of a `MultiSelect`. */
export function CheckList<T extends string>({
  label,
  value,
  options,
  onValue,
  ...place
}: ListPlace & {
  readonly label: string;
  readonly value: readonly T[];
  readonly options: readonly Choice<T>[];
  readonly onValue: (value: T[]) => void;
}): ReactElement {
  const store = useListStore(place, { chosen: [...value] }, ({ chosen = [] }) =>
    onValue(options.map((one) => one.value).filter((one) => chosen.includes(one))),
  );
  return (
    <Menu
      store={store}
      className={css['popover']}
      gutter={4}
      fixed
      unmountOnHide
      aria-label={label}
    >
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
  );
}
