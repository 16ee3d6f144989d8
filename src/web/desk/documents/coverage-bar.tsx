import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './coverage-bar.module.css';
import { documentsWords } from './documents-words.ts';
import type { Facts } from './reading-model.ts';

export const COVERED = ['task', 'measure', 'target', 'framing', 'unassigned'] as const;
export type Covered = (typeof COVERED)[number];

/** 覆盖条: what every sentence of the plan part has become; each figure opens its sentences. */
export function CoverageBar({
  coverage,
  chosen,
  onChoose,
}: {
  readonly coverage: Facts['coverage'];
  readonly chosen?: Covered | undefined;
  /** Left out where the figures open nothing (in the list). */
  readonly onChoose?: (role: Covered) => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const { plan, unassigned } = coverage;
  if (plan === 0) return <p className={css['sub']}>{r.noPlan}</p>;
  return (
    <div className={css['coverage']}>
      <div className={css['bar']} aria-hidden="true">
        {COVERED.map((role) => (
          <span key={role} className={css[role]} style={{ flexGrow: coverage[role] }} />
        ))}
      </div>
      <p className={css['legend']}>
        <span className={cx(css['said'], unassigned === 0 && css['whole'])}>
          {unassigned === 0 ? r.noOrphan(exact(plan)) : r.orphans(exact(unassigned), exact(plan))}
        </span>
        {COVERED.map((role) => {
          const label = r.covered[role](exact(coverage[role]));
          const mark = <i className={css[role]} aria-hidden="true" />;
          return onChoose === undefined ? (
            <span key={role} className={css['count']}>
              {mark}
              {label}
            </span>
          ) : (
            <button
              key={role}
              type="button"
              className={cx(css['count'], css['open'], chosen === role && css['chosen'])}
              aria-pressed={chosen === role}
              onClick={() => onChoose(role)}
            >
              {mark}
              {label}
            </button>
          );
        })}
      </p>
    </div>
  );
}
