import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Reported, TargetDetail } from './target-page.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

/** 各期数值: the newest vintage in the line, those before it folded below. */
export function Readings({
  detail,
  onReport,
}: {
  readonly detail: TargetDetail;
  readonly onReport: (given?: Reported) => void;
}): ReactElement {
  const { day, moment } = useWords();
  const r = useRoomWords(targetsWords);
  const { can } = detail.target;
  return (
    <section className={css['card']}>
      <div className={css['head']}>
        <h2>{r.readings}</h2>
        {(can.includes('report') || can.includes('confirm')) && (
          <Button look="primary" onClick={() => onReport()}>
            {r.report}
          </Button>
        )}
      </div>
      {detail.readings.length === 0 && <p className={css['sub']}>{r.noReadings}</p>}
      <ul className={css['plain']}>
        {detail.readings.map(({ id, periodEnd, vintages }) => {
          const [now, ...before] = vintages;
          if (now === undefined) return null;
          return (
            <li key={id}>
              <p className={css['line']}>
                <strong>{day(periodEnd)}</strong>
                <span>
                  {now.value} {detail.target.indicator.measure}
                </span>
                <Tag tone={now.vintage === 'provisional' ? 'ink' : 'azure'}>
                  {r.vintages[now.vintage]}
                </Tag>
                {can.includes('confirm') && (
                  <Button
                    onClick={() => {
                      const vintage = now.vintage === 'provisional' ? 'final' : 'restated';
                      onReport({ vintage, periodEnd, value: now.value });
                    }}
                  >
                    {now.vintage === 'provisional' ? r.confirm : r.restate}
                  </Button>
                )}
              </p>
              <p className={css['sub']}>
                {r.by(now.byUnit, moment(now.at))}
                {now.note !== '' && `　${now.note}`}
              </p>
              {before.length > 0 && (
                <details>
                  <summary className={css['sub']}>{r.earlier(before.length)}</summary>
                  <ul className={css['plain']}>
                    {before.map((one) => (
                      <li key={one.version} className={css['sub']}>
                        {one.value}　{r.vintages[one.vintage]}　{r.by(one.byUnit, moment(one.at))}
                        {one.note !== '' && `　${one.note}`}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
