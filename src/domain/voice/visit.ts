/** 入企, 进村, 入户 */
export const VISIT_KINDS = ['enterprise', 'village', 'household'] as const;
export type VisitKind = (typeof VISIT_KINDS)[number];

/** 当场解决, 转为诉求, 转为问题: every visit ends in one of them, and none is better than another. */
export const VISIT_OUTCOMES = ['settled', 'voice', 'problem'] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

const TITLE = 60;

/** The first sentence of what was raised, cut where it is too long for a line. */
export function visitTitle(raised: string): string {
  const first = raised.split(/[\n。！？!?]/).find((part) => part.trim() !== '') ?? raised;
  const characters = Array.from(first.trim());
  return characters.length <= TITLE
    ? characters.join('')
    : `${characters.slice(0, TITLE - 1).join('')}…`;
}
