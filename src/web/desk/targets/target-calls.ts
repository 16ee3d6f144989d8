import type * as indicator from '#contract/indicator.ts';
import type { Operation } from '#contract/operation.ts';
import type * as target from '#contract/target.ts';
import type * as moves from '#contract/target-moves.ts';
import type { Call } from '../api/call.ts';

function get<T extends Operation>(path: string): Call<T> {
  return { method: 'GET', path };
}
function post<T extends Operation>(path: string): Call<T> {
  return { method: 'POST', path };
}

/** What the room of targets asks of the server; loaded with the room. The key is the operation's id. */
export const targetCalls = {
  listTargets: get<typeof target.listTargets>('/targets'),
  readTarget: get<typeof target.readTarget>('/targets/{id}'),
  targetProgress: get<typeof target.targetProgress>('/targets/progress'),
  proposeTarget: post<typeof moves.proposeTarget>('/targets'),
  amendTarget: post<typeof moves.amendTarget>('/targets/{id}/amend'),
  pendTarget: post<typeof moves.pendTarget>('/targets/{id}/pend'),
  effectTarget: post<typeof moves.effectTarget>('/targets/{id}/effect'),
  reviseTarget: post<typeof moves.reviseTarget>('/targets/{id}/revise'),
  concludeTarget: post<typeof moves.concludeTarget>('/targets/{id}/conclude'),
  handDownTarget: post<typeof moves.handDownTarget>('/targets/{id}/hand-down'),
  listIndicators: get<typeof indicator.listIndicators>('/indicators'),
  defineIndicator: post<typeof indicator.defineIndicator>('/indicators'),
  changeIndicator: post<typeof indicator.changeIndicator>('/indicators/{id}'),
  recordReading: post<typeof indicator.recordReading>('/indicators/{id}/readings'),
  importReadings: post<typeof indicator.importReadings>('/readings/import'),
} as const satisfies Record<string, Call<Operation>>;
