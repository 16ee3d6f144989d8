import * as entry from '#contract/entry.ts';
import * as work from '#contract/my-work.ts';
import * as moves from '#contract/list-moves.ts';
import { readOverview as readOverviewOp } from '#contract/overview.ts';
import * as rules from '#contract/source-rule.ts';
import { command, query, type Route } from '#platform/http.ts';
import { correctEntry } from './correct-entry.ts';
import { listSourceRules, setSourceRule } from './due-rules.ts';
import { countEntries, listEntries } from './list-entries.ts';
import { cancelEntry, listEntry, notListEntry, screenEntry } from './list-entry.ts';
import { mergeEntry, supersedeEntry, unmergeEntry } from './merge-entry.ts';
import { myWork } from './my-work.ts';
import { readOverview } from './overview-figures.ts';
import { numberAhead, raiseEntry } from './raise-entry.ts';
import { readEntry, readEvents } from './read-entry.ts';
import { tallyEntries } from './tally.ts';

/** 列: reading the ledger, and the moves that put an entry on it or set it right. */
export const ledgerRoutes: readonly Route[] = [
  query(entry.listEntries, listEntries),
  query(entry.countEntries, countEntries),
  query(entry.tallyEntries, tallyEntries),
  query(work.myWork, myWork),
  query(readOverviewOp, readOverview),
  query(rules.listSourceRules, listSourceRules),
  command(rules.setSourceRule, setSourceRule),
  query(entry.readEntry, readEntry),
  query(entry.readEvents, readEvents),
  command(moves.raiseEntry, raiseEntry, numberAhead),
  command(moves.screenEntry, screenEntry),
  command(moves.listEntry, listEntry),
  command(moves.notListEntry, notListEntry),
  command(moves.cancelEntry, cancelEntry),
  command(moves.correctEntry, correctEntry),
  command(moves.mergeEntry, mergeEntry),
  command(moves.unmergeEntry, unmergeEntry),
  command(moves.supersedeEntry, supersedeEntry),
];
