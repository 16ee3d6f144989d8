import { type ReactElement, type Ref, useCallback } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { cx } from '#web/kit/cx.ts';
import { DateField } from '#web/kit/date-field.tsx';
import { Field } from '#web/kit/field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { searchUnits } from '../api/units.ts';
import { documentsWords } from './documents-words.ts';
import { type Choice, type Group, isUndated, type Suggestion } from './lead-choice.ts';
import css from './leads.module.css';
import { type Candidate, headingKey } from './reading-model.ts';

/** One heading with its tasks: who might lead and why, who takes part, and by when. */
export function LeadGroup({
  group,
  ref,
  isCurrent,
  known,
  choice,
  busy,
  onChoice,
  onSettle,
}: {
  readonly group: Group;
  readonly ref: Ref<HTMLElement> | undefined;
  /** The keys 1–3 choose here. */
  readonly isCurrent: boolean;
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
  const undated = tasks.filter(isUndated).length;
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
    <section
      ref={ref}
      className={cx(css['group'], isCurrent && css['current'])}
      aria-label={name}
      aria-current={isCurrent ? 'true' : undefined}
      tabIndex={-1}
    >
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
        {group.leads.map((one, i) => (
          <label key={one.unit.id} className={css['option']}>
            <input
              type="radio"
              name={`lead-${headingKey(group)}`}
              checked={choice.lead?.id === one.unit.id}
              onChange={() => onChoice({ ...choice, lead: one.unit })}
            />
            <span>
              <b>{one.unit.name}</b>
              {isCurrent && <kbd>{i + 1}</kbd>}
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
