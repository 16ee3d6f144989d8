import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { useToast } from '#web/kit/toast.tsx';
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
  const { day, exact } = useWords();
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
        {can.includes('revise') && <Button onClick={() => onOpen('revise')}>{r.revise}</Button>}
        {can.includes('correct') && <Button onClick={() => onOpen('facts')}>{r.correct}</Button>}
        {detail.model && can.includes('ask_model') && (
          <Button
            busy={ask.busy}
            onClick={() => void ask.run().then((asked) => asked && say(r.modelAsked))}
          >
            {r.askModel}
          </Button>
        )}
        <a className={buttonClass('quiet')} href={hrefOf(documentCalls.downloadDocument, { id })}>
          {r.download}
        </a>
      </div>
      {ask.problem !== undefined && <ProblemNote problem={ask.problem} />}
    </header>
  );
}
