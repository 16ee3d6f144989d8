import { lazy, type ReactElement, type ReactNode } from 'react';
import { MenuButton } from './menu-button.tsx';
import type { MenuChoice } from './menu-loaded.tsx';

const fetchList = () => import('./menu-loaded.tsx');
const MenuList = lazy(() => fetchList().then((m) => ({ default: m.MenuList })));

/** A button with a list of things to do. `undefined` in the list draws a line. */
export function Menu({
  label,
  name,
  className,
  arrow,
  choices,
}: {
  readonly label: ReactNode;
  /** Spoken name, where the label alone does not say it. */
  readonly name?: string;
  readonly className?: string | undefined;
  readonly arrow?: boolean;
  readonly choices: readonly (MenuChoice | undefined)[];
}): ReactElement {
  return (
    <MenuButton
      name={name}
      className={className}
      arrow={arrow}
      fetch={fetchList}
      list={(place) => <MenuList {...place} choices={choices} />}
    >
      {label}
    </MenuButton>
  );
}
