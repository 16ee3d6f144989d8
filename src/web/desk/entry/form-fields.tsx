import { type ReactElement, useCallback } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Checkbox, Field, RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { searchEntries } from '../api/search-entries.ts';
import { searchUnits } from '../api/units.ts';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './form.module.css';
import type { Draft, FieldSpec } from './field-spec.ts';
import { asked, type Fault } from './move-input.ts';

interface Filling {
  readonly draft: Draft;
  readonly onDraft: (change: (draft: Draft) => Draft) => void;
  readonly measures: readonly Detail['measures'][number][];
  readonly faults: readonly Fault[];
}

/** The fields of a form, each as its kind asks. */
export function FormFields({
  fields,
  ...filling
}: Filling & { readonly fields: readonly FieldSpec[] }): ReactElement {
  return (
    <>
      {asked(fields, filling.draft).map((field) => (
        <div key={field.name} data-field={field.name}>
          <OneField field={field} {...filling} />
        </div>
      ))}
    </>
  );
}

function OneField({
  field,
  draft,
  onDraft,
  measures,
  faults,
}: Filling & { readonly field: FieldSpec }): ReactElement {
  const { w } = useWords();
  const { name } = field;
  const text = draft.text?.[name] ?? '';
  const setText = (value: string): void =>
    onDraft((now) => ({ ...now, text: { ...now.text, [name]: value } }));
  const setUnits = (units: readonly Found[]): void =>
    onDraft((now) => ({ ...now, units: { ...now.units, [name]: units } }));
  const common = {
    label: field.label,
    hint: field.hint,
    error: faults.find((fault) => fault.name === name)?.message,
    optional: field.needed === true ? undefined : w.kit.optional,
  };
  switch (field.kind) {
    case 'text':
      return <TextArea {...common} value={text} onText={setText} />;
    case 'measures':
      return <TextArea {...common} value={text} onText={setText} rows={5} />;
    case 'line':
      return <TextInput {...common} value={text} onText={setText} maxLength={200} />;
    case 'percent':
      return (
        <TextInput {...common} value={text} onText={setText} inputMode="numeric" maxLength={3} />
      );
    case 'day':
      return <DateField {...common} value={text} onDay={setText} />;
    case 'radio':
      return (
        <RadioGroup
          {...common}
          value={text === '' ? undefined : text}
          options={field.options}
          onValue={setText}
        />
      );
    case 'select':
      return (
        <SelectField
          {...common}
          value={text}
          options={field.options}
          none={w.kit.choose}
          onValue={setText}
        />
      );
    case 'flag':
      return (
        <Checkbox
          label={field.label}
          {...(field.hint === undefined ? {} : { hint: field.hint })}
          checked={draft.flags?.[name] ?? false}
          onChecked={(checked) =>
            onDraft((now) => ({ ...now, flags: { ...now.flags, [name]: checked } }))
          }
        />
      );
    case 'unit':
      return <FoundField {...common} found={draft.units?.[name] ?? []} onFound={setUnits} />;
    case 'units':
      return (
        <FoundField {...common} several found={draft.units?.[name] ?? []} onFound={setUnits} />
      );
    case 'entry':
      return (
        <FoundField {...common} entries found={draft.units?.[name] ?? []} onFound={setUnits} />
      );
    case 'milestones':
      return <MilestoneFields draft={draft} onDraft={onDraft} label={field.label} />;
    case 'done':
      return <DoneMeasures {...{ draft, onDraft, measures }} name={name} label={field.label} />;
  }
}

/** One unit or entry, or several as a list under the field. */
function FoundField({
  found,
  onFound,
  several = false,
  entries = false,
  ...common
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly optional?: string | undefined;
  readonly found: readonly Found[];
  readonly onFound: (found: readonly Found[]) => void;
  readonly several?: boolean;
  readonly entries?: boolean;
}): ReactElement {
  const { w } = useWords();
  const choose = useCallback(
    (one: Found | undefined) => {
      if (!several) onFound(one === undefined ? [] : [one]);
      else if (one !== undefined && !found.some((other) => other.id === one.id))
        onFound([...found, one]);
    },
    [several, found, onFound],
  );
  return (
    <>
      <Field {...common}>
        {(ids) => (
          <Combobox
            ids={ids}
            chosen={several ? undefined : found[0]}
            keepOpen={several}
            search={entries ? searchEntries : searchUnits}
            placeholder={entries ? w.form.intoHint : w.kit.searchUnit}
            onChoose={choose}
          />
        )}
      </Field>
      {several && found.length > 0 && (
        <ul className={css['chips']}>
          {found.map((one) => (
            <li key={one.id} className={css['chip']}>
              {one.name}
              <button
                type="button"
                aria-label={`${w.kit.remove} ${one.name}`}
                onClick={() => onFound(found.filter((other) => other.id !== one.id))}
              >
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function MilestoneFields({
  draft,
  onDraft,
  label,
}: Pick<Filling, 'draft' | 'onDraft'> & { readonly label: string }): ReactElement {
  const { w } = useWords();
  const list = draft.milestones ?? [{ day: '', text: '' }];
  const put = (i: number, change: Partial<(typeof list)[number]>): void =>
    onDraft((now) => ({
      ...now,
      milestones: list.map((one, at) => (at === i ? { ...one, ...change } : one)),
    }));
  return (
    <fieldset className={css['group']}>
      <legend>{label}</legend>
      {list.map((one, i) => (
        <div key={i} className={css['milestone']}>
          <DateField
            label={`${w.form.milestoneDay} ${i + 1}`}
            value={one.day}
            onDay={(day) => put(i, { day })}
          />
          <TextInput
            label={`${w.form.milestoneText} ${i + 1}`}
            value={one.text}
            onText={(text) => put(i, { text })}
            maxLength={200}
          />
        </div>
      ))}
      <Button
        onClick={() => onDraft((now) => ({ ...now, milestones: [...list, { day: '', text: '' }] }))}
      >
        {w.form.addMilestone}
      </Button>
    </fieldset>
  );
}

function DoneMeasures({
  draft,
  onDraft,
  measures,
  name,
  label,
}: Omit<Filling, 'faults'> & { readonly name: string; readonly label: string }): ReactElement {
  const { day } = useWords();
  const done = draft.lists?.[name] ?? [];
  return (
    <fieldset className={css['group']}>
      <legend>{label}</legend>
      {measures
        .filter((measure) => measure.doneAt === undefined)
        .map((measure) => (
          <Checkbox
            key={measure.id}
            label={
              measure.dueOn === undefined ? measure.text : `${day(measure.dueOn)} ${measure.text}`
            }
            checked={done.includes(measure.id)}
            onChecked={(checked) =>
              onDraft((now) => ({
                ...now,
                lists: {
                  ...now.lists,
                  [name]: checked
                    ? [...done, measure.id]
                    : done.filter((other) => other !== measure.id),
                },
              }))
            }
          />
        ))}
    </fieldset>
  );
}
