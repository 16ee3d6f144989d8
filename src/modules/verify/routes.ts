import * as moves from '#contract/verify-moves.ts';
import { command, type Route } from '#platform/http.ts';
import { appointChecker, recordCheck } from './check-entry.ts';
import { closeEntry, reopenEntry, sendBackEntry } from './close-entry.ts';

/** 验: somebody else looks; only then it is struck off. */
export const verifyRoutes: readonly Route[] = [
  command(moves.appointEntry, appointChecker),
  command(moves.checkEntry, recordCheck),
  command(moves.sendBackEntry, sendBackEntry),
  command(moves.closeEntry, closeEntry),
  command(moves.reopenEntry, reopenEntry),
];
