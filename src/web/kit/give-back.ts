/** What opened a dialog may go a moment after it, with what was done in it. */
const WATCHED_MS = 5_000;

/** The focus goes back to where it was; where that is gone with what was done, to the row or the heading of the page. */
export function giveBack(before: Element | null): void {
  const there = before instanceof HTMLElement && before !== document.body && before.isConnected;
  if (!there) {
    toPage();
    return;
  }
  before.focus();
  const watch = new MutationObserver(() => {
    if (before.isConnected) return;
    watch.disconnect();
    // Whoever has gone elsewhere meanwhile stays there.
    if (document.activeElement === document.body) toPage();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), WATCHED_MS);
}

function toPage(): void {
  const row = document.querySelector<HTMLElement>('#main [role=grid] [role=row][tabindex="0"]');
  const heading = document.querySelector<HTMLElement>('#main h1');
  // It can be given the focus, and is no stop of the tab key.
  if (heading !== null) heading.tabIndex = -1;
  const place = row ?? heading ?? document.querySelector<HTMLElement>('#main');
  place?.focus({ preventScroll: true });
}
