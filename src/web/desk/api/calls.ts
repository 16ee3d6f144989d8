import type * as account from '#contract/account.ts';
import type * as ways from '#contract/sign-in.ts';
import type * as accounts from '#contract/account-admin.ts';
import type * as moves from '#contract/entry-moves.ts';
import type * as listMoves from '#contract/list-moves.ts';
import type * as entry from '#contract/entry.ts';
import type * as campaign from '#contract/campaign.ts';
import type * as evidence from '#contract/evidence.ts';
import type * as hand from '#contract/hand-over.ts';
import type * as job from '#contract/job.ts';
import type * as work from '#contract/my-work.ts';
import type { Operation } from '#contract/operation.ts';
import type * as org from '#contract/org.ts';
import type * as posts from '#contract/post.ts';
import type * as overview from '#contract/overview.ts';
import type * as views from '#contract/saved-view.ts';
import type * as sheets from '#contract/sheets.ts';
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
  signInWays: get<typeof ways.signInWays>('/sign-in'),
  setUp: post<typeof ways.setUp>('/set-up'),
  login: post<typeof ways.login>('/login'),
  logout: post<typeof ways.logout>('/logout'),
  me: get<typeof account.me>('/me'),
  changePassword: post<typeof account.changePassword>('/account/password'),
  acceptInvitation: post<typeof ways.acceptInvitation>('/invitation'),

  listEntries: get<typeof entry.listEntries>('/entries'),
  countEntries: get<typeof entry.countEntries>('/entries/count'),
  tallyEntries: get<typeof entry.tallyEntries>('/entries/tally'),
  readEntry: get<typeof entry.readEntry>('/entries/{id}'),
  readEvents: get<typeof entry.readEvents>('/entries/{id}/events'),
  readOverview: get<typeof overview.readOverview>('/overview'),
  watchOverview: get<typeof overview.watchOverview>('/overview/stream'),
  listViews: get<typeof views.listViews>('/views'),
  saveView: post<typeof views.saveView>('/views'),
  renameView: post<typeof views.renameView>('/views/{id}/rename'),
  dropView: post<typeof views.dropView>('/views/{id}/drop'),
  myWork: get<typeof work.myWork>('/work'),
  raiseEntry: post<typeof listMoves.raiseEntry>('/entries'),
  uploadEvidence: post<typeof evidence.uploadEvidence>('/entries/{id}/evidence'),
  downloadEvidence: get<typeof evidence.downloadEvidence>('/evidence/{id}'),
  beginHandOver: post<typeof hand.beginHandOver>('/entries/{id}/hand-over'),
  readHandOver: get<typeof hand.readHandOver>('/hand-overs/{id}'),
  listJobs: get<typeof job.listJobs>('/jobs'),
  cancelJob: post<typeof job.cancelJob>('/jobs/{id}/cancel'),
  jobStatus: get<typeof job.jobStatus>('/jobs/{id}'),

  listCampaigns: get<typeof campaign.listCampaigns>('/campaigns'),
  getCampaign: get<typeof campaign.getCampaign>('/campaigns/{id}'),

  uploadSheet: post<typeof sheets.uploadSheet>('/imports'),
  chooseSheet: post<typeof sheets.chooseSheet>('/imports/{id}/sheet'),
  readImport: get<typeof sheets.readImport>('/imports/{id}'),
  listImports: get<typeof sheets.listImports>('/imports'),
  previewImport: post<typeof sheets.previewImport>('/imports/{id}/preview'),
  runImport: post<typeof sheets.runImport>('/imports/{id}/run'),
  faultySheet: get<typeof sheets.faultySheet>('/imports/{id}/faults'),
  exportEntries: get<typeof sheets.exportEntries>('/entries/export'),

  listUnits: get<typeof org.listUnits>('/units'),
  getUnit: get<typeof org.getUnit>('/units/{id}'),
  searchUnits: get<typeof org.searchUnits>('/unit-search'),
  createUnit: post<typeof org.createUnit>('/units'),
  renameUnit: post<typeof org.renameUnit>('/units/{id}/rename'),
  moveUnit: post<typeof org.moveUnit>('/units/{id}/move'),
  closeUnit: post<typeof org.closeUnit>('/units/{id}/close'),
  linkUnits: post<typeof org.linkUnits>('/unit-links'),
  endLink: post<typeof org.endLink>('/unit-links/{id}/end'),
  listPosts: get<typeof posts.listPosts>('/units/{id}/posts'),
  createPost: post<typeof posts.createPost>('/posts'),
  startHolding: post<typeof posts.startHolding>('/holdings'),
  endHolding: post<typeof posts.endHolding>('/holdings/{id}/end'),
  listPeople: get<typeof posts.listPeople>('/people'),
  createPerson: post<typeof posts.createPerson>('/people'),
  listOrgEvents: get<typeof org.listOrgEvents>('/org-events'),

  listAccounts: get<typeof accounts.listAccounts>('/accounts'),
  createAccount: post<typeof accounts.createAccount>('/accounts'),
  confirmAccount: post<typeof accounts.confirmAccount>('/accounts/{id}/confirm'),
  inviteAccount: post<typeof accounts.inviteAccount>('/accounts/{id}/invite'),
  disableAccount: post<typeof accounts.disableAccount>('/accounts/{id}/disable'),
  enableAccount: post<typeof accounts.enableAccount>('/accounts/{id}/enable'),
  listSessions: get<typeof account.listSessions>('/account/sessions'),
  endSession: post<typeof account.endSession>('/account/sessions/{id}/end'),
  listTokens: get<typeof account.listTokens>('/account/tokens'),
  createToken: post<typeof account.createToken>('/account/tokens'),
  revokeToken: post<typeof account.revokeToken>('/account/tokens/{id}/revoke'),
  beginTotp: post<typeof account.beginTotp>('/account/totp/begin'),
  confirmTotp: post<typeof account.confirmTotp>('/account/totp/confirm'),

  bulkMove: post<typeof moves.bulkMove>('/entries/bulk'),
} as const satisfies Record<string, Call<Operation>>;

/** The moves that have a door of their own in the contract. */
export type MadeMove = keyof typeof moves.MOVE_OPERATIONS & EntryMove;

/** The call of a move on one entry: `/entries/{id}/send-back`. */
export function moveCall<M extends MadeMove>(move: M): Call<(typeof moves.MOVE_OPERATIONS)[M]> {
  return { method: 'POST', path: `/entries/{id}/${move.replaceAll('_', '-')}` };
}
