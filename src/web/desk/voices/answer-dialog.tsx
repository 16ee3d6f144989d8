import type { ReactElement } from 'react';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { AnswerForm, type Answering, type KeptDraft } from './answer-form.tsx';
import { draftsWords } from './draft-words.ts';
import { useVoiceChanged } from './use-voice-changed.ts';
import { type VoiceDetail, voiceCalls, voiceMoves } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';

/** A draft as it is sent: what is empty in it is left out. */
export function keptOf(draft: NonNullable<VoiceDetail['draft']>): KeptDraft {
  const { body, outcome, facts, basis, reasons } = draft;
  const texts = Object.entries({ facts, basis, reasons }).filter(([, text]) => text !== '');
  return { body, ...(outcome !== undefined && { outcome }), ...Object.fromEntries(texts) };
}

/** 答复 one voice. */
export function AnswerDialog({
  voice,
  onClose,
}: {
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const keep = useAct((key, draft: KeptDraft) =>
    call(voiceCalls.draftAnswer, { id: voice.id, version: voice.version, ...draft }, { key }),
  );
  const act = useAct((key, answer: Answering) =>
    call(voiceMoves.answer, { id: voice.id, version: voice.version, ...answer }, { key }),
  );
  return (
    <AnswerForm
      title={r.moves.answer}
      about={`${voice.no}　${voice.title}`}
      place={voice.id}
      first={voice.draft && keptOf(voice.draft)}
      busy={act.busy || keep.busy}
      problem={act.problem ?? keep.problem}
      onClose={onClose}
      onKeep={async (draft) => {
        act.clear();
        const now = await keep.run(draft);
        if (now === undefined) return false;
        changed(now);
        say(d.kept(now.draft?.version ?? 1));
        return true;
      }}
      onAnswer={async (answer) => {
        keep.clear();
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
