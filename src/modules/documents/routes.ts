import * as contract from '#contract/document.ts';
import * as trace from '#contract/document-trace.ts';
import * as leads from '#contract/lead-suggestion.ts';
import * as moves from '#contract/document-moves.ts';
import * as duties from '#contract/duty.ts';
import { serveFile } from '#platform/files/serve-file.ts';
import { command, direct, query, type Route } from '#platform/http.ts';
import { askModel } from './ask-model.ts';
import { assignCandidates } from './assign-candidates.ts';
import { chooseRepair } from './choose-repair.ts';
import { compareDocument } from './compare-document.ts';
import { correctDocument } from './correct-document.ts';
import {
  acceptCandidates,
  confirmFraming,
  editCandidate,
  mergeCandidates,
  rejectCandidates,
} from './decide.ts';
import { findDocument } from './document-store.ts';
import { importDuties, listDuties, previewDuties } from './duties.ts';
import { entrySource } from './entry-source.ts';
import { handDown, type Issue } from './hand-down.ts';
import { addCandidate, splitCandidate } from './mark-stretch.ts';
import {
  listCandidates,
  listDocuments,
  readDocument,
  readDocumentText,
  readPassages,
} from './read-documents.ts';
import { suggestLeads } from './suggest-leads.ts';
import { type DocumentParts, pasteDocument, signedIn, uploadDocument } from './take-document.ts';
import { readDocumentEvents, undoDecision } from './undo-decision.ts';

/** 文件: reading documents into tasks and targets. `issue` is the ledger's move that 下达 ends in. */
export function documentRoutes(parts: DocumentParts, issue: Issue): readonly Route[] {
  const model = parts.model !== undefined;
  return [
    direct(contract.uploadDocument, (call, input) => uploadDocument(parts, call, input)),
    direct(contract.pasteDocument, (call, input) => pasteDocument(parts, call, input)),
    query(contract.listDocuments, listDocuments),
    query(contract.readDocument, (q, { id }) => readDocument(q, id, model)),
    query(contract.readDocumentText, readDocumentText),
    query(contract.readPassages, readPassages),
    query(contract.listCandidates, listCandidates),
    query(leads.suggestLeads, suggestLeads),
    query(trace.entrySource, entrySource),
    query(trace.compareDocument, compareDocument),
    query(trace.readDocumentEvents, readDocumentEvents),
    direct(contract.downloadDocument, async (call, { id }) => {
      const { sha256, name, mediaType, bytes } = await findDocument(signedIn(call), id);
      return serveFile(parts.store, { sha256, name, mediaType, bytes }, false);
    }),
    command(moves.acceptCandidates, acceptCandidates),
    command(moves.editCandidate, editCandidate),
    command(moves.rejectCandidates, rejectCandidates),
    command(moves.mergeCandidates, mergeCandidates),
    command(moves.splitCandidate, splitCandidate),
    command(moves.addCandidate, addCandidate),
    command(moves.confirmFraming, confirmFraming),
    command(moves.chooseRepair, chooseRepair),
    command(moves.undoDecision, undoDecision),
    command(moves.correctDocument, (ctx, input) => correctDocument(ctx, input, model)),
    command(moves.assignCandidates, assignCandidates),
    command(moves.askModel, (ctx, input) => askModel(ctx, input, parts.model)),
    command(moves.handDown, (ctx, input) => handDown(ctx, input, issue)),
    direct(duties.previewDuties, (call, input) => previewDuties(parts, call, input)),
    direct(duties.importDuties, (call, input) => importDuties(parts, call, input)),
    query(duties.listDuties, listDuties),
  ];
}
