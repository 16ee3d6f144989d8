import type { ReactElement } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './flow-chart.module.css';
import type { Overview } from './overview-query.ts';
import { overviewWords } from './overview-words.ts';

const WIDE = 400;
const TOP = 12;
const FOOT = 24;
const LEFT = 46;
const RIGHT = 62;

type Weeks = Overview['weeks'];
type Line = 'listed' | 'closed';

/** 每周新列入与销号: two lines, labelled where they end; the week that is not over is drawn dotted. */
export function FlowChart({
  weeks,
  wide = WIDE,
  high = 200,
}: {
  readonly weeks: Weeks;
  /** Its size in units of which a letter is 12 high. */
  readonly wide?: number;
  readonly high?: number;
}): ReactElement {
  const { exact, brief, day } = useWords();
  const r = useRoomWords(overviewWords);
  const floor = high - FOOT;
  const most = niceTop(Math.max(1, ...weeks.flatMap((one) => [one.listed, one.closed])));
  const least = Math.min(0, ...weeks.flatMap((one) => [one.listed, one.closed]));
  const y = (n: number): number => floor - ((n - least) / (most - least)) * (floor - TOP);
  const x = (i: number): number =>
    LEFT + (i / Math.max(1, weeks.length - 1)) * (wide - LEFT - RIGHT);
  const last = weeks.at(-2);
  const labels = apart(floor, y(weeks.at(-1)?.listed ?? 0), y(weeks.at(-1)?.closed ?? 0));
  return (
    <svg
      className={css['chart']}
      viewBox={`0 0 ${wide} ${high}`}
      role="img"
      aria-label={`${r.flow}。${last === undefined ? '' : r.flowSaid(exact(last.listed), exact(last.closed))}`}
    >
      <g aria-hidden="true">
        {[0, most / 2, most].map((n) => (
          <g key={n}>
            <line className={css['grid']} x1={LEFT} x2={wide - RIGHT} y1={y(n)} y2={y(n)} />
            <text className={css['scale']} x={LEFT - 8} y={y(n) + 4} textAnchor="end">
              {brief(n)}
            </text>
          </g>
        ))}
        {weeks.map((one, i) =>
          i % 8 === 0 ? (
            <text key={one.week} className={css['scale']} x={x(i)} y={high - 4} textAnchor="middle">
              {day(one.week)}
            </text>
          ) : undefined,
        )}
        {(['listed', 'closed'] as const).map((line) => (
          <g key={line} className={css[line]}>
            <polyline points={pointsOf(weeks.slice(0, -1), line, x, y)} />
            <polyline
              className={css['unfinished']}
              points={pointsOf(weeks, line, x, y).split(' ').slice(-2).join(' ')}
            />
            <text x={wide - RIGHT + 8} y={labels[line] + 4}>
              {line === 'listed' ? r.newListed : r.nowClosed}
            </text>
          </g>
        ))}
      </g>
    </svg>
  );
}

/** The same weeks as a table, for whoever wants the numbers. */
export function FlowTable({ weeks }: { readonly weeks: Weeks }): ReactElement {
  const { exact, day } = useWords();
  const r = useRoomWords(overviewWords);
  return (
    <details className={css['numbers']}>
      <summary>{r.numbers}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{r.week}</th>
            <th scope="col">{r.newListed}</th>
            <th scope="col">{r.nowClosed}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.toReversed().map((one, i) => (
            <tr key={one.week}>
              <th scope="row">{i === 0 ? `${day(one.week)} ${r.thisWeek}` : day(one.week)}</th>
              <td>{exact(one.listed)}</td>
              <td>{exact(one.closed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function pointsOf(
  weeks: Weeks,
  line: Line,
  x: (i: number) => number,
  y: (n: number) => number,
): string {
  return weeks.map((one, i) => `${x(i).toFixed(1)},${y(one[line]).toFixed(1)}`).join(' ');
}

/** The least round number that is not below. */
function niceTop(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  return [2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= n) ?? n;
}

/** Two labels that would lie on each other stand apart. */
function apart(floor: number, listed: number, closed: number): Record<Line, number> {
  const gap = 16 - Math.abs(listed - closed);
  if (gap <= 0) return { listed, closed };
  const up = listed <= closed;
  const middle = Math.min(floor - 8, Math.max(TOP + 8, (listed + closed) / 2));
  return { listed: middle + (up ? -8 : 8), closed: middle + (up ? 8 : -8) };
}
