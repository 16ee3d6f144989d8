import * as moves from '#contract/assign-moves.ts';
import { command, type Route } from '#platform/http.ts';
import { acceptEntry, refuseEntry, selfMendEntry } from './accept-entry.ts';
import { assignEntry, issueEntry, reassignEntry } from './assign-entry.ts';
import { recallEntry } from './recall-entry.ts';

/** 派: who has it to do, and whether he takes it. */
export const assignRoutes: readonly Route[] = [
  command(moves.assignEntry, assignEntry),
  command(moves.issueEntry, issueEntry),
  command(moves.reassignEntry, reassignEntry),
  command(moves.acceptEntry, acceptEntry),
  command(moves.refuseEntry, refuseEntry),
  command(moves.selfMendEntry, selfMendEntry),
  command(moves.recallEntry, recallEntry),
];
