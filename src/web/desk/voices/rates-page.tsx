import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { RATE_FORMULAS } from '#domain/voice/rates.ts';
import { buttonClass } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { CallBacks } from './call-backs.tsx';
import { doorsWords } from './door-words.ts';
import { voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import own from './rates.module.css';
import css from './voices.module.css';

type Rates = Answer<typeof voiceCalls.voiceRates>;

/** What each rate is made of, and what is left out of it: every figure opens its rows. */
const PARTS = {
  response: { of: 'due', yes: 'in_time', no: 'late', left: ['not_due'] },
  solved: { of: 'rated', yes: 'solved', no: 'unsolved', left: ['not_rated'] },
  satisfied: { of: 'rated', yes: 'satisfied', no: 'dissatisfied', left: ['not_rated'] },
} as const;
const ALWAYS_LEFT = ['dismissed', 'withdrawn'] as const;

/** 三率与回访: the three rates with their denominators and what is left out; call-backs drawn by the system. */
export function RatesPage(): ReactElement {
  const { w, today } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const me = useMe();
  const [from, setFrom] = useState(`${today.slice(0, 4)}-01-01`);
  const [to, setTo] = useState(today);
  const filter = { ...(from !== '' && { from }), ...(to !== '' && { to }) };
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'rates', filter],
    queryFn: ({ signal }) => call(voiceCalls.voiceRates, filter, { signal }),
  });
  useEffect(() => {
    document.title = `${d.rates} · ${w.app.name}`;
  }, [d, w]);
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{d.rates}</h1>
        <Link to="/voices" search={{}} className={buttonClass()}>
          {r.back}
        </Link>
      </header>
      <section className={css['card']} aria-label={d.threeRates}>
        <div className={css['top']}>
          <DateField label={d.receivedFrom} value={from} onDay={setFrom} />
          <DateField label={d.receivedTo} value={to} onDay={setTo} />
        </div>
        {error !== null && <ProblemState error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton rows={4} />}
        {data !== undefined && <RateTable rates={data} span={filter} />}
      </section>
      {holdsAny(me, ['office', 'inspector']) && <CallBacks />}
    </div>
  );
}

function RateTable({
  rates,
  span,
}: {
  readonly rates: Rates;
  readonly span: { readonly from?: string; readonly to?: string };
}): ReactElement {
  const { exact, lang } = useWords();
  const d = useRoomWords(doorsWords);
  const { version, least, rule } = rates.formula;
  const said = RATE_FORMULAS.find((one) => one.version === version)?.rule[lang] ?? rule;
  const rows = (what: string): ReactElement => (
    <Link to="/voices" search={{ counted: what, ...span }}>
      {d.countedAs[what] ?? what} {exact(rates.counted[what] ?? 0)}
    </Link>
  );
  return (
    <>
      <table className={own['table']} aria-label={d.threeRates}>
        <thead>
          <tr>
            <th scope="col">{d.rate}</th>
            <th scope="col">{d.value}</th>
            <th scope="col">{d.denominator}</th>
            <th scope="col">{d.counts}</th>
            <th scope="col">{d.countsNot}</th>
            <th scope="col">{d.leftOut}</th>
          </tr>
        </thead>
        <tbody>
          {rates.rates.map((one) => {
            const part = PARTS[one.rate];
            return (
              <tr key={one.rate}>
                <th scope="row">{d.rateNames[one.rate]}</th>
                <td data-name={d.value}>
                  {one.value === undefined
                    ? d.tooFew(exact(least))
                    : `${(one.value * 100).toFixed(1)}%`}
                  {one.value !== undefined && (
                    <span className={own['part']}>
                      {one.n}÷{exact(one.of)}
                    </span>
                  )}
                </td>
                <td data-name={d.denominator}>{rows(part.of)}</td>
                <td data-name={d.counts}>{rows(part.yes)}</td>
                <td data-name={d.countsNot}>{rows(part.no)}</td>
                <td data-name={d.leftOut}>
                  {[...part.left, ...ALWAYS_LEFT].map((what) => (
                    <span key={what} className={own['part']}>
                      {rows(what)}
                    </span>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={css['sub']}>
        {d.formula(exact(version), said)} {d.byCall(exact(rates.byCall))}
      </p>
    </>
  );
}
