import * as z from 'zod/mini';
import {
  acceptEntry,
  assignEntry,
  issueEntry,
  reassignEntry,
  recallEntry,
  refuseEntry,
  selfMendEntry,
} from './assign-moves.ts';
import {
  askEntry,
  blockEntry,
  coReportEntry,
  decideEntry,
  deliverEntry,
  progressEntry,
  unblockEntry,
  withdrawEntry,
} from './deliver-moves.ts';
import { common } from './entry-move.ts';
import { EntryFilter, type EntryMoveField } from './entry.ts';
import {
  cancelEntry,
  correctEntry,
  listEntry,
  mergeEntry,
  notListEntry,
  screenEntry,
  supersedeEntry,
  unmergeEntry,
} from './list-moves.ts';
import { type Operation, operation } from './operation.ts';
import {
  appointEntry,
  checkEntry,
  closeEntry,
  reopenEntry,
  sendBackEntry,
} from './verify-moves.ts';

/** Moves that may be made on all that match a filter. Closing is never one: each closure is looked at. */
export const BULK_MOVES = [
  'screen',
  'list',
  'not_list',
  'assign',
  'issue',
  'accept',
  'recall',
  'appoint',
] as const;

export const bulkMove = operation({
  ...common,
  id: 'bulkMove',
  method: 'POST',
  path: '/entries/bulk',
  summary: {
    zh: '对符合条件的全部事项执行同一操作（作为作业，逐项报告未成的）',
    en: 'One move on all that match, as a job that reports each refusal',
  },
  input: z.strictObject({
    filter: EntryFilter,
    move: z.enum(BULK_MOVES),
    input: z.record(z.string(), z.unknown()),
    /** How many the caller expects to touch; refused when it has become more. */
    expect: z.int().check(z.gte(1)),
  }),
  output: z.object({ job: z.string(), n: z.int() }),
  refusals: ['invalid', 'not-allowed', 'stale', 'key-missing', 'key-reused'],
});

/** Every move that has a door of its own, by its name in the life of an entry. */
export const MOVE_OPERATIONS = {
  screen: screenEntry,
  list: listEntry,
  not_list: notListEntry,
  assign: assignEntry,
  issue: issueEntry,
  reassign: reassignEntry,
  accept: acceptEntry,
  refuse: refuseEntry,
  progress: progressEntry,
  block: blockEntry,
  unblock: unblockEntry,
  deliver: deliverEntry,
  recall: recallEntry,
  appoint: appointEntry,
  check: checkEntry,
  send_back: sendBackEntry,
  close: closeEntry,
  reopen: reopenEntry,
  cancel: cancelEntry,
  supersede: supersedeEntry,
  correct: correctEntry,
  co_report: coReportEntry,
  self_mend: selfMendEntry,
  merge: mergeEntry,
  unmerge: unmergeEntry,
  ask: askEntry,
  withdraw: withdrawEntry,
  decide: decideEntry,
} as const satisfies Partial<Record<z.infer<typeof EntryMoveField>, Operation>>;
