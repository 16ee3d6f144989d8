import type { makeRouter } from '../router.tsx';

/** Where the focus stood when a page was left: on a link, or on a row of its list. */
type Place = { readonly href: string; readonly nth: number } | 'row';

/** A page that is still coming is waited for; then whoever reads has begun to go about by himself. */
const PATIENCE_MS = 8_000;

/**
 * The browser leaves the focus on nothing when a page is exchanged for another. Here it goes to the heading of the
 * new one, which is read out by that; on the way back it goes to the row or link one left by. A page that takes the
 * focus itself keeps it, and so does whoever has begun to type or tab meanwhile.
 */
export function keepFocus(router: ReturnType<typeof makeRouter>): () => void {
  const left = new Map<string, Place>();
  let stop = (): void => undefined;
  const leave = [
    router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
      if (!pathChanged || fromLocation === undefined) return;
      stop();
      const place = placeNow();
      if (place !== undefined) left.set(keyOf(fromLocation), place);
    }),
    router.subscribe('onRendered', ({ fromLocation, toLocation, pathChanged }) => {
      if (!pathChanged || fromLocation === undefined) return;
      const place = left.get(keyOf(toLocation));
      let given: HTMLElement | undefined;
      stop = once(() => {
        if (isTaken(given)) return !inDialog();
        const old = place === undefined ? undefined : placeAgain(place);
        // A list that is still being read: its page is told of first.
        const next = old ?? heading();
        if (next !== given) next?.focus({ preventScroll: next !== old });
        given = next;
        // A row may be drawn once more while its list finds its height, and would lose the focus with that.
        return next !== undefined && (place === undefined || (next === old && place !== 'row'));
      });
    }),
  ];
  return () => {
    stop();
    for (const one of leave) one();
  };
}

/** Has the new page, or whoever reads it, put the focus somewhere? */
function isTaken(given: HTMLElement | undefined): boolean {
  const at = document.activeElement;
  if (at === null || at === given) return false;
  return inDialog() || at.closest('#main') !== null;
}

function inDialog(): boolean {
  return (document.activeElement?.closest('dialog') ?? null) !== null;
}

function keyOf({ state }: { readonly state: { readonly __TSR_key?: string } }): string {
  return state.__TSR_key ?? '';
}

function heading(): HTMLElement | undefined {
  // What stands in for a page that is being read goes away again, and the focus with it.
  const found = document.querySelector<HTMLElement>('#main h1:not([data-waiting])');
  if (found === null) return undefined;
  // It can be given the focus, and is no stop of the tab key.
  found.tabIndex = -1;
  return found;
}

function placeNow(): Place | undefined {
  const main = document.querySelector('#main');
  const at = document.activeElement;
  if (main === null) return undefined;
  if (at instanceof HTMLAnchorElement && main.contains(at) && at.closest('aside') === null) {
    const href = at.getAttribute('href') ?? '';
    return { href, nth: linksTo(href).indexOf(at) };
  }
  return main.querySelector('[role=grid]') === null ? undefined : 'row';
}

function placeAgain(place: Place): HTMLElement | undefined {
  if (place !== 'row') return linksTo(place.href)[place.nth];
  const row = '#main [role=grid] [role=row][tabindex="0"]';
  return document.querySelector<HTMLElement>(row) ?? undefined;
}

function linksTo(href: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`#main a[href="${CSS.escape(href)}"]`)];
}

/** Try now, and again whenever something is drawn, until it is done or nobody waits for it any more. */
function once(done: () => boolean): () => void {
  const watch = new MutationObserver(() => {
    if (done()) stop();
  });
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Tab') stop();
  };
  const stop = (): void => {
    watch.disconnect();
    clearTimeout(patience);
    removeEventListener('pointerdown', stop);
    removeEventListener('keydown', onKey);
  };
  const patience = setTimeout(stop, PATIENCE_MS);
  if (done()) {
    stop();
    return stop;
  }
  watch.observe(document.body, { childList: true, subtree: true });
  addEventListener('pointerdown', stop);
  addEventListener('keydown', onKey);
  return stop;
}
