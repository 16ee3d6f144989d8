import {
  Combobox as AriakitCombobox,
  ComboboxItem,
  ComboboxPopover,
  ComboboxProvider,
} from '@ariakit/react';
import {
  type ReactElement,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useWords } from '#web/words/use-words.tsx';
import type { ComboboxProps, Found } from './combobox.tsx';
import { cx } from './cx.ts';
import { fieldClasses } from './field.tsx';
import css from './popover.module.css';

/** What was going on in the field whose place this one takes. */
export interface Begun {
  readonly text: string | undefined;
  readonly open: boolean;
  /** The selection, where the field has the focus. */
  readonly caret: readonly [start: number, end: number] | undefined;
}

/**
 * The field of a `Combobox`, going on from what was begun in its place. The search is given a signal; an
 * older answer never replaces a newer one.
 */
export function SearchingField({
  begun,
  ids,
  name,
  placeholder,
  chosen,
  search,
  onChoose,
  keepOpen = false,
}: ComboboxProps & { readonly begun: Begun | undefined }): ReactElement {
  const { w } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(begun?.text);
  const [open, setOpen] = useState(begun?.open === true);
  const [found, setFound] = useState<readonly Found[]>();
  const caret = begun?.caret;
  useLayoutEffect(() => {
    if (caret === undefined) return;
    field.current?.focus();
    field.current?.setSelectionRange(...caret);
  }, [caret]);
  const typed = useDeferredValue(text ?? '');
  useEffect(() => {
    if (!open) return undefined;
    const stop = new AbortController();
    const show = (all: readonly Found[]): void => {
      if (!stop.signal.aborted) setFound(all);
    };
    search(typed, stop.signal).then(show, () => show([]));
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
        ref={field}
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
