import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import type { Detail } from './reading-model.ts';

/** 更正要素: what the document is called and when it was made; its date decides what 今年 and 年底前 mean. */
export function FactsDialog({
  detail,
  onClose,
}: {
  readonly detail: Detail;
  readonly onClose: () => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const [title, setTitle] = useState(detail.title);
  const [organ, setOrgan] = useState(detail.organ);
  const [no, setNo] = useState(detail.no);
  const [date, setDate] = useState(detail.date ?? '');
  const act = useAct((key) =>
    call(
      documentCalls.correctDocument,
      {
        id: detail.id,
        version: detail.version,
        title: title.trim(),
        organ: organ.trim(),
        no: no.trim(),
        ...(date === '' ? {} : { date }),
      },
      { key },
    ),
  );
  const save = async (): Promise<void> => {
    if ((await act.run()) === undefined) return;
    await queries.invalidateQueries({ queryKey: ['documents'] });
    onClose();
  };
  return (
    <Dialog title={r.correct} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label={r.docTitle} value={title} maxLength={200} onText={setTitle} />
        <TextInput
          label={r.organ}
          optional={w.kit.optional}
          value={organ}
          maxLength={100}
          onText={setOrgan}
        />
        <TextInput
          label={r.docNo}
          optional={w.kit.optional}
          value={no}
          maxLength={100}
          onText={setNo}
        />
        <DateField label={r.docDate} hint={r.dateHint} value={date} onDay={setDate} />
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        <p>
          <Button type="submit" look="primary" busy={act.busy} disabled={title.trim() === ''}>
            {r.save}
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
