import type { ReactElement, ReactNode } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { LightTag, sayGap } from './light-tag.tsx';
import { TargetBar } from './target-bar.tsx';
import type { TargetDetail } from './target-page.tsx';
import { goalText } from './targets-table.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

/** Where it stands, with its light and the sentence of the rule in sight. */
export function Now({ detail }: { readonly detail: TargetDetail }): ReactElement {
  const { lang, day } = useWords();
  const r = useRoomWords(targetsWords);
  const { target, rule } = detail;
  const { reading, pace } = target;
  return (
    <section className={css['card']} aria-label={r.pace}>
      <div className={css['now']}>
        <div>
          <span className={css['big']}>{reading?.value ?? '—'}</span> {target.indicator.measure}
          <p className={css['sub']}>
            {reading === null
              ? r.noReadings
              : `${r.until(day(reading.periodEnd))}　${r.vintages[reading.vintage]}`}
          </p>
        </div>
        <div>
          {target.outcome === null ? (
            <LightTag row={target} rule={rule} />
          ) : (
            <Tag tone={target.outcome === 'achieved' ? 'malachite' : 'ink'}>
              {r.outcomes[target.outcome]}
            </Tag>
          )}
          {pace !== null && (
            <p className={css['sub']}>
              {sayGap(pace.gap, r)}
              {pace.gap < 0 && target.light === 'green' && r.tolerated}
            </p>
          )}
        </div>
        <div>
          <TargetBar row={target} />
        </div>
      </div>
      <dl className={css['facts']}>
        <Fact name={r.goal}>
          {target.goal === null ? r.noGoal : goalText(target, r)}
          <span className={css['sub']}> {r.grades[target.grade]}</span>
        </Fact>
        <Fact name={r.baseline}>
          {target.baseline ?? '—'}
          {detail.baselineOn !== null && (
            <span className={css['sub']}> {day(detail.baselineOn)}</span>
          )}
        </Fact>
        <Fact name={r.period}>
          {day(target.from)} – {day(target.to)}
        </Fact>
        <Fact name={r.path}>{r.paths[target.path]}</Fact>
        <Fact name={r.state}>{r.states[target.state]}</Fact>
        {target.nextDue !== null && <Fact name={r.report}>{r.nextDue(day(target.nextDue))}</Fact>}
        {detail.remark !== '' && <Fact name={r.note}>{detail.remark}</Fact>}
      </dl>
      <p className={css['sub']}>{rule.text[lang]}</p>
    </section>
  );
}

/** 口径: what the indicator means and who answers for it, with its earlier wordings. */
export function Definition({
  detail: { indicator },
  onChange,
}: {
  readonly detail: TargetDetail;
  readonly onChange: () => void;
}): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(targetsWords);
  return (
    <section className={css['card']}>
      <div className={css['head']}>
        <h2>{r.definition}</h2>
        {indicator.can.includes('change') && (
          <Button onClick={onChange}>
            {indicator.defined ? r.changeDefinition : r.editDefinition}
          </Button>
        )}
      </div>
      <p>{indicator.meaning === '' ? r.noGoal : indicator.meaning}</p>
      <dl className={css['facts']}>
        <Fact name={r.direction}>{r.directions[indicator.direction]}</Fact>
        <Fact name={r.periodicity}>{r.periodicities[indicator.periodicity]}</Fact>
        <Fact name={r.owner}>
          {indicator.ownerPost === null
            ? indicator.unit.name
            : `${indicator.ownerPost.unit} ${indicator.ownerPost.name}`}
        </Fact>
        {indicator.source !== '' && <Fact name={r.source}>{indicator.source}</Fact>}
      </dl>
      {indicator.versions.length > 1 && (
        <details>
          <summary className={css['sub']}>{r.versions(indicator.version)}</summary>
          <ul className={css['plain']}>
            {indicator.versions.map((one) => (
              <li key={one.version} className={css['sub']}>
                {r.versions(one.version)}　{moment(one.at)}
                {'　'}
                {one.meaning === '' ? r.noGoal : one.meaning}
                {one.reason !== '' && `　${one.reason}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** What was done with the target, by whom and why. */
export function History({ detail: { events } }: { readonly detail: TargetDetail }): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(targetsWords);
  return (
    <section className={css['card']}>
      <h2>{r.history}</h2>
      <ol className={css['plain']}>
        {events.map((event) => (
          <li key={event.version}>
            <p className={css['line']}>
              <span>{r.kinds[event.kind as keyof typeof r.kinds] ?? event.kind}</span>
              <span className={css['sub']}>
                {event.unit} {event.who}
              </span>
              <span className={css['sub']}>{moment(event.at)}</span>
            </p>
            {event.reason !== '' && <p className={css['sub']}>{event.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
