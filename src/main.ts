import { join } from 'node:path';
import { bulkMove } from '#contract/entry-moves.ts';
import { proposeDocumentTargets } from '#contract/target-moves.ts';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry, issueEntry } from '#modules/assign/assign-entry.ts';
import { recallEntry } from '#modules/assign/recall-entry.ts';
import { issueDrafts } from '#modules/assign/issue-drafts.ts';
import { assignRoutes } from '#modules/assign/routes.ts';
import { campaignRoutes } from '#modules/campaign/campaign-routes.ts';
import { evidenceKeeps, evidenceRoutes } from '#modules/deliver/evidence.ts';
import { handOverRoutes } from '#modules/deliver/hand-over.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { deliverRoutes } from '#modules/deliver/routes.ts';
import { retrainJob, trainJob } from '#modules/distil/categories.ts';
import { AlikeIndex } from '#modules/distil/alike-index.ts';
import { distilJobs } from '#modules/distil/distil-job.ts';
import { distilRoutes } from '#modules/distil/routes.ts';
import { bulkJob, startBulk } from '#modules/ledger/bulk-move.ts';
import { listEntry, notListEntry, screenEntry } from '#modules/ledger/list-entry.ts';
import { overviewStream } from '#modules/ledger/overview-stream.ts';
import { savedViewRoutes } from '#modules/ledger/saved-views.ts';
import { askModelJob } from '#modules/documents/ask-model.ts';
import { documentKeeps, readDocumentJob } from '#modules/documents/read-job.ts';
import { documentRoutes } from '#modules/documents/routes.ts';
import { ledgerRoutes } from '#modules/ledger/routes.ts';
import { importKeeps } from '#modules/ledger/sheets/batch-store.ts';
import { importJobs } from '#modules/ledger/sheets/import-jobs.ts';
import { sheetRoutes } from '#modules/ledger/sheets/routes.ts';
import { listenRoutes } from '#modules/listen/listen-routes.ts';
import { answerVoicesJob } from '#modules/listen/draft-answer.ts';
import { keepApartJob, keepingApart } from '#modules/listen/keep-apart.ts';
import { retentionJob } from '#modules/listen/retention.ts';
import type { ForgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { TELL_NEWS, tellNewsJob } from '#modules/listen/vault/tell-news.ts';
import { voicePhotosKeep } from '#modules/listen/say-voice.ts';
import { accountRoutes } from '#modules/org/account-routes.ts';
import type { IdentityConfig } from '#modules/org/identity-config.ts';
import { orgRoutes } from '#modules/org/org-routes.ts';
import { sweepSessions } from '#modules/org/session-store.ts';
import { actorOfAccount, whoIs } from '#modules/org/who-is.ts';
import { proposeDocumentTargets as makeTargets } from '#modules/documents/propose-document-targets.ts';
import { targetRoutes } from '#modules/targets/routes.ts';
import { appointChecker } from '#modules/verify/check-entry.ts';
import { verifyRoutes } from '#modules/verify/routes.ts';
import { deliverWebhook } from '#modules/webhook/deliver-webhook.ts';
import { webhookRoutes } from '#modules/webhook/webhooks.ts';
import { type FileGate, fileGate, type TextFile } from '#platform/files/file-gate.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { sweepFiles } from '#platform/files/sweep-files.ts';
import { command, type Route } from '#platform/http.ts';
import { briefJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import { jobRoutes } from '#platform/jobs/job-routes.ts';
import type { Recurring } from '#platform/jobs/recurring.ts';
import { tidyTables } from '#platform/jobs/tidy-tables.ts';
import type { AddressGuard } from '#platform/webhooks/address-guard.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import type { ModelPort } from '#platform/model/model-port.ts';
import { UnreadableFile } from '#platform/words/read-file.ts';
import type { ByteThread } from '#platform/workers/byte-thread.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { voicePort } from './voice-port.ts';

/** What the modules are built with. */
export interface Parts {
  readonly identity: IdentityConfig;
  readonly files: FileStore;
  /** A folder for files on their way in. */
  readonly spool: string;
  /** Which addresses webhooks may reach. */
  readonly guard: AddressGuard;
  /** Who was forgotten, kept outside the database. */
  readonly forgotten: ForgottenList;
  /** The language model that may be asked, where one is configured. */
  readonly model?: ModelPort | undefined;
  /** Where exports are made; without one they are made here. */
  readonly exports?: ByteThread | undefined;
  /** The ways by which reporters who wish it are told of news, where one is configured. */
  readonly notices?: Notices | undefined;
}

/** One thread reads all documents of this process; it starts with the first one. */
export const reader = new DocumentReader();

function gateOf({ files, spool }: Parts): FileGate {
  return fileGate({ store: files, spool: join(spool, 'files'), classified });
}

/** Does a document bear a secrecy mark? One that cannot be read as text shows none. */
async function classified(file: TextFile): Promise<boolean> {
  try {
    await reader.file(file.path);
    return false;
  } catch (error) {
    if (error instanceof UnreadableFile) return error.reason === 'secret';
    throw error;
  }
}

/** One index for those who type and for what comes in. */
const indexes = new WeakMap<Parts, AlikeIndex>();
function indexOf(parts: Parts): AlikeIndex {
  const index = indexes.get(parts) ?? new AlikeIndex(voicePort);
  indexes.set(parts, index);
  return index;
}

/** Every operation of the open API. What is not here does not exist. */
export function routes(parts: Parts): readonly Route[] {
  return [
    ...accountRoutes(parts.identity),
    ...keepingApart(orgRoutes),
    ...campaignRoutes,
    ...sheetRoutes(parts.files, parts.exports),
    command(bulkMove, startBulk),
    ...ledgerRoutes,
    ...savedViewRoutes,
    overviewStream((call) => whoIs(call.db, call.cityId, parts.identity.secureCookie)),
    ...assignRoutes,
    ...deliverRoutes,
    ...evidenceRoutes(gateOf(parts)),
    ...handOverRoutes({
      gate: gateOf(parts),
      actorOf: actorOfAccount,
      key: parts.identity.key,
    }),
    ...verifyRoutes,
    ...documentRoutes(
      { store: parts.files, spool: join(parts.spool, 'files'), reader, model: parts.model },
      issueDrafts,
    ),
    ...targetRoutes,
    command(proposeDocumentTargets, makeTargets),
    ...listenRoutes({
      gate: gateOf(parts),
      key: parts.identity.key,
      forgotten: parts.forgotten,
      notices: parts.notices,
    }),
    ...distilRoutes({ voices: voicePort, index: indexOf(parts) }),
    ...jobRoutes,
    ...webhookRoutes({ guard: parts.guard, key: parts.identity.key }),
  ];
}

/** The moves that may be made on all that match a filter. */
const BULK = {
  screen: screenEntry,
  list: listEntry,
  not_list: notListEntry,
  assign: assignEntry,
  issue: issueEntry,
  accept: acceptEntry,
  recall: recallEntry,
  appoint: appointChecker,
};

/** Every kind of job. */
export function jobKinds(parts: Parts): readonly JobKind[] {
  const { notices, identity } = parts;
  const imports = importJobs({ store: parts.files, actorOf: actorOfAccount, reportProgress });
  return [
    tidyTables,
    briefJob('sweep-sessions', ({ tx, cityId, now }) => sweepSessions(tx, cityId, now)),
    sweepFiles(gateOf(parts), [evidenceKeeps, importKeeps, documentKeeps, voicePhotosKeep]),
    bulkJob({ handlers: BULK, actorOf: actorOfAccount }),
    answerVoicesJob(actorOfAccount),
    ...imports,
    ...distilJobs(imports, { voices: voicePort, index: indexOf(parts) }),
    trainJob,
    retrainJob,
    readDocumentJob(reader),
    ...(parts.model === undefined ? [] : [askModelJob(parts.model)]),
    deliverWebhook({ guard: parts.guard, key: parts.identity.key }),
    retentionJob(parts.forgotten),
    ...(notices === undefined ? [] : [tellNewsJob({ notices, key: identity.key })]),
    keepApartJob,
  ];
}

/** What would weigh on who works at the ledger is carried out in a thread of its own, `heavy-jobs.ts`. */
export const HEAVY: readonly string[] = [
  'preview-import',
  'run-import',
  'distil-campaign',
  'import-distilled',
];

/** Jobs that the house puts down by itself. */
export function recurring({ notices }: Parts): readonly Recurring[] {
  return notices === undefined ? RECURRING : [...RECURRING, { kind: TELL_NEWS, everySeconds: 60 }];
}

const RECURRING: readonly Recurring[] = [
  { kind: 'tidy-tables', everySeconds: 3600 },
  { kind: 'sweep-sessions', everySeconds: 3600 },
  { kind: 'sweep-files', everySeconds: 86_400, atNight: true },
  { kind: 'retention', everySeconds: 86_400 },
  { kind: 'keep-apart', everySeconds: 86_400 },
  { kind: 'retrain-categories', everySeconds: 86_400, atNight: true },
];
