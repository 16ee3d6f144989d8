import type { Baseline } from './baseline.ts';
import type { Quantity } from './quantity.ts';
import { SHARES } from './units.ts';

/** A figure with the words around it that may name what it measures. Offsets are within the sentence. */
export interface Slot {
  readonly quantity: Quantity;
  readonly baseline: Baseline | undefined;
  /** Words before the figure, back to the clause mark or the figure before. */
  readonly left: string;
  /** Words after the figure, up to the clause mark or what belongs to the next figure. */
  readonly right: string;
  readonly clauseStart: number;
  readonly clauseEnd: number;
  /** The words after the figure are also those before the next one: 60个项目竣工38个. */
  readonly sharesRight: boolean;
  /** Joined by 、 or 和 to the figure before it in the same clause. */
  readonly chained: boolean;
}

const CLAUSE_MARKS = '，；：！。？:';
const JOINT =
  /(?:以及|、|(?<![共总饱])和(?![美谐解平睦])|(?<![惠普涉遍波危提以])及(?![时格早])|(?<!参)与|并(?![网购联行])|，)/g;

/** Cuts a sentence into one slot per figure; baselines have no slot. */
export function slots(
  text: string,
  found: readonly Quantity[],
  baselines: ReadonlyMap<Quantity, Baseline>,
): Slot[] {
  const bases = new Set([...baselines.values()].map((baseline) => baseline.from));
  const own = found.filter((quantity) => !bases.has(quantity));
  const cut = own.map((quantity, index) => {
    const baseline = baselines.get(quantity);
    const start = baseline?.start ?? quantity.start;
    const clauseStart = clauseStartOf(text, start, own[index - 1]?.end ?? 0);
    const clauseEnd = clauseEndOf(text, quantity.end);
    const before = own[index - 1];
    const prior = before !== undefined && before.end > clauseStart ? before : undefined;
    const after = own[index + 1];
    const nextStart = after === undefined ? Infinity : (baselines.get(after)?.start ?? after.start);
    const [left, chained] =
      prior === undefined
        ? [text.slice(clauseStart, start), false]
        : leftOf(text.slice(prior.end, Math.max(prior.end, start)));
    const right =
      nextStart < clauseEnd
        ? rightOf(text.slice(quantity.end, nextStart))
        : text.slice(quantity.end, clauseEnd);
    const sharesRight =
      nextStart < clauseEnd && right !== '' && right === text.slice(quantity.end, nextStart);
    return { quantity, baseline, left, right, sharesRight, clauseStart, clauseEnd, chained };
  });
  return withSharedNoun(text, cut);
}

/** Units that count things, so that two of them in a row count the same: 10万户36万人, 8类19项制度. */
function counts(unit: string): boolean {
  return !SHARES.has(unit) && !/元|亩|平方|公顷|^$/.test(unit);
}

const TOUCHING = /^(?:方面|大?类)?$/;

/**
 * Figures in a row with one noun behind them share it: 8类19项制度 counts 制度 twice, and 总投资20亿元的3个项目
 * is the investment of what is counted.
 */
function withSharedNoun(text: string, cut: readonly Slot[]): Slot[] {
  const shared = [...cut];
  for (let at = shared.length - 2; at >= 0; at -= 1) {
    const one = shared[at];
    const next = shared[at + 1];
    if (one === undefined || next === undefined || next.right === '') continue;
    const between = text.slice(one.quantity.end, next.baseline?.start ?? next.quantity.start);
    if (!counts(next.quantity.unit)) continue;
    if (between === '的' && !next.right.startsWith('的'))
      shared[at] = { ...one, right: `的${next.right}` };
    else if (TOUCHING.test(between) && counts(one.quantity.unit))
      shared[at] = { ...one, right: next.right };
  }
  for (let at = 1; at < shared.length; at += 1) {
    const one = shared[at];
    const prior = shared[at - 1];
    if (one === undefined || prior === undefined || one.right === '') continue;
    const between = text.slice(prior.quantity.end, one.quantity.start);
    if (TOUCHING.test(between) && counts(one.quantity.unit) && counts(prior.quantity.unit))
      shared[at] = { ...one, left: prior.left, chained: prior.chained };
  }
  return shared;
}

function clauseStartOf(text: string, at: number, floor: number): number {
  for (let i = at - 1; i >= 0; i -= 1) {
    const mark = text[i] ?? '';
    if (i < floor) return previousMark(text, i);
    if (isMark(text, i, mark)) return i + 1;
  }
  return 0;
}

function previousMark(text: string, from: number): number {
  for (let i = from; i >= 0; i -= 1) if (isMark(text, i, text[i] ?? '')) return i + 1;
  return 0;
}

function isMark(text: string, at: number, mark: string): boolean {
  if (mark === '—') return text[at - 1] === '—';
  if (mark === ':') return !/\d/.test(text[at + 1] ?? '');
  return CLAUSE_MARKS.includes(mark);
}

function clauseEndOf(text: string, at: number): number {
  for (let i = at; i < text.length; i += 1) if (isMark(text, i, text[i] ?? '')) return i;
  return text.length;
}

/** What of the words between two figures belongs to the second. */
function leftOf(between: string): [string, boolean] {
  const joints = outside(between);
  const last = joints.at(-1);
  if (last === undefined) return [between, false];
  return [between.slice(last.end), true];
}

/** What of the words between two figures belongs to the first. */
function rightOf(between: string): string {
  const last = outside(between).at(-1);
  return last === undefined ? between : between.slice(0, last.at);
}

function outside(text: string): { at: number; end: number }[] {
  return [...text.matchAll(JOINT)]
    .filter(({ index }) => {
      const before = text.slice(0, index);
      return (
        count(before, '“') === count(before, '”') && count(before, '（') === count(before, '）')
      );
    })
    .map((match) => ({ at: match.index, end: match.index + match[0].length }));
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
