import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import { Field, fieldClasses, type FieldProps } from './field.tsx';

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
}

/** One of many, on the browser's own list: works everywhere, phones and screen readers included. */
export function SelectField<T extends string>({
  value,
  options,
  none,
  onValue,
  ...field
}: FieldProps & {
  readonly value: T | '';
  readonly options: readonly Choice<T>[];
  /** What stands there while nothing is chosen; without it the field always has a value. */
  readonly none?: string | undefined;
  readonly onValue: (value: T | '') => void;
}): ReactElement {
  return (
    <Field {...field}>
      {(ids) => (
        <select
          {...ids}
          className={cx(fieldClasses['input'])}
          value={value}
          onChange={(event) => onValue(event.target.value as T | '')}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
