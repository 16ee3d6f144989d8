import { lazy, type ReactElement, Suspense } from 'react';
import { cx } from './cx.ts';
import type { MenuProps } from './menu-loaded.tsx';
import css from './popover.module.css';

const Loaded = lazy(() => import('./menu-loaded.tsx').then((m) => ({ default: m.Menu })));

/** A menu whose behaviour is fetched after the page stands; until then a button of its size holds its place. */
export function Menu(props: MenuProps): ReactElement {
  const place = (
    <button type="button" className={cx(css['trigger'], props.className)} aria-label={props.name}>
      {props.label}
      {props.arrow !== false && <span className={css['arrow']} />}
    </button>
  );
  return (
    <Suspense fallback={place}>
      <Loaded {...props} />
    </Suspense>
  );
}
