import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { percent } from '#web/words/format.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Tally } from '../ledger/use-ledger.ts';
import { LISTED } from './listed-states.ts';
import css from './overview.module.css';

/**
 * Each unit right below, in administrative order and never ranked: what is closed, and what is claimed but
 * not yet checked, of what it has listed.
 */
export function UnitPace({ tally }: { readonly tally: Tally }): ReactElement {
  const { w, exact } = useWords();
  const units = tally.below.filter((one) => one.tally.listed > 0);
  return (
    <section className={css['card']} aria-labelledby="by-unit">
      <h2 id="by-unit">{w.overview.byUnit}</h2>
      <p className={css['sub']}>{w.overview.byUnitHint}</p>
      <div className={css['scroll']} tabIndex={0} role="group" aria-labelledby="by-unit">
        <table className={css['pace']}>
          <thead>
            <tr>
              <th scope="col">{w.overview.unit}</th>
              <th scope="col" className={css['number']}>
                {w.overview.listed}
              </th>
              <th scope="col">
                <span className={css['legend']}>
                  <i className={css['closedKey']} /> {w.overview.closedShort}
                  <i className={css['claimedKey']} /> {w.state.delivered}
                </span>
              </th>
              <th scope="col" className={css['number']}>
                {w.overview.claimedShort}
              </th>
              <th scope="col" className={css['number']}>
                {w.overview.closedShort}
              </th>
            </tr>
          </thead>
          <tbody>
            {units.map(({ unit, tally: own }) => (
              <tr key={unit.id}>
                <th scope="row">
                  <Link to="/problems" search={{ unit: unit.id, state: LISTED }}>
                    {unit.name}
                  </Link>
                </th>
                <td className={css['number']}>{exact(own.listed)}</td>
                <td>
                  <svg
                    className={css['bar']}
                    viewBox="0 0 100 10"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                  >
                    <rect className={css['barTrack']} width="100" height="10" />
                    <rect
                      className={css['barClaimed']}
                      width={(own.claimed / own.listed) * 100}
                      height="10"
                    />
                    <rect
                      className={css['barClosed']}
                      width={(own.closed / own.listed) * 100}
                      height="10"
                    />
                  </svg>
                </td>
                <td className={css['number']}>{percent(own.claimed, own.listed)}</td>
                <td className={css['number']}>{percent(own.closed, own.listed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
