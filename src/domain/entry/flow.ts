import type { CountKey } from './counting.ts';
import { type Assurance, type Finding, isClosed, isListed } from './entry.ts';

/**
 * What is counted week by week (每周进出): entries that came on the ledger and that were closed, net of
 * those taken off or reopened; checks that reached a conclusion, and those that upheld the claim.
 */
export const FLOW_MEASURES = ['listed', 'closed', 'checked', 'upheld'] as const;
export type FlowMeasure = (typeof FLOW_MEASURES)[number];

/** A change of one measure at one place. */
export interface FlowChange {
  readonly orgPath: string;
  readonly campaignId: string;
  readonly kind: CountKey['kind'];
  readonly measure: FlowMeasure;
  readonly n: number;
}

const DAY_MS = 86_400_000;

/** The Monday that begins the week of a day, both `YYYY-MM-DD`. */
export function weekOf(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  const sinceMonday = (moment.getUTCDay() + 6) % 7;
  return new Date(moment.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** What an entry is worth to each stock: one or nothing. A merged one counts with its survivor. */
function stockOf({ state }: CountKey): Readonly<Record<'listed' | 'closed', number>> {
  if (state === 'merged') return { listed: 0, closed: 0 };
  return { listed: isListed(state) ? 1 : 0, closed: isClosed(state) ? 1 : 0 };
}

/**
 * What a change of an entry adds to, or takes from, the stocks. Summed over all weeks the flows of a unit
 * are its stock of today, whatever was handed on, merged or reopened in between.
 */
export function flowChanges(before: CountKey | undefined, after: CountKey): readonly FlowChange[] {
  const samePlace =
    before !== undefined &&
    before.orgPath === after.orgPath &&
    before.campaignId === after.campaignId &&
    before.kind === after.kind;
  const sides = samePlace
    ? [{ key: after, sign: 1, less: stockOf(before) }]
    : [
        ...(before === undefined ? [] : [{ key: before, sign: -1, less: undefined }]),
        { key: after, sign: 1, less: undefined },
      ];
  return sides.flatMap(({ key, sign, less }) => {
    const stock = stockOf(key);
    return (['listed', 'closed'] as const).flatMap((measure) => {
      const n = sign * (stock[measure] - (less?.[measure] ?? 0));
      return n === 0
        ? []
        : [{ orgPath: key.orgPath, campaignId: key.campaignId, kind: key.kind, measure, n }];
    });
  });
}

/**
 * Which measures a check counts into: only an independent or sampled one feeds 核实率, and one that could
 * not tell (无法核实) says nothing either way.
 */
export function checkMeasures(assurance: Assurance, finding: Finding): readonly FlowMeasure[] {
  if (assurance === 'superior' || finding === 'cannot_verify') return [];
  return finding === 'confirmed' ? ['checked', 'upheld'] : ['checked'];
}
