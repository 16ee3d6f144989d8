import type { ReactElement } from 'react';
import { isClosed } from '#domain/entry/entry.ts';
import { cx } from '#web/kit/cx.ts';
import type { Column } from '#web/kit/grid-row.tsx';
import { paceBar } from '#web/kit/pace-bar.tsx';
import { daysBetween } from '#web/kit/parse-day.ts';
import { stateTag, tag } from '#web/kit/status-tag.tsx';
import { dayAt } from '#web/words/format.ts';
import { useWords, type Words } from '#web/words/use-words.tsx';
import { dueSaid } from './due-said.ts';
import css from './ledger.module.css';
import { elapsedShare } from './pace.ts';
import type { Row } from './use-ledger.ts';

export type ColumnKey = 'no' | 'title' | 'lead' | 'state' | 'due' | 'pace' | 'updated';
/** Columns that may be put away; number, title and state always stand. */
export const OPTIONAL_COLUMNS = ['lead', 'due', 'pace', 'updated'] as const;

/**
 * The columns of the ledger, in the office's order. Most of the room is the title's; where it is short the
 * others give way first, down to what their longest word needs. Cells are drawn by
 * functions: a row is no tree of components. Beside the preview, which tells it too, progress stands on a
 * wide screen only: the titles are what the list is read by then.
 */
export function ledgerColumns(
  words: Words,
  categoryName: (code: string) => string,
  wide: boolean,
): readonly (Column<Row> & { readonly key: ColumnKey })[] {
  const { w } = words;
  return [
    {
      key: 'no',
      header: w.ledger.no,
      width: '120px',
      line: true,
      heads: true,
      cell: (row) => row.no,
    },
    {
      key: 'title',
      header: w.ledger.problem,
      width: 'minmax(170px, 1fr)',
      cell: (row) => titleCell(row, w, categoryName),
    },
    {
      key: 'lead',
      header: w.ledger.lead,
      width: 'minmax(112px, 0.4fr)',
      roomy: true,
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
      width: 'minmax(130px, 0.2fr)',
      start: true,
      cell: (row) => stateCell(row, w),
    },
    {
      key: 'due',
      header: w.ledger.due,
      width: 'minmax(104px, 0.2fr)',
      cell: (row) => dueCell(row, words),
    },
    {
      key: 'pace',
      header: w.ledger.pace,
      width: 'minmax(118px, 0.25fr)',
      roomy: !wide,
      cell: (row) =>
        paceBar(
          {
            progress: isClosed(row.state) ? 100 : row.progress,
            elapsed: elapsedShare(row, words.today),
            done: isClosed(row.state),
          },
          w,
        ),
    },
    {
      key: 'updated',
      header: w.ledger.updated,
      width: '120px',
      line: true,
      roomy: true,
      cell: (row) => words.day(dayAt(new Date(row.updatedAt))),
    },
  ];
}

function titleCell(row: Row, w: Words['w'], categoryName: (code: string) => string): ReactElement {
  const about = [
    row.category === '' ? undefined : categoryName(row.category),
    w.source[row.source],
    row.episode > 1 ? w.ledger.episode(row.episode) : undefined,
  ].filter((one) => one !== undefined);
  return (
    <>
      <span className={css['titleLine']} title={row.title}>
        {row.isKey && <span className={css['key']}>{w.ledger.isKey}</span>}
        {row.title}
      </span>
      <span className={SUB_CLIP}>{about.join('　')}</span>
    </>
  );
}

function stateCell(row: Row, w: Words['w']): ReactElement {
  return (
    <>
      {row.merged ? tag(w.ledger.merged, 'ink', 'bar') : stateTag(row.state, w)}
      {row.openRequest !== undefined && (
        <span className={css['sub']}>{w.ledger.requestOpen(w.requestKind[row.openRequest])}</span>
      )}
      {row.reviewDue && <span className={css['sub']}>{w.ledger.reviewDue}</span>}
    </>
  );
}

/** The day, and how far away it is. Red is for overdue alone. */
export function DueCell({ row }: { readonly row: Row }): ReactElement {
  return dueCell(row, useWords());
}

function dueCell(row: Row, { w, day, today }: Words): ReactElement {
  if (row.deadline === undefined)
    return (
      <span className={css['sub']}>
        {row.deadlineKind === 'none' ? w.ledger.noDeadline : w.deadlineKind[row.deadlineKind]}
      </span>
    );
  const { said, pressing } = dueSaid(row, daysBetween(today, row.deadline), w);
  return (
    <>
      <span className={css['clip']}>{day(row.deadline)}</span>
      <span className={PRESSING[pressing]}>{said}</span>
    </>
  );
}

const SUB_CLIP = cx(css['sub'], css['clip']);
const PRESSING = {
  late: cx(css['sub'], css['late']),
  soon: cx(css['sub'], css['soon']),
  no: css['sub'],
};

/** One card instead of columns: for a phone's width. */
export function cardColumn(words: Words, categoryName: (code: string) => string): Column<Row> {
  return {
    key: 'card',
    header: words.w.ledger.problem,
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <>
        {titleCell(row, words.w, categoryName)}
        <span className={css['cardLine']}>
          <span className={css['state']}>{stateCell(row, words.w)}</span>
          <span className={css['clip']}>{row.lead?.name ?? row.origin.name}</span>
          <span className={css['cardDue']}>{dueCell(row, words)}</span>
        </span>
      </>
    ),
  };
}
