import { memo, type ReactElement } from 'react';
import type { EntryKind, EntryState } from '#domain/entry/entry.ts';
import { cx } from '#web/kit/cx.ts';
import { STATE_LOOK } from '#web/kit/status-tag.tsx';
import { useWords } from '#web/words/use-words.tsx';
import css from './state-strip.module.css';
import type { Tally } from './use-ledger.ts';

const ORDER = {
  problem: [
    'raised',
    'screened',
    'listed',
    'assigned',
    'accepted',
    'underway',
    'blocked',
    'delivered',
    'closed',
    'not_listed',
    'cancelled',
  ],
  task: [
    'draft',
    'listed',
    'underway',
    'blocked',
    'delivered',
    'accepted_done',
    'cancelled',
    'superseded',
    'dropped',
  ],
} as const satisfies Record<EntryKind, readonly EntryState[]>;

/** How the ledger stands, state by state; each is a filter. Widths follow the counts, with room for the words. */
export const StateStrip = memo(function StateStrip({
  tally,
  kind,
  limit,
  chosen,
  onChoose,
}: {
  readonly tally: Tally | undefined;
  readonly kind: EntryKind;
  readonly limit: readonly EntryState[] | undefined;
  readonly chosen: readonly EntryState[] | undefined;
  readonly onChoose: (states: readonly EntryState[] | undefined) => void;
}): ReactElement {
  const { w, exact } = useWords();
  const parts = ORDER[kind]
    .filter((state) => limit === undefined || limit.includes(state))
    .map((state) => ({ state, n: tally?.states.find((one) => one.state === state)?.n ?? 0 }))
    .filter(({ state, n }) => n > 0 || chosen?.includes(state) === true);
  const all = parts.reduce((sum, part) => sum + part.n, 0);
  return (
    <ul className={css['strip']} aria-label={w.ledger.strip}>
      {parts.map(({ state, n }) => {
        const on = chosen?.length === 1 && chosen[0] === state;
        return (
          <li key={state} style={{ flexGrow: Math.max(n / Math.max(all, 1), 0.02) }}>
            <button
              type="button"
              className={cx(css['part'], css[STATE_LOOK[state][0]], on && css['on'])}
              aria-pressed={on}
              onClick={() => onChoose(on ? undefined : [state])}
            >
              <span className={css['count']}>{exact(n)}</span> {w.state[state]}
            </button>
          </li>
        );
      })}
    </ul>
  );
});
