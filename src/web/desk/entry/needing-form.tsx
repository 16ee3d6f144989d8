import { type ReactElement, type ReactNode, useState } from 'react';
import { Faults } from '#web/kit/faults.ts';
import { useWords } from '#web/words/use-words.tsx';
import { FaultSummary } from './fault-summary.tsx';
import type { Fault } from './move-input.ts';

/** What a form cannot be sent without: the field's label, whether it is given, and what to do where `needed` says too little. */
export type Need = readonly [label: string, given: boolean, message?: string | undefined];

/** A form that can always be pressed: what it still needs is said above it and beside each field, as in the forms of the moves. */
export function NeedingForm({
  className,
  needs,
  onSubmit,
  children,
}: {
  readonly className: string | undefined;
  readonly needs: readonly Need[];
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { w } = useWords();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacking = needs.flatMap(([label, given, message = w.form.needed]) =>
          given ? [] : [{ name: label, label, message }],
        );
        setFaults(lacking);
        if (lacking.length === 0) onSubmit();
      }}
    >
      {faults.length > 0 && <FaultSummary faults={faults} />}
      <Faults value={new Map(faults.map(({ name, message }) => [name, message]))}>
        {children}
      </Faults>
    </form>
  );
}
