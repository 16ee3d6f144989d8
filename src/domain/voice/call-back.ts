/** 已评价, 无人接听, 不愿评价 */
export const CALL_RESULTS = ['rated', 'no_answer', 'declined'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** What the rules of a call-back need to know of a voice that was drawn. */
export interface CallFacts {
  /** Units that own it or have answered it. */
  readonly handledBy: readonly string[];
  /** Persons who have answered it, asked its reporter or taken it over. */
  readonly handlers: readonly string[];
}

/**
 * 回访由未承办的人做: neither a unit that handled a voice nor a person who did may call its reporter, whatever other
 * post he holds.
 */
export function mayCall(
  caller: { readonly personId: string; readonly units: readonly string[] },
  facts: CallFacts,
): boolean {
  return (
    !facts.handlers.includes(caller.personId) &&
    !caller.units.some((unit) => facts.handledBy.includes(unit))
  );
}
