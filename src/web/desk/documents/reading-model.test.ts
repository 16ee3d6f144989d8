import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutBySpans, layOut } from './lay-out.ts';
import {
  type Candidate,
  type Detail,
  isOpen,
  isUncertain,
  makeReading,
  type Passage,
  stepTo,
  stopAt,
  stopsOf,
  withChange,
} from './reading-model.ts';

const DETAIL = { version: 3, outline: [], repairs: [] } as unknown as Detail;

function passage(seq: number, start: number, end: number, more: Partial<Passage> = {}): Passage {
  const heading = { section: '', subsection: '', heading: '' };
  return { seq, start, end, part: 'plan', paragraph: seq, ...heading, role: 'unassigned', ...more };
}

function candidate(id: string, of: number, more: Partial<Candidate> = {}): Candidate {
  const start = of * 10;
  return {
    id,
    version: 1,
    kind: 'task',
    state: 'proposed',
    certainty: 'sure',
    doubts: [],
    start,
    end: start + 10,
    quoteStart: start,
    quoteEnd: start + 10,
    quote: '',
    passage: of,
    section: '',
    subsection: '',
    heading: '',
    edited: [],
    proposedBy: 'rules',
    co: [],
    can: [],
    ...more,
  };
}

const passages = [0, 1, 2, 3].map((seq) => passage(seq, seq * 10, seq * 10 + 10));

describe('the walk', () => {
  const reading = makeReading(DETAIL, '', passages, [
    candidate('a', 0),
    candidate('b', 1, { certainty: 'look' }),
    candidate('gone', 2, { state: 'merged' }),
    candidate('n', 1, { kind: 'figure', start: 12 }),
  ]);
  const stops = stopsOf(reading);

  test('stops at tasks and at sentences without one, never at what was folded away', () => {
    expect(stops.map((stop) => stop.key)).toEqual(['a', 'b', 's2', 's3']);
  });

  test('goes on to the next that is open, round the end, and ends when nothing is', () => {
    expect(stepTo(stops, 's3', 1, isOpen)?.key).toBe('a');
    expect(stepTo(stops, 'a', 1, isUncertain)?.key).toBe('b');
    expect(stepTo(stops, undefined, 1, isOpen)?.key).toBe('a');
    expect(stepTo(stops, undefined, -1, isOpen)?.key).toBe('s3');
    expect(stepTo(stops, 's3', 1, () => true, false)).toBeUndefined();
    expect(stepTo(stops, 'a', 1, () => false)).toBeUndefined();
  });

  test('a rejected task leaves its sentence to be accounted for', () => {
    const rejected = withChange(reading, {
      document: { ...DETAIL, version: 4 },
      candidates: [candidate('a', 0, { state: 'rejected', version: 2 })],
      passages: [],
    });
    const [first] = stopsOf(rejected);
    expect(first !== undefined && isOpen(first)).toBe(true);
    const framed = withChange(rejected, {
      document: { ...DETAIL, version: 5 },
      candidates: [],
      passages: [passage(0, 0, 10, { role: 'framing' })],
    });
    const [settled] = stopsOf(framed);
    expect(settled !== undefined && isOpen(settled)).toBe(false);
  });

  test('an address leads to the candidate that begins there, else to the sentence around it', () => {
    expect(stopAt(stops, reading, 10).stop?.key).toBe('b');
    expect(stopAt(stops, reading, 27).sentence?.passage.seq).toBe(2);
  });
});

describe('an act', () => {
  const reading = makeReading(DETAIL, '', passages, [candidate('a', 0), candidate('b', 1)]);

  test('replaces what it touched and nothing else', () => {
    const after = withChange(reading, {
      document: { ...DETAIL, version: 4 },
      candidates: [candidate('a', 0, { state: 'accepted', version: 2 })],
      passages: [passage(0, 0, 10, { role: 'task' })],
    });
    expect(after.sentences[0]?.candidates[0]?.state).toBe('accepted');
    expect(after.sentences[0]?.passage.role).toBe('task');
    expect(after.sentences[1]).toBe(reading.sentences[1]);
    expect(after.detail.version).toBe(4);
  });

  test('an answer that comes late does not undo a later one', () => {
    const late = withChange(reading, {
      document: { ...DETAIL, version: 2 },
      candidates: [candidate('a', 0, { state: 'accepted', version: 0 })],
      passages: [],
    });
    expect(late.sentences[0]?.candidates[0]?.state).toBe('proposed');
    expect(late.detail.version).toBe(3);
  });
});

describe('the page', () => {
  const words = fc.array(fc.constantFrom('城', '乡', '\n', ' ', '。', 'x'), { maxLength: 400 });

  test('draws every character once, in order, but for blank lines', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat(400), { maxLength: 60 }), (letters, ends) => {
        const text = letters.join('');
        const edges = [...new Set(ends.filter((end) => end <= text.length))].toSorted(
          (a, b) => a - b,
        );
        const sentences = edges.slice(0, -1).map((start, seq) => ({
          passage: passage(seq, start, edges[seq + 1] ?? start),
          candidates: [],
        }));
        const pieces = layOut(text, sentences, DETAIL).flatMap(({ blocks }) =>
          blocks.flatMap((block) => block.pieces),
        );
        const drawn = pieces.map(({ start, end }) => text.slice(start, end)).join('');
        expect(drawn.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        for (const [i, piece] of pieces.entries()) {
          expect(piece.start).toBeGreaterThanOrEqual(pieces[i - 1]?.end ?? 0);
          const around = sentences[piece.seq ?? -1]?.passage;
          if (around === undefined) continue;
          expect(around.start).toBeLessThanOrEqual(piece.start);
          expect(around.end).toBeGreaterThanOrEqual(piece.end);
        }
      }),
    );
  });

  test('a line broken inside a sentence is one paragraph; a heading is known as one', () => {
    const text = '一、路\n修好\n公路。\n\n通车。';
    const sentences = [passage(0, 4, 10), passage(1, 12, 15)].map((one) => ({
      passage: one,
      candidates: [],
    }));
    const outline = [{ start: 0, end: 3, text: '一、路', level: 1 }];
    const blocks = layOut(text, sentences, { outline, repairs: [] }).flatMap((one) => one.blocks);
    expect(blocks.map(({ start, end, level }) => [text.slice(start, end), level])).toEqual([
      ['一、路', 1],
      ['修好\n公路。', 0],
      ['通车。', 0],
    ]);
  });

  test('spans over a stretch cut it, the widest outermost', () => {
    const wide = { name: 'wide', start: 0, end: 8 };
    const narrow = { name: 'narrow', start: 3, end: 5 };
    const cuts = cutBySpans(0, 10, [narrow, wide]);
    expect(cuts.map(({ start, end, over }) => [start, end, over.map((o) => o.name)])).toEqual([
      [0, 3, ['wide']],
      [3, 5, ['wide', 'narrow']],
      [5, 8, ['wide']],
      [8, 10, []],
    ]);
  });
});
