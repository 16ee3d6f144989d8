import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { roomWords, useRoomWords } from '#web/words/room-words.ts';
import { call, type Input } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { NeedingForm } from '../entry/needing-form.tsx';
import { useMe } from '../session/use-me.ts';
import css from './ledger.module.css';
import { type SavedView, viewsQuery } from './saved-views.ts';

const viewsWords = roomWords({
  zh: async () => (await import('#web/words/rooms/views-zh.ts')).viewsZh,
  en: async () => (await import('#web/words/rooms/views-en.ts')).viewsEn,
});

type Saving = Omit<Input<typeof calls.saveView>, 'name' | 'unit'>;

/** After a change the tabs are asked for anew, and the dialog goes. */
function useSettled(onClose: () => void): (said: string) => Promise<void> {
  const say = useToast();
  const queries = useQueryClient();
  return async (said) => {
    await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
    say(said);
    onClose();
  };
}

export function SaveView({
  saving,
  onClose,
}: {
  readonly saving: Saving;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(viewsWords);
  const { posts } = useMe();
  const settled = useSettled(onClose);
  const [name, setName] = useState('');
  const [unit, setUnit] = useState('');
  const act = useAct((key, input: Input<typeof calls.saveView>) =>
    call(calls.saveView, input, { key }),
  );
  const units = [...new Map(posts.map((post) => [post.unitId, post.unitName]))];
  return (
    <Dialog title={r.saveTitle} onClose={onClose}>
      <NeedingForm
        className={css['moreFilters']}
        needs={[[r.name, name.trim() !== '']]}
        onSubmit={() => {
          const shared = unit === '' ? {} : { unit };
          void act.run({ ...saving, name: name.trim(), ...shared }).then((done) => {
            if (done !== undefined) void settled(r.saved);
          });
        }}
      >
        <p>{r.saveHint}</p>
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <TextInput label={r.name} value={name} onText={setName} maxLength={20} required autoFocus />
        <SelectField
          label={r.forWhom}
          value={unit}
          onValue={setUnit}
          none={r.mine}
          options={units.map(([value, label]) => ({ value, label: r.unit(label) }))}
        />
        <Button type="submit" look="primary" busy={act.busy}>
          {r.saveTitle}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}

export function ManageView({
  view,
  onClose,
}: {
  readonly view: SavedView;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(viewsWords);
  const settled = useSettled(onClose);
  const [name, setName] = useState(view.name);
  const rename = useAct((key, to: string) =>
    call(calls.renameView, { id: view.id, name: to }, { key }),
  );
  const drop = useAct((key) => call(calls.dropView, { id: view.id }, { key }));
  const problem = rename.problem ?? drop.problem;
  return (
    <Dialog title={r.manageTitle(view.name)} onClose={onClose}>
      <NeedingForm
        className={css['moreFilters']}
        needs={[[r.name, name.trim() !== '']]}
        onSubmit={() => {
          // The name it has already is no change: nothing is left to do.
          if (name.trim() === view.name) return onClose();
          void rename.run(name.trim()).then((done) => {
            if (done !== undefined) void settled(r.renamed);
          });
        }}
      >
        {view.unit !== undefined && <p>{r.sharedWith(view.unit.name)}</p>}
        {problem !== undefined && <ProblemNote problem={problem} />}
        <TextInput label={r.name} value={name} onText={setName} maxLength={20} required autoFocus />
        {view.unit !== undefined && <p>{r.dropShared}</p>}
        <span className={css['dialogActs']}>
          <Button type="submit" look="primary" busy={rename.busy}>
            {r.rename}
          </Button>
          <Button
            look="danger"
            busy={drop.busy}
            onClick={() => {
              void drop.run().then((done) => {
                if (done !== undefined) void settled(r.dropped);
              });
            }}
          >
            {r.drop}
          </Button>
        </span>
      </NeedingForm>
    </Dialog>
  );
}
