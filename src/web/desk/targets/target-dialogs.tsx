import { type ReactElement, type ReactNode, useState } from 'react';
import { OUTCOMES, type Outcome } from '#domain/target/lifecycle.ts';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { RadioGroup, TextArea } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Problem } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { type Need, NeedingForm } from '../entry/needing-form.tsx';
import { targetCalls } from './target-calls.ts';
import type { TargetDetail } from './target-page.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';
import { inputOfDraft, needsOfDraft, type WantedDraft, WantedFields } from './wanted-fields.tsx';

interface DialogProps {
  readonly detail: TargetDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A form in a dialog, with what the server said when it refused. */
export function FormDialog({
  title,
  busy,
  needs,
  problem,
  onClose,
  onSubmit,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly busy: boolean;
  readonly needs: readonly Need[];
  readonly problem: Problem | undefined;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <NeedingForm className={css['form']} needs={needs} onSubmit={onSubmit}>
        {problem !== undefined && <ProblemNote problem={problem} />}
        {children}
        <Button type="submit" look="primary" busy={busy}>
          {r.save}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}

/** 修订 a target in force (with its reason), or 修改 one that is not yet. */
export function ReviseDialog({
  move,
  detail,
  onClose,
  onDone,
}: DialogProps & { readonly move: 'revise' | 'amend' }): ReactElement {
  const r = useRoomWords(targetsWords);
  const { target } = detail;
  const [reason, setReason] = useState('');
  const [draft, setDraft] = useState<WantedDraft>({
    from: target.from,
    to: target.to,
    baseline: target.baseline ?? '',
    goal: target.goal ?? '',
    goalTo: target.goalTo ?? '',
    op: target.op,
    grade: target.grade,
    path: target.path,
    profile: detail.profile.join('、'),
  });
  const act = useAct((key, wanted: WantedDraft, why: string) => {
    const input = {
      id: target.id,
      version: target.version,
      weight: target.weight,
      ...inputOfDraft(wanted),
      ...(detail.baselineOn === null ? {} : { baselineOn: detail.baselineOn }),
      ...(detail.guard === null ? {} : { guard: detail.guard.id }),
    };
    return move === 'revise'
      ? call(targetCalls.reviseTarget, { ...input, reason: why }, { key })
      : call(targetCalls.amendTarget, { ...input, remark: why }, { key });
  });
  return (
    <FormDialog
      title={r[move]}
      wide
      busy={act.busy}
      problem={act.problem}
      needs={[...needsOfDraft(draft, r), [r.reason, move === 'amend' || reason.trim() !== '']]}
      onClose={onClose}
      onSubmit={() => void act.run(draft, reason).then((made) => made !== undefined && onDone())}
    >
      <WantedFields draft={draft} onDraft={setDraft} />
      <TextArea
        label={move === 'revise' ? r.reason : r.note}
        value={reason}
        rows={2}
        maxLength={500}
        onText={setReason}
      />
    </FormDialog>
  );
}

/** 标为口径待明确. */
export function PendDialog({ detail: { target }, onClose, onDone }: DialogProps): ReactElement {
  const r = useRoomWords(targetsWords);
  const [reason, setReason] = useState('');
  const act = useAct((key, why: string) =>
    call(targetCalls.pendTarget, { id: target.id, version: target.version, reason: why }, { key }),
  );
  return (
    <FormDialog
      title={r.pend}
      busy={act.busy}
      problem={act.problem}
      needs={[[r.reason, reason.trim() !== '']]}
      onClose={onClose}
      onSubmit={() => void act.run(reason).then((made) => made !== undefined && onDone())}
    >
      <TextArea label={r.reason} value={reason} rows={3} maxLength={500} onText={setReason} />
    </FormDialog>
  );
}

/** 期满评定. */
export function ConcludeDialog({ detail: { target }, onClose, onDone }: DialogProps): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const [outcome, setOutcome] = useState<Outcome>();
  const [reason, setReason] = useState('');
  const act = useAct((key, wanted: Outcome, why: string) =>
    call(
      targetCalls.concludeTarget,
      { id: target.id, version: target.version, outcome: wanted, reason: why },
      { key },
    ),
  );
  const submit = async (): Promise<void> => {
    if (outcome !== undefined && (await act.run(outcome, reason)) !== undefined) onDone();
  };
  const needed = outcome === 'not_assessable';
  return (
    <FormDialog
      title={r.conclude}
      busy={act.busy}
      problem={act.problem}
      needs={[
        [r.outcome, outcome !== undefined],
        [r.reason, !needed || reason.trim() !== ''],
      ]}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <RadioGroup
        label={r.outcome}
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: r.outcomes[value] }))}
        onValue={setOutcome}
      />
      <TextArea
        label={r.reason}
        optional={needed ? undefined : w.kit.optional}
        value={reason}
        rows={3}
        maxLength={500}
        onText={setReason}
      />
    </FormDialog>
  );
}
