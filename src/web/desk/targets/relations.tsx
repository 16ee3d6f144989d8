import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Tag } from '#web/kit/status-tag.tsx';
import { percent } from '#web/words/format.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { TargetDetail } from './target-page.tsx';
import { goalText } from './targets-table.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

type Relative = NonNullable<TargetDetail['parent']>;

/** 上下级: the target above, those handed down, and what anybody asks beyond what was asked of him. */
export function Relations({ detail }: { readonly detail: TargetDetail }): ReactElement | undefined {
  const r = useRoomWords(targetsWords);
  const { target, parent, children, rolledUp, surchargeIndex, guard } = detail;
  if (parent === null && children.length === 0 && guard === null) return undefined;
  const { measure } = target.indicator;
  return (
    <section className={css['card']}>
      {parent !== null && (
        <>
          <h2>{r.parent}</h2>
          <One one={parent} measure={measure} />
          {target.surcharge !== null && (
            <Surcharged surcharge={target.surcharge} measure={measure} />
          )}
        </>
      )}
      {children.length > 0 && (
        <>
          <h2>{r.children}</h2>
          {rolledUp !== null && (
            <p className={css['sub']}>
              {r.rolledUp(percent(rolledUp.progress, 1), percent(rolledUp.coverage, 1))}
            </p>
          )}
          {surchargeIndex !== null && surchargeIndex > 0 && (
            <p className={css['sub']}>{r.surchargeIndex(percent(surchargeIndex, 1))}</p>
          )}
          <ul className={css['plain']}>
            {children.map((child) => (
              <li key={child.id}>
                <One one={child} measure={measure} />
                {child.surcharge !== null && (
                  <Surcharged surcharge={child.surcharge} measure={measure} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {guard !== null && (
        <>
          <h2>{r.guard}</h2>
          <p className={css['line']}>
            <span>{guard.name}</span>
            <span>
              {guard.reading?.value ?? '—'} {guard.measure}
            </span>
          </p>
        </>
      )}
    </section>
  );
}

function One({ one, measure }: { readonly one: Relative; readonly measure: string }): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(targetsWords);
  return (
    <p className={css['line']}>
      {one.open ? (
        <Link to="/targets/$id" params={{ id: one.id }}>
          {one.unit.name}
        </Link>
      ) : (
        <span>{one.unit.name}</span>
      )}
      <span>{goalText({ ...one, indicator: { measure } }, r)}</span>
      <span className={css['sub']}>{day(one.to)}</span>
      {one.progress !== null && <span className={css['sub']}>{percent(one.progress, 1)}</span>}
    </p>
  );
}

function Surcharged({
  surcharge,
  measure,
}: {
  readonly surcharge: NonNullable<Relative['surcharge']>;
  readonly measure: string;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const more = surcharge.more === 0 ? '' : `${Number(surcharge.more.toPrecision(8))}${measure}`;
  return (
    <p className={css['sub']}>
      <Tag tone="ochre">{r.surcharge}</Tag> {r.surchargeBy(more, surcharge.daysEarlier)}
      {surcharge.reason !== '' && `　${surcharge.reason}`}
    </p>
  );
}
