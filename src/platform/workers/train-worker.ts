import { parentPort } from 'node:worker_threads';
import { classify, type Labelled, trainModel } from '#domain/classify/classifier.ts';
import { storeModel } from '#domain/classify/model-file.ts';
import { macroF1, scoreClasses } from '#domain/classify/score.ts';
import { standBack } from './stand-back.ts';

/** Every fifth row is held back to measure by; then all of them teach. */
const HELD_BACK = 5;

const rows: Labelled[] = [];

standBack();

// Pages of rows come one after the other; 'learn' is the last that is heard.
parentPort?.on('message', (page: readonly Labelled[] | 'learn') => {
  if (page !== 'learn') rows.push(...page);
  else parentPort?.postMessage({ model: storeModel(trainModel(rows)), macroF1: measured() });
});

function measured(): number {
  const taught = rows.filter((_, at) => at % HELD_BACK !== 0);
  if (new Set(taught.map(({ label }) => label)).size < 2) return 0;
  const model = trainModel(taught);
  const pairs = rows
    .filter((_, at) => at % HELD_BACK === 0)
    .map((row) => ({ truth: row.label, guess: classify(model, row).top[0]?.label ?? '' }));
  return macroF1(scoreClasses(pairs));
}
