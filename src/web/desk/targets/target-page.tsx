import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useCallback, useEffect, useState } from 'react';
import type { Vintage } from '#domain/target/reading.ts';
import { Button } from '#web/kit/button.tsx';
import { ErrorState, Note, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { DefinitionDialog } from './definition-dialog.tsx';
import { HandDownDialog } from './hand-down-dialog.tsx';
import { LightTag, sayGap } from './light-tag.tsx';
import { PathChart } from './path-chart.tsx';
import { ReadingDialog } from './reading-dialog.tsx';
import { Relations } from './relations.tsx';
import { TargetBar } from './target-bar.tsx';
import { targetCalls } from './target-calls.ts';
import { ConcludeDialog, PendDialog, ReviseDialog } from './target-dialogs.tsx';
import { goalText } from './targets-table.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

export type TargetDetail = Answer<typeof targetCalls.readTarget>;
/** Which figure is to be given: a new one, or one that stands confirmed or restated. */
export interface Reported {
  readonly vintage: Vintage;
  readonly periodEnd: string;
  readonly value: string;
}
type Open = 'report' | 'revise' | 'amend' | 'pend' | 'conclude' | 'hand_down' | 'definition';

/** 一个目标: what is asked, where it stands, every figure with its vintages, and where it comes from. */
export function TargetPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const { id } = useParams({ from: '/inside/targets/$id' });
  const { at } = useSearch({ from: '/inside/targets/$id' });
  const { data, error, refetch } = useQuery({
    queryKey: ['targets', id, at],
    queryFn: ({ signal }) =>
      call(targetCalls.readTarget, { id, ...(at === undefined ? {} : { at }) }, { signal }),
  });
  const name = data?.target.indicator.name;
  useEffect(() => {
    document.title = `${name ?? r.title} · ${w.app.name}`;
  }, [name, r, w]);
  if (data === undefined)
    return (
      <div className={css['page']}>
        {error === null ? (
          <Skeleton rows={10} />
        ) : (
          <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
        )}
      </div>
    );
  return <Whole detail={data} />;
}

function Whole({ detail }: { readonly detail: TargetDetail }): ReactElement {
  const r = useRoomWords(targetsWords);
  const client = useQueryClient();
  const say = useToast();
  const [open, setOpen] = useState<Open>();
  const [figure, setFigure] = useState<Reported>();
  const close = useCallback(() => setOpen(undefined), []);
  const done = useCallback(() => {
    setOpen(undefined);
    say(r.done);
    void client.invalidateQueries({ queryKey: ['targets'] });
  }, [client, say, r]);
  const { target } = detail;
  const readings = detail.readings
    .map((one) => ({ on: one.periodEnd, value: Number(one.vintages[0]?.value) }))
    .filter((point) => point.on >= target.from && point.on <= target.to)
    .toReversed();
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <div>
          <h1>{target.indicator.name}</h1>
          <p className={css['sub']}>
            <Link to="/targets">{r.title}</Link> · {target.unit.name}
          </p>
        </div>
        <Deeds detail={detail} onOpen={setOpen} onDone={done} />
      </div>
      {!target.indicator.defined && <Note tone="ochre">{r.undefinedYet}</Note>}
      <div className={css['two']}>
        <div className={css['stack']}>
          <Now detail={detail} />
          {detail.line.length > 0 && (
            <section className={css['card']}>
              <PathChart
                line={detail.line}
                readings={readings}
                measure={target.indicator.measure}
              />
            </section>
          )}
          <Readings
            detail={detail}
            onReport={(given) => {
              setFigure(given);
              setOpen('report');
            }}
          />
        </div>
        <div className={css['stack']}>
          <Definition detail={detail} onChange={() => setOpen('definition')} />
          {detail.source !== null && (
            <section className={css['card']}>
              <h2>{r.document}</h2>
              <blockquote className={css['quote']}>{detail.source.quote}</blockquote>
              <p>
                <a href={`/documents/${detail.source.document}?at=${detail.source.start}`}>
                  {r.openDocument}
                </a>
              </p>
            </section>
          )}
          <Relations detail={detail} />
          <History detail={detail} />
        </div>
      </div>
      {open === 'report' && (
        <ReadingDialog detail={detail} given={figure} onClose={close} onDone={done} />
      )}
      {(open === 'revise' || open === 'amend') && (
        <ReviseDialog move={open} detail={detail} onClose={close} onDone={done} />
      )}
      {open === 'pend' && <PendDialog detail={detail} onClose={close} onDone={done} />}
      {open === 'conclude' && <ConcludeDialog detail={detail} onClose={close} onDone={done} />}
      {open === 'hand_down' && <HandDownDialog detail={detail} onClose={close} onDone={done} />}
      {open === 'definition' && <DefinitionDialog detail={detail} onClose={close} onDone={done} />}
    </div>
  );
}

function Deeds({
  detail: { target },
  onOpen,
  onDone,
}: {
  readonly detail: TargetDetail;
  readonly onOpen: (open: Open) => void;
  readonly onDone: () => void;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const { id, version, can } = target;
  const effect = useAct((key) => call(targetCalls.effectTarget, { id, version }, { key }));
  const asked = (['amend', 'pend', 'revise', 'conclude'] as const).filter((one) =>
    can.includes(one),
  );
  return (
    <div>
      <div className={css['deeds']}>
        {asked.map((one) => (
          <Button key={one} onClick={() => onOpen(one)}>
            {r[one]}
          </Button>
        ))}
        {can.includes('hand_down') && (
          <Button onClick={() => onOpen('hand_down')}>{r.handDown}</Button>
        )}
        {can.includes('effect') && (
          <Button
            look="primary"
            busy={effect.busy}
            onClick={() => void effect.run().then((made) => made !== undefined && onDone())}
          >
            {r.effect}
          </Button>
        )}
      </div>
      {effect.problem !== undefined && <ProblemNote problem={effect.problem} />}
    </div>
  );
}

/** Where it stands, with its light and the sentence of the rule in sight. */
function Now({ detail }: { readonly detail: TargetDetail }): ReactElement {
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

/** 各期数值: the newest vintage in the line, those before it folded below. */
function Readings({
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

function Definition({
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

function History({ detail: { events } }: { readonly detail: TargetDetail }): ReactElement {
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
