import type { ReactElement } from 'react';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { importingWords } from './importing-words.ts';
import css from './import-tables.module.css';

interface Fault {
  readonly row: number;
  readonly level: keyof typeof TONE;
  readonly message: string;
  /** The same in English, where it is known. */
  readonly en?: string | undefined;
  /** Where in the row, for sheets whose faults are told by the cell. */
  readonly column?: string | undefined;
  readonly label?: string | undefined;
}

const TONE = { error: 'cinnabar', warning: 'ochre', info: 'ink' } as const;

/** What is wrong with a sheet, row by row: where, how grave, and what to do. */
export function FaultTable({ faults }: { readonly faults: readonly Fault[] }): ReactElement {
  const { lang } = useWords();
  const r = useRoomWords(importingWords);
  const byCell = faults.some((fault) => fault.column !== undefined);
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={r.faults}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{r.row}</th>
            {byCell && <th scope="col">{r.column}</th>}
            <th scope="col">{r.level}</th>
            <th scope="col">{r.message}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault, i) => (
            <tr key={i}>
              <th scope="row">{fault.row}</th>
              {byCell && (
                <td>
                  {fault.column} {fault.label}
                </td>
              )}
              <td>
                <Tag tone={TONE[fault.level]}>{r.faultLevel[fault.level]}</Tag>
              </td>
              <td>{lang === 'en' ? (fault.en ?? fault.message) : fault.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
