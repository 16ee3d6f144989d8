import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Menu } from '#web/kit/menu.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useMedia } from '#web/kit/use-media.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, hrefOf } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';
import css from './reader.module.css';
import type { Reading } from './reading-model.ts';
import type { Opened, Tab } from './use-deeds.ts';

/** What is done with the document as a paper; on a phone these stand in a menu. */
interface Paper {
  readonly id: 'revise' | 'correct' | 'ask_model';
  readonly label: string;
  readonly busy?: boolean;
  readonly run: () => void;
}

/** What the document is, the three things one does with it, and its papers. */
export function ReaderHead({
  reading: { detail },
  tab,
  onTab,
  onOpen,
}: {
  readonly reading: Reading;
  readonly tab: Tab | undefined;
  readonly onTab: (tab: Tab | undefined) => void;
  readonly onOpen: (opened: Opened) => void;
}): ReactElement {
  const { w, day, exact } = useWords();
  const r = useRoomWords(documentsWords);
  const say = useToast();
  const { id, can, counts } = detail;
  const ask = useAct((key) => call(documentCalls.askModel, { id }, { key }));
  const about = [
    detail.organ,
    detail.no,
    detail.date === undefined ? r.noDate : day(detail.date),
    detail.unit.name,
  ].filter((part) => part !== '');
  const tabs: readonly (readonly [Tab | undefined, string])[] = [
    [undefined, r.tabs.read],
    ...(can.includes('assign')
      ? [['leads', counts.noLead === 0 ? r.leads : r.tabs.leads(exact(counts.noLead))] as const]
      : []),
    ...(detail.revisionOf === undefined ? [] : [['changes', r.tabs.changes] as const]),
  ];
  const narrow = useMedia('(max-width: 760px)');
  const original = hrefOf(documentCalls.downloadDocument, { id });
  const all: readonly Paper[] = [
    { id: 'revise', label: r.revise, run: () => onOpen('revise') },
    { id: 'correct', label: r.correct, run: () => onOpen('facts') },
    {
      id: 'ask_model',
      label: r.askModel,
      busy: ask.busy,
      run: () => void ask.run().then((asked) => asked && say(r.modelAsked)),
    },
  ];
  const papers = all.filter(
    (one) => can.includes(one.id) && (one.id !== 'ask_model' || detail.model),
  );
  return (
    <header className={css['head']}>
      <div className={css['what']}>
        <p className={css['sub']}>
          <Link to="/documents">{r.title}</Link> · {about.join(' · ')}
        </p>
        <h1>{detail.title}</h1>
      </div>
      <div className={css['tools']}>
        <div className={css['tabs']}>
          {tabs.map(([to, label]) => (
            <button
              key={label}
              type="button"
              className={cx(css['tab'], to === tab && css['chosen'])}
              aria-pressed={to === tab}
              onClick={() => onTab(to)}
            >
              {label}
            </button>
          ))}
        </div>
        {can.includes('hand_down') && (
          <Button look="primary" hint="D" onClick={() => onOpen('hand_down')}>
            {counts.toHandDown > 0 ? r.handDownN(exact(counts.toHandDown)) : r.handDown}
          </Button>
        )}
        {narrow ? (
          <Menu
            label="⋯"
            name={w.kit.more}
            arrow={false}
            choices={[
              ...papers,
              { id: 'download', label: r.download, run: () => location.assign(original) },
            ]}
          />
        ) : (
          <>
            {papers.map(({ id: paper, label, busy, run }) => (
              <Button key={paper} busy={busy === true} onClick={run}>
                {label}
              </Button>
            ))}
            <a className={buttonClass('quiet')} href={original}>
              {r.download}
            </a>
          </>
        )}
      </div>
      {ask.problem !== undefined && <ProblemNote problem={ask.problem} />}
    </header>
  );
}
