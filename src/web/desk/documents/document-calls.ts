import type * as moves from '#contract/document-moves.ts';
import type * as documents from '#contract/document.ts';
import type * as trace from '#contract/document-trace.ts';
import type * as leads from '#contract/lead-suggestion.ts';
import type { Operation } from '#contract/operation.ts';
import type * as targets from '#contract/target-moves.ts';
import type { Call } from '../api/call.ts';

function get<T extends Operation>(path: string): Call<T> {
  return { method: 'GET', path };
}
function post<T extends Operation>(path: string): Call<T> {
  return { method: 'POST', path };
}

/** What the room of documents asks of the server; loaded with the room. The key is the operation's id. */
export const documentCalls = {
  listDocuments: get<typeof documents.listDocuments>('/documents'),
  uploadDocument: post<typeof documents.uploadDocument>('/documents'),
  pasteDocument: post<typeof documents.pasteDocument>('/documents/text'),
  readDocument: get<typeof documents.readDocument>('/documents/{id}'),
  readDocumentText: get<typeof documents.readDocumentText>('/documents/{id}/text'),
  readPassages: get<typeof documents.readPassages>('/documents/{id}/passages'),
  listCandidates: get<typeof documents.listCandidates>('/documents/{id}/candidates'),
  suggestLeads: get<typeof leads.suggestLeads>('/documents/{id}/leads'),
  compareDocument: get<typeof trace.compareDocument>('/documents/{id}/changes'),
  readDocumentEvents: get<typeof trace.readDocumentEvents>('/documents/{id}/events'),
  downloadDocument: get<typeof documents.downloadDocument>('/documents/{id}/file'),
  entrySource: get<typeof trace.entrySource>('/entries/{id}/source'),
  acceptCandidates: post<typeof moves.acceptCandidates>('/documents/{id}/accept'),
  editCandidate: post<typeof moves.editCandidate>('/documents/{id}/edit'),
  rejectCandidates: post<typeof moves.rejectCandidates>('/documents/{id}/reject'),
  mergeCandidates: post<typeof moves.mergeCandidates>('/documents/{id}/merge'),
  splitCandidate: post<typeof moves.splitCandidate>('/documents/{id}/split'),
  addCandidate: post<typeof moves.addCandidate>('/documents/{id}/candidates'),
  confirmFraming: post<typeof moves.confirmFraming>('/documents/{id}/framing'),
  undoDecision: post<typeof moves.undoDecision>('/documents/{id}/undo'),
  chooseRepair: post<typeof moves.chooseRepair>('/documents/{id}/repair'),
  correctDocument: post<typeof moves.correctDocument>('/documents/{id}/correct'),
  assignCandidates: post<typeof moves.assignCandidates>('/documents/{id}/assign'),
  handDown: post<typeof moves.handDown>('/documents/{id}/hand-down'),
  askModel: post<typeof moves.askModel>('/documents/{id}/ask-model'),
  proposeDocumentTargets: post<typeof targets.proposeDocumentTargets>('/documents/{id}/targets'),
} as const satisfies Record<string, Call<Operation>>;
