import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useCategories } from '../api/campaigns.ts';
import { OWED } from './listed-states.ts';
import css from './overview.module.css';
import { comparedUnits, type Overview } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';

type Cell = Overview['categories'][number];

/** Shares of fewer entries are shown without a colour. */
export const FEW = 5;

/** Unit × category by the share still open: the darker, the more. The number stands in the cell and opens its rows. */
export function CategoryTable({ seen }: { readonly seen: Overview }): ReactElement | undefined {
  const r = useRoomWords(overviewWords);
  const { nameOf } = useCategories();
  const columns = seen.categories
    .filter((one) => one.listed > 0)
    .map((one) => one.category)
    .toSorted(uncategorisedLast);
  if (columns.length === 0) return undefined;
  const rows = comparedUnits(seen.units);
  return (
    <section className={css['card']} aria-labelledby="by-category">
      <h2 id="by-category">{r.byCategory}</h2>
      <p className={css['sub']}>{r.byCategoryHint}</p>
      <div className={css['scroll']} tabIndex={0} role="group" aria-labelledby="by-category">
        <table className={css['heat']}>
          <thead>
            <tr>
              <th scope="col">{r.unit}</th>
              {columns.map((code) => (
                <th key={code} scope="col" className={css['number']}>
                  {code === '' ? r.noCategory : nameOf(code)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <HeatRow name={r.all} unit={undefined} cells={seen.categories} columns={columns} />
            {rows.map(({ unit, categories }) => (
              <HeatRow
                key={unit.id}
                name={unit.name}
                unit={unit.id}
                cells={categories}
                columns={columns}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function HeatRow({
  name,
  unit,
  cells,
  columns,
}: {
  readonly name: string;
  readonly unit: string | undefined;
  readonly cells: readonly Cell[];
  readonly columns: readonly string[];
}): ReactElement {
  return (
    <tr className={unit === undefined ? css['total'] : undefined}>
      <th scope="row">{name}</th>
      {columns.map((code) => {
        const cell = cells.find((one) => one.category === code);
        if (cell === undefined || cell.listed === 0)
          return (
            <td key={code} className={`${css['number']} ${css['sub']}`}>
              —
            </td>
          );
        // One of two is half and says little: a share of few is not coloured.
        const step =
          cell.listed < FEW ? 0 : Math.min(4, Math.floor((cell.open / cell.listed) * 10));
        return (
          <td key={code} className={`${css['number']} ${css[`heat${step}`]}`}>
            <Link to="/problems" search={{ unit, category: [code], state: OWED }}>
              {percent(cell.open, cell.listed)}
            </Link>
          </td>
        );
      })}
    </tr>
  );
}

/** By code; what has no category comes after those that have one. */
export function uncategorisedLast(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
