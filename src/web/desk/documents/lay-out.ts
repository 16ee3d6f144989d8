import type { Detail, Sentence } from './reading-model.ts';

/** A stretch of the raw text that is drawn in one way. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** `seq` of the sentence it is part of; undefined for headings and what is no sentence. */
  readonly seq: number | undefined;
  readonly repaired: boolean;
}

/** A paragraph of the page. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** Level of the heading it is, 0 for text. */
  readonly level: number;
  readonly pieces: readonly Piece[];
}

/** Blocks drawn together; those far from sight are not drawn. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly Block[];
  readonly seqs: { readonly from: number; readonly to: number };
}

const CHUNK_CHARACTERS = 2500;

/**
 * The page as it is drawn: a line of the file is a paragraph, but a line that breaks inside a sentence (as
 * those of a PDF do) is not the end of one. Nothing of the text is left out or moved.
 */
export function layOut(
  text: string,
  sentences: readonly Sentence[],
  { outline, repairs }: Pick<Detail, 'outline' | 'repairs'>,
): Chunk[] {
  const spans = paragraphs(text, sentences);
  let seq = 0;
  let heading = 0;
  let repair = 0;
  const blocks = spans.map(([start, end]): Block => {
    while ((outline[heading]?.end ?? Infinity) <= start) heading += 1;
    while ((sentences[seq]?.passage.end ?? Infinity) <= start) seq += 1;
    while ((repairs[repair]?.end ?? Infinity) <= start) repair += 1;
    const title = outline[heading];
    const isHeading =
      title !== undefined &&
      title.start >= start &&
      text.slice(start, title.start).trim() === '' &&
      text.slice(title.end, end).trim().length <= 1;
    const within = { start, end, seq, repair };
    return {
      start,
      end,
      level: isHeading ? Math.max(1, title.level) : 0,
      pieces: piecesOf(within, sentences, repairs),
    };
  });
  return chunked(blocks);
}

/** Where paragraphs lie; blank lines are none. */
function paragraphs(text: string, sentences: readonly Sentence[]): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  let seq = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && text[at] !== '\n') continue;
    while ((sentences[seq]?.passage.end ?? Infinity) <= at) seq += 1;
    const around = sentences[seq]?.passage;
    if (at < text.length && around !== undefined && around.start < at) continue;
    if (text.slice(start, at).trim() !== '') found.push([start, at]);
    start = at + 1;
  }
  return found;
}

interface Within {
  readonly start: number;
  readonly end: number;
  readonly seq: number;
  readonly repair: number;
}

function piecesOf(
  { start, end, seq, repair }: Within,
  sentences: readonly Sentence[],
  repairs: Detail['repairs'],
): Piece[] {
  const cuts = new Set([start, end]);
  const add = (at: number): void => {
    if (at > start && at < end) cuts.add(at);
  };
  for (let i = seq; (sentences[i]?.passage.start ?? Infinity) < end; i += 1) {
    add(sentences[i]?.passage.start ?? 0);
    add(sentences[i]?.passage.end ?? 0);
  }
  for (let i = repair; (repairs[i]?.start ?? Infinity) < end; i += 1) {
    add(repairs[i]?.start ?? 0);
    add(repairs[i]?.end ?? 0);
  }
  const edges = [...cuts].toSorted((a, b) => a - b);
  let [sentence, garbled] = [seq, repair];
  return edges.slice(0, -1).map((from, i) => {
    while ((sentences[sentence]?.passage.end ?? Infinity) <= from) sentence += 1;
    while ((repairs[garbled]?.end ?? Infinity) <= from) garbled += 1;
    return {
      start: from,
      end: edges[i + 1] ?? from,
      seq: (sentences[sentence]?.passage.start ?? Infinity) <= from ? sentence : undefined,
      repaired: (repairs[garbled]?.start ?? Infinity) <= from,
    };
  });
}

function chunked(blocks: readonly Block[]): Chunk[] {
  const chunks: Chunk[] = [];
  let now: Block[] = [];
  const close = (): void => {
    const [first] = now;
    const last = now.at(-1);
    if (first === undefined || last === undefined) return;
    const seqs = now.flatMap(({ pieces }) => pieces.flatMap(({ seq }) => seq ?? []));
    chunks.push({
      start: first.start,
      end: last.end,
      blocks: now,
      seqs: { from: seqs[0] ?? 0, to: (seqs.at(-1) ?? -1) + 1 },
    });
    now = [];
  };
  let [previous] = blocks;
  for (const block of blocks) {
    const isLong = block.end - (now[0]?.start ?? block.start) > CHUNK_CHARACTERS;
    // One sentence is drawn once: a chunk does not begin within one.
    const joins = previous?.pieces.at(-1)?.seq;
    if (isLong && (joins === undefined || joins !== block.pieces[0]?.seq)) close();
    now.push(block);
    previous = block;
  }
  close();
  return chunks;
}

/** A stretch of a sentence, with the candidates that lie over it, outermost first. */
export interface Cut<T> {
  readonly start: number;
  readonly end: number;
  readonly over: readonly T[];
}

/** A stretch cut where spans begin and end. */
export function cutBySpans<T extends { readonly start: number; readonly end: number }>(
  start: number,
  end: number,
  spans: readonly T[],
): Cut<T>[] {
  const near = spans.filter((span) => span.start < end && span.end > start);
  const edges = [
    ...new Set([
      start,
      end,
      ...near.flatMap((span) => [Math.max(start, span.start), Math.min(end, span.end)]),
    ]),
  ].toSorted((a, b) => a - b);
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1] ?? from;
    const over = near.filter((span) => span.start <= from && span.end >= to);
    return {
      start: from,
      end: to,
      over: over.toSorted((a, b) => b.end - b.start - (a.end - a.start)),
    };
  });
}
