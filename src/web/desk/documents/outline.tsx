import { type ReactElement, useMemo } from 'react';
import { cx } from '#web/kit/cx.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { documentsWords } from './documents-words.ts';
import css from './outline.module.css';
import { isOpen, type Reading, type Stop } from './reading-model.ts';

/** 目录: the headings, and how much under each is still to be judged. */
export function Outline({
  reading,
  stops,
  current,
  onGo,
}: {
  readonly reading: Reading;
  readonly stops: readonly Stop[];
  readonly current: Stop | undefined;
  readonly onGo: (start: number, stop: Stop | undefined) => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const { outline } = reading.detail;
  const rows = useMemo(() => headingsOf(outline, stops), [outline, stops]);
  const at = current?.sentence.passage.start ?? -1;
  const here = rows.findLast((row) => row.start <= at);
  return (
    <nav className={css['outline']} aria-label={r.outline}>
      <ol>
        {rows.map((row) => (
          <li key={row.start}>
            <button
              type="button"
              className={cx(css['row'], css[`level${Math.min(3, row.level)}`])}
              aria-current={row === here ? 'location' : undefined}
              onClick={() => onGo(row.start, row.first)}
            >
              <span>{row.text}</span>
              {row.open > 0 && (
                <span className={css['open']}>
                  {exact(row.open)}
                  <span className={css['spoken']}>{r.toJudge}</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface Row {
  readonly start: number;
  readonly text: string;
  readonly level: number;
  readonly open: number;
  readonly first: Stop | undefined;
}

/** Each heading with what is open up to the next of its level or above. */
function headingsOf(outline: Reading['detail']['outline'], stops: readonly Stop[]): Row[] {
  const starts = stops.map((stop) => stop.sentence.passage.start);
  const openBefore = [0];
  for (const [i, stop] of stops.entries())
    openBefore.push((openBefore[i] ?? 0) + (isOpen(stop) ? 1 : 0));
  const place = (offset: number): number => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return outline.map(({ start, text, level }, i) => {
    const next = outline.slice(i + 1).find((other) => other.level <= level);
    const [from, to] = [place(start), place(next?.start ?? Infinity)];
    const first = from < to ? stops[from] : undefined;
    return { start, text, level, open: (openBefore[to] ?? 0) - (openBefore[from] ?? 0), first };
  });
}
