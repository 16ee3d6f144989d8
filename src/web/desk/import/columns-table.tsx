import type { ReactElement, ReactNode } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { importingWords } from './importing-words.ts';
import css from './import-tables.module.css';

export interface SheetColumn {
  readonly column: number;
  /** What stands above it in the sheet. */
  readonly label: string;
  readonly sample: readonly string[];
}

/** 对应表头: what every column of a sheet is, beside a few of its cells. */
export function ColumnsTable<C extends SheetColumn>({
  columns,
  fields,
  fieldOf,
  onField,
  marks,
}: {
  readonly columns: readonly C[];
  readonly fields: readonly { readonly field: string; readonly label: string }[];
  /** The field that a column is taken for; empty when it is left out. */
  readonly fieldOf: (column: C) => string;
  readonly onField: (column: C, field: string) => void;
  /** What is to be said of a column beside its choice. */
  readonly marks: (column: C) => ReactNode;
}): ReactElement {
  const r = useRoomWords(importingWords);
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.step2}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.column}</th>
            <th scope="col">{r.meaning}</th>
            <th scope="col">{r.sample}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.column}>
              <th scope="row">{column.label === '' ? `#${column.column + 1}` : column.label}</th>
              <td>
                <select
                  aria-label={`${r.meaning} ${column.label}`}
                  className={css['select']}
                  value={fieldOf(column)}
                  onChange={(event) => onField(column, event.target.value)}
                >
                  <option value="">{r.leaveOut}</option>
                  {fields.map(({ field, label }) => (
                    <option key={field} value={field}>
                      {label}
                    </option>
                  ))}
                </select>
                {marks(column)}
              </td>
              <td className={css['sample']}>
                {column.sample.filter((text) => text !== '').join(' ／ ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
