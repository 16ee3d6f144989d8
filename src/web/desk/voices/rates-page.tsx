import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { CALL_RESULTS } from '#domain/voice/call-back.ts';
import { RATE_FORMULAS } from '#domain/voice/rates.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { ErrorState, Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { doorsWords } from './door-words.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import own from './rates.module.css';
import css from './voices.module.css';

type Rates = Answer<typeof voiceCalls.voiceRates>;
type CallItem = Answer<typeof voiceCalls.listCalls>['items'][number];

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
        {error !== null && (
          <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
        )}
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

function CallBacks(): ReactElement {
  const { w, exact, day } = useWords();
  const d = useRoomWords(doorsWords);
  const [drawing, setDrawing] = useState(false);
  const [told, setTold] = useState<CallItem>();
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'calls'],
    queryFn: ({ signal }) => call(voiceCalls.listCalls, {}, { signal }),
  });
  return (
    <section className={css['card']} aria-label={d.calls}>
      <h2>{d.calls}</h2>
      <p className={css['sub']}>{d.callsLead}</p>
      {error !== null && (
        <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
      )}
      {data?.items.length === 0 && <p>{d.noCalls}</p>}
      <ul className={css['records']}>
        {(data?.items ?? []).map((item) => (
          <li key={item.voice}>
            <span className={css['tags']}>
              <Link to="/voices" search={{ id: item.voice }}>
                {item.no} {item.title}
              </Link>
              {item.answeredOn !== undefined && (
                <span className={css['sub']}>{d.answeredOn(day(item.answeredOn))}</span>
              )}
            </span>
            <p className={css['prose']}>{item.answer}</p>
            <span>
              {item.mine ? (
                <Button onClick={() => setTold(item)}>{d.makeCall}</Button>
              ) : (
                <span className={css['sub']}>{d.notMine}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Button look="primary" onClick={() => setDrawing(true)}>
          {d.draw}
        </Button>{' '}
        {data !== undefined && (
          <span className={css['sub']}>{d.waiting(exact(data.items.length))}</span>
        )}
      </p>
      {drawing && <DrawDialog onClose={() => setDrawing(false)} />}
      {told !== undefined && <CallDialog item={told} onClose={() => setTold(undefined)} />}
    </section>
  );
}

function DrawDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { today, exact } = useWords();
  const d = useRoomWords(doorsWords);
  const queries = useQueryClient();
  const [fromOn, setFrom] = useState(`${today.slice(0, 7)}-01`);
  const [toOn, setTo] = useState(today);
  const [n, setN] = useState('20');
  const [made, setMade] = useState<Answer<typeof voiceCalls.drawCalls>>();
  const act = useAct((key, input: Input<typeof voiceCalls.drawCalls>) =>
    call(voiceCalls.drawCalls, input, { key }),
  );
  const submit = async (): Promise<void> => {
    if (made !== undefined) {
      onClose();
      return;
    }
    const answer = await act.run({ fromOn, toOn, n: Number(n) });
    if (answer === undefined) return;
    setMade(answer);
    void queries.invalidateQueries({ queryKey: ['voices', 'calls'] });
  };
  return (
    <FormDialog
      title={d.draw}
      about={d.drawHint}
      busy={act.busy}
      ready={/^[1-9]\d{0,2}$/.test(n) && fromOn !== '' && toOn !== ''}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <DateField label={d.answeredFrom} value={fromOn} onDay={setFrom} />
      <DateField label={d.answeredTo} value={toOn} onDay={setTo} />
      <TextInput label={d.howMany} inputMode="numeric" value={n} onText={setN} />
      {made !== undefined && (
        <Note tone="malachite">
          <p role="status">{d.drawn(exact(made.frame), exact(made.drawn))}</p>
          <p>{d.notDrawn(exact(made.noConsent), exact(made.ownWork))}</p>
          <p className={css['code']}>{made.seed}</p>
        </Note>
      )}
    </FormDialog>
  );
}

function CallDialog({
  item,
  onClose,
}: {
  readonly item: CallItem;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const say = useToast();
  const queries = useQueryClient();
  const [contact, setContact] = useState<Answer<typeof voiceCalls.openCall>>();
  const [result, setResult] = useState<(typeof CALL_RESULTS)[number]>();
  const [contacted, setContacted] = useState<'yes' | 'no'>();
  const [solved, setSolved] = useState<'yes' | 'no'>();
  const [level, setLevel] = useState<'1' | '2' | '3' | '4' | '5'>();
  const [note, setNote] = useState('');
  const open = useAct((key) => call(voiceCalls.openCall, { voice: item.voice }, { key }));
  const act = useAct((key, input: Input<typeof voiceCalls.recordCall>) =>
    call(voiceCalls.recordCall, input, { key }),
  );
  const full = contacted !== undefined && solved !== undefined && level !== undefined;
  const submit = async (): Promise<void> => {
    if (result === undefined) return;
    const rating = {
      contacted: contacted === 'yes',
      solved: solved === 'yes',
      level: Number(level),
      note,
    };
    const done = await act.run({
      voice: item.voice,
      result,
      ...(result === 'rated' && { rating }),
    });
    if (done === undefined) return;
    say(d.callKept);
    void queries.invalidateQueries({ queryKey: ['voices'] });
    onClose();
  };
  const yesNo = [
    { value: 'yes' as const, label: r.yes },
    { value: 'no' as const, label: r.no },
  ];
  return (
    <FormDialog
      title={d.makeCall}
      about={`${item.no}　${item.title}`}
      busy={act.busy}
      ready={result !== undefined && (result !== 'rated' || full)}
      problem={act.problem ?? open.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      {contact === undefined ? (
        <div>
          <p className={css['sub']}>{d.openHint}</p>
          <Button busy={open.busy} onClick={() => void open.run().then(setContact)}>
            {r.open}
          </Button>
        </div>
      ) : (
        <Note tone="ochre">
          {`${contact.name || r.notGiven}　${contact.contact || r.notGiven}`}
        </Note>
      )}
      <RadioGroup
        label={d.callResult}
        value={result}
        options={CALL_RESULTS.map((value) => ({ value, label: d.callResults[value] }))}
        onValue={setResult}
      />
      {result === 'rated' && (
        <>
          <RadioGroup
            label={d.wasContacted}
            value={contacted}
            options={yesNo}
            onValue={setContacted}
          />
          <RadioGroup label={d.isSolved} value={solved} options={yesNo} onValue={setSolved} />
          <RadioGroup
            label={d.level}
            value={level}
            options={(['5', '4', '3', '2', '1'] as const).map((value) => ({
              value,
              label: r.levels[Number(value)] ?? value,
            }))}
            onValue={setLevel}
          />
          <TextArea label={d.why} value={note} rows={2} maxLength={1000} onText={setNote} />
        </>
      )}
    </FormDialog>
  );
}
