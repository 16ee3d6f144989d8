import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { type EntryState, isClaimed, isListed } from '#domain/entry/entry.ts';
import { percent } from '#web/words/format.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import type { Tally } from '../ledger/use-ledger.ts';
import css from './overview.module.css';

interface Line {
  readonly category: string;
  readonly listed: number;
  readonly claimed: number;
  readonly closed: number;
}

function linesOf(tally: Tally): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { category, state, n } of tally.categories) {
    if (state === 'merged' || !isListed(state as EntryState)) continue;
    const before = lines.get(category) ?? { category, listed: 0, claimed: 0, closed: 0 };
    lines.set(category, {
      category,
      listed: before.listed + n,
      claimed: before.claimed + (isClaimed(state as EntryState) ? n : 0),
      closed: before.closed + (state === 'closed' ? n : 0),
    });
  }
  return [...lines.values()].toSorted((a, b) => (a.category < b.category ? -1 : 1));
}

/** 分类 by what is still open; the darker, the larger the open share. The number stands in the cell. */
export function CategoryTable({ tally }: { readonly tally: Tally }): ReactElement | undefined {
  const { w, exact } = useWords();
  const { nameOf } = useCategories();
  const lines = linesOf(tally);
  if (lines.length === 0) return undefined;
  return (
    <section className={css['card']} aria-labelledby="by-category">
      <h2 id="by-category">{w.overview.byCategory}</h2>
      <table className={css['heat']}>
        <thead>
          <tr>
            <th scope="col">{w.ledger.category}</th>
            <th scope="col" className={css['number']}>
              {w.overview.listed}
            </th>
            <th scope="col" className={css['number']}>
              {w.overview.claimedShort}
            </th>
            <th scope="col" className={css['number']}>
              {w.overview.closedShort}
            </th>
            <th scope="col" className={css['number']}>
              {w.overview.open}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const open = line.listed - line.claimed;
            const step = Math.min(4, Math.floor((open / line.listed) * 10));
            return (
              <tr key={line.category}>
                <th scope="row">
                  <Link to="/problems" search={{ category: [line.category] }}>
                    {line.category === '' ? w.overview.noCategory : nameOf(line.category)}
                  </Link>
                </th>
                <td className={css['number']}>{exact(line.listed)}</td>
                <td className={css['number']}>{percent(line.claimed, line.listed)}</td>
                <td className={css['number']}>{percent(line.closed, line.listed)}</td>
                <td className={`${css['number']} ${css[`heat${step}`]}`}>{exact(open)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
