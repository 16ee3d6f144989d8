import * as indicators from '#contract/indicator.ts';
import * as contract from '#contract/target.ts';
import * as targetMoves from '#contract/target-moves.ts';
import { command, direct, query, type Route } from '#platform/http.ts';
import { proposeTargets } from './from-document.ts';
import { handDownTarget } from './hand-down.ts';
import { importReadings } from './import-readings.ts';
import { changeIndicator, defineIndicator } from './define-indicator.ts';
import { listIndicators } from './indicators.ts';
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
  command(targetMoves.proposeTarget, proposeTarget),
  command(targetMoves.proposeTargets, proposeTargets),
  command(targetMoves.amendTarget, amendTarget),
  command(targetMoves.pendTarget, pendTarget),
  command(targetMoves.effectTarget, effectTarget),
  command(targetMoves.reviseTarget, reviseTarget),
  command(targetMoves.concludeTarget, concludeTarget),
  command(targetMoves.handDownTarget, handDownTarget),
  query(indicators.listIndicators, listIndicators),
  command(indicators.defineIndicator, defineIndicator),
  command(indicators.changeIndicator, changeIndicator),
  command(indicators.recordReading, recordReading),
  direct(indicators.importReadings, importReadings),
  query(indicators.listPaceRules, listPaceRules),
  command(indicators.setPaceRule, setPaceRule),
];
