import type { NormalText } from './normalise.ts';

/** How the offsets of a normalised text are kept (偏移对照): its stretches run along the raw text. */
type Offsets = Pick<NormalText, 'starts' | 'ends'>;

const FIELDS = 4;

/**
 * Packs the way back to the raw text into runs of four numbers: first normalised unit, its raw start and
 * end, and the step from one unit to the next (0 where a repair puts several units in one place).
 */
export function packOffsets({ starts, ends }: Offsets): Int32Array {
  const runs: number[] = [];
  let step = 1;
  for (let at = 0; at < starts.length; at += 1) {
    const start = starts[at] ?? 0;
    const end = ends[at] ?? 0;
    const [by, wide] = [start - (starts[at - 1] ?? 0), end - (ends[at - 1] ?? 0)];
    if (at > 0 && by === step && wide === step) continue;
    const next = (starts[at + 1] ?? start + 1) - start;
    step = next === 0 ? 0 : 1;
    runs.push(at, start, end, step);
  }
  return Int32Array.from(runs);
}

/** The offsets again, for a normalised text of `length` units. */
export function unpackOffsets(runs: Int32Array, length: number): Offsets {
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let run = 0; run < runs.length; run += FIELDS) {
    const [from = 0, start = 0, end = 0, step = 1] = runs.subarray(run, run + FIELDS);
    const until = runs[run + FIELDS] ?? length;
    for (let at = from; at < until; at += 1) {
      starts[at] = start + step * (at - from);
      ends[at] = end + step * (at - from);
    }
  }
  return { starts, ends };
}
