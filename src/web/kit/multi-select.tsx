import { lazy, type ReactElement } from 'react';
import { MenuButton } from './menu-button.tsx';
import type { CheckList as CheckListOf } from './multi-select-loaded.tsx';
import css from './popover.module.css';
import type { Choice } from './select-field.tsx';

const fetchList = () => import('./multi-select-loaded.tsx');
const CheckList = lazy(() =>
  fetchList().then((m) => ({ default: m.CheckList })),
) as unknown as typeof CheckListOf;

/** Some of many, for filters: the button says what is chosen. */
export function MultiSelect<T extends string>({
  label,
  value,
  options,
  onValue,
}: {
  readonly label: string;
  readonly value: readonly T[];
  readonly options: readonly Choice<T>[];
  readonly onValue: (value: T[]) => void;
}): ReactElement {
  const chosen = options.filter((option) => value.includes(option.value));
  const only = chosen.length === 1 ? chosen[0]?.label : undefined;
  return (
    <MenuButton
      name={[label, ...chosen.map((option) => option.label)].join(' ')}
      fetch={fetchList}
      list={(place) => <CheckList {...place} {...{ label, value, options, onValue }} />}
    >
      <span className={css['chosen']}>
        {only ?? (chosen.length === 0 ? label : `${label} ${chosen.length}`)}
      </span>
    </MenuButton>
  );
}
