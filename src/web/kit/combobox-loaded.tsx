import {
  Combobox as AriakitCombobox,
  ComboboxItem,
  ComboboxPopover,
  ComboboxProvider,
} from '@ariakit/react';
import { type ReactElement, useDeferredValue, useEffect, useState } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { cx } from './cx.ts';
import type { FieldIds } from './field.tsx';
import { fieldClasses } from './field.tsx';
import css from './popover.module.css';

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

/**
 * A field that searches while one types: for lists too long to show, such as the 11,100 units. The
 * search is given a signal; an older answer never replaces a newer one.
 */
export function Combobox({
  ids,
  name,
  placeholder,
  chosen,
  search,
  onChoose,
  keepOpen = false,
}: ComboboxProps): ReactElement {
  const { w } = useWords();
  const [text, setText] = useState<string>();
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<readonly Found[]>();
  const typed = useDeferredValue(text ?? '');
  useEffect(() => {
    if (!open) return undefined;
    const stop = new AbortController();
    search(typed, stop.signal).then(setFound, () => {
      if (!stop.signal.aborted) setFound([]);
    });
    return () => stop.abort();
  }, [open, typed, search]);
  return (
    <ComboboxProvider
      open={open}
      setOpen={setOpen}
      resetValueOnHide={keepOpen}
      value={text ?? chosen?.name ?? ''}
      setValue={setText}
      setSelectedValue={(id) => {
        const choice = found?.find((one) => one.id === id);
        if (choice === undefined) return;
        onChoose(choice);
        setText(keepOpen ? '' : undefined);
      }}
      selectedValue=""
    >
      <AriakitCombobox
        {...ids}
        className={fieldClasses['input']}
        placeholder={placeholder}
        aria-label={name}
        autoSelect
        setValueOnChange
        onBlur={() => {
          if (text?.trim() === '' && chosen !== undefined && !keepOpen) onChoose(undefined);
          setText(undefined);
        }}
      />
      <ComboboxPopover className={css['popover']} gutter={4} fixed aria-busy={found === undefined}>
        {found === undefined && <p className={css['note']}>{w.kit.loading}</p>}
        {found?.length === 0 && <p className={css['note']}>{w.kit.nothingFound}</p>}
        {found?.map((one) => (
          <ComboboxItem
            key={one.id}
            value={one.id}
            setValueOnClick={false}
            hideOnClick={!keepOpen}
            className={cx(css['item'])}
          >
            <span>
              {one.name}
              {one.detail !== undefined && <span className={css['detail']}>{one.detail}</span>}
            </span>
          </ComboboxItem>
        ))}
      </ComboboxPopover>
    </ComboboxProvider>
  );
}
