import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { CandidateCard, type Deed } from './candidate-card.tsx';
import css from './cards.module.css';
import type { Covered } from './coverage-bar.tsx';
import { documentsWords } from './documents-words.ts';
import { isOpen, type Reading, sameHeading, type Sentence, type Stop } from './reading-model.ts';

interface Pane {
  readonly reading: Reading;
  readonly stops: readonly Stop[];
  readonly current: Stop;
  readonly pending: ReadonlySet<string>;
  readonly deedsOf: (stop: Stop) => readonly Deed[];
  /** Goes up by one when the current card is to take the focus. */
  readonly focus: number;
  readonly onChoose: (stop: Stop) => void;
  readonly onDeed: (stop: Stop, deed: Deed) => void;
  readonly onBatch: (stops: readonly Stop[]) => void;
  readonly onFrame: (sentences: readonly Sentence[]) => void;
}

/** What of these a person may accept in one go: the certain tasks and targets that are still proposed. */
export function certainOf(stops: readonly Stop[]): readonly Stop[] {
  return stops.filter(
    ({ candidate }) => candidate?.state === 'proposed' && candidate.certainty === 'sure',
  );
}

/** Sentences that the rules take for framing, with nothing else proposed in them. */
export function framingOf(stops: readonly Stop[]): readonly Sentence[] {
  return stops.flatMap((stop) =>
    stop.candidate === undefined && isOpen(stop) && stop.sentence.passage.proposed === 'framing'
      ? [stop.sentence]
      : [],
  );
}

/** 卡片: everything under the heading of what is being judged, with what can be done for all of it at once. */
export function CardPane(pane: Pane): ReactElement {
  const { reading, stops, current, pending, focus } = pane;
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const { section, subsection, heading } = current.sentence.passage;
  const path = [section, subsection, heading].filter((one) => one !== '');
  const here = useMemo(() => sameHeading(stops, current), [stops, current]);
  const certain = certainOf(here);
  const framing = framingOf(here);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' });
    if (focus > 0) card.current?.focus({ preventScroll: true });
  }, [focus, current.key]);
  return (
    <section className={css['pane']} aria-label={r.cards}>
      <div className={css['head']}>
        {path.length > 1 && <p className={css['path']}>{path.slice(0, -1).join(' › ')}</p>}
        <h2>{path.at(-1) ?? r.noHeading}</h2>
        {(certain.length > 0 || framing.length > 0) && (
          <div className={css['acts']}>
            {certain.length > 0 && pane.deedsOf(current).length > 0 && (
              <Button hint="B" onClick={() => pane.onBatch(certain)}>
                {r.acceptHeading(exact(certain.length))}
              </Button>
            )}
            {framing.length > 1 && pane.deedsOf(current).length > 0 && (
              <Button onClick={() => pane.onFrame(framing)}>
                {r.frameHeading(exact(framing.length))}
              </Button>
            )}
          </div>
        )}
      </div>
      <div className={css['list']}>
        {here.map((stop) => {
          const isCurrent = stop.key === current.key;
          const { start, end } = stop.sentence.passage;
          return (
            <CandidateCard
              key={stop.key}
              stop={stop}
              words={reading.text.slice(start, end)}
              figureWords={reading.text.slice(stop.candidate?.start, stop.candidate?.end)}
              isCurrent={isCurrent}
              busy={pending.has(stop.key)}
              deeds={isCurrent ? pane.deedsOf(stop) : []}
              ref={isCurrent ? card : undefined}
              onChoose={() => pane.onChoose(stop)}
              onDeed={(deed) => pane.onDeed(stop, deed)}
            />
          );
        })}
      </div>
    </section>
  );
}

/** So many sentences are listed; the figure above says how many there are. */
const LISTED = 300;

/** What a figure of the coverage bar opens: its sentences. */
export function RoleList({
  reading,
  role,
  mayDecide,
  onChoose,
  onFrame,
  onClose,
}: {
  readonly reading: Reading;
  readonly role: Covered;
  readonly mayDecide: boolean;
  readonly onChoose: (sentence: Sentence) => void;
  readonly onFrame: (sentences: readonly Sentence[]) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const found = reading.sentences.filter(
    ({ passage }) => passage.role === role && passage.part === 'plan',
  );
  const framing = found.filter(
    ({ passage, candidates }) =>
      role === 'unassigned' &&
      passage.proposed === 'framing' &&
      !candidates.some((one) => one.kind !== 'figure'),
  );
  return (
    <section className={css['pane']} aria-label={r.roles[role]}>
      <div className={css['head']}>
        <h2>{r.roleCount(r.roles[role], exact(found.length))}</h2>
        <div className={css['acts']}>
          <Button onClick={onClose}>{r.backToCards}</Button>
          {mayDecide && framing.length > 0 && (
            <Button onClick={() => onFrame(framing)}>{r.frameAll(exact(framing.length))}</Button>
          )}
        </div>
      </div>
      <ul className={css['sentences']}>
        {found.slice(0, LISTED).map((sentence) => {
          const { seq, start, end } = sentence.passage;
          return (
            <li key={seq}>
              <button type="button" onClick={() => onChoose(sentence)}>
                {reading.text.slice(start, end)}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
