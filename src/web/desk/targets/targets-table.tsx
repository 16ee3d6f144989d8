import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { LightTag, type RuleView, signed, type TargetRow } from './light-tag.tsx';
import { TargetBar } from './target-bar.tsx';
import css from './targets.module.css';
import { type TargetsWords, targetsWords } from './targets-words.ts';

/** Targets, one a line: what is asked, the newest figure, how far, by which light. */
export function TargetsTable({
  rows,
  rules,
  at,
}: {
  readonly rows: readonly TargetRow[];
  readonly rules: readonly RuleView[];
  readonly at: string | undefined;
}): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(targetsWords);
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.title}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.indicator}</th>
            <th scope="col">{r.unit}</th>
            <th scope="col" className={css['number']}>
              {r.goal}
            </th>
            <th scope="col" className={css['number']}>
              {r.reading}
            </th>
            <th scope="col" title={r.paceHint}>
              {r.pace}
            </th>
            <th scope="col" className={css['number']}>
              {r.gap}
            </th>
            <th scope="col">{r.light}</th>
            <th scope="col">{r.due}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link
                  to="/targets/$id"
                  params={{ id: row.id }}
                  search={at === undefined ? {} : { at }}
                >
                  {row.indicator.name}
                </Link>
                {row.surcharge !== null && <span className={css['sub']}> {r.surcharge}</span>}
              </th>
              <td className={css['nowrap']}>{row.unit.name}</td>
              <td className={css['number']}>{goalText(row, r)}</td>
              <td className={css['number']}>
                {row.reading === null ? (
                  '—'
                ) : (
                  <>
                    {row.reading.value}
                    <br />
                    <span className={css['sub']}>{day(row.reading.periodEnd)}</span>
                  </>
                )}
              </td>
              <td className={css['bar']}>
                <TargetBar row={row} />
              </td>
              <td className={css['number']}>{row.pace === null ? '—' : signed(row.pace.gap)}</td>
              <td>
                {row.outcome === null ? (
                  <LightTag row={row} rule={rules[row.rule]} />
                ) : (
                  r.outcomes[row.outcome]
                )}
              </td>
              <td className={css['nowrap']}>{day(row.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** 不低于 120 亿元, 5–6 %, 6 % 左右. */
export function goalText(
  row: Pick<TargetRow, 'goal' | 'goalTo' | 'op'> & { indicator: { measure: string } },
  r: TargetsWords,
): string {
  if (row.goal === null) return '—';
  const value = row.op === 'range' ? `${row.goal}–${row.goalTo ?? ''}` : row.goal;
  const sign = { ge: '≥ ', le: '≤ ', eq: '', range: '', about: '' }[row.op];
  const about = row.op === 'about' ? ` ${r.ops.about}` : '';
  return `${sign}${value} ${row.indicator.measure}${about}`;
}
