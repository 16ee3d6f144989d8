import { Link } from '@tanstack/react-router';
import type { ReactElement, Ref } from 'react';
import { Button } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Tag, type Tone } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './cards.module.css';
import { documentsWords } from './documents-words.ts';
import { type Candidate, isOpen, type Stop } from './reading-model.ts';
import { sayFigure } from './say-figure.ts';

/** What can be done with a card, by key or press. */
export const DEEDS = [
  'accept',
  'edit',
  'reject',
  'merge',
  'split',
  'frame',
  'task',
  'target',
] as const;
export type Deed = (typeof DEEDS)[number];

export const DEED_KEYS = {
  accept: 'A',
  edit: 'E',
  reject: 'X',
  merge: 'M',
  split: 'S',
  frame: 'F',
  task: 'T',
  target: 'I',
} as const satisfies Record<Deed, string>;

const STATE_TONE: Readonly<Record<Candidate['state'], Tone>> = {
  proposed: 'ochre',
  accepted: 'malachite',
  edited: 'malachite',
  rejected: 'ink',
  merged: 'wisteria',
  split: 'ink',
};
const STATE_SHAPE = {
  proposed: 'empty',
  accepted: 'full',
  edited: 'full',
  rejected: 'bar',
  merged: 'half',
  split: 'bar',
} as const;

interface Card {
  readonly stop: Stop;
  /** The words of the sentence, and of the figure itself. */
  readonly words: string;
  readonly figureWords: string;
  readonly isCurrent: boolean;
  readonly busy: boolean;
  /** What this person may do with it now. */
  readonly deeds: readonly Deed[];
  readonly ref: Ref<HTMLElement> | undefined;
  readonly onChoose: () => void;
  readonly onDeed: (deed: Deed) => void;
}

/** One card beside the text: what the ledger would say, and what may be done about it. */
export function CandidateCard(props: Card): ReactElement {
  const { stop, isCurrent, busy, ref, onChoose } = props;
  const { candidate } = stop;
  return (
    // J and K do the same by key.
    <article
      ref={ref}
      data-card={stop.key}
      tabIndex={-1}
      className={cx(css['card'], isCurrent && css['current'], !isOpen(stop) && css['over'])}
      aria-current={isCurrent ? 'true' : undefined}
      aria-busy={busy || undefined}
      onClick={onChoose}
    >
      {candidate === undefined ? (
        <SentenceBody {...props} />
      ) : (
        <CandidateBody {...props} candidate={candidate} />
      )}
      {isCurrent && <Deeds {...props} />}
    </article>
  );
}

function Deeds({ deeds, onDeed }: Card): ReactElement {
  const r = useRoomWords(documentsWords);
  return (
    <div className={css['deeds']}>
      {deeds.map((deed, i) => (
        <Button
          key={deed}
          look={i === 0 ? 'primary' : 'plain'}
          hint={DEED_KEYS[deed]}
          onClick={(event) => {
            event.stopPropagation();
            onDeed(deed);
          }}
        >
          {r.deeds[deed]}
        </Button>
      ))}
    </div>
  );
}

function SentenceBody({ stop: { sentence }, words }: Card): ReactElement {
  const r = useRoomWords(documentsWords);
  const { role, proposed, reason } = sentence.passage;
  const isFraming = role === 'framing';
  return (
    <>
      <p className={css['line']}>
        <strong>{isFraming || proposed === 'framing' ? r.framing : r.orphan}</strong>
        <Tag
          tone={role === 'unassigned' ? 'ochre' : 'malachite'}
          shape={role === 'unassigned' ? 'empty' : 'full'}
        >
          {role === 'unassigned' ? r.toJudge : r.roles[role === 'none' ? 'framing' : role]}
        </Tag>
      </p>
      <p className={css['title']}>{words}</p>
      {!isFraming && reason !== undefined && (
        <p className={css['sub']}>{r.because(r.reasons[reason] ?? reason)}</p>
      )}
    </>
  );
}

function CandidateBody({
  candidate,
  ...props
}: Card & { readonly candidate: Candidate }): ReactElement {
  const r = useRoomWords(documentsWords);
  const { kind, state, doubts, entry, target, lead, co } = candidate;
  return (
    <>
      <p className={css['line']}>
        <strong>{r.kinds[kind]}</strong>
        <Tag tone={STATE_TONE[state]} shape={STATE_SHAPE[state]}>
          {r.states[state]}
        </Tag>
        {candidate.proposedBy !== 'rules' && (
          <span className={css['sub']}>{r.proposedBy[candidate.proposedBy]}</span>
        )}
        {entry !== undefined && (
          <Link to="/entries/$id" params={{ id: entry.id }}>
            {entry.no}
          </Link>
        )}
        {target !== undefined && (
          <Link to="/targets/$id" params={{ id: target }}>
            {r.toTarget}
          </Link>
        )}
      </p>
      {candidate.task !== undefined && (
        <TaskLines task={candidate.task} sentence={props.stop.sentence} />
      )}
      {candidate.figure !== undefined && (
        <FigureLines figure={candidate.figure} words={props.figureWords} />
      )}
      {(lead !== undefined || co.length > 0) && (
        <p className={css['sub']}>
          {lead !== undefined && r.leadIs(lead.name)}
          {co.length > 0 && `　${r.coAre(co.map((unit) => unit.name).join('、'))}`}
        </p>
      )}
      {doubts.length > 0 && (
        <p className={css['doubts']}>
          {doubts.map((doubt) => (
            <Tag key={doubt} tone="ochre">
              {r.doubts[doubt]}
            </Tag>
          ))}
        </p>
      )}
    </>
  );
}

function TaskLines({
  task,
  sentence,
}: {
  readonly task: NonNullable<Candidate['task']>;
  readonly sentence: Stop['sentence'];
}): ReactElement {
  const { w, day, lang } = useWords();
  const r = useRoomWords(documentsWords);
  const { deadline, deadlineWords, recurrence, leadHint, coHints, measures } = task;
  const figures = sentence.candidates.filter((one) => one.kind === 'figure');
  const due =
    deadline === undefined || deadline.kind === 'none'
      ? r.noDeadline
      : [
          deadline.kind === 'date' ? '' : w.deadlineKind[deadline.kind],
          deadline.on === undefined ? '' : day(deadline.on),
          deadlineWords === undefined ? '' : r.said(deadlineWords),
        ]
          .filter((part) => part !== '')
          .join(' ');
  return (
    <>
      <p className={css['title']}>{task.title}</p>
      {measures.length > 0 && (
        <ol className={css['measures']}>
          {measures.map((measure) => (
            <li key={measure}>{measure}</li>
          ))}
        </ol>
      )}
      <p className={css['sub']}>
        {r.due} {due}
        {recurrence !== undefined && `　${r.often(recurrence)}`}
        {leadHint !== undefined && `　${r.namedLead(leadHint)}`}
        {coHints.length > 0 && `　${r.namedCo(coHints.join('、'))}`}
      </p>
      {figures.map(
        ({ id, figure }) =>
          figure !== undefined && (
            <p key={id} className={css['sub']}>
              {r.figureKinds[figure.kind]}　{figure.metric} {sayFigure(figure, r, lang)}
            </p>
          ),
      )}
    </>
  );
}

function FigureLines({
  figure,
  words,
}: {
  readonly figure: NonNullable<Candidate['figure']>;
  readonly words: string;
}): ReactElement {
  const { day, lang } = useWords();
  const r = useRoomWords(documentsWords);
  const { metric, period, deadlineWords, due, scope, grade } = figure;
  const isSaid = deadlineWords !== undefined && period?.includes(deadlineWords) === true;
  const parts = [
    r.said(words),
    r.figureKinds[figure.kind],
    grade === undefined ? '' : r.grades[grade],
    scope ?? '',
    period ?? '',
    isSaid ? '' : (deadlineWords ?? ''),
    due === undefined ? '' : r.until(day(due)),
  ];
  return (
    <>
      <p className={css['title']}>
        {metric === '' ? r.noMetric : metric} <b>{sayFigure(figure, r, lang)}</b>
      </p>
      <p className={css['sub']}>{parts.filter((part) => part !== '').join('　')}</p>
    </>
  );
}
