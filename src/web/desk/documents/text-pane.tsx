import {
  memo,
  type MouseEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cx } from '#web/kit/cx.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { documentsWords } from './documents-words.ts';
import { type Block, type Chunk, cutBySpans, layOut, type Piece } from './lay-out.ts';
import { lookOf } from './look.ts';
import type { Candidate, Reading, Sentence, Stop } from './reading-model.ts';
import css from './text-pane.module.css';
import type { Shown } from './use-walk.ts';

/** Texts up to this length are drawn whole, so that the browser's own search finds every word. */
const WHOLE = 80_000;
/** Characters on a line and pixels of a line: only a first guess of how tall an undrawn stretch is. */
const GUESS = { characters: 38, line: 34 };

interface Pane {
  readonly reading: Reading;
  readonly current: Stop | undefined;
  /** The sentence an address has led to. */
  readonly arrived: number | undefined;
  /** A place to be scrolled to. */
  readonly shown: Shown | undefined;
  readonly onChoose: (seq: number, candidate: string | undefined) => void;
}

/** 正文: the raw words at reading size; what was read out of them is marked where it stands. */
export function TextPane({ reading, current, arrived, shown, onChoose }: Pane): ReactElement {
  const r = useRoomWords(documentsWords);
  const scroller = useRef<HTMLDivElement>(null);
  const { text, detail } = reading;
  const { outline, repairs } = detail;
  // Where sentences lie does not change while they are judged.
  const geometry = useRef(reading.sentences);
  if (geometry.current.length !== reading.sentences.length) geometry.current = reading.sentences;
  const chunks = useMemo(
    () => layOut(text, geometry.current, { outline, repairs }),
    [text, outline, repairs],
  );
  const lit = arrived ?? current?.sentence.passage.seq;
  useEffect(() => {
    if (lit === undefined) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-seq="${lit}"]`);
    found?.scrollIntoView({ block: 'nearest' });
  }, [lit, current?.key]);
  useEffect(() => {
    if (arrived === undefined) return;
    const found = scroller.current?.querySelector<HTMLElement>(`[data-seq="${arrived}"]`);
    found?.scrollIntoView({ block: 'center' });
    found?.focus({ preventScroll: true });
  }, [arrived]);
  useEffect(() => {
    if (shown === undefined) return;
    const blocks = chunks.flatMap((chunk) => chunk.blocks);
    const block = blocks.find(({ end }) => end > shown.at);
    const found = scroller.current?.querySelector(`#at-${block?.start}`);
    found?.scrollIntoView({ block: 'start' });
  }, [shown, chunks]);
  const choose = (event: MouseEvent): void => {
    if (getSelection()?.isCollapsed === false) return;
    const target = event.target as HTMLElement;
    const seq = target.closest<HTMLElement>('[data-seq]')?.dataset['seq'];
    const candidate = target.closest<HTMLElement>('[data-c]')?.dataset['c'];
    if (seq !== undefined) onChoose(Number(seq), candidate);
  };
  return (
    <div
      ref={scroller}
      className={css['scroller']}
      role="region"
      aria-label={r.text}
      // A scrolling region must be reachable.
      tabIndex={0}
    >
      {/* The cards and J, K do the same by key. */}
      <div className={css['page']} lang="zh-CN" onClick={choose}>
        {chunks.map((chunk) => {
          const { from, to } = chunk.seqs;
          return (
            <ChunkView
              key={chunk.start}
              chunk={chunk}
              text={text}
              sentences={reading.sentences.slice(from, to)}
              lit={lit !== undefined && lit >= from && lit < to ? lit : undefined}
              span={current?.candidate}
              scroller={scroller}
              wanted={
                text.length <= WHOLE ||
                (shown !== undefined && shown.at >= chunk.start && shown.at < chunk.end)
              }
            />
          );
        })}
      </div>
    </div>
  );
}

interface ChunkProps {
  readonly chunk: Chunk;
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly lit: number | undefined;
  readonly span: Candidate | undefined;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Is it to be drawn wherever one looks? */
  readonly wanted: boolean;
}

const ChunkView = memo(
  function ChunkView({ chunk, text, sentences, lit, span, scroller, wanted }: ChunkProps) {
    const box = useRef<HTMLDivElement>(null);
    const [near, setNear] = useState(false);
    const drawn = near || wanted || lit !== undefined;
    useEffect(() => {
      const watched = box.current;
      if (drawn || watched === null) return undefined;
      const watch = new IntersectionObserver(
        ([seen]) => {
          if (seen?.isIntersecting === true) setNear(true);
        },
        { root: scroller.current, rootMargin: '1500px' },
      );
      watch.observe(watched);
      return () => watch.disconnect();
    }, [drawn, scroller]);
    const lines = (chunk.end - chunk.start) / GUESS.characters + chunk.blocks.length;
    const guess = Math.round(lines * GUESS.line);
    return (
      <div
        ref={box}
        className={css['chunk']}
        style={drawn ? { containIntrinsicSize: `auto ${guess}px` } : { height: guess }}
      >
        {drawn &&
          chunk.blocks.map((block) => (
            <BlockView
              key={block.start}
              block={block}
              text={text}
              sentences={sentences}
              from={chunk.seqs.from}
              lit={lit}
              span={span}
            />
          ))}
      </div>
    );
  },
  (was, now) =>
    was.chunk === now.chunk &&
    was.text === now.text &&
    was.lit === now.lit &&
    was.wanted === now.wanted &&
    (now.lit === undefined || was.span === now.span) &&
    was.sentences.every((sentence, i) => sentence === now.sentences[i]),
);

function BlockView({
  block,
  text,
  sentences,
  from,
  lit,
  span,
}: {
  readonly block: Block;
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly from: number;
  readonly lit: number | undefined;
  readonly span: Candidate | undefined;
}): ReactElement {
  const pieces = block.pieces.map((piece) => (
    <PieceView
      key={piece.start}
      piece={piece}
      text={text}
      sentence={piece.seq === undefined ? undefined : sentences[piece.seq - from]}
      lit={piece.seq !== undefined && piece.seq === lit}
      span={span}
    />
  ));
  const at = { id: `at-${block.start}` };
  if (block.level === 0) return <p {...at}>{pieces}</p>;
  if (block.level === 1) return <h2 {...at}>{pieces}</h2>;
  return block.level === 2 ? <h3 {...at}>{pieces}</h3> : <h4 {...at}>{pieces}</h4>;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  /** Undefined: the light on what is being judged. */
  readonly candidate: Candidate | undefined;
}

function PieceView({
  piece: { start, end, repaired },
  text,
  sentence,
  lit,
  span,
}: {
  readonly piece: Piece;
  readonly text: string;
  readonly sentence: Sentence | undefined;
  readonly lit: boolean;
  readonly span: Candidate | undefined;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  if (sentence === undefined) return <span data-o={start}>{text.slice(start, end)}</span>;
  const { passage, candidates } = sentence;
  const look = lookOf(sentence);
  const marks: Mark[] = candidates
    .filter((one) => one.kind !== 'task' && one.state !== 'rejected' && one.state !== 'merged')
    .map((candidate) => ({ start: candidate.start, end: candidate.end, candidate }));
  if (lit) marks.push({ ...litSpan(sentence, span), candidate: undefined });
  const cuts = cutBySpans(start, end, marks);
  const opens = start === passage.start;
  return (
    <span
      data-seq={passage.seq}
      tabIndex={opens ? -1 : undefined}
      className={cx(
        css['sentence'],
        look !== undefined && css[look.look],
        look?.settled === true && css['settled'],
        repaired && css['repaired'],
      )}
    >
      {opens && look !== undefined && (
        <span className={css['tag']} title={r.looks[look.look]}>
          {r.marks[look.look]}
          <span className={css['spoken']}>
            {r.looks[look.look]}
            {look.settled ? r.settled : r.toJudge}
          </span>
        </span>
      )}
      {cuts.map((cut) => {
        const figure = cut.over.find((mark) => mark.candidate !== undefined)?.candidate;
        const isLit = cut.over.some((mark) => mark.candidate === undefined);
        return (
          <span
            key={cut.start}
            data-o={cut.start}
            data-c={figure?.id}
            className={cx(
              figure !== undefined && css[figure.kind === 'target' ? 'goal' : 'figure'],
              figure?.figure?.withheld === true && css['withheld'],
              isLit && css['lit'],
            )}
          >
            {text.slice(cut.start, cut.end)}
          </span>
        );
      })}
      {repaired && <sup className={css['note']}>{r.repairedMark}</sup>}
    </span>
  );
}

/** What is lit: the words that prove a candidate, else the sentence. */
function litSpan({ passage, candidates }: Sentence, span: Candidate | undefined) {
  if (span === undefined || !candidates.some((one) => one.id === span.id)) return passage;
  return span.kind === 'task' ? span : { start: span.quoteStart, end: span.quoteEnd };
}

/** The stretch of the raw text that is selected in the page; undefined when none is. */
export function selectedStretch(): { readonly start: number; readonly end: number } | undefined {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed) return undefined;
  const offset = (node: Node | null, within: number): number | undefined => {
    const from = node?.parentElement?.closest<HTMLElement>('[data-o]')?.dataset['o'];
    return from === undefined ? undefined : Number(from) + within;
  };
  const ends = [
    offset(selection.anchorNode, selection.anchorOffset),
    offset(selection.focusNode, selection.focusOffset),
  ];
  const [a, b] = ends;
  if (a === undefined || b === undefined || a === b) return undefined;
  return { start: Math.min(a, b), end: Math.max(a, b) };
}
