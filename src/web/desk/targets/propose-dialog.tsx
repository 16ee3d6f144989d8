import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useCallback, useState } from 'react';
import { PERIODICITIES, type Periodicity } from '#domain/target/period.ts';
import { DIRECTIONS, type Direction } from '#domain/target/path.ts';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox, Field, TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import { NeedingForm } from '../entry/needing-form.tsx';
import { targetCalls } from './target-calls.ts';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';
import { inputOfDraft, needsOfDraft, type WantedDraft, WantedFields } from './wanted-fields.tsx';

/** What an indicator is, as its form holds it. */
export interface DefinitionDraft {
  readonly name: string;
  readonly measure: string;
  readonly meaning: string;
  readonly direction: Direction;
  readonly periodicity: Periodicity;
  readonly adds: boolean;
  readonly source: string;
}

const NEW: DefinitionDraft = {
  name: '',
  measure: '',
  meaning: '',
  direction: 'up',
  periodicity: 'monthly',
  adds: false,
  source: '',
};

export function DefinitionFields({
  draft,
  onDraft,
}: {
  readonly draft: DefinitionDraft;
  readonly onDraft: (draft: DefinitionDraft) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const put = (change: Partial<DefinitionDraft>): void => onDraft({ ...draft, ...change });
  return (
    <>
      <div className={css['row']}>
        <TextInput
          label={r.indicator}
          value={draft.name}
          maxLength={100}
          onText={(name) => put({ name })}
        />
        <TextInput
          label={r.measure}
          value={draft.measure}
          maxLength={20}
          onText={(measure) => put({ measure })}
        />
      </div>
      <TextArea
        label={r.definition}
        hint={r.undefinedYet}
        optional={w.kit.optional}
        value={draft.meaning}
        rows={3}
        maxLength={1000}
        onText={(meaning) => put({ meaning })}
      />
      <div className={css['row']}>
        <SelectField
          label={r.direction}
          value={draft.direction}
          options={DIRECTIONS.map((value) => ({ value, label: r.directions[value] }))}
          onValue={(direction) => direction !== '' && put({ direction })}
        />
        <SelectField
          label={r.periodicity}
          value={draft.periodicity}
          options={PERIODICITIES.map((value) => ({ value, label: r.periodicities[value] }))}
          onValue={(periodicity) => periodicity !== '' && put({ periodicity })}
        />
      </div>
      <Checkbox label={r.adds} checked={draft.adds} onChecked={(adds) => put({ adds })} />
      <TextInput
        label={r.source}
        optional={w.kit.optional}
        value={draft.source}
        maxLength={200}
        onText={(source) => put({ source })}
      />
    </>
  );
}

/** 拟定目标: for one's own unit or one below, by an indicator that is there or a new one. */
export function ProposeDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const { w, today } = useWords();
  const r = useRoomWords(targetsWords);
  const navigate = useNavigate();
  const year = today.slice(0, 4);
  const [chosen, setChosen] = useState('');
  const [unit, setUnit] = useState<Found>();
  const [definition, setDefinition] = useState(NEW);
  const [draft, setDraft] = useState<WantedDraft>({
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    baseline: '',
    goal: '',
    goalTo: '',
    op: 'ge',
    grade: 'expected',
    path: 'linear',
    profile: '',
  });
  const { data } = useQuery({
    queryKey: ['indicators'],
    queryFn: ({ signal }) => call(targetCalls.listIndicators, {}, { signal }),
  });
  const choose = useCallback((found: Found | undefined) => setUnit(found), []);
  const act = useAct(async (key, id: string, of: Found | undefined, wanted: WantedDraft) => {
    const indicator =
      id === ''
        ? (await call(targetCalls.defineIndicator, definition, { key: `${key}-i` })).id
        : id;
    const input = {
      indicator,
      ...inputOfDraft(wanted),
      ...(of === undefined ? {} : { unit: of.id }),
    };
    return call(targetCalls.proposeTarget, input, { key });
  });
  const submit = async (): Promise<void> => {
    const made = await act.run(chosen, unit, draft);
    if (made === undefined) return;
    onDone();
    onClose();
    void navigate({ to: '/targets/$id', params: { id: made.target.id } });
  };
  return (
    <Dialog title={r.propose} onClose={onClose} wide>
      <NeedingForm
        className={css['form']}
        needs={[
          [r.indicator, chosen !== '' || definition.name.trim() !== ''],
          ...needsOfDraft(draft, r),
        ]}
        onSubmit={() => void submit()}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <SelectField
          label={r.indicator}
          field="chosen"
          hint={r.chooseIndicator}
          value={chosen}
          none={r.newIndicator}
          options={(data?.indicators ?? []).map((one) => ({
            value: one.id,
            label: one.measure === '' ? one.name : `${one.name}（${one.measure}）`,
          }))}
          onValue={setChosen}
        />
        {chosen === '' && <DefinitionFields draft={definition} onDraft={setDefinition} />}
        <Field label={r.unit} optional={w.kit.optional}>
          {(ids) => (
            <Combobox
              ids={ids}
              placeholder={w.kit.searchUnit}
              chosen={unit}
              search={searchUnits}
              onChoose={choose}
            />
          )}
        </Field>
        <WantedFields draft={draft} onDraft={setDraft} />
        <Button type="submit" look="primary" busy={act.busy}>
          {r.propose}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}
