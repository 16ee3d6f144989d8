import type { ReactElement, ReactNode } from 'react';
import { isClosed } from '#domain/entry/entry.ts';
import { cx } from '#web/kit/cx.ts';
import { PaceBar } from '#web/kit/pace-bar.tsx';
import { daysBetween } from '#web/kit/parse-day.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import { dueSaid } from '../ledger/due-said.ts';
import { elapsedShare } from '../ledger/pace.ts';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './entry.module.css';

/** 基本情况: who, by when, how far, how sure. */
export function Facts({ entry }: { readonly entry: Detail }): ReactElement {
  const { w, day, today } = useWords();
  const { nameOf } = useCategories();
  const named = (role: 'co' | 'checker'): string =>
    entry.parties
      .filter((party) => party.role === role)
      .map((party) => party.unit.name)
      .join('、');
  const deadline =
    entry.deadline === undefined ? w.deadlineKind[entry.deadlineKind] : day(entry.deadline);
  const due =
    entry.deadline === undefined || isClosed(entry.state)
      ? undefined
      : dueSaid(entry, daysBetween(today, entry.deadline), w);
  const postponed =
    entry.originalDeadline !== undefined && entry.originalDeadline !== entry.deadline
      ? w.entry.originalDeadline(day(entry.originalDeadline))
      : undefined;
  // How sure it is is settled at closing: until then a check that upheld it is told as what it is.
  const last = entry.checks.findLast((check) => check.episode === entry.episode);
  const upheld = entry.state === 'delivered' && last?.finding === 'confirmed';
  const lines: (readonly [string, ReactNode])[] = [
    [w.entry.lead, entry.lead?.name ?? '—'],
    [w.entry.co, named('co')],
    [w.entry.checker, named('checker')],
    [
      w.entry.deadline,
      <>
        {deadline}
        {due !== undefined && due.said !== '' && (
          <span className={PRESSING[due.pressing]}>　{due.said}</span>
        )}
        {postponed !== undefined && <span className={css['sub']}>　{postponed}</span>}
      </>,
    ],
    [
      w.entry.progress,
      <PaceBar
        key="pace"
        progress={isClosed(entry.state) ? 100 : entry.progress}
        elapsed={elapsedShare(entry, today)}
        done={isClosed(entry.state)}
      />,
    ],
    [
      w.entry.assurance,
      entry.assurance === undefined ? (
        <span className={css['sub']}>{upheld ? w.entry.notYetClosed : w.entry.notChecked}</span>
      ) : (
        w.assurance[entry.assurance]
      ),
    ],
    [w.entry.reviewOn, entry.reviewOn === undefined ? '' : day(entry.reviewOn)],
    [
      w.entry.category,
      entry.categoryName === '' && entry.category !== ''
        ? nameOf(entry.category)
        : entry.categoryName,
    ],
    [
      w.entry.source,
      `${w.source[entry.source]}${entry.sourceNo === undefined ? '' : ` ${entry.sourceNo}`}`,
    ],
    [w.entry.foundBy, entry.foundBy === undefined ? '' : w.foundBy[entry.foundBy]],
    [w.entry.level, w.level[entry.level]],
    [w.entry.origin, entry.origin.name],
    [w.entry.campaign, entry.campaign.name],
  ];
  return (
    <dl className={css['facts']}>
      {lines
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

const PRESSING = {
  late: cx(css['sub'], css['late']),
  soon: cx(css['sub'], css['soon']),
  no: css['sub'],
};
