import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { AnswerDialog, keptOf } from './answer-dialog.tsx';
import { draftsWords } from './draft-words.ts';
import { useVoiceChanged } from './use-voice-changed.ts';
import { voiceCalls, type VoiceDetail } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** 答复草稿 of a voice, as who may answer it sees it. */
export function DraftCard({ voice }: { readonly voice: VoiceDetail }): ReactElement | null {
  const { w, day } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const [editing, setEditing] = useState(false);
  const { draft } = voice;
  const drop = useAct((key) =>
    call(voiceCalls.dropDraft, { id: voice.id, version: voice.version }, { key }),
  );
  const restore = useAct((key, version: number, words: ReturnType<typeof keptOf>) =>
    call(voiceCalls.draftAnswer, { id: voice.id, version, ...words }, { key }),
  );
  const problem = drop.problem ?? restore.problem;
  const note = problem !== undefined && <ProblemNote problem={problem} />;
  if (draft === undefined) return note === false ? null : note;
  const letGo = async (): Promise<void> => {
    const now = await drop.run();
    if (now === undefined) return;
    changed(now);
    const back = async (): Promise<void> => {
      const again = await restore.run(now.version, keptOf(draft));
      if (again !== undefined) changed(again);
    };
    say(d.dropped, { label: d.restore, run: () => void back() });
  };
  return (
    <section className={css['card']} aria-label={d.title}>
      <h3>{d.title}</h3>
      <p className={css['tags']}>
        {draft.outcome !== undefined && <Tag>{r.outcomes[draft.outcome]}</Tag>}
        <span className={css['sub']}>
          {[d.version(draft.version), draft.unit?.name, day(draft.on)].filter(Boolean).join(' · ')}
        </span>
      </p>
      <p className={css['sub']}>{d.hint}</p>
      <p className={css['prose']}>{draft.body}</p>
      {(['facts', 'basis', 'reasons'] as const).map((part) =>
        draft[part] === '' ? null : (
          <p key={part} className={css['prose']}>
            {w.kit.labelled(r[part], draft[part])}
          </p>
        ),
      )}
      {note}
      {voice.can.includes('answer') && (
        <div className={css['actions']}>
          <Button look="primary" onClick={() => setEditing(true)}>
            {d.edit}
          </Button>
          <Button busy={drop.busy} onClick={() => void letGo()}>
            {d.drop}
          </Button>
        </div>
      )}
      {editing && <AnswerDialog voice={voice} onClose={() => setEditing(false)} />}
    </section>
  );
}
