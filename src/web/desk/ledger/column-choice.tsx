import { type ReactElement, useMemo, useState } from 'react';
import { Menu } from '#web/kit/menu.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { OPTIONAL_COLUMNS } from './columns.tsx';
import css from './ledger.module.css';

type Optional = (typeof OPTIONAL_COLUMNS)[number];

export interface ColumnChoice {
  readonly hidden: readonly Optional[];
  readonly compact: boolean;
  readonly toggle: (key: Optional) => void;
  readonly toggleCompact: () => void;
  /** Take over what a saved view keeps: the columns put away, and `compact`. */
  readonly put: (kept: readonly string[]) => void;
}

const KEPT_UNDER = 'luoshi.columns';

/** Which columns stand, and how close the rows; kept on this machine. */
export function useColumnChoice(): ColumnChoice {
  const [kept, setKept] = useState<readonly string[]>(() =>
    (localStorage.getItem(KEPT_UNDER) ?? '').split(' '),
  );
  // One object while nothing changes, or every row would be drawn anew with each render of the page.
  return useMemo(() => {
    const put = (next: readonly string[]): void => {
      localStorage.setItem(KEPT_UNDER, next.join(' '));
      setKept(next);
    };
    const toggle = (key: string): void =>
      put(kept.includes(key) ? kept.filter((one) => one !== key) : [...kept, key]);
    return {
      hidden: OPTIONAL_COLUMNS.filter((key) => kept.includes(key)),
      compact: kept.includes('compact'),
      toggle,
      toggleCompact: () => toggle('compact'),
      put,
    };
  }, [kept]);
}

export function ColumnMenu({ choice }: { readonly choice: ColumnChoice }): ReactElement {
  const { w } = useWords();
  const names = {
    lead: w.ledger.lead,
    due: w.ledger.due,
    pace: w.ledger.pace,
    updated: w.ledger.updated,
  } satisfies Record<Optional, string>;
  return (
    <Menu
      className={css['quietTrigger']}
      label={w.ledger.columns}
      choices={[
        ...OPTIONAL_COLUMNS.map((key) => ({
          id: key,
          label: names[key],
          checked: !choice.hidden.includes(key),
          run: () => choice.toggle(key),
        })),
        undefined,
        {
          id: 'compact',
          label: w.ledger.density,
          checked: choice.compact,
          run: choice.toggleCompact,
        },
      ]}
    />
  );
}
