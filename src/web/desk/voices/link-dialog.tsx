import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox } from '#web/kit/combobox.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Field, TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchEntries } from '../api/search-entries.ts';
import { useAct } from '../api/use-act.ts';
import { MarkedText } from '../distil/marked-text.tsx';
import { FormDialog } from './form-dialog.tsx';
import { useVoiceChanged } from './use-voice-changed.ts';
import { type VoiceDetail, voiceCalls, voiceMoves } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

interface Props {
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}

const HINT_LENGTH = 400;

/** 并入已有问题: those that are alike first, with the shared words marked; any other by number or title. */
export function LinkDialog({ voice, onClose }: Props): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const text = `${voice.place} ${voice.summary}`.trim().slice(0, HINT_LENGTH);
  const alike = useQuery({
    queryKey: ['distil', 'similar', 'entry', text],
    queryFn: ({ signal }) => call(voiceCalls.suggestSimilar, { text, only: 'entry' }, { signal }),
    // While the index is being built it is asked again.
    refetchInterval: ({ state }) => (state.data?.ready === false ? 3000 : false),
    retry: false,
  });
  const act = useAct((key, entry: string) =>
    call(voiceMoves.link, { id: voice.id, version: voice.version, entry }, { key }),
  );
  const link = async (entry: string | undefined): Promise<void> => {
    if (entry === undefined) return;
    const now = await act.run(entry);
    if (now === undefined) return;
    changed(now);
    say(r.done(r.moves.link));
    onClose();
  };
  const items = alike.data?.items ?? [];
  return (
    <Dialog title={r.linkTitle} onClose={onClose} side>
      <div className={css['form']}>
        <p className={css['sub']}>
          {voice.no}　{voice.title}
        </p>
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <Field label={r.find}>
          {(ids) => (
            <Combobox
              ids={ids}
              chosen={undefined}
              search={searchEntries}
              onChoose={(found) => void link(found?.id)}
            />
          )}
        </Field>
        <h3>{r.alike}</h3>
        {alike.isPending && <Skeleton rows={3} />}
        {alike.data?.ready === false && <p className={css['sub']}>{r.alikeBuilding}</p>}
        {alike.data?.ready === true && items.length === 0 && (
          <p className={css['sub']}>{r.noAlike}</p>
        )}
        <ul className={`${css['plain']} ${css['alike']}`}>
          {items.map((item) => (
            <li key={item.id}>
              <p className={css['sub']}>
                <Link to="/entries/$id" params={{ id: item.id }} target="_blank">
                  {item.no}
                </Link>{' '}
                · {item.unit.name} · {r.score(exact(Math.round(item.score * 100)))}
              </p>
              <MarkedText text={item.text} marks={item.marks} />
              <Button busy={act.busy} onClick={() => void link(item.id)}>
                {r.linkHere}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** 由诉求提出新问题. */
export function RaiseDialog({ voice, onClose }: Props): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const { choices } = useCategories();
  const [title, setTitle] = useState(voice.title);
  const [detail, setDetail] = useState(voice.summary);
  const [category, setCategory] = useState('');
  const [unit, setUnit] = useState<string>();
  const act = useAct(
    (key, fields: { title: string; detail: string; category?: string; unit?: string }) =>
      call(voiceCalls.raiseFromVoice, { id: voice.id, version: voice.version, ...fields }, { key }),
  );
  const submit = async (): Promise<void> => {
    const now = await act.run({
      title,
      detail,
      ...(category !== '' && { category }),
      ...(unit !== undefined && { unit }),
    });
    if (now === undefined) return;
    changed(now);
    say(r.done(r.raise));
    onClose();
  };
  return (
    <FormDialog
      title={r.raise}
      about={r.raiseHint}
      busy={act.busy}
      needs={[[r.titleField, title.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput label={r.titleField} value={title} maxLength={200} onText={setTitle} />
      <TextArea
        label={r.summaryField}
        optional={w.kit.optional}
        value={detail}
        rows={6}
        maxLength={8000}
        onText={setDetail}
      />
      {choices.length > 0 && (
        <SelectField
          label={r.category}
          optional={w.kit.optional}
          none={r.unsorted}
          value={category}
          options={choices}
          onValue={setCategory}
        />
      )}
      <UnitField label={r.leadUnit} optional={w.kit.optional} onUnit={setUnit} />
    </FormDialog>
  );
}
