import { type ReactElement, useRef, useState } from 'react';
import type { Begun, SearchingField } from './combobox-loaded.tsx';
import { type FieldIds, fieldClasses } from './field.tsx';

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly detail?: string | undefined;
}

export interface ComboboxProps {
  readonly ids?: FieldIds;
  /** Spoken name where there is no label beside it. */
  readonly name?: string;
  readonly placeholder?: string;
  readonly chosen: Found | undefined;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly Found[]>;
  readonly onChoose: (found: Found | undefined) => void;
  /** The field empties itself after each choice: for picking several. */
  readonly keepOpen?: boolean;
}

/** The searching field once it has been fetched; from then on every one starts as it. */
let fetched: typeof SearchingField | undefined;

async function fetchField(): Promise<typeof SearchingField> {
  fetched = (await import('./combobox-loaded.tsx')).SearchingField;
  return fetched;
}

/**
 * A field that searches while one types: for lists too long to show, such as the 11,100 units. Its
 * searching is fetched when the field is first reached for; what is typed or pressed until then is
 * carried over, and nothing is taken away from under an input method at work.
 */
export function Combobox(props: ComboboxProps): ReactElement {
  const { ids, name, placeholder, chosen, onChoose, keepOpen } = props;
  const [Field, setField] = useState(() => fetched);
  const [begun, setBegun] = useState<Begun>();
  const [text, setText] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const now = useRef({ pressed: false, composing: false });
  if (Field !== undefined) return <Field {...props} begun={begun} />;

  const takeOver = (next: typeof SearchingField): void => {
    const place = input.current;
    if (place === null || now.current.composing) return;
    const typed = place.value === (chosen?.name ?? '') ? undefined : place.value;
    const focused = document.activeElement === place;
    setBegun({
      text: focused ? typed : undefined,
      open: focused && (typed !== undefined || now.current.pressed),
      caret: focused ? [place.selectionStart ?? 0, place.selectionEnd ?? 0] : undefined,
    });
    setField(() => next);
  };
  // Should it fail, the next reach or stroke tries again.
  const reach = (): void => void fetchField().then(takeOver, () => undefined);
  return (
    <input
      ref={input}
      {...ids}
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-autocomplete="list"
      autoComplete="off"
      className={fieldClasses['input']}
      placeholder={placeholder}
      aria-label={name}
      value={text ?? chosen?.name ?? ''}
      onPointerEnter={reach}
      onPointerDown={() => {
        now.current.pressed = true;
      }}
      onFocus={reach}
      onChange={(event) => {
        setText(event.target.value);
        reach();
      }}
      onCompositionStart={() => {
        now.current.composing = true;
      }}
      onCompositionEnd={() => {
        now.current.composing = false;
        reach();
      }}
      onBlur={() => {
        now.current.pressed = false;
        if (text?.trim() === '' && chosen !== undefined && keepOpen !== true) onChoose(undefined);
        setText(undefined);
      }}
    />
  );
}
