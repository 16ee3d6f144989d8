import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextArea, TextInput } from '#web/kit/field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { BulkAnswerDialog } from './answer-dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { VoiceTag } from './voice-tag.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

interface Entry {
  readonly id: string;
  readonly no: string;
  readonly title: string;
  readonly state: string;
}

/** 本问题的诉求: as many as the reader's reach allows; answered together, made public after a review. */
export function EntryVoices({ entry }: { readonly entry: Entry }): ReactElement | null {
  const { exact, day } = useWords();
  const r = useRoomWords(voicesWords);
  const me = useMe();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'answer' | 'release'>();
  const { data } = useQuery({
    queryKey: ['voices', 'entry', entry.id],
    queryFn: ({ signal }) => call(voiceCalls.voicesOfEntry, { id: entry.id }, { signal }),
    retry: false,
  });
  if (data === undefined) return null;
  const waiting = data.items.filter(
    (voice) => voice.state === 'linked' && voice.can.includes('answer'),
  ).length;
  const close = (): void => setOpen(undefined);
  return (
    <section className={css['within']} aria-label={r.entryVoices}>
      <h2>{r.entryVoices}</h2>
      <p className={css['sub']}>{r.entryCounts(exact(data.voices), exact(data.meToo))}</p>
      {data.items.length === 0 && <p className={css['sub']}>{r.entryNone}</p>}
      <ul className={css['records']}>
        {data.items.map((voice) => (
          <li key={voice.id}>
            <span className={css['tags']}>
              <VoiceTag state={voice.state} />
              <span className={css['sub']}>
                {r.channels[voice.channel]} · {day(voice.receivedOn)}
              </span>
            </span>
            <Link to="/voices" search={{ id: voice.id }}>
              {voice.title}
            </Link>
          </li>
        ))}
      </ul>
      <div className={css['actions']}>
        {waiting > 0 && (
          <Button onClick={() => setOpen('answer')}>{r.bulkAnswer(exact(waiting))}</Button>
        )}
        {holdsAny(me, ['office', 'leader']) && (
          <Button onClick={() => setOpen('release')}>{r.release}</Button>
        )}
      </div>
      {open === 'answer' && (
        <BulkAnswerDialog
          entry={entry}
          expect={waiting}
          onClose={close}
          onDone={() => void queries.invalidateQueries({ queryKey: ['voices'] })}
        />
      )}
      {open === 'release' && <ReleaseDialog entry={entry} onClose={close} />}
    </section>
  );
}

/** 公开审查: these words, and no others, become public. */
function ReleaseDialog({
  entry,
  onClose,
}: {
  readonly entry: Entry;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const queries = useQueryClient();
  const [title, setTitle] = useState(entry.title);
  const [words, setWords] = useState('');
  const [reason, setReason] = useState('');
  const act = useAct((key, fields: { title: string; words: string; reason: string }) =>
    call(voiceCalls.releaseEntry, { id: entry.id, ...fields }, { key }),
  );
  const submit = async (): Promise<void> => {
    if ((await act.run({ title, words, reason })) === undefined) return;
    void queries.invalidateQueries({ queryKey: ['voices', 'releases'] });
    say(r.released);
    onClose();
  };
  return (
    <FormDialog
      title={r.release}
      about={entry.no}
      busy={act.busy}
      needs={[
        [r.publicTitle, title.trim() !== ''],
        [r.publicWords, words.trim() !== ''],
        [r.releaseReason, reason.trim() !== ''],
      ]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <Note tone="ochre">{r.releaseHint}</Note>
      <TextInput label={r.publicTitle} value={title} maxLength={200} onText={setTitle} />
      <TextArea label={r.publicWords} value={words} rows={5} maxLength={4000} onText={setWords} />
      <TextArea
        label={r.releaseReason}
        value={reason}
        rows={2}
        maxLength={500}
        onText={setReason}
      />
    </FormDialog>
  );
}
