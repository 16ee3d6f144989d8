import { type ReactElement, useState } from 'react';
import { OUTCOMES, type Outcome } from '#domain/voice/voice.ts';
import { RadioGroup, TextArea } from '#web/kit/field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Problem } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { FormDialog } from './form-dialog.tsx';
import { useVoiceChanged } from './use-voice-changed.ts';
import { type VoiceDetail, voiceCalls, voiceMoves } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';

interface Answering {
  readonly outcome: Outcome;
  readonly body: string;
  readonly facts: string;
  readonly basis: string;
  readonly reasons: string;
}
type Draft = Partial<Answering>;

const KEPT = 'luoshi.draft.answer.';

/** 答复 one voice. */
export function AnswerDialog({
  voice,
  onClose,
}: {
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const act = useAct((key, answer: Answering) =>
    call(voiceMoves.answer, { id: voice.id, version: voice.version, ...answer }, { key }),
  );
  return (
    <AnswerForm
      title={r.moves.answer}
      about={`${voice.no}　${voice.title}`}
      place={voice.id}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
      onAnswer={async (answer) => {
        const now = await act.run(answer);
        if (now === undefined) return false;
        changed(now);
        say(r.done(r.moves.answer));
        return true;
      }}
    />
  );
}

/** 一并答复: every voice of a problem that waits for one. */
export function BulkAnswerDialog({
  entry,
  expect,
  onClose,
  onDone,
}: {
  readonly entry: { readonly id: string; readonly no: string; readonly title: string };
  readonly expect: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const act = useAct((key, answer: Answering) =>
    call(voiceCalls.answerVoicesOfEntry, { id: entry.id, expect, ...answer }, { key }),
  );
  return (
    <AnswerForm
      title={r.bulkAnswer(exact(expect))}
      about={`${entry.no}　${entry.title}`}
      place={entry.id}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
      onAnswer={async (answer) => {
        const done = await act.run(answer);
        // A refusal may mean that their number has changed: it is counted anew.
        onDone();
        if (done === undefined) return false;
        say(r.bulkDone(exact(done.answered)));
        return true;
      }}
    />
  );
}

/** The answer itself; what is typed stays in this tab until it is given. */
function AnswerForm({
  title,
  about,
  place,
  busy,
  problem,
  onClose,
  onAnswer,
}: {
  readonly title: string;
  readonly about: string;
  readonly place: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onClose: () => void;
  readonly onAnswer: (answer: Answering) => Promise<boolean>;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const [draft, setDraft] = useState<Draft>(() =>
    JSON.parse(sessionStorage.getItem(KEPT + place) ?? '{}'),
  );
  const put = (change: Draft): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    sessionStorage.setItem(KEPT + place, JSON.stringify(next));
  };
  const { outcome, body = '', facts = '', basis = '', reasons = '' } = draft;
  const needsBasis = outcome !== undefined && outcome !== 'upheld';
  const filled = (text: string): boolean => text.trim() !== '';
  const ready =
    outcome !== undefined &&
    filled(body) &&
    filled(facts) &&
    (!needsBasis || (filled(basis) && filled(reasons)));
  const submit = async (): Promise<void> => {
    if (outcome === undefined) return;
    if (!(await onAnswer({ outcome, body, facts, basis, reasons }))) return;
    sessionStorage.removeItem(KEPT + place);
    onClose();
  };
  const optional = needsBasis ? undefined : w.kit.optional;
  return (
    <FormDialog
      title={title}
      about={about}
      busy={busy}
      ready={ready}
      problem={problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
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
