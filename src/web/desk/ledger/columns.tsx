import type { ReactElement } from 'react';
import { isClosed } from '#domain/entry/entry.ts';
import { cx } from '#web/kit/cx.ts';
import type { Column } from '#web/kit/grid-row.tsx';
import { PaceBar } from '#web/kit/pace-bar.tsx';
import { daysBetween } from '#web/kit/parse-day.ts';
import { StatusTag, Tag } from '#web/kit/status-tag.tsx';
import { useWords, type Words } from '#web/words/use-words.tsx';
import css from './ledger.module.css';
import { elapsedShare } from './pace.ts';
import type { Row } from './use-ledger.ts';

export type ColumnKey = 'no' | 'title' | 'lead' | 'state' | 'due' | 'pace' | 'updated';
/** Columns that may be put away; number, title and state always stand. */
export const OPTIONAL_COLUMNS = ['lead', 'due', 'pace', 'updated'] as const;

/** The columns of the ledger, in the office's order. */
export function ledgerColumns(
  words: Words,
  categoryName: (code: string) => string,
): readonly (Column<Row> & { readonly key: ColumnKey })[] {
  const { w } = words;
  return [
    {
      key: 'no',
      header: w.ledger.no,
      width: '120px',
      cell: (row) => <span className={css['no']}>{row.no}</span>,
    },
    {
      key: 'title',
      header: w.ledger.problem,
      width: 'minmax(170px, 1fr)',
      cell: (row) => <TitleCell row={row} categoryName={categoryName} />,
    },
    {
      key: 'lead',
      header: w.ledger.lead,
      width: 'minmax(120px, 180px)',
      cell: (row) => (
        <>
          <span className={css['clip']}>{row.lead?.name ?? '—'}</span>
          {row.coUnits > 0 && <span className={css['sub']}>{w.ledger.co(row.coUnits)}</span>}
        </>
      ),
    },
    {
      key: 'state',
      header: w.ledger.status,
      width: '128px',
      cell: (row) => <StateCell row={row} />,
    },
    { key: 'due', header: w.ledger.due, width: '120px', cell: (row) => <DueCell row={row} /> },
    {
      key: 'pace',
      header: w.ledger.pace,
      width: '140px',
      cell: (row) => (
        <PaceBar
          progress={isClosed(row.state) ? 100 : row.progress}
          elapsed={elapsedShare(row, words.today)}
          done={isClosed(row.state)}
        />
      ),
    },
    {
      key: 'updated',
      header: w.ledger.updated,
      width: '108px',
      cell: (row) => (
        <span className={css['sub']}>
          {words.moment(row.updatedAt).split(' ').slice(0, -1).join(' ')}
        </span>
      ),
    },
  ];
}

function TitleCell({
  row,
  categoryName,
}: {
  readonly row: Row;
  readonly categoryName: (code: string) => string;
}): ReactElement {
  const { w } = useWords();
  const about = [
    row.category === '' ? undefined : categoryName(row.category),
    w.source[row.source],
    row.episode > 1 ? w.ledger.episode(row.episode) : undefined,
  ].filter((one) => one !== undefined);
  return (
    <>
      <span className={css['titleLine']}>
        {row.isKey && <span className={css['key']}>{w.ledger.isKey}</span>}
        <span className={css['clip']} title={row.title}>
          {row.title}
        </span>
      </span>
      <span className={cx(css['sub'], css['clip'])}>{about.join('　')}</span>
    </>
  );
}

export function StateCell({ row }: { readonly row: Row }): ReactElement {
  const { w } = useWords();
  return (
    <span className={css['state']}>
      {row.merged ? <Tag shape="bar">{w.ledger.merged}</Tag> : <StatusTag state={row.state} />}
      {row.openRequest !== undefined && (
        <span className={css['sub']}>{w.ledger.requestOpen(w.requestKind[row.openRequest])}</span>
      )}
      {row.reviewDue && <span className={css['sub']}>{w.ledger.reviewDue}</span>}
    </span>
  );
}

/** The day, and how far away it is. Red is for overdue alone. */
export function DueCell({ row }: { readonly row: Row }): ReactElement {
  const { w, day, today } = useWords();
  if (row.deadline === undefined)
    return (
      <span className={css['sub']}>
        {row.deadlineKind === 'none' ? w.ledger.noDeadline : w.deadlineKind[row.deadlineKind]}
      </span>
    );
  const left = daysBetween(today, row.deadline);
  const finished = isClosed(row.state);
  const said = finished
    ? w.ledger.finished
    : row.state === 'delivered'
      ? w.ledger.handedIn
      : row.overdue
        ? w.ledger.daysOver(-left)
        : left === 0
          ? w.ledger.dueToday
          : left > 0
            ? w.ledger.daysLeft(left)
            : '';
  return (
    <>
      <span className={css['clip']}>{day(row.deadline)}</span>
      <span
        className={cx(
          css['sub'],
          row.overdue && css['late'],
          !row.overdue && !finished && left >= 0 && left <= 14 && css['soon'],
        )}
      >
        {said}
      </span>
    </>
  );
}

/** One card instead of columns: for a phone's width. */
export function cardColumn(words: Words, categoryName: (code: string) => string): Column<Row> {
  return {
    key: 'card',
    header: words.w.ledger.problem,
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <>
        <TitleCell row={row} categoryName={categoryName} />
        <span className={css['cardLine']}>
          <StateCell row={row} />
          <span className={css['clip']}>{row.lead?.name ?? row.origin.name}</span>
          <span className={css['cardDue']}>
            <DueCell row={row} />
          </span>
        </span>
      </>
    ),
  };
}
