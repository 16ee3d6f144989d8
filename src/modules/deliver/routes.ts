import * as moves from '#contract/deliver-moves.ts';
import { command, type Route } from '#platform/http.ts';
import {
  blockEntry,
  deliverEntry,
  reportCoProgress,
  reportProgress,
  unblockEntry,
} from './progress.ts';
import { askEntry, decideEntry, withdrawEntry } from './requests.ts';

/** 办: progress, blockers, requests, and the claim that it is done. */
export const deliverRoutes: readonly Route[] = [
  command(moves.progressEntry, reportProgress),
  command(moves.coReportEntry, reportCoProgress),
  command(moves.blockEntry, blockEntry),
  command(moves.unblockEntry, unblockEntry),
  command(moves.deliverEntry, deliverEntry),
  command(moves.askEntry, askEntry),
  command(moves.withdrawEntry, withdrawEntry),
  command(moves.decideEntry, decideEntry),
];
