import { lazy, type ReactElement, Suspense } from 'react';
import type { ComboboxProps } from './combobox-loaded.tsx';
import { fieldClasses } from './field.tsx';

export type { Found } from './combobox-loaded.tsx';

const Loaded = lazy(() => import('./combobox-loaded.tsx').then((m) => ({ default: m.Combobox })));

/** A search field that is fetched after the page stands; until then an empty field holds its place. */
export function Combobox(props: ComboboxProps): ReactElement {
  const place = (
    <input
      {...props.ids}
      className={fieldClasses['input']}
      placeholder={props.placeholder}
      aria-label={props.name}
      value={props.chosen?.name ?? ''}
      disabled
      readOnly
    />
  );
  return (
    <Suspense fallback={place}>
      <Loaded {...props} />
    </Suspense>
  );
}
