import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useCallback, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { TextArea, TextInput } from '#web/kit/field.tsx';
import { FileDrop } from '#web/kit/file-drop.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';

type Taken = Answer<typeof documentCalls.uploadDocument>;

const ACCEPT = '.docx,.doc,.wps,.pdf,.ofd,.html,.htm,.txt';
/** What the server takes of pasted text. */
const LONGEST = 330_000;

/** 交来文件: a file or pasted text; what cannot be taken is said in a sentence, what is known already is opened. */
export function BringDocument({ revisionOf }: { readonly revisionOf?: string }): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const { campaign } = useCampaign();
  const [text, setText] = useState('');
  const [title, setTitle] = useState('');
  const opened = useOpening(revisionOf);
  const common = {
    ...(campaign === undefined || revisionOf !== undefined ? {} : { campaign: campaign.id }),
    ...(revisionOf === undefined ? {} : { revisionOf }),
  };
  const upload = useAct((key, file: File) =>
    call(documentCalls.uploadDocument, { name: file.name, ...common }, { key, file }),
  );
  const paste = useAct((key, words: string, named: string) =>
    call(
      documentCalls.pasteDocument,
      { text: words, ...(named === '' ? {} : { title: named }), ...common },
      { key },
    ),
  );
  const bring = useCallback(
    ([file]: readonly File[]) => {
      paste.clear();
      if (file !== undefined) void upload.run(file).then((taken) => taken && opened(taken));
    },
    [upload, paste, opened],
  );
  const problem = upload.problem ?? paste.problem;
  return (
    <div className={css['bring']}>
      <FileDrop
        label={revisionOf === undefined ? r.drop : r.dropRevision}
        hint={r.dropHint}
        accept={ACCEPT}
        busy={upload.busy}
        onFiles={bring}
      />
      {problem !== undefined && <ProblemNote problem={problem} />}
      <details>
        <summary>{r.paste}</summary>
        <form
          className={css['form']}
          onSubmit={(event) => {
            event.preventDefault();
            upload.clear();
            void paste.run(text, title.trim()).then((taken) => taken && opened(taken));
          }}
        >
          <TextInput
            label={r.docTitle}
            optional={w.kit.optional}
            value={title}
            maxLength={200}
            onText={setTitle}
          />
          <TextArea
            label={r.pasteLabel}
            rows={8}
            value={text}
            maxLength={LONGEST}
            onText={setText}
          />
          <p>
            <Button type="submit" look="primary" busy={paste.busy} disabled={text.trim() === ''}>
              {r.read}
            </Button>
          </p>
        </form>
      </details>
    </div>
  );
}

/** Go to what was brought; a version of something that was read before opens with what has changed. */
function useOpening(revisionOf: string | undefined): (taken: Taken) => void {
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  return useCallback(
    ({ document, known }: Taken) => {
      if (known) say(r.known);
      void queries.invalidateQueries({ queryKey: ['documents'] });
      void navigate({
        to: '/documents/$id',
        params: { id: document.id },
        search: revisionOf === undefined || known ? {} : { tab: 'changes' },
      });
    },
    [revisionOf, queries, navigate, say, r],
  );
}
