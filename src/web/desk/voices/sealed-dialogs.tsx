import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextArea } from '#web/kit/field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { type Answer, call } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { FormDialog } from './form-dialog.tsx';
import { type VoiceDetail, voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

interface Props {
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}

/** 调阅原文: the words as sent, after a reason that the reporter reads too. Kept by the browser nowhere. */
export function OriginalDialog({ voice, onClose }: Props): ReactElement {
  const r = useRoomWords(voicesWords);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<Answer<typeof voiceCalls.readOriginal>>();
  const act = useAct((key, why: string) =>
    call(voiceCalls.readOriginal, { id: voice.id, reason: why }, { key }),
  );
  const submit = async (): Promise<void> => {
    setShown(await act.run(reason));
    void queries.invalidateQueries({ queryKey: ['voices', 'one', voice.id] });
  };
  if (shown !== undefined)
    return (
      <Dialog title={r.originalShown} onClose={onClose} side>
        <p className={css['prose']}>{shown.words}</p>
        {shown.place !== '' && (
          <p className={css['prose']}>
            {r.place}：{shown.place}
          </p>
        )}
      </Dialog>
    );
  return (
    <FormDialog
      title={r.original}
      about={`${voice.no}　${voice.title}`}
      busy={act.busy}
      needs={[[r.reasonSeen, reason.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <Note tone="ochre">{r.originalHint}</Note>
      <TextArea label={r.reasonSeen} value={reason} rows={3} maxLength={1000} onText={setReason} />
    </FormDialog>
  );
}

/** 申请拆封: the first of two persons; the second is of another unit. */
export function UnsealDialog({ voice, onClose }: Props): ReactElement {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useAct((key, why: string) =>
    call(voiceCalls.askUnsealing, { id: voice.id, reason: why }, { key }),
  );
  const submit = async (): Promise<void> => {
    if ((await act.run(reason)) === undefined) return;
    void queries.invalidateQueries({ queryKey: ['voices'] });
    say(r.unsealAsked);
    onClose();
  };
  return (
    <FormDialog
      title={r.unseal}
      about={`${voice.no}　${voice.title}`}
      busy={act.busy}
      needs={[[r.reasonSeen, reason.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <Note tone="ochre">{r.unsealHint}</Note>
      <TextArea label={r.reasonSeen} value={reason} rows={3} maxLength={1000} onText={setReason} />
    </FormDialog>
  );
}
