import { useQuery } from '@tanstack/react-query';
import { memo, type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { LEVELS, SOURCES } from '#domain/entry/entry.ts';
import { VERDICTS } from '#domain/entry/verdict.ts';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox, Field, fieldClasses } from '#web/kit/field.tsx';
import { Menu } from '#web/kit/menu.tsx';
import { MultiSelect } from '#web/kit/multi-select.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import { searchUnits, unitQuery } from '../api/units.ts';
import { type ColumnChoice, ColumnMenu } from './column-choice.tsx';
import css from './ledger.module.css';
import { type LedgerSearch, SORTS } from './ledger-search.ts';

type Sort = (typeof SORTS)[number];
type Put = (change: Partial<LedgerSearch>) => void;

const TYPING_PAUSE_MS = 250;

/** What narrows the list. Everything chosen here stands in the address. */
export const FilterBar = memo(function FilterBar({
  search,
  sort,
  onPut,
  columns,
}: {
  readonly search: LedgerSearch;
  readonly sort: Sort;
  readonly onPut: Put;
  /** The columns to choose among; on a phone there are none. */
  readonly columns: ColumnChoice | undefined;
}): ReactElement {
  const { w } = useWords();
  const { choices } = useCategories();
  const [more, setMore] = useState(false);
  return (
    <div className={css['filters']} role="search" aria-label={w.ledger.filters}>
      <SearchField text={search.text} onPut={onPut} />
      <div className={css['unitFilter']}>
        <UnitFilter id={search.unit} label={w.ledger.unit} onId={(unit) => onPut({ unit })} />
      </div>
      {choices.length > 0 && (
        <MultiSelect
          label={w.ledger.category}
          value={search.category ?? []}
          options={choices}
          onValue={(category) => onPut({ category: some(category) })}
        />
      )}
      <MultiSelect
        label={w.ledger.source}
        value={search.source ?? []}
        options={SOURCES.map((value) => ({ value, label: w.source[value] }))}
        onValue={(source) => onPut({ source: some(source) })}
      />
      <Button onClick={() => setMore(true)}>{w.ledger.moreFilters}</Button>
      <span className={css['push']} />
      <SortMenu sort={sort} onPut={onPut} />
      {columns !== undefined && <ColumnMenu choice={columns} />}
      {more && <MoreFilters search={search} onPut={onPut} onClose={() => setMore(false)} />}
    </div>
  );
});

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function SearchField({
  text,
  onPut,
}: {
  readonly text: string | undefined;
  readonly onPut: Put;
}): ReactElement {
  const { w } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text ?? '');
  const composing = useRef(false);
  useEffect(() => setTyped(text ?? ''), [text]);
  useEffect(() => {
    if (typed.trim() === (text ?? '') || composing.current) return undefined;
    const wait = setTimeout(() => onPut({ text: typed.trim() || undefined }), TYPING_PAUSE_MS);
    return () => clearTimeout(wait);
  }, [typed, text, onPut]);
  useCommands([
    {
      id: 'search',
      label: w.ledger.searchLabel,
      group: w.app.onThisPage,
      keys: '/',
      run: () => input.current?.select(),
    },
  ]);
  return (
    <input
      ref={input}
      type="search"
      className={`${fieldClasses['input']} ${css['searchField']}`}
      placeholder={`${w.ledger.searchPlaceholder}　/`}
      aria-label={w.ledger.searchPlaceholder}
      value={typed}
      maxLength={100}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        setTyped(event.currentTarget.value);
        onPut({ text: event.currentTarget.value.trim() || undefined });
      }}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onPut({ text: typed.trim() || undefined });
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function UnitFilter({
  id,
  label,
  onId,
}: {
  readonly id: string | undefined;
  readonly label: string;
  readonly onId: (id: string | undefined) => void;
}): ReactElement {
  const unit = useQuery(unitQuery(id)).data?.unit;
  const chosen: Found | undefined = unit === undefined || id === undefined ? undefined : unit;
  const choose = useCallback((found: Found | undefined) => onId(found?.id), [onId]);
  return (
    <Combobox
      name={label}
      placeholder={label}
      chosen={chosen}
      search={searchUnits}
      onChoose={choose}
    />
  );
}

function SortMenu({ sort, onPut }: { readonly sort: Sort; readonly onPut: Put }): ReactElement {
  const { w } = useWords();
  const names = {
    due: w.ledger.sortDue,
    '-due': w.ledger.sortDueLate,
    newest: w.ledger.sortNewest,
    oldest: w.ledger.sortOldest,
  } satisfies Record<Sort, string>;
  return (
    <Menu
      className={css['quietTrigger']}
      label={names[sort]}
      name={`${w.ledger.sort} ${names[sort]}`}
      choices={SORTS.map((one) => ({
        id: one,
        label: names[one],
        checked: one === sort,
        run: () => onPut({ sort: one }),
      }))}
    />
  );
}

function MoreFilters({
  search,
  onPut,
  onClose,
}: {
  readonly search: LedgerSearch;
  readonly onPut: Put;
  readonly onClose: () => void;
}): ReactElement {
  const { w } = useWords();
  return (
    <Dialog title={w.ledger.moreFilters} onClose={onClose}>
      <div className={css['moreFilters']}>
        <Field label={w.ledger.lead}>
          {() => (
            <UnitFilter id={search.lead} label={w.ledger.lead} onId={(lead) => onPut({ lead })} />
          )}
        </Field>
        <DateField
          label={w.ledger.from}
          value={search.from ?? ''}
          onDay={(from) => onPut({ from: from === '' ? undefined : from })}
        />
        <DateField
          label={w.ledger.to}
          value={search.to ?? ''}
          onDay={(to) => onPut({ to: to === '' ? undefined : to })}
        />
        <fieldset className={css['levels']}>
          <legend>{w.ledger.level}</legend>
          {LEVELS.map((level) => (
            <Checkbox
              key={level}
              label={w.level[level]}
              checked={search.level?.includes(level) ?? false}
              onChecked={(on) => {
                const others = (search.level ?? []).filter((one) => one !== level);
                onPut({ level: some(on ? [...others, level] : others) });
              }}
            />
          ))}
        </fieldset>
        <fieldset className={css['levels']}>
          <legend>{w.ledger.finding}</legend>
          {VERDICTS.map((verdict) => (
            <Checkbox
              key={verdict}
              label={w.verdict[verdict]}
              checked={search.finding?.includes(verdict) ?? false}
              onChecked={(on) => {
                const others = (search.finding ?? []).filter((one) => one !== verdict);
                onPut({ finding: some(on ? [...others, verdict] : others) });
              }}
            />
          ))}
        </fieldset>
        <Checkbox
          label={w.ledger.checked}
          checked={search.checked === true}
          onChecked={(on) => onPut({ checked: on || undefined })}
        />
        <Checkbox
          label={w.ledger.overdue}
          checked={search.overdue === true}
          onChecked={(on) => onPut({ overdue: on || undefined })}
        />
        <Checkbox
          label={w.ledger.key}
          checked={search.key === true}
          onChecked={(on) => onPut({ key: on || undefined })}
        />
        <Checkbox
          label={w.ledger.mine}
          checked={search.mine === true}
          onChecked={(on) => onPut({ mine: on || undefined })}
        />
        <Button look="primary" onClick={onClose}>
          {w.kit.close}
        </Button>
      </div>
    </Dialog>
  );
}
