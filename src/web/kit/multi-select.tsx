import { lazy, type ReactElement, Suspense } from 'react';
import type { MultiSelectProps } from './multi-select-loaded.tsx';
import css from './popover.module.css';

const Loaded = lazy(() =>
  import('./multi-select-loaded.tsx').then((m) => ({ default: m.MultiSelect })),
) as <T extends string>(props: MultiSelectProps<T>) => ReactElement;

/** A choice of several whose behaviour is fetched after the page stands; until then its button holds the place. */
export function MultiSelect<T extends string>(props: MultiSelectProps<T>): ReactElement {
  const place = (
    <button type="button" className={css['trigger']}>
      {props.label}
      <span className={css['arrow']} />
    </button>
  );
  return (
    <Suspense fallback={place}>
      <Loaded {...props} />
    </Suspense>
  );
}
