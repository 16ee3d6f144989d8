import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useMemo, useState } from 'react';
import { Dialog } from '#web/kit/dialog.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { BringDocument } from './bring-document.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { CoverageBar } from './coverage-bar.tsx';
import { documentsWords } from './documents-words.ts';
import { EditDialog } from './edit-dialog.tsx';
import { FactsDialog } from './facts-dialog.tsx';
import { HandDownDialog } from './hand-down-dialog.tsx';
import { LeadsPanel } from './leads-panel.tsx';
import css from './reader.module.css';
import { ReaderColumns } from './reader-columns.tsx';
import { ReaderHead } from './reader-head.tsx';
import { isOpen, type Reading } from './reading-model.ts';
import { RepairChoices } from './repair-choices.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { selectedStretch } from './text-pane.tsx';
import { useDeciding } from './use-deciding.ts';
import { type Opened, type Tab, useDeeds } from './use-deeds.ts';
import { useWalk } from './use-walk.ts';

/** 阅读器: the text between its outline and its cards; judged by key, a sentence at a time. */
export function Reader({ reading }: { readonly reading: Reading }): ReactElement {
  const r = useRoomWords(documentsWords);
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/inside/documents/$id' });
  const deciding = useDeciding(reading);
  const [opened, setOpened] = useState<Opened>();
  const walk = useWalk(reading, deciding.pending);
  const { detail } = reading;
  const { id } = detail;
  const toTab = (to: Tab | undefined): void =>
    void navigate({
      to: '/documents/$id',
      params: { id },
      search: to === undefined ? {} : { tab: to },
    });
  const deeds = useDeeds({ reading, walk, deciding, tab, onTab: toTab, onOpen: setOpened });
  const { current } = walk;
  const close = (): void => setOpened(undefined);
  const open = useMemo(() => walk.stops.filter(isOpen).length, [walk.stops]);
  return (
    <div className={css['reader']}>
      <ReaderHead reading={reading} tab={tab} onTab={toTab} onOpen={setOpened} />
      <div className={css['state']}>
        <CoverageBar
          coverage={detail.coverage}
          chosen={walk.role}
          onChoose={(role) => {
            if (tab !== undefined) toTab(undefined);
            walk.setRole(role === walk.role ? undefined : role);
          }}
        />
        {detail.supersededBy !== undefined && (
          <Note tone="ochre">
            {r.superseded}{' '}
            <Link to="/documents/$id" params={{ id: detail.supersededBy }}>
              {r.toNewer}
            </Link>
          </Note>
        )}
        {detail.repairs.length > 0 && (
          <p className={css['sub']}>{r.repaired(String(detail.repairs.length))}</p>
        )}
        <RepairChoices reading={reading} />
        {deciding.problem !== undefined && <ProblemNote problem={deciding.problem} />}
        <p className={css['spoken']} role="status" aria-live="polite">
          {deciding.said === '' ? '' : `${deciding.said}。${r.left(String(open))}`}
        </p>
      </div>
      {tab === 'leads' && <LeadsPanel reading={reading} onDone={deciding.done} />}
      {tab === 'changes' && <ChangesPanel reading={reading} />}
      {tab === undefined && (
        <ReaderColumns reading={reading} walk={walk} deciding={deciding} deeds={deeds} />
      )}
      {opened === 'edit' && current?.candidate !== undefined && (
        <EditDialog
          id={id}
          candidate={current.candidate}
          onClose={close}
          onDone={(change) => {
            deciding.done(change, r.edited);
            close();
            walk.goOn(current);
          }}
        />
      )}
      {opened === 'split' && current?.candidate !== undefined && (
        <Splitting
          words={reading.text.slice(current.candidate.start, current.candidate.end)}
          start={current.candidate.start}
          onClose={close}
          onSplit={(at) => {
            close();
            if (current.candidate !== undefined) void deciding.split(current.candidate, [at]);
          }}
        />
      )}
      {opened === 'hand_down' && <HandDownDialog reading={reading} onClose={close} />}
      {opened === 'facts' && <FactsDialog detail={detail} onClose={close} />}
      {opened === 'revise' && (
        <Dialog title={r.revise} onClose={close}>
          <p className={css['sub']}>{r.reviseHint}</p>
          <BringDocument revisionOf={id} />
        </Dialog>
      )}
    </div>
  );
}

/** 拆分, with the cursor of the page where one stands in the sentence. */
function Splitting({
  words,
  start,
  onClose,
  onSplit,
}: {
  readonly words: string;
  readonly start: number;
  readonly onClose: () => void;
  /** Offset in the text. */
  readonly onSplit: (at: number) => void;
}): ReactElement {
  const [from] = useState(() => {
    const at = selectedStretch()?.start;
    const isWithin = at !== undefined && at > start && at < start + words.length;
    return isWithin ? at - start : undefined;
  });
  return (
    <SplitDialog words={words} at={from} onClose={onClose} onSplit={(at) => onSplit(start + at)} />
  );
}
