import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { CALL_RESULTS } from '#domain/voice/call-back.ts';
import { Button } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { useAct } from '../api/use-act.ts';
import { doorsWords } from './door-words.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** As many as are drawn at once, at most. */
const MOST_DRAWN = 500;

type CallItem = Answer<typeof voiceCalls.listCalls>['items'][number];

/** 回访: those drawn by the system, called by who did not handle the voice. */
export function CallBacks(): ReactElement {
  const { exact, day } = useWords();
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
      {error !== null && <ProblemState error={error} retry={() => void refetch()} />}
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
      needs={[
        [d.answeredFrom, fromOn !== ''],
        [d.answeredTo, toOn !== ''],
        [
          d.howMany,
          /^[1-9]\d{0,2}$/.test(n) && Number(n) <= MOST_DRAWN,
          d.needNumber(exact(MOST_DRAWN)),
        ],
      ]}
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
  const isRated = result === 'rated';
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
      ...(isRated && { rating }),
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
      needs={[
        [d.callResult, result !== undefined],
        [d.wasContacted, !isRated || contacted !== undefined],
        [d.isSolved, !isRated || solved !== undefined],
        [d.level, !isRated || level !== undefined],
      ]}
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
      {isRated && (
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
