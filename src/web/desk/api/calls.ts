import type * as account from '#contract/account.ts';
import type * as moves from '#contract/entry-moves.ts';
import type * as entry from '#contract/entry.ts';
import type * as evidence from '#contract/evidence.ts';
import type * as job from '#contract/job.ts';
import type { Operation } from '#contract/operation.ts';
import type * as org from '#contract/org.ts';
import type { EntryMove } from '#domain/entry/entry.ts';
import type { Call } from './call.ts';

function get<T extends Operation>(path: string): Call<T> {
  return { method: 'GET', path };
}
function post<T extends Operation>(path: string): Call<T> {
  return { method: 'POST', path };
}

/** Everything the desk asks of the server. The key is the operation's id. */
export const calls = {
  signInWays: get<typeof account.signInWays>('/sign-in'),
  setUp: post<typeof account.setUp>('/set-up'),
  login: post<typeof account.login>('/login'),
  logout: post<typeof account.logout>('/logout'),
  me: get<typeof account.me>('/me'),
  changePassword: post<typeof account.changePassword>('/account/password'),
  acceptInvitation: post<typeof account.acceptInvitation>('/invitation'),

  listEntries: get<typeof entry.listEntries>('/entries'),
  countEntries: get<typeof entry.countEntries>('/entries/count'),
  tallyEntries: get<typeof entry.tallyEntries>('/entries/tally'),
  readEntry: get<typeof entry.readEntry>('/entries/{id}'),
  readEvents: get<typeof entry.readEvents>('/entries/{id}/events'),
  myWork: get<typeof entry.myWork>('/work'),
  raiseEntry: post<typeof moves.raiseEntry>('/entries'),
  uploadEvidence: post<typeof evidence.uploadEvidence>('/entries/{id}/evidence'),
  downloadEvidence: get<typeof evidence.downloadEvidence>('/evidence/{id}'),
  jobStatus: get<typeof job.jobStatus>('/jobs/{id}'),

  listUnits: get<typeof org.listUnits>('/units'),
  getUnit: get<typeof org.getUnit>('/units/{id}'),
  searchUnits: get<typeof org.searchUnits>('/unit-search'),
  bulkMove: post<typeof moves.bulkMove>('/entries/bulk'),
} as const satisfies Record<string, Call<Operation>>;

/** The moves that have a door of their own in the contract. */
export type MadeMove = keyof typeof moves.MOVE_OPERATIONS & EntryMove;

/** The call of a move on one entry: `/entries/{id}/send-back`. */
export function moveCall<M extends MadeMove>(move: M): Call<(typeof moves.MOVE_OPERATIONS)[M]> {
  return { method: 'POST', path: `/entries/{id}/${move.replaceAll('_', '-')}` };
}
