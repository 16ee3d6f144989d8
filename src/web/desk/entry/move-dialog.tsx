import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Note } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { moveCall } from '../api/calls.ts';
import { useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { type Detail, entryQuery, useEntryChanged } from '../ledger/use-ledger.ts';
import { Conflict } from './conflict.tsx';
import { AddEvidence } from './evidence-panel.tsx';
import type { Draft } from './field-spec.ts';
import { FaultSummary } from './fault-summary.tsx';
import { FormFields } from './form-fields.tsx';
import css from './form.module.css';
import { type FormMove, moveFields } from './move-fields.ts';
import { type Fault, faultsOf, inputOf } from './move-input.ts';
import { useDraft } from './use-draft.ts';
import { useSayMade } from './use-say-made.ts';

/** What a form starts from: the entry as it is, so that a correction corrects and a transfer transfers. */
function startOf(move: FormMove, entry: Detail, today: string): Draft {
  const text: Record<string, string> = {};
  if (move === 'correct' || move === 'list') {
    text['category'] = entry.category;
    text['level'] = entry.level;
  }
  if (move === 'correct')
    Object.assign(text, {
      title: entry.title,
      detail: entry.detail,
      cause: entry.cause,
      remark: entry.remark,
      source: entry.source,
      sourceNo: entry.sourceNo ?? '',
      foundBy: entry.foundBy ?? '',
      quote: entry.quote,
    });
  if (move === 'assign' || move === 'issue' || move === 'reassign') {
    if (entry.deadlineKind !== 'none') text['deadlineKind'] = entry.deadlineKind;
    // A day that is over cannot be set again: the field waits for a new one.
    const { deadline = '' } = entry;
    text['deadline'] = deadline < today ? '' : deadline;
    text['measures'] = measureLines(entry);
  }
  // A long-term entry is adjusted as a whole; what stays as it is keeps its day of completion.
  const milestones =
    move === 'ask' && entry.deadlineKind === 'long_term'
      ? entry.measures.filter((measure) => measure.kind === 'milestone')
      : [];
  if (milestones.length > 0) text['measures'] = measureLines(entry);
  if (move === 'progress' && entry.progress !== undefined) text['percent'] = String(entry.progress);
  return {
    text,
    milestones: milestones.map(({ dueOn = '', text: what }) => ({ day: dueOn, text: what })),
    ...(move === 'correct' || move === 'list' ? { flags: { isKey: entry.isKey } } : {}),
  };
}

function measureLines(entry: Detail): string {
  return entry.measures
    .filter((measure) => measure.kind === 'measure')
    .map((measure) => measure.text)
    .join('\n');
}

/** A move as a small form beside the entry it is about. */
export function MoveDialog({
  entry,
  move,
  onClose,
}: {
  readonly entry: Detail;
  readonly move: FormMove;
  readonly onClose: () => void;
}): ReactElement {
  const { w, today } = useWords();
  const sayMade = useSayMade();
  const queries = useQueryClient();
  const changed = useEntryChanged();
  const { choices } = useCategories(entry.campaign.id);
  const [opened, setOpened] = useState(entry);
  const [draft, onDraft, dropDraft] = useDraft(`${entry.id}.${move}`, startOf(move, entry, today));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const fields = moveFields(move, entry, w, choices);
  const act = useAct((key, input: Record<string, unknown>) =>
    call(moveCall(move), input as never, { key }),
  );
  const stale = act.problem?.code === 'stale';
  const lacksEvidence =
    move === 'deliver' &&
    !entry.evidence.some((one) => one.episode === entry.episode && one.purpose !== 'check');

  const submit = async (): Promise<void> => {
    const missing = faultsOf(fields, draft, w);
    setFaults(missing);
    if (missing.length > 0) return;
    const request = entry.requests.find((one) => one.decision === undefined);
    const next = await act.run({
      id: entry.id,
      version: opened.version,
      ...(move === 'decide' || move === 'withdraw' ? { request: request?.id } : {}),
      ...inputOf(fields, draft),
    });
    if (next === undefined) {
      void queries.invalidateQueries({ queryKey: entryQuery(entry.id).queryKey });
      return;
    }
    dropDraft();
    changed(next);
    // Named: the word is still there when the next entry is open.
    sayMade(`${entry.no}　${w.entry.done(w.move[move])}`, move, [next]);
    onClose();
  };

  return (
    <Dialog title={w.move[move]} onClose={onClose} side>
      <form
        className={css['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={css['about']}>
          {entry.no}　{entry.title}
        </p>
        {lacksEvidence && <Note tone="ochre">{w.form.deliverNeeds}</Note>}
        {faults.length > 0 && <FaultSummary faults={faults} />}
        {act.problem !== undefined && !stale && <ProblemNote problem={act.problem} />}
        {stale && act.problem !== undefined && (
          <Conflict
            problem={act.problem}
            before={opened}
            now={entry}
            open={entry.can.includes(move)}
            onGoOn={() => {
              setOpened(entry);
              act.clear();
            }}
          />
        )}
        <FormFields {...{ fields, draft, onDraft, faults }} measures={entry.measures} />
        {move === 'check' && entry.can.includes('attach_check') && (
          <AddEvidence entry={opened} purpose="check" onAdded={setOpened} />
        )}
        <div className={css['actions']}>
          <Button type="submit" look="primary" busy={act.busy} disabled={stale}>
            {w.move[move]}
          </Button>
          <Button onClick={onClose}>{w.kit.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
