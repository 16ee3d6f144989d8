import { isBrokenWord } from './broken-words.ts';
import { hollowMask } from './hollow-words.ts';
import { isTakenFor } from './sounds.ts';
import { type Tiling, tilingOf } from './tiles.ts';

/** What one of two texts says and the other does not, at one place between stretches that both say. */
export interface Slot {
  /** Content left over on either side; '' where nothing stands there or nothing that matters. */
  readonly left: string;
  readonly right: string;
  /** Does it lie within a clause, beside what both say? A clause of its own is a side remark. */
  readonly isInside: boolean;
  /** Is one side a scrap of another word for what the other says? Enough where a whole city agrees otherwise. */
  readonly isBroken: boolean;
  /** The same as written, with the character before and behind: what stands unusually together is a slip of the pen. */
  readonly leftWritten: string;
  readonly rightWritten: string;
}

/** How two texts differ once laid side by side (差异). */
export interface Differences {
  readonly slots: readonly Slot[];
  /** Characters that both say and that matter. */
  readonly shared: number;
}

interface Side {
  readonly said: string;
  /** The same before its denials were made one. */
  readonly raw: string;
  readonly hollow: Uint8Array;
  readonly to: Int16Array;
}

interface Gap {
  readonly from: number;
  readonly to: number;
  /** Where in the other text the neighbours stand; −1 at the end of a clause. */
  readonly before: number;
  readonly after: number;
  /** A word or two between two stops: no remark of its own, but what stands between what comes before and after. */
  readonly isWord: boolean;
}

/**
 * What differs between two essences: slips of sound, lost characters of a word that stands and hollow words are no difference. Words that
 * mean the same are one already (`essence`).
 */
export function differencesOf(one: string, other: string): Differences {
  const [first, second] = [withOneNo(one), withOneNo(other)];
  const tiling = tilingOf(first, second);
  const a: Side = { said: first, raw: one, hollow: hollowMask(first), to: tiling.left };
  const b: Side = { said: second, raw: other, hollow: hollowMask(second), to: tiling.right };
  const [gapsOfA, gapsOfB] = withoutEqual(a, gapsOf(a), b, gapsOf(b));
  const slots: Slot[] = [];
  const met = new Set<Gap>();
  for (const gap of gapsOfA) {
    const other = gapsOfB.find((candidate) => !met.has(candidate) && isSameSlot(gap, candidate));
    if (other) met.add(other);
    const slot = slotOf(a, gap, b, other);
    if (slot) slots.push(slot);
  }
  for (const gap of gapsOfB) {
    if (met.has(gap)) continue;
    const right = contentOf(b, gap);
    if (right === '') continue;
    const [leftWritten, rightWritten] = [joint(a, gap), written(b, gap)];
    slots.push({
      left: '',
      right,
      isInside: isInside(gap),
      isBroken: false,
      leftWritten,
      rightWritten,
    });
  }
  return { slots, shared: sharedOf(a, tiling) };
}

/** 没有票据, 没票据 and 无票据 deny alike: 有 by itself says nothing. */
function withOneNo(said: string): string {
  return said.replaceAll(/没|未(?!来)/gu, '无');
}

/** True where one thing is said in the place of another. */
export function isSwap({ left, right }: Slot): boolean {
  return left !== '' && right !== '';
}

/** What turns a statement round, left out or put in. */
const TURNS =
  /不(?!断|停|时)|[没无别勿莫免拒禁反撤]|未(?!来)|非(?!法)|停(?!车)|拆(?!迁)|废(?![气水渣品物])/u;

export function turnsRound({ left, right }: Slot): boolean {
  return TURNS.test(left) !== TURNS.test(right);
}

function gapsOf({ said, to }: Side): Gap[] {
  const gaps: Gap[] = [];
  let from = -1;
  for (let at = 0; at <= to.length; at += 1) {
    const isLeft = at < to.length && to[at] === -1 && said.charAt(at) !== ' ';
    if (isLeft && from < 0) from = at;
    if (isLeft || from < 0) continue;
    const [before, after] = [neighbour(said, to, from - 1), neighbour(said, to, at)];
    const isWord = before === -1 && after === -1 && at - from <= SHORT;
    const beyond = isWord ? (to[from - 2] ?? TEXT_ENDS) : before;
    const behind = isWord ? (to[at + 1] ?? TEXT_ENDS) : after;
    gaps.push({ from, to: at, before: beyond, after: behind, isWord });
    from = -1;
  }
  return gaps;
}

/** Longest word that stands between two stops by itself. */
const SHORT = 4;
/** In place of a neighbour where the text begins or ends. */
const TEXT_ENDS = -2;

function neighbour(said: string, to: Int16Array, at: number): number {
  const place = at < 0 || at >= to.length || said.charAt(at) === ' ' ? undefined : to[at];
  return place ?? -1;
}

/** What is left over on both sides alike, single characters between two stops, is no difference. */
function withoutEqual(a: Side, gaps: Gap[], b: Side, others: Gap[]): [Gap[], Gap[]] {
  const told = ({ said }: Side, { from, to }: Gap): string => said.slice(from, to);
  const met = new Set<Gap>();
  const kept = gaps.filter((gap) => {
    const same = others.find((other) => !met.has(other) && told(a, gap) === told(b, other));
    if (same) met.add(same);
    return !same;
  });
  return [kept, others.filter((other) => !met.has(other))];
}

/** Two gaps that follow, or come before, the same shared stretch; between stops, both. */
function isSameSlot(a: Gap, b: Gap): boolean {
  const follows = a.before >= 0 && a.before === b.from - 1;
  const leads = a.after >= 0 && a.after === b.to;
  if (!a.isWord || !b.isWord) return follows || leads;
  const isAfter = a.before === TEXT_ENDS ? b.before === TEXT_ENDS : a.before === b.from - 2;
  const isBefore = a.after === TEXT_ENDS ? b.after === TEXT_ENDS : a.after === b.to + 1;
  return isAfter && isBefore && (a.before >= 0 || a.after >= 0);
}

function isInside({ before, after, isWord }: Gap): boolean {
  return !isWord && (before >= 0 || after >= 0);
}

function slotOf(a: Side, gap: Gap, b: Side, other: Gap | undefined): Slot | undefined {
  if (!other) {
    const left = contentOf(a, gap);
    if (left === '') return undefined;
    const [leftWritten, rightWritten] = [written(a, gap), joint(b, gap)];
    return { left, right: '', isInside: isInside(gap), isBroken: false, leftWritten, rightWritten };
  }
  const [ofA, ofB] = withoutCommon(placesOf(a, gap), placesOf(b, other), a.said, b.said);
  const left = textOf(a, ofA);
  const right = textOf(b, ofB);
  if (left === '' && right === '') return undefined;
  const [leftWritten, rightWritten] = [written(a, gap), written(b, other)];
  const isBroken =
    left !== '' &&
    right !== '' &&
    (isBrokenWord(a.said, gap.from, gap.to, right) ||
      isBrokenWord(b.said, other.from, other.to, left));
  return { left, right, isInside: true, isBroken, leftWritten, rightWritten };
}

function written({ raw }: Side, { from, to }: Gap): string {
  return raw.slice(Math.max(0, from - 1), to + 1).trim();
}

/** Where the neighbours of a gap stand together in the other text. */
function joint({ raw }: Side, { before, after }: Gap): string {
  return before >= 0 && after === before + 1 ? raw.slice(before, after + 1) : '';
}

function placesOf({ hollow }: Side, { from, to }: Gap): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at += 1) if (hollow[at] !== 1) places.push(at);
  return places;
}

function contentOf(side: Side, gap: Gap): string {
  return textOf(side, placesOf(side, gap));
}

function textOf({ said }: Side, places: readonly number[]): string {
  return places.map((at) => said.charAt(at)).join('');
}

/** Takes out single characters that both say in the same order: what is left of a word that lost one of its own. */
function withoutCommon(
  a: readonly number[],
  b: readonly number[],
  first: string,
  second: string,
): [number[], number[]] {
  const [keptA, keptB]: [number[], number[]] = [[], []];
  let next = 0;
  // Of stretches of unlike length a sound in common says nothing (垃圾中转, 基).
  const isNear = Math.abs(a.length - b.length) <= 1;
  for (const at of a) {
    const one = first.charAt(at);
    const found = b.findIndex((k, index) => {
      const other = second.charAt(k);
      return index >= next && (one === other || (isNear && isTakenFor(one, other)));
    });
    if (found < 0) {
      keptA.push(at);
      continue;
    }
    keptB.push(...b.slice(next, found));
    next = found + 1;
  }
  keptB.push(...b.slice(next));
  return [keptA, keptB];
}

function sharedOf({ hollow }: Side, { left }: Tiling): number {
  let shared = 0;
  for (let at = 0; at < left.length; at += 1)
    if ((left[at] ?? -1) >= 0 && hollow[at] !== 1) shared += 1;
  return shared;
}
