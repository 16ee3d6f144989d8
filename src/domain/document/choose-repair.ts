import type { Repair } from './mojibake.ts';

/** A repair with what a person has said of it: `chosen` is the reading that stands. */
export interface SettledRepair extends Repair {
  readonly chosen?: string;
}

/** The words that a repair stands for now. */
export function standingText({ chosen, text }: SettledRepair): string {
  return chosen ?? text;
}

/** Is this still to be asked: several readings, and nobody has said which (待确认)? */
export function isOpenRepair({ alternatives, chosen }: SettledRepair): boolean {
  return alternatives.length > 0 && chosen === undefined;
}

const HAN = /\p{Script=Han}/u;

/**
 * What is to be put for what in words that were read from a repair, when another of its readings is
 * chosen: the differing stretch with the Han characters around it (十三五 → 十二五), since such words hold
 * only a part of the repair. Undefined where the readings are the same.
 */
export function rewording(
  before: string,
  after: string,
): { readonly from: string; readonly to: string } | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  while (head > 0 && HAN.test(before[head - 1] ?? '')) head -= 1;
  while (tail > 0 && HAN.test(before.at(-tail) ?? '')) tail -= 1;
  return {
    from: before.slice(head, before.length - tail),
    to: after.slice(head, after.length - tail),
  };
}

/** Every text among the fields of a proposal, reworded; what is no text stays. */
export function reworded(
  fields: Readonly<Record<string, unknown>>,
  { from, to }: { readonly from: string; readonly to: string },
): Record<string, unknown> {
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(from, to);
    return Array.isArray(value) ? value.map(put) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, put(value)]));
}
