import type * as indicator from '#contract/indicator.ts';
import type { Operation } from '#contract/operation.ts';
import type * as target from '#contract/target.ts';
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
  proposeTarget: post<typeof target.proposeTarget>('/targets'),
  amendTarget: post<typeof target.amendTarget>('/targets/{id}/amend'),
  pendTarget: post<typeof target.pendTarget>('/targets/{id}/pend'),
  effectTarget: post<typeof target.effectTarget>('/targets/{id}/effect'),
  reviseTarget: post<typeof target.reviseTarget>('/targets/{id}/revise'),
  concludeTarget: post<typeof target.concludeTarget>('/targets/{id}/conclude'),
  handDownTarget: post<typeof target.handDownTarget>('/targets/{id}/hand-down'),
  listIndicators: get<typeof indicator.listIndicators>('/indicators'),
  defineIndicator: post<typeof indicator.defineIndicator>('/indicators'),
  changeIndicator: post<typeof indicator.changeIndicator>('/indicators/{id}'),
  recordReading: post<typeof indicator.recordReading>('/indicators/{id}/readings'),
  importReadings: post<typeof indicator.importReadings>('/readings/import'),
} as const satisfies Record<string, Call<Operation>>;
