import * as indicators from '#contract/indicator.ts';
import * as contract from '#contract/target.ts';
import * as movesContract from '#contract/target-moves.ts';
import { command, direct, query, type Route } from '#platform/http.ts';
import { proposeTargets } from './from-document.ts';
import { handDownTarget } from './hand-down.ts';
import { importReadings } from './import-readings.ts';
import { changeIndicator, defineIndicator, listIndicators } from './indicators.ts';
import { listTargets } from './list-targets.ts';
import { listPaceRules, setPaceRule } from './pace-rules.ts';
import { readTarget } from './read-target.ts';
import { recordReading } from './readings.ts';
import {
  amendTarget,
  concludeTarget,
  effectTarget,
  pendTarget,
  proposeTarget,
  reviseTarget,
} from './target-moves.ts';
import { targetProgress } from './target-progress.ts';

/** Indicators, targets, readings and the rules of pace. */
export const targetRoutes: readonly Route[] = [
  query(contract.listTargets, listTargets),
  query(contract.targetProgress, targetProgress),
  query(contract.readTarget, readTarget),
  command(movesContract.proposeTarget, proposeTarget),
  command(movesContract.proposeTargets, proposeTargets),
  command(movesContract.amendTarget, amendTarget),
  command(movesContract.pendTarget, pendTarget),
  command(movesContract.effectTarget, effectTarget),
  command(movesContract.reviseTarget, reviseTarget),
  command(movesContract.concludeTarget, concludeTarget),
  command(movesContract.handDownTarget, handDownTarget),
  query(indicators.listIndicators, listIndicators),
  command(indicators.defineIndicator, defineIndicator),
  command(indicators.changeIndicator, changeIndicator),
  command(indicators.recordReading, recordReading),
  direct(indicators.importReadings, importReadings),
  query(indicators.listPaceRules, listPaceRules),
  command(indicators.setPaceRule, setPaceRule),
];
