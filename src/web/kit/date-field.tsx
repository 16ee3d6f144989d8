import { type ReactElement, useRef, useState } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { Button } from './button.tsx';
import { Field, fieldClasses, type FieldProps } from './field.tsx';
import css from './date-field.module.css';
import { parseDay } from './parse-day.ts';

/**
 * A day that may be typed the way people write it, or picked from the browser's own calendar. What is
 * understood is said back at once.
 */
export function DateField({
  value,
  onDay,
  ...field
}: FieldProps & {
  /** `YYYY-MM-DD`, or '' for none. */
  readonly value: string;
  readonly onDay: (day: string) => void;
}): ReactElement {
  const { w, day, today } = useWords();
  const [typed, setTyped] = useState<string>();
  const native = useRef<HTMLInputElement>(null);
  const wrong = typed !== undefined && typed !== '' && parseDay(typed, today) === undefined;
  const understood = value === '' ? undefined : day(value);
  return (
    <Field
      {...field}
      hint={field.hint ?? w.kit.dayHint}
      error={wrong ? w.kit.notADay : field.error}
    >
      {(ids) => (
        <div className={css['row']}>
          <input
            {...ids}
            type="text"
            className={fieldClasses['input']}
            value={typed ?? value}
            autoComplete="off"
            onChange={(event) => {
              setTyped(event.target.value);
              onDay(parseDay(event.target.value, today) ?? '');
            }}
            onBlur={() => {
              if (!wrong) setTyped(undefined);
            }}
          />
          <input
            ref={native}
            type="date"
            className={css['native']}
            tabIndex={-1}
            aria-hidden="true"
            value={value}
            onChange={(event) => {
              setTyped(undefined);
              onDay(event.target.value);
            }}
          />
          <Button onClick={() => native.current?.showPicker()}>{w.kit.calendar}</Button>
          <output className={css['said']}>{understood}</output>
        </div>
      )}
    </Field>
  );
}
