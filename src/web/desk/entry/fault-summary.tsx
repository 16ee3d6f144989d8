import { type ReactElement, useEffect, useId, useRef } from 'react';
import { useWords } from '#web/words/use-words.tsx';
import css from './form.module.css';
import type { Fault } from './move-input.ts';

/**
 * What is still missing, all at once and read out first; each line leads to its field. It is read by the focus it
 * takes: as an alert besides, it would be read twice.
 */
export function FaultSummary({ faults }: { readonly faults: readonly Fault[] }): ReactElement {
  const { w } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), [faults]);
  const go = (name: string): void => {
    const place = box.current?.closest('form')?.querySelector(`[data-field="${CSS.escape(name)}"]`);
    place?.scrollIntoView({ block: 'start' });
    const field = place?.querySelector<HTMLElement>('input,select,textarea');
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  };
  return (
    <div
      ref={box}
      className={css['faults']}
      role="group"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}l`}
      tabIndex={-1}
    >
      <p className={css['faultsHead']} id={`${id}t`}>
        {w.kit.fixThese}
      </p>
      <ul id={`${id}l`}>
        {faults.map((fault) => (
          <li key={fault.name}>
            <button type="button" onClick={() => go(fault.name)}>
              {w.form.fault(fault.label, fault.message)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
