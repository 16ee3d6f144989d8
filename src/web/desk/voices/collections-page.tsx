import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { SUBJECTS, type Subject } from '#domain/voice/voice.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { doorsWords } from './door-words.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Collection = Answer<typeof voiceCalls.listCollections>['items'][number];

const TONE = { coming: 'ochre', open: 'malachite', over: 'ink' } as const;

/** 征集: what is asked, until when, and how much came in; each with its poster and its rows. */
export function CollectionsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const me = useMe();
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'collections'],
    queryFn: ({ signal }) => call(voiceCalls.listCollections, {}, { signal }),
  });
  useEffect(() => {
    document.title = `${d.collections} · ${w.app.name}`;
  }, [d, w]);
  const mayAsk = holdsAny(me, ['office', 'liaison']);
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{d.collections}</h1>
        <div className={css['bar']}>
          <Link to="/voices" search={{}} className={buttonClass()}>
            {r.back}
          </Link>
          {mayAsk && (
            <Button look="primary" onClick={() => setNew(true)}>
              {d.newCollection}
            </Button>
          )}
        </div>
      </header>
      <p className={css['sub']}>{d.collectionsLead}</p>
      {error !== null && <ProblemState error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} />}
      {data?.items.length === 0 && (
        <Empty title={d.noCollections}>{mayAsk ? d.noCollectionsHint : ''}</Empty>
      )}
      {(data?.items ?? []).map((item) => (
        <CollectionCard key={item.id} item={item} mayEnd={mayAsk} />
      ))}
      {isNew && <NewCollection onClose={() => setNew(false)} />}
    </div>
  );
}

function CollectionCard({
  item,
  mayEnd,
}: {
  readonly item: Collection;
  readonly mayEnd: boolean;
}): ReactElement {
  const { day, exact } = useWords();
  const d = useRoomWords(doorsWords);
  const queries = useQueryClient();
  const act = useAct((key) => call(voiceCalls.endCollection, { id: item.id }, { key }));
  const end = async (): Promise<void> => {
    if ((await act.run()) !== undefined)
      void queries.invalidateQueries({ queryKey: ['voices', 'collections'] });
  };
  return (
    <section className={css['card']} aria-label={item.topic}>
      <h2>{item.topic}</h2>
      {item.words !== '' && <p className={css['prose']}>{item.words}</p>}
      <p className={css['tags']}>
        <Tag tone={TONE[item.state]}>{d.collectionStates[item.state]}</Tag>
        <span className={css['sub']}>
          {d.window(item.unit.name, day(item.fromOn), day(item.toOn))}
        </span>
      </p>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <p className={css['actions']}>
        <Link to="/voices" search={{ collection: item.id }} className={buttonClass()}>
          {d.received(exact(item.voices))}
        </Link>
        <a
          className={buttonClass()}
          href={`/say/poster/${item.code}`}
          target="_blank"
          rel="noopener"
        >
          {d.poster}
        </a>
        <a className={buttonClass()} href={`/say?c=${item.code}`} target="_blank" rel="noopener">
          {d.sayPage}
        </a>
        {mayEnd && item.state !== 'over' && (
          <Button look="quiet" busy={act.busy} onClick={() => void end()}>
            {d.endNow}
          </Button>
        )}
      </p>
    </section>
  );
}

function NewCollection({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { today } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const say = useToast();
  const queries = useQueryClient();
  const [topic, setTopic] = useState('');
  const [words, setWords] = useState('');
  const [fromOn, setFrom] = useState(today);
  const [toOn, setTo] = useState('');
  const [subject, setSubject] = useState<Subject | ''>('');
  const [unit, setUnit] = useState<string>();
  const act = useAct((key, input: Input<typeof voiceCalls.createCollection>) =>
    call(voiceCalls.createCollection, input, { key }),
  );
  const submit = async (): Promise<void> => {
    const made = await act.run({
      topic,
      words,
      fromOn,
      toOn,
      ...(subject !== '' && { subject }),
      ...(unit !== undefined && { unit }),
    });
    if (made === undefined) return;
    say(d.made);
    void queries.invalidateQueries({ queryKey: ['voices', 'collections'] });
    onClose();
  };
  return (
    <FormDialog
      title={d.newCollection}
      about={d.voluntary}
      busy={act.busy}
      needs={[
        [d.topic, topic.trim() !== ''],
        [d.fromOn, fromOn !== ''],
        [d.toOn, toOn !== ''],
      ]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput label={d.topic} value={topic} maxLength={80} onText={setTopic} />
      <TextArea label={d.topicWords} value={words} rows={3} maxLength={1000} onText={setWords} />
      <DateField label={d.fromOn} value={fromOn} onDay={setFrom} />
      <DateField label={d.toOn} value={toOn} onDay={setTo} />
      <SelectField
        label={r.subject}
        value={subject}
        none={r.any}
        options={SUBJECTS.map((value) => ({ value, label: r.subjects[value] }))}
        onValue={setSubject}
      />
      <UnitField label={d.askingUnit} hint={r.batchUnitHint} onUnit={setUnit} />
    </FormDialog>
  );
}
