import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { LIGHTS } from '#domain/target/light.ts';
import { buttonClass } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { PaceBar } from '#web/kit/pace-bar.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { targetCalls } from './target-calls.ts';
import type { ProgressSearch } from './target-search.ts';
import { sayGap } from './light-tag.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

type Table = Answer<typeof targetCalls.targetProgress>;
type Line = Table['lines'][number];

/** 序时进度 at any date: units in the order of administration, each with its lights and weighted progress. */
export function ProgressPage(): ReactElement {
  const { w, lang, today } = useWords();
  const r = useRoomWords(targetsWords);
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/targets/progress' });
  const table = useQuery({
    queryKey: ['targets', 'progress', search],
    queryFn: ({ signal }) => call(targetCalls.targetProgress, { ...asked(search) }, { signal }),
  });
  const title = table.data?.checkpoint === 'half' ? r.half : r.progress;
  useEffect(() => {
    document.title = `${title} · ${w.app.name}`;
  }, [title, w]);
  const put = (change: ProgressSearch): void =>
    void navigate({
      to: '/targets/progress',
      search: (before: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''),
        ),
      replace: true,
    });
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <h1>{title}</h1>
        <Link to="/targets" className={buttonClass()}>
          {r.list}
        </Link>
      </div>
      <search className={css['filters']}>
        <DateField label={r.at} value={search.at ?? today} onDay={(at) => put({ at })} />
        <label className={css['wide']}>
          {r.indicator}
          <select
            value={search.indicator ?? ''}
            onChange={(event) => put({ indicator: event.target.value })}
          >
            <option value="">{r.allIndicators}</option>
            {table.data?.indicators.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      </search>
      <p className={css['sub']}>{r.progressHint}</p>
      {table.error !== null && (
        <ProblemState error={table.error} retry={() => void table.refetch()} />
      )}
      {table.isPending && <Skeleton rows={8} />}
      {table.data?.lines.length === 0 && <Empty title={r.noneAt} />}
      {table.data !== undefined && table.data.lines.length > 0 && (
        <>
          <UnitTable table={table.data} title={title} />
          {table.data.rules.map((rule) => (
            <p key={rule.label} className={css['sub']}>
              {rule.text[lang]}
            </p>
          ))}
        </>
      )}
    </div>
  );
}

/** The campaign in the address is none of this table's: targets need not belong to one. */
function asked({ at, unit, indicator }: ProgressSearch): ProgressSearch {
  return {
    ...(at === undefined ? {} : { at }),
    ...(unit === undefined ? {} : { unit }),
    ...(indicator === undefined ? {} : { indicator }),
  };
}

function UnitTable({
  table,
  title,
}: {
  readonly table: Table;
  readonly title: string;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={title}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.unit}</th>
            <th scope="col" className={css['number']}>
              {r.targetsOf}
            </th>
            <th scope="col">{r.bands}</th>
            <th scope="col" title={r.paceHint}>
              {r.weighted}
            </th>
            <th scope="col">{r.gap}</th>
            <th scope="col" className={css['number']}>
              {r.coverage}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.lines.map((line) => (
            <tr key={line.unit.id}>
              <th scope="row">
                <Link to="/targets" search={{ unit: line.unit.id, at: table.at }}>
                  {line.unit.name}
                </Link>
              </th>
              <td className={css['number']}>{line.targets}</td>
              <td>
                <Bands line={line} />
              </td>
              <td className={css['bar']}>
                <PaceBar
                  progress={shareOf(line.rolledUp?.progress)}
                  elapsed={shareOf(line.rolledUp?.wanted)}
                  behind={false}
                />
              </td>
              <td className={css['nowrap']}>{gapText(line, r)}</td>
              <td className={css['number']}>
                {line.rolledUp === null ? '—' : `${Math.round(line.rolledUp.coverage * 100)}%`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shareOf(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 1000) / 10;
}

function gapText({ rolledUp }: Line, r: Parameters<typeof sayGap>[1]): string {
  if (rolledUp === null) return '—';
  return sayGap((rolledUp.progress - rolledUp.wanted) * 100, r);
}

/** How the lights of a unit's targets are spread: a strip to see, the counts to read. */
function Bands({ line }: { readonly line: Line }): ReactElement {
  const r = useRoomWords(targetsWords);
  const parts = LIGHTS.map((light) => ({ light, n: line.lights[light] })).filter(({ n }) => n > 0);
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.n, 0));
  return (
    <>
      <svg
        className={css['bands']}
        viewBox={`0 0 ${line.targets} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {parts.map(({ light, n }, i) => (
          <rect key={light} className={css[light]} x={starts[i]} width={n} height="1" />
        ))}
      </svg>
      <span className={css['bandText']}>
        {parts.map(({ light, n }) => (
          <span key={light}>
            {r.lights[light]} {n}
          </span>
        ))}
      </span>
    </>
  );
}
