import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { useCategories } from '../api/campaigns.ts';
import { NeedingForm } from '../entry/needing-form.tsx';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';

/** 由一组诉求提出问题: a title, and a category where one is sure of it. */
export function RaiseGroupDialog({
  title: said,
  busy,
  onClose,
  onRaise,
}: {
  readonly title: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onRaise: (problem: { title: string; category?: string }) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(distilWords);
  const { choices } = useCategories();
  const [title, setTitle] = useState(said);
  const [category, setCategory] = useState('');
  return (
    <Dialog title={r.raiseTitle} onClose={onClose} side>
      <NeedingForm
        className={css['form']}
        needs={[[r.problemTitle, title.trim() !== '']]}
        onSubmit={() => onRaise({ title, ...(category !== '' && { category }) })}
      >
        <p className={css['sub']}>{r.raiseHint}</p>
        <TextInput label={r.problemTitle} value={title} maxLength={200} onText={setTitle} />
        {choices.length > 0 && (
          <SelectField
            label={r.problemCategory}
            optional={w.kit.optional}
            none={r.noCategory}
            value={category}
            options={choices}
            onValue={setCategory}
          />
        )}
        <Button type="submit" look="primary" busy={busy}>
          {r.save}
        </Button>
      </NeedingForm>
    </Dialog>
  );
}
