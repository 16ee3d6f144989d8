import { type ReactElement, type ReactNode, useState } from 'react';
import { OUTCOMES, type Outcome } from '#domain/voice/voice.ts';
import { Button } from '#web/kit/button.tsx';
import { RadioGroup, TextArea } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Problem } from '../api/call.ts';
import { draftsWords } from './draft-words.ts';
import type { Need } from '../entry/needing-form.tsx';
import { FormDialog } from './form-dialog.tsx';
import { voicesWords } from './voice-words.ts';

export interface Answering {
  readonly outcome: Outcome;
  readonly body: string;
  readonly facts: string;
  readonly basis: string;
  readonly reasons: string;
}
export type Draft = Partial<Answering>;
/** A draft as it is sent: what was left empty is left out. */
export type KeptDraft = Draft & { readonly body: string };

const KEPT = 'luoshi.draft.answer.';

/** What was typed there has been handed in. */
export function forgetTyped(place: string): void {
  sessionStorage.removeItem(KEPT + place);
}

function filled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

/** The answer itself; what is typed stays in this tab until it is given, or kept as a draft. */
export function AnswerForm({
  title,
  about,
  place,
  first = {},
  busy,
  problem,
  onClose,
  onAnswer,
  onKeep,
  children,
}: {
  readonly title: string;
  readonly about: string;
  readonly place: string;
  /** What stands there before anything is typed: the draft that waits. */
  readonly first?: Draft | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onClose: () => void;
  /** Left out where the words can only be kept. */
  readonly onAnswer?: (answer: Answering) => Promise<boolean>;
  readonly onKeep?: (draft: KeptDraft) => Promise<boolean>;
  readonly children?: ReactNode;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const [draft, setDraft] = useState<Draft>(() => {
    const typed = sessionStorage.getItem(KEPT + place);
    return typed === null ? first : JSON.parse(typed);
  });
  const put = (change: Draft): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    sessionStorage.setItem(KEPT + place, JSON.stringify(next));
  };
  const { outcome, body = '', facts = '', basis = '', reasons = '' } = draft;
  const needsBasis = outcome !== undefined && outcome !== 'upheld';
  // A draft wants its words alone.
  const isAnswer = onAnswer !== undefined;
  const needs: readonly Need[] = [
    [r.outcome, !isAnswer || outcome !== undefined],
    [r.body, filled(body)],
    [r.facts, !isAnswer || filled(facts)],
    [r.basis, !isAnswer || !needsBasis || filled(basis)],
    [r.reasons, !isAnswer || !needsBasis || filled(reasons)],
  ];
  const after = (isDone: boolean): void => {
    if (!isDone) return;
    forgetTyped(place);
    onClose();
  };
  const keep = async (): Promise<void> => {
    if (onKeep === undefined) return;
    const texts = Object.entries({ facts, basis, reasons }).filter(([, text]) => filled(text));
    const rest = Object.fromEntries(texts);
    after(await onKeep({ body, ...rest, ...(outcome !== undefined && { outcome }) }));
  };
  const submit = async (): Promise<void> => {
    if (onAnswer === undefined) return keep();
    if (outcome !== undefined) after(await onAnswer({ outcome, body, facts, basis, reasons }));
  };
  const optional = needsBasis ? undefined : w.kit.optional;
  return (
    <FormDialog
      title={title}
      about={about}
      busy={busy}
      needs={needs}
      save={onAnswer === undefined ? d.keep : undefined}
      also={
        onAnswer !== undefined &&
        onKeep !== undefined && (
          <Button busy={busy} disabled={!filled(body)} onClick={() => void keep()}>
            {d.keep}
          </Button>
        )
      }
      problem={problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      {children}
      <RadioGroup
        label={r.outcome}
        hint={r.needBasis}
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: r.outcomes[value] }))}
        onValue={(value) => put({ outcome: value })}
      />
      <TextArea
        label={r.body}
        hint={r.bodyHint}
        value={body}
        rows={5}
        maxLength={4000}
        onText={(text) => put({ body: text })}
      />
      <TextArea
        label={r.facts}
        value={facts}
        rows={3}
        maxLength={4000}
        onText={(text) => put({ facts: text })}
      />
      <TextArea
        label={r.basis}
        optional={optional}
        value={basis}
        rows={2}
        maxLength={2000}
        onText={(text) => put({ basis: text })}
      />
      <TextArea
        label={r.reasons}
        optional={optional}
        value={reasons}
        rows={2}
        maxLength={2000}
        onText={(text) => put({ reasons: text })}
      />
    </FormDialog>
  );
}
