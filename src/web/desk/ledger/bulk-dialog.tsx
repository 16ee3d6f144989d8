import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Note } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input, newKey, Problem } from '../api/call.ts';
import { calls, moveCall } from '../api/calls.ts';
import { useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { FaultSummary } from '../entry/fault-summary.tsx';
import { FormFields } from '../entry/form-fields.tsx';
import formCss from '../entry/form.module.css';
import type { Draft } from '../entry/field-spec.ts';
import { moveFields } from '../entry/move-fields.ts';
import { type Fault, faultsOf, inputOf } from '../entry/move-input.ts';
import { useSayMade } from '../entry/use-say-made.ts';
import { StartedJob } from '../jobs/started-job.tsx';
import type { Selection } from './bulk-bar.tsx';
import { type BulkMove, statesFor } from './bulk-moves.ts';
import type { Filter } from './ledger-search.ts';
import type { Detail, Row } from './use-ledger.ts';

interface Refused {
  readonly row: Row;
  readonly why: string;
}

/**
 * One move on many. Chosen rows go one by one, each with its own answer; everything that matches goes as
 * one job that carries the filter. What could not be done is listed with its reason.
 */
export function BulkDialog({
  move,
  selection,
  filter,
  onClose,
  onDone,
}: {
  readonly move: BulkMove;
  readonly selection: Selection;
  readonly filter: Filter;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const { w, exact } = useWords();
  const sayMade = useSayMade();
  const queries = useQueryClient();
  const { choices } = useCategories();
  const [draft, onDraft] = useState<Draft>({});
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [done, setDone] = useState<number>();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [started, setStarted] = useState<{ readonly job: string; readonly n: number }>();
  const { rows, matching } = selection;
  const ready = rows.filter((row) => row.can.includes(move));
  const kind = rows[0]?.kind ?? 'problem';
  const states = statesFor(move, kind, filter.state);
  const meant = { ...filter, state: [...states] };
  // How many of all that match stand where the move is open: only those are gone through.
  const counted = useQuery({
    queryKey: ['entries', 'count', 'exact', meant],
    queryFn: ({ signal }) => call(calls.countEntries, { ...meant, exact: true }, { signal }),
    enabled: matching !== undefined,
    staleTime: 0,
  });
  const n = matching === undefined ? ready.length : counted.data?.n;
  const fields = moveFields(move, { kind, measures: [] }, w, choices);

  const job = useAct((key, expect: number, input: Record<string, unknown>) =>
    call(
      calls.bulkMove,
      { filter: meant as Input<typeof calls.bulkMove>['filter'], move, input, expect },
      { key },
    ),
  );
  const each = useAct(async (_key, input: Record<string, unknown>) => {
    const failed: Refused[] = [];
    const made: Detail[] = [];
    let cut: string | undefined;
    for (const [i, row] of ready.entries()) {
      setDone(i);
      if (cut !== undefined) {
        failed.push({ row, why: cut });
        continue;
      }
      try {
        const sent = { id: row.id, version: row.version, ...input };
        made.push(await call(moveCall(move), sent as never, { key: newKey() }));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        failed.push({ row, why: problemText(error, w) });
        // Without a line the others would each wait for it in turn.
        if (error.code === 'offline') cut = problemText(error, w);
      }
    }
    setDone(ready.length);
    return { made, failed };
  });

  const submit = async (): Promise<void> => {
    const missing = faultsOf(fields, draft, w);
    setFaults(missing);
    if (missing.length > 0) return;
    const input = inputOf(fields, draft);
    if (matching !== undefined) {
      if (n === undefined) return;
      const answer = await job.run(n, input);
      if (answer === undefined) return;
      setStarted(answer);
      return;
    } else {
      const outcome = await each.run(input);
      await queries.invalidateQueries({ queryKey: ['entries'] });
      await queries.invalidateQueries({ queryKey: ['entry'] });
      if (outcome === undefined) return;
      const { made, failed } = outcome;
      const [some, not] = [exact(made.length), exact(failed.length)];
      sayMade(
        failed.length === 0 ? w.ledger.bulkDone(some) : w.ledger.bulkPartly(some, not),
        move,
        made,
      );
      setRefused(failed);
      if (failed.length > 0) return;
    }
    onClose();
    onDone();
  };

  const many = n === undefined ? '…' : exact(n);
  const title = w.ledger.bulkTitle(w.move[move], started === undefined ? many : exact(started.n));
  const leave = (): void => {
    onClose();
    if (started !== undefined) onDone();
  };
  if (started !== undefined)
    return (
      <Dialog title={title} onClose={leave} side>
        <StartedJob id={started.job} n={started.n} onClose={leave} />
      </Dialog>
    );
  return (
    <Dialog title={title} onClose={onClose} side>
      <form
        className={formCss['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={formCss['about']}>
          {matching === undefined
            ? w.ledger.bulkEffect(many)
            : n === 0
              ? w.ledger.bulkNone(exact(matching))
              : w.ledger.bulkOf(exact(matching), many)}
        </p>
        {counted.error !== null && <Note tone="cinnabar">{problemText(counted.error, w)}</Note>}
        {matching === undefined && ready.length < rows.length && (
          <Note tone="ochre">{w.ledger.bulkCannot(exact(rows.length - ready.length))}</Note>
        )}
        {faults.length > 0 && <FaultSummary faults={faults} />}
        {job.problem !== undefined && <ProblemNote problem={job.problem} />}
        {refused.length > 0 && (
          <Note tone="cinnabar">
            <strong>{w.ledger.bulkFailed}</strong>
            <ul>
              {refused.map(({ row, why }) => (
                <li key={row.id}>
                  {row.no} {row.title}：{why}
                </li>
              ))}
            </ul>
          </Note>
        )}
        <FormFields
          {...{ fields, draft, faults }}
          onDraft={(change) => onDraft(change)}
          measures={[]}
        />
        {each.busy && (
          <p role="status">{w.ledger.bulkProgress(exact(done ?? 0), exact(ready.length))}</p>
        )}
        <div className={formCss['actions']}>
          <Button
            type="submit"
            look="primary"
            busy={job.busy || each.busy}
            disabled={n === undefined || n === 0}
          >
            {w.ledger.bulkRun(many)}
          </Button>
          <Button onClick={onClose}>{w.kit.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
