import { type ReactElement, useCallback, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Field, TextInput } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { searchUnits } from '../api/units.ts';
import { useAct } from '../api/use-act.ts';
import type { Need } from '../entry/needing-form.tsx';
import { targetCalls } from './target-calls.ts';
import { FormDialog } from './target-dialogs.tsx';
import type { TargetDetail } from './target-page.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

interface Part {
  readonly unit: Found | undefined;
  readonly goal: string;
  readonly reason: string;
}

const EMPTY: Part = { unit: undefined, goal: '', reason: '' };
const DECIMAL = /^-?\d{1,15}(\.\d{1,8})?$/;

/** How a fault tells the fields of one part from those of the others. */
function nth(label: string, at: number): string {
  return `${label} ${at + 1}`;
}

/** 分解下达: a goal for each unit below; one that asks more says why. */
export function HandDownDialog({
  detail: { target },
  onClose,
  onDone,
}: {
  readonly detail: TargetDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const [parts, setParts] = useState<readonly Part[]>([EMPTY]);
  const act = useAct((key, given: readonly Part[]) =>
    call(
      targetCalls.handDownTarget,
      {
        id: target.id,
        version: target.version,
        parts: given.map((part) => ({
          unit: part.unit?.id ?? '',
          goal: part.goal,
          reason: part.reason,
        })),
      },
      { key },
    ),
  );
  return (
    <FormDialog
      title={r.handDown}
      wide
      busy={act.busy}
      problem={act.problem}
      needs={parts.flatMap((part, i): Need[] => [
        [nth(r.unit, i), part.unit !== undefined],
        [nth(r.partGoal, i), DECIMAL.test(part.goal), part.goal === '' ? undefined : r.valueWrong],
      ])}
      onClose={onClose}
      onSubmit={() => void act.run(parts).then((made) => made !== undefined && onDone())}
    >
      {parts.map((part, i) => (
        <PartFields
          key={i}
          at={i}
          part={part}
          measure={target.indicator.measure}
          onPart={(next) => setParts(parts.map((one, at) => (at === i ? next : one)))}
        />
      ))}
      <Button onClick={() => setParts([...parts, EMPTY])}>{r.addPart}</Button>
    </FormDialog>
  );
}

function PartFields({
  at,
  part,
  measure,
  onPart,
}: {
  readonly at: number;
  readonly part: Part;
  readonly measure: string;
  readonly onPart: (part: Part) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const choose = useCallback(
    (unit: Found | undefined) => onPart({ ...part, unit }),
    [part, onPart],
  );
  const wrong = part.goal !== '' && !DECIMAL.test(part.goal);
  return (
    <div className={css['part']}>
      <Field label={r.unit} field={nth(r.unit, at)}>
        {(ids) => (
          <Combobox
            ids={ids}
            placeholder={w.kit.searchUnit}
            chosen={part.unit}
            search={searchUnits}
            onChoose={choose}
          />
        )}
      </Field>
      <TextInput
        label={`${r.partGoal}（${measure}）`}
        field={nth(r.partGoal, at)}
        value={part.goal}
        error={wrong ? r.valueWrong : undefined}
        inputMode="decimal"
        onText={(goal) => onPart({ ...part, goal: goal.trim() })}
      />
      <TextInput
        label={r.partReason}
        optional={w.kit.optional}
        value={part.reason}
        maxLength={500}
        onText={(reason) => onPart({ ...part, reason })}
      />
    </div>
  );
}
