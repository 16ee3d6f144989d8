import type * as distil from '#contract/distil.ts';
import type * as topics from '#contract/topic.ts';
import type { Operation } from '#contract/operation.ts';
import type { Call } from '../api/call.ts';

/** What the room asks of the server; with the room, so that the entry of the desk stays small. */
export const distilCalls = {
  listAlikeItems: get<typeof distil.listItems>('/distil/items'),
  readAlikeItem: get<typeof distil.readItem>('/distil/items/{id}'),
  decideAlikeItem: post<typeof distil.decideItem>('/distil/items/{id}/decide'),
  undoAlikeDecision: post<typeof distil.undoDecision>('/distil/decisions/{id}/undo'),
  startDistil: post<typeof distil.startDistil>('/distil/runs'),
  suggestSimilar: get<typeof distil.suggestSimilar>('/distil/similar'),
  hotTopics: get<typeof topics.hotTopics>('/distil/topics'),
  readAlikeGroup: get<typeof topics.readGroup>('/distil/families/{id}'),
  acceptAlikeGroup: post<typeof topics.acceptGroup>('/distil/families/{id}/accept'),
  listRootCauses: get<typeof topics.listCauses>('/distil/causes'),
  readAlikeFamily: get<typeof topics.readFamily>('/distil/entries/{id}/family'),
  linkRootCause: post<typeof topics.linkRootCause>('/distil/entries/{id}/root-cause'),
  unlinkRootCause: post<typeof topics.unlinkRootCause>('/distil/entries/{id}/root-cause/undo'),
  suggestCategory: get<typeof distil.suggestCategory>('/distil/category'),
} as const satisfies Record<string, Call<Operation>>;

function get<T extends Operation>(path: string): Call<T> {
  return { method: 'GET', path };
}
function post<T extends Operation>(path: string): Call<T> {
  return { method: 'POST', path };
}
