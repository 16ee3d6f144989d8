import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

interface Point {
  readonly on: string;
  readonly value: number;
}

const WIDTH = 720;
const HEIGHT = 280;
const LEFT = 64;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 30;

/** The path of a target against its figures, as a picture or, said the same, as a table. */
export function PathChart({
  line,
  readings,
  measure,
}: {
  readonly line: readonly Point[];
  readonly readings: readonly Point[];
  readonly measure: string;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <div className={css['head']}>
        <h2>{r.chart}</h2>
        <Button look="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? r.chartPicture : r.chartTable}
        </Button>
      </div>
      {asTable ? (
        <TableTwin line={line} readings={readings} measure={measure} />
      ) : (
        <Picture line={line} readings={readings} measure={measure} />
      )}
    </>
  );
}

interface Drawn {
  readonly line: readonly Point[];
  readonly readings: readonly Point[];
  readonly measure: string;
}

function Picture({ line, readings, measure }: Drawn): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(targetsWords);
  const all = [...line, ...readings];
  const days = all.map((point) => Date.parse(point.on));
  const values = all.map((point) => point.value);
  const [from, to] = [Math.min(...days), Math.max(...days)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const x = (on: string): number =>
    LEFT + ((Date.parse(on) - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - ((value - (low - room)) / (high - low + 2 * room)) * (HEIGHT - TOP - BOTTOM);
  const path = (points: readonly Point[]): string =>
    points
      .map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p.on).toFixed(1)} ${y(p.value).toFixed(1)}`)
      .join('');
  const marks = [low, (low + high) / 2, high].filter((mark, i, list) => list.indexOf(mark) === i);
  const ends = [line[0], line[Math.floor(line.length / 2)], line.at(-1)].filter(
    (point, i, list) => point !== undefined && list.indexOf(point) === i,
  ) as Point[];
  const last = readings.at(-1);
  const label = `${r.chart}${last === undefined ? '' : `：${day(last.on)} ${last.value} ${measure}`}`;
  return (
    <>
      <svg
        className={css['chart']}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
      >
        <g aria-hidden="true">
          {marks.map((mark) => (
            <g key={mark}>
              <line
                className={css['axis']}
                x1={LEFT}
                x2={WIDTH - RIGHT}
                y1={y(mark)}
                y2={y(mark)}
              />
              <text className={css['tickText']} x={LEFT - 8} y={y(mark) + 4} textAnchor="end">
                {plain(mark)}
              </text>
            </g>
          ))}
          {ends.map((point, i) => (
            <text
              key={point.on}
              className={css['tickText']}
              x={x(point.on)}
              y={HEIGHT - 8}
              textAnchor={i === 0 ? 'start' : i === ends.length - 1 ? 'end' : 'middle'}
            >
              {day(point.on)}
            </text>
          ))}
          <path className={css['wanted']} d={path(line)} />
          <path className={css['actual']} d={path(readings)} />
          {readings.map((point) => (
            <circle
              key={point.on}
              className={css['dot']}
              cx={x(point.on)}
              cy={y(point.value)}
              r="4"
            />
          ))}
        </g>
      </svg>
      <p className={css['legend']} aria-hidden="true">
        <span>
          <i className={css['key']} />
          {r.wanted}
        </span>
        <span>
          <i className={`${css['key']} ${css['keyActual']}`} />
          {r.actual}
        </span>
        <span>{measure}</span>
      </p>
    </>
  );
}

function TableTwin({ line, readings, measure }: Drawn): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(targetsWords);
  const wanted = new Map(line.map((point) => [point.on, point.value]));
  const actual = new Map(readings.map((point) => [point.on, point.value]));
  const days = [...new Set([...wanted.keys(), ...actual.keys()])].toSorted();
  const cell = (value: number | undefined): string => (value === undefined ? '—' : plain(value));
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.chart}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.day}</th>
            <th scope="col" className={css['number']}>
              {r.wanted}（{measure}）
            </th>
            <th scope="col" className={css['number']}>
              {r.actual}（{measure}）
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map((on) => (
            <tr key={on}>
              <th scope="row">{day(on)}</th>
              <td className={css['number']}>{cell(wanted.get(on))}</td>
              <td className={css['number']}>{cell(actual.get(on))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function plain(value: number): string {
  return String(Number(value.toPrecision(5)));
}
