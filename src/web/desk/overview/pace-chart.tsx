import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { LISTED } from './listed-states.ts';
import css from './overview.module.css';
import { comparedUnits, isBehind, type Overview, type UnitLine } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';
import { PaceLine, paceScale } from './pace-line.tsx';

/** 序时进度: each unit against time, in administrative order and never ranked; at 30 June its name is 双过半. */
export function PaceChart({ seen }: { readonly seen: Overview }): ReactElement | undefined {
  const { exact } = useWords();
  const r = useRoomWords(overviewWords);
  const [whole, setWhole] = useState(false);
  const listed = seen.units.filter((one) => one.tally.listed > 0);
  const few = comparedUnits(seen.units);
  if (few.length === 0) return undefined;
  const shown = whole ? listed : few;
  const elapsed = seen.window?.elapsed;
  const scale = paceScale(shown, elapsed);
  return (
    <section className={css['card']} aria-labelledby="pace">
      <h2 id="pace" tabIndex={-1}>
        {seen.window?.halfway === true ? r.halfway : r.pace}
        {elapsed !== undefined && (
          <span className={css['sub']}>{r.timeNow(percent(elapsed, 1))}</span>
        )}
      </h2>
      <p className={css['sub']}>{elapsed === undefined ? r.paceHintNoTime : r.paceHint}</p>
      <table className={css['pace']}>
        <thead className={css['hidden']}>
          <tr>
            <th scope="col">{r.unit}</th>
            <th scope="col">{r.pace}</th>
            <th scope="col">{r.claimedShort}</th>
            <th scope="col">{r.closedShort}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <PaceRow key={one.unit.id} one={one} elapsed={elapsed} scale={scale} />
          ))}
        </tbody>
      </table>
      {few.length < listed.length && (
        <p>
          <Button look="quiet" onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {whole ? r.fewer : r.others(exact(listed.length - few.length))}
          </Button>
        </p>
      )}
    </section>
  );
}

function PaceRow({
  one,
  elapsed,
  scale,
}: {
  readonly one: UnitLine;
  readonly elapsed: number | undefined;
  readonly scale: (share: number) => string;
}): ReactElement {
  const r = useRoomWords(overviewWords);
  const { claimed, closed, listed } = one.tally;
  const behind = isBehind(one, elapsed);
  return (
    <tr>
      <th scope="row">
        <Link to="/problems" search={{ unit: one.unit.id, state: LISTED }}>
          {one.unit.name}
        </Link>
      </th>
      <td className={css['paceCell']}>
        <PaceLine one={one} elapsed={elapsed} scale={scale} />
      </td>
      <td className={cx(css['number'], behind && css['bad'])}>
        {percent(claimed, listed)}
        {behind && elapsed !== undefined && (
          <span className={css['spoken']}>
            {r.behindBy(((elapsed - claimed / listed) * 100).toFixed(1))}
          </span>
        )}
      </td>
      <td className={cx(css['number'], css['sub'])}>
        {r.closedShort} {percent(closed, listed)}
      </td>
    </tr>
  );
}
