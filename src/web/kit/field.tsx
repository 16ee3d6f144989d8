import {
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type TextareaHTMLAttributes,
  useContext,
  useId,
} from 'react';
import { cx } from './cx.ts';
import { Faults } from './faults.ts';
import css from './field.module.css';

export interface FieldProps {
  readonly label: string;
  /** By what a fault of its form finds it, where another field of the form has the same label. */
  readonly field?: string | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Said beside the label of a field that may stay empty. */
  readonly optional?: string | undefined;
}

/** The names that tie a control to its label, hint and error. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A labelled control: label above, hint below it, error where it happened. */
export function Field({
  label,
  field = label,
  hint,
  error: own,
  optional,
  children,
}: FieldProps & { readonly children: (ids: FieldIds) => ReactNode }): ReactElement {
  const id = useId();
  const told = useContext(Faults).get(field);
  const error = own ?? told;
  return (
    <div className={css['field']} data-field={field}>
      <label className={css['label']} htmlFor={id}>
        {label}
        {optional !== undefined && <span className={css['optional']}>{optional}</span>}
      </label>
      {hint !== undefined && (
        <p className={css['hint']} id={`${id}h`}>
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': aboutOf(id, hint, error),
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p className={css['error']} id={`${id}e`}>
          {error}
        </p>
      )}
    </div>
  );
}

function aboutOf(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  const ids = [hint !== undefined && `${id}h`, error !== undefined && `${id}e`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function TextInput({
  label,
  field,
  hint,
  error,
  optional,
  onText,
  ...rest
}: FieldProps &
  InputHTMLAttributes<HTMLInputElement> & {
    readonly onText?: (text: string) => void;
  }): ReactElement {
  return (
    <Field label={label} field={field} hint={hint} error={error} optional={optional}>
      {(ids) => (
        <input
          type="text"
          {...rest}
          {...ids}
          className={css['input']}
          onChange={(event) => onText?.(event.target.value)}
        />
      )}
    </Field>
  );
}

export function TextArea({
  label,
  field,
  hint,
  error,
  optional,
  onText,
  ...rest
}: FieldProps &
  TextareaHTMLAttributes<HTMLTextAreaElement> & {
    readonly onText?: (text: string) => void;
  }): ReactElement {
  return (
    <Field label={label} field={field} hint={hint} error={error} optional={optional}>
      {(ids) => (
        <textarea
          rows={4}
          {...rest}
          {...ids}
          className={cx(css['input'], css['area'])}
          onChange={(event) => onText?.(event.target.value)}
        />
      )}
    </Field>
  );
}

export function Checkbox({
  label,
  hint,
  checked,
  onChecked,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
}): ReactElement {
  const id = useId();
  return (
    <div className={css['check']}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
        aria-describedby={hint === undefined ? undefined : `${id}h`}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className={css['hint']} id={`${id}h`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** One of a few, all in sight. */
export function RadioGroup<T extends string>({
  label,
  field = label,
  hint,
  error: own,
  value,
  options,
  onValue,
}: FieldProps & {
  readonly value: T | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onValue: (value: T) => void;
}): ReactElement {
  const name = useId();
  const told = useContext(Faults).get(field);
  const error = own ?? told;
  const about = aboutOf(name, hint, error);
  return (
    <fieldset className={css['field']} data-field={field} aria-describedby={about}>
      <legend className={css['label']}>{label}</legend>
      {hint !== undefined && (
        <p className={css['hint']} id={`${name}h`}>
          {hint}
        </p>
      )}
      <div className={css['radios']}>
        {options.map((option, i) => (
          <label key={option.value} className={css['radio']}>
            <input
              type="radio"
              name={name}
              id={i === 0 ? name : undefined}
              checked={option.value === value}
              onChange={() => onValue(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p className={css['error']} id={`${name}e`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

export { css as fieldClasses };
