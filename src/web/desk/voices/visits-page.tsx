import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import { VISIT_KINDS, VISIT_OUTCOMES } from '#domain/voice/visit.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input, newKey } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { doorsWords } from './door-words.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Visit = Answer<typeof voiceCalls.listVisits>['items'][number];

/** 走访记录: what was raised and what came of it; nobody's visits are counted. */
export function VisitsPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(doorsWords);
  const me = useMe();
  const [isNew, setNew] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['voices', 'visits'],
    queryFn: ({ signal, pageParam }) =>
      call(voiceCalls.listVisits, pageParam === '' ? {} : { after: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
  useEffect(() => {
    document.title = `${d.visits} · ${w.app.name}`;
  }, [d, w]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{d.visits}</h1>
        <div className={css['bar']}>
          <Link to="/voices" search={{}} className={buttonClass()}>
            {r.back}
          </Link>
          {holdsAny(me, ['office', 'liaison', 'handler', 'leader']) && (
            <Button look="primary" onClick={() => setNew(true)}>
              {d.newVisit}
            </Button>
          )}
        </div>
      </header>
      <p className={css['sub']}>{d.visitsLead}</p>
      {list.error !== null && <ProblemState error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={4} />}
      {list.data !== undefined && rows.length === 0 && <Empty title={d.noVisits}>{''}</Empty>}
      {rows.map((visit) => (
        <VisitCard key={visit.id} visit={visit} />
      ))}
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {r.more}
        </Button>
      )}
      {isNew && <NewVisit onClose={() => setNew(false)} />}
    </div>
  );
}

const TONE = { settled: 'malachite', voice: 'azure', problem: 'ochre' } as const;

function VisitCard({ visit }: { readonly visit: Visit }): ReactElement {
  const { w, day } = useWords();
  const d = useRoomWords(doorsWords);
  return (
    <section className={css['card']} aria-label={visit.raised}>
      <p className={css['tags']}>
        <Tag tone={TONE[visit.outcome]}>{d.visitOutcomes[visit.outcome]}</Tag>
        <span className={css['sub']}>
          {[
            day(visit.visitedOn),
            d.visitKinds[visit.kind],
            visit.placeUnit.name,
            visit.place,
            visit.unit.name,
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </p>
      <p className={css['prose']}>{visit.raised}</p>
      {visit.help !== '' && <p className={css['prose']}>{w.kit.labelled(d.help, visit.help)}</p>}
      {visit.settled !== '' && (
        <p className={css['prose']}>{w.kit.labelled(d.settled, visit.settled)}</p>
      )}
      {visit.voice !== undefined && (
        <Link to="/voices" search={{ id: visit.voice }}>
          {visit.no}
        </Link>
      )}
      {visit.entry !== undefined && (
        <Link to="/entries/$id" params={{ id: visit.entry }}>
          {visit.no}
        </Link>
      )}
    </section>
  );
}

function NewVisit({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { today } = useWords();
  const d = useRoomWords(doorsWords);
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [made, setMade] = useState<Answer<typeof voiceCalls.recordVisit>>();
  const [kind, setKind] = useState<(typeof VISIT_KINDS)[number]>('enterprise');
  const [outcome, setOutcome] = useState<(typeof VISIT_OUTCOMES)[number]>('voice');
  const [on, setOn] = useState(today);
  const [unit, setUnit] = useState<string>();
  const [place, setPlace] = useState('');
  const [raised, setRaised] = useState('');
  const [help, setHelp] = useState('');
  const [settled, setSettled] = useState('');
  const [contact, setContact] = useState('');
  const act = useAct((_key, input: Input<typeof voiceCalls.recordVisit>) =>
    call(voiceCalls.recordVisit, input, { key }),
  );
  const submit = async (): Promise<void> => {
    const answer = await act.run({
      key,
      kind,
      outcome,
      visitedOn: on,
      place,
      raised,
      help,
      settled: outcome === 'settled' ? settled : '',
      contact,
      ...(unit !== undefined && { placeUnit: unit }),
    });
    if (answer === undefined) return;
    void queries.invalidateQueries({ queryKey: ['voices'] });
    setMade(answer);
  };
  if (made !== undefined)
    return (
      <Dialog title={d.visitMade} onClose={onClose} side>
        <p>
          {d.visitOutcomes[made.visit.outcome]} {made.visit.no}
        </p>
        {made.code !== undefined && (
          <p>
            {d.codeFor} <span className={css['code']}>{made.code}</span>
          </p>
        )}
      </Dialog>
    );
  return (
    <FormDialog
      title={d.newVisit}
      about={d.visitsLead}
      busy={act.busy}
      needs={[
        [d.visitedOn, on !== ''],
        [d.raised, raised.trim() !== ''],
        [d.settled, outcome !== 'settled' || settled.trim() !== ''],
      ]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <RadioGroup
        label={d.visitKind}
        value={kind}
        options={VISIT_KINDS.map((value) => ({ value, label: d.visitKinds[value] }))}
        onValue={setKind}
      />
      <DateField label={d.visitedOn} value={on} onDay={setOn} />
      <UnitField label={d.visitUnit} onUnit={setUnit} />
      <TextInput label={d.visitPlace} value={place} maxLength={200} onText={setPlace} />
      <TextArea
        label={d.raised}
        hint={d.raisedHint}
        value={raised}
        rows={4}
        maxLength={4000}
        onText={setRaised}
      />
      <TextArea label={d.help} value={help} rows={2} maxLength={2000} onText={setHelp} />
      <RadioGroup
        label={d.outcome}
        value={outcome}
        options={VISIT_OUTCOMES.map((value) => ({ value, label: d.visitOutcomes[value] }))}
        onValue={setOutcome}
      />
      {outcome === 'settled' && (
        <TextArea label={d.settled} value={settled} rows={2} maxLength={2000} onText={setSettled} />
      )}
      {outcome === 'voice' && (
        <TextInput
          label={d.contact}
          hint={d.contactHint}
          value={contact}
          maxLength={120}
          onText={setContact}
        />
      )}
    </FormDialog>
  );
}
