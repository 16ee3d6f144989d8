/** 拟定, 口径待明确, 生效, 修订, 期满 */
export const TARGET_STATES = [
  'proposed',
  'definition_pending',
  'effective',
  'revised',
  'concluded',
] as const;
export type TargetState = (typeof TARGET_STATES)[number];

/** 修改, 口径待明确, 生效, 修订, 评定 */
export const TARGET_MOVES = ['amend', 'pend', 'effect', 'revise', 'conclude'] as const;
export type TargetMove = (typeof TARGET_MOVES)[number];

/** 达成, 未达成, 无法评价 */
export const OUTCOMES = ['achieved', 'missed', 'not_assessable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The life of a target (目标): each line a state, each entry a move open from it. What was proposed in
 * error ends as not assessable, with its reason; a conclusion is drawn again when a figure is restated.
 */
export const TARGET_LIFE = {
  proposed: {
    amend: 'proposed',
    pend: 'definition_pending',
    effect: 'effective',
    conclude: 'concluded',
  },
  definition_pending: { amend: 'definition_pending', effect: 'effective', conclude: 'concluded' },
  effective: { revise: 'revised', conclude: 'concluded' },
  revised: { revise: 'revised', conclude: 'concluded' },
  concluded: { conclude: 'concluded' },
} as const satisfies Record<TargetState, Partial<Record<TargetMove, TargetState>>>;

/** The state a move leads to; `undefined` where it is not open. */
export function afterTargetMove(state: TargetState, move: TargetMove): TargetState | undefined {
  const open: Partial<Record<TargetMove, TargetState>> = TARGET_LIFE[state];
  return open[move];
}

/** Does a target in this state ask anything of its unit, so that it has pace and light? */
export function isInForce(state: TargetState): boolean {
  return state === 'effective' || state === 'revised';
}
