import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Field } from '#web/kit/field.tsx';
import { Empty, ErrorState, Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { problemText } from '../api/problem-text.ts';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';
import css from './leads.module.css';
import { type Candidate, type Change, headingKey, type Reading } from './reading-model.ts';

type Leads = Answer<typeof documentCalls.suggestLeads>;
type Group = Leads['groups'][number];
type Suggestion = Group['leads'][number];
type Settling = Input<typeof documentCalls.assignCandidates>['groups'];

/** What a person has chosen for a heading; nothing is settled before he confirms it. */
interface Choice {
  readonly lead: Found | undefined;
  readonly co: readonly Found[];
  /** For the tasks of the heading that have none. */
  readonly due: string;
}

/** 定责: by heading, who might lead and why; confirmed one by one or all together. */
export function LeadsPanel({
  reading,
  onDone,
}: {
  readonly reading: Reading;
  readonly onDone: (change: Change, said: string) => void;
}): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(documentsWords);
  const say = useToast();
  const queries = useQueryClient();
  const { id } = reading.detail;
  const { data, error, refetch } = useQuery({
    queryKey: ['documents', id, 'leads'],
    queryFn: ({ signal }) => call(documentCalls.suggestLeads, { id }, { signal }),
  });
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const act = useAct((key, groups: Settling) =>
    call(documentCalls.assignCandidates, { id, groups }, { key }),
  );
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={8} />
    ) : (
      <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
    );
  const open = data.groups.filter((group) => group.candidates.length > 0);
  const choiceOf = (group: Group): Choice => choices.get(headingKey(group)) ?? firstChoice(group);
  const known = candidatesById(reading);
  const settle = async (groups: readonly Group[]): Promise<void> => {
    const wanted = groups.flatMap((group) => settlingOf(group, choiceOf(group), known));
    if (wanted.length === 0) return;
    const change = await act.run(wanted);
    if (change === undefined) return;
    const words = r.leadsSettled(exact(change.candidates.length));
    onDone(change, words);
    say(words);
    await queries.invalidateQueries({ queryKey: ['documents', id, 'leads'] });
  };
  const ready = open.filter((group) => settlingOf(group, choiceOf(group), known).length > 0);
  const tasks = ready
    .flatMap((group) => settlingOf(group, choiceOf(group), known))
    .flatMap((one) => one.candidates).length;
  return (
    <div className={css['panel']}>
      <div className={css['head']}>
        <p className={css['sub']}>{r.leadsHint}</p>
        {ready.length > 0 && (
          <Button look="primary" busy={act.busy} onClick={() => void settle(ready)}>
            {r.settleAll(exact(ready.length), exact(tasks))}
          </Button>
        )}
      </div>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {open.length === 0 && <Empty title={data.groups.length === 0 ? r.noTasks : r.allSettled} />}
      {open.map((group) => (
        <GroupCard
          key={headingKey(group)}
          group={group}
          known={known}
          choice={choiceOf(group)}
          busy={act.busy}
          onChoice={(choice) => setChoices(new Map(choices).set(headingKey(group), choice))}
          onSettle={() => void settle([group])}
        />
      ))}
    </div>
  );
}

function candidatesById({ sentences }: Reading): ReadonlyMap<string, Candidate> {
  return new Map(sentences.flatMap(({ candidates }) => candidates.map((one) => [one.id, one])));
}

/** So far ahead of the next must a unit be to stand chosen, when no duty list and no sentence names it. */
const AHEAD = 1.15;

/** What is clearly proposed stands chosen, for a person to confirm or change; of two alike neither does. */
function firstChoice({ leads: [first, second] }: Group): Choice {
  const isWritten = first?.reasons.some(({ kind }) => kind === 'named' || kind === 'duty');
  const isAhead = second === undefined || (first?.score ?? 0) >= AHEAD * second.score;
  return { lead: isWritten === true || isAhead ? first?.unit : undefined, co: [], due: '' };
}

/** What is sent for a heading: tasks that name their unit themselves go to that one. */
function settlingOf(
  group: Group,
  { lead, co, due }: Choice,
  known: ReadonlyMap<string, Candidate>,
): Settling {
  return group.candidates.flatMap(({ id, version }): Settling => {
    const now = known.get(id);
    const named = group.named.find((one) => one.candidate === id);
    const unit = named?.lead?.unit.id ?? lead?.id;
    if (unit === undefined) return [];
    const beside =
      named?.lead === undefined ? co.map((one) => one.id) : named.co.map((one) => one.unit.id);
    const isDated = (now?.task?.deadline?.kind ?? 'none') !== 'none';
    return [
      {
        candidates: [{ id, version: now?.version ?? version }],
        lead: unit,
        co: [...new Set(beside)].filter((one) => one !== unit),
        ...(due === '' || isDated ? {} : { deadline: { kind: 'date' as const, on: due } }),
      },
    ];
  });
}

function GroupCard({
  group,
  known,
  choice,
  busy,
  onChoice,
  onSettle,
}: {
  readonly group: Group;
  readonly known: ReadonlyMap<string, Candidate>;
  readonly choice: Choice;
  readonly busy: boolean;
  readonly onChoice: (choice: Choice) => void;
  readonly onSettle: () => void;
}): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(documentsWords);
  const path = [group.section, group.subsection, group.heading].filter((one) => one !== '');
  const tasks = group.candidates.flatMap(({ id }) => known.get(id) ?? []);
  const undated = tasks.filter((one) => (one.task?.deadline?.kind ?? 'none') === 'none').length;
  const chooseLead = useCallback(
    (lead: Found | undefined) => onChoice({ ...choice, lead }),
    [choice, onChoice],
  );
  const chooseCo = useCallback(
    (found: Found | undefined) => {
      if (found !== undefined && !choice.co.some((one) => one.id === found.id))
        onChoice({ ...choice, co: [...choice.co, found] });
    },
    [choice, onChoice],
  );
  const toggleCo = (unit: Found): void =>
    onChoice({
      ...choice,
      co: choice.co.some((one) => one.id === unit.id)
        ? choice.co.filter((one) => one.id !== unit.id)
        : [...choice.co, unit],
    });
  const coChoices = [
    ...group.co.map((one) => one.unit),
    ...choice.co.filter((one) => !group.co.some(({ unit }) => unit.id === one.id)),
  ];
  const name = path.at(-1) ?? r.noHeading;
  return (
    <section className={css['group']} aria-label={name}>
      <h2>
        {name}
        <span className={css['sub']}>
          {r.tasksHere(exact(group.candidates.length))}
          {group.settled > 0 && `　${r.settledHere(exact(group.settled))}`}
        </span>
      </h2>
      <details>
        <summary>{r.showTasks}</summary>
        <ol className={css['tasks']}>
          {tasks.map((one) => (
            <li key={one.id}>{one.task?.title}</li>
          ))}
        </ol>
      </details>
      {group.leads.length === 0 && <p className={css['sub']}>{r.noSuggestion}</p>}
      {group.leads.length > 0 && choice.lead === undefined && (
        <p className={css['sub']}>{r.unclearLead}</p>
      )}
      <fieldset>
        <legend>{r.lead}</legend>
        {group.leads.map((one) => (
          <label key={one.unit.id} className={css['option']}>
            <input
              type="radio"
              name={`lead-${headingKey(group)}`}
              checked={choice.lead?.id === one.unit.id}
              onChange={() => onChoice({ ...choice, lead: one.unit })}
            />
            <span>
              <b>{one.unit.name}</b>
              <Reasons suggestion={one} />
            </span>
          </label>
        ))}
        <div className={css['pair']}>
          <Field label={group.leads.length === 0 ? r.pickLead : r.otherLead}>
            {(ids) => (
              <Combobox
                ids={ids}
                placeholder={w.kit.searchUnit}
                chosen={
                  group.leads.some((one) => one.unit.id === choice.lead?.id)
                    ? undefined
                    : choice.lead
                }
                search={searchUnits}
                onChoose={chooseLead}
              />
            )}
          </Field>
          <Field label={r.addCo}>
            {(ids) => (
              <Combobox
                ids={ids}
                placeholder={w.kit.searchUnit}
                chosen={undefined}
                search={searchUnits}
                onChoose={chooseCo}
                keepOpen
              />
            )}
          </Field>
        </div>
      </fieldset>
      {coChoices.length > 0 && (
        <fieldset className={css['co']}>
          <legend>{r.co}</legend>
          {coChoices.map((unit) => (
            <label key={unit.id}>
              <input
                type="checkbox"
                checked={choice.co.some((one) => one.id === unit.id)}
                onChange={() => toggleCo(unit)}
              />
              {unit.name}
            </label>
          ))}
        </fieldset>
      )}
      <NamedTasks group={group} known={known} />
      {undated > 0 && (
        <div className={css['due']}>
          <DateField
            label={r.dueForUndated(exact(undated))}
            optional={w.kit.optional}
            value={choice.due}
            onDay={(due) => onChoice({ ...choice, due })}
          />
        </div>
      )}
      <p>
        <Button
          busy={busy}
          disabled={choice.lead === undefined && group.named.length === 0}
          onClick={onSettle}
        >
          {r.settleHeading}
        </Button>
      </p>
    </section>
  );
}

/** 句中点名: tasks whose own words say who leads. */
function NamedTasks({
  group,
  known,
}: {
  readonly group: Group;
  readonly known: ReadonlyMap<string, Candidate>;
}): ReactElement | null {
  const r = useRoomWords(documentsWords);
  if (group.named.length === 0) return null;
  return (
    <ul className={css['named']}>
      {group.named.map(({ candidate, lead, co, unknown }) => (
        <li key={candidate}>
          <p>{known.get(candidate)?.task?.title}</p>
          <p className={css['sub']}>
            {lead !== undefined && r.namedLead(lead.unit.name)}
            {co.length > 0 && `　${r.namedCo(co.map((one) => one.unit.name).join('、'))}`}
          </p>
          {unknown.length > 0 && <Note tone="ochre">{r.unknownUnits(unknown.join('、'))}</Note>}
        </li>
      ))}
    </ul>
  );
}

/** 依据: the words that speak for a unit, those it shares with the document marked. */
function Reasons({ suggestion }: { readonly suggestion: Suggestion }): ReactElement {
  const r = useRoomWords(documentsWords);
  return (
    <span className={css['reasons']}>
      {suggestion.reasons.map(({ kind, text, marks, entry }) => (
        <span key={`${kind}${text}`}>
          <i>
            {r.reasonKinds[kind]}
            {entry !== undefined && ` ${entry.no}`}
          </i>
          <Marked text={text} marks={marks} />
        </span>
      ))}
    </span>
  );
}

function Marked({
  text,
  marks,
}: {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}): ReactElement {
  const sorted = marks.toSorted((a, b) => a.start - b.start);
  return (
    <q>
      {sorted.map(({ start, end }, i) => (
        <span key={start}>
          {text.slice(sorted[i - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(sorted.at(-1)?.end ?? 0)}
    </q>
  );
}
