import { type ReactElement, useState } from 'react';
import type { Vintage } from '#domain/target/reading.ts';
import { nextPeriodEnd } from '#domain/target/period.ts';
import { Button } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { RadioGroup, TextArea, TextInput } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { NeedingForm } from '../entry/needing-form.tsx';
import { targetCalls } from './target-calls.ts';
import type { Reported, TargetDetail } from './target-page.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

const DECIMAL = /^-?\d{1,15}(\.\d{1,8})?$/;

/** 报数 for the period that is due; 终核 or 修正 of a figure that stands, with what it says now. */
export function ReadingDialog({
  detail: { target },
  given,
  onClose,
  onDone,
}: {
  readonly detail: TargetDetail;
  /** The figure to be confirmed or restated; undefined for a new one. */
  readonly given: Reported | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const { w, today, day } = useWords();
  const r = useRoomWords(targetsWords);
  const due = target.nextDue ?? nextPeriodEnd(target.from, target.indicator.periodicity) ?? '';
  const [periodEnd, setPeriodEnd] = useState(
    given?.periodEnd ?? (due <= today ? due : (target.reading?.periodEnd ?? '')),
  );
  const [value, setValue] = useState(given?.vintage === 'final' ? given.value : '');
  const [vintage, setVintage] = useState<Vintage>(given?.vintage ?? 'provisional');
  const [note, setNote] = useState('');
  const kinds: readonly Vintage[] =
    given === undefined && target.can.includes('confirm')
      ? ['provisional', 'final']
      : [given?.vintage ?? 'provisional'];
  const deed = { provisional: r.report, final: r.confirm, restated: r.restate }[vintage];
  const act = useAct(
    (key, figure: { periodEnd: string; value: string; vintage: Vintage; note: string }) =>
      call(
        targetCalls.recordReading,
        { id: target.indicator.id, unit: target.unit.id, ...figure },
        { key },
      ),
  );
  const wrong = value !== '' && !DECIMAL.test(value);
  const measured = `${r.value}（${target.indicator.measure}）`;
  const submit = async (): Promise<void> => {
    if ((await act.run({ periodEnd, value, vintage, note })) !== undefined) onDone();
  };
  return (
    <Dialog title={`${deed}　${target.indicator.name}`} onClose={onClose}>
      <NeedingForm
        className={css['form']}
        needs={[
          [measured, value !== '' && !wrong, wrong ? r.valueWrong : undefined],
          [r.periodEnd, periodEnd !== ''],
          [r.note, vintage !== 'restated' || note.trim() !== ''],
        ]}
        onSubmit={() => void submit()}
      >
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <TextInput
          label={measured}
          value={value}
          error={wrong ? r.valueWrong : undefined}
          inputMode="decimal"
          onText={(text) => setValue(text.trim())}
        />
        {given === undefined ? (
          <DateField
            label={r.periodEnd}
            hint={r.periodHint}
            value={periodEnd}
            onDay={setPeriodEnd}
          />
        ) : (
          <p className={css['sub']}>{r.standing(day(given.periodEnd), given.value)}</p>
        )}
        {kinds.length > 1 && (
          <RadioGroup
            label={r.vintage}
            value={vintage}
            options={kinds.map((one) => ({ value: one, label: r.vintages[one] }))}
            onValue={setVintage}
          />
        )}
        <TextArea
          label={r.note}
          hint={vintage === 'restated' ? r.noteNeeded : undefined}
          optional={vintage === 'restated' ? undefined : w.kit.optional}
          value={note}
          rows={2}
          maxLength={500}
          onText={setNote}
        />
        <Button type="submit" look="primary" busy={act.busy}>
          {r.save}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}
