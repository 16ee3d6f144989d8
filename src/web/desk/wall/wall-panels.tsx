import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import { FEW, uncategorisedLast } from '../overview/category-table.tsx';
import { FlowChart } from '../overview/flow-chart.tsx';
import { comparedUnits, isBehind, type Overview } from '../overview/overview-query.ts';
import { overviewWords } from '../overview/overview-words.ts';
import { PaceLine, paceScale } from '../overview/pace-line.tsx';
import css from './wall.module.css';

/** More units than these do not fit a wall; the overview has them all. */
const UNITS = 20;
const CATEGORIES = 8;

export function WallPanels({ seen }: { readonly seen: Overview }): ReactElement {
  return (
    <div className={css['panels']}>
      <Pace seen={seen} />
      <div className={css['middle']}>
        <Flow seen={seen} />
        <Categories seen={seen} />
      </div>
      <Latest seen={seen} />
    </div>
  );
}

function Pace({ seen }: { readonly seen: Overview }): ReactElement {
  const r = useRoomWords(overviewWords);
  const units = comparedUnits(seen.units).slice(0, UNITS);
  const elapsed = seen.window?.elapsed;
  const scale = paceScale(units, elapsed);
  return (
    <section className={css['panel']}>
      <h2>
        {seen.window?.halfway === true ? r.halfway : r.pace}
        {elapsed !== undefined && <small>{r.timeNow(percent(elapsed, 1))}</small>}
      </h2>
      <ul className={css['pace']}>
        {units.map((one) => (
          <li key={one.unit.id}>
            <span className={css['name']}>{one.unit.name}</span>
            <PaceLine one={one} elapsed={elapsed} scale={scale} />
            <span className={cx(css['share'], isBehind(one, elapsed) && css['isBehind'])}>
              {percent(one.tally.claimed, one.tally.listed)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Flow({ seen }: { readonly seen: Overview }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  return (
    <section className={css['panel']}>
      <h2>
        {r.flow}
        <small>{r.flowWeeks(exact(seen.weeks.length))}</small>
      </h2>
      {seen.weeks.length > 1 && (
        <div className={css['flow']}>
          <FlowChart weeks={seen.weeks} wide={440} high={210} />
        </div>
      )}
    </section>
  );
}

function Categories({ seen }: { readonly seen: Overview }): ReactElement {
  const r = useRoomWords(overviewWords);
  const { nameOf } = useCategories();
  const rows = seen.categories
    // A bar of one or two entries would outshine those of hundreds.
    .filter((one) => one.listed >= FEW)
    .toSorted((a, b) => uncategorisedLast(a.category, b.category))
    .slice(0, CATEGORIES);
  const most = Math.max(0.01, ...rows.map((one) => one.open / one.listed));
  return (
    <section className={css['panel']}>
      <h2>{r.wall.categories}</h2>
      <ul className={css['bars']}>
        {rows.map((one) => (
          <li key={one.category}>
            <span className={css['name']}>
              {one.category === '' ? r.noCategory : nameOf(one.category)}
            </span>
            <svg width="100%" height="100%" aria-hidden="true">
              <rect
                className={css['bar']}
                width={`${((one.open / one.listed / most) * 100).toFixed(1)}%`}
                height="100%"
                rx="2"
              />
            </svg>
            <span className={css['share']}>{percent(one.open, one.listed)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Latest({ seen }: { readonly seen: Overview }): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(overviewWords);
  return (
    <section className={css['panel']}>
      <h2>{r.wall.latest}</h2>
      {seen.latest.length === 0 && <p className={css['under']}>{r.wall.noLatest}</p>}
      <ol className={css['latest']}>
        {seen.latest.map((one) => (
          <li key={one.id}>
            <span className={css['when']}>{moment(one.at)}</span>
            <span className={css['what']}>{one.title}</span>
            <span className={css['who']}>{one.lead}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
