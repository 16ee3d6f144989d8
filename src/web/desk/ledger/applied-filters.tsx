import { useQuery } from '@tanstack/react-query';
import { memo, type ReactElement } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import { unitQuery } from '../api/units.ts';
import css from './ledger.module.css';
import { isFiltered, type LedgerSearch } from './ledger-search.ts';

/** Everything that narrows the list just now, each removable. */
export const AppliedFilters = memo(function AppliedFilters({
  search,
  onPut,
  onClear,
}: {
  readonly search: LedgerSearch;
  readonly onPut: (change: Partial<LedgerSearch>) => void;
  readonly onClear: () => void;
}): ReactElement | undefined {
  const { w, day } = useWords();
  const { nameOf } = useCategories();
  const unit = useQuery(unitQuery(search.unit)).data?.unit.name;
  const lead = useQuery(unitQuery(search.lead)).data?.unit.name;
  if (!isFiltered(search)) return undefined;
  const chips: { key: keyof LedgerSearch; label: string }[] = [];
  const add = (key: keyof LedgerSearch, label: string | undefined): void => {
    if (label !== undefined && label !== '') chips.push({ key, label });
  };
  add('state', search.state?.map((state) => w.state[state]).join('、'));
  add('unit', search.unit && `${w.ledger.unit} ${unit ?? ''}`);
  add('lead', search.lead && `${w.ledger.lead} ${lead ?? ''}`);
  add('category', search.category?.map(nameOf).join('、'));
  add('source', search.source?.map((source) => w.source[source]).join('、'));
  add('foundBy', search.foundBy?.map((way) => w.foundBy[way]).join('、'));
  add('level', search.level?.map((level) => w.level[level]).join('、'));
  add('assurance', search.assurance?.map((one) => w.assurance[one]).join('、'));
  add('finding', search.finding?.map((one) => w.verdict[one]).join('、'));
  add('checked', search.checked === true ? w.ledger.checked : undefined);
  add('key', search.key === true ? w.ledger.key : undefined);
  add('from', search.from && `${w.ledger.from} ${day(search.from)}`);
  add('to', search.to && `${w.ledger.to} ${day(search.to)}`);
  add('overdue', search.overdue === true ? w.ledger.overdue : undefined);
  add('review', search.review === 'due' ? w.ledger.reviewDue : undefined);
  add('role', search.role && w.ledger.role[search.role]);
  add('mine', search.mine === true ? w.ledger.mine : undefined);
  add('text', search.text && `“${search.text}”`);
  return (
    <div className={css['applied']}>
      <span className={css['sub']}>{w.ledger.applied}</span>
      {chips.map(({ key, label }) => (
        <button
          key={key}
          type="button"
          className={css['chip']}
          aria-label={w.ledger.dropFilter(label)}
          onClick={() => onPut({ [key]: undefined })}
        >
          {label} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" className={css['clear']} onClick={onClear}>
        {w.ledger.clear}
      </button>
    </div>
  );
});
