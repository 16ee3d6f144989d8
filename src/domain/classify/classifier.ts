import { contrastOf } from './contrast.ts';
import type { Classifiable, FeatureCounts } from './features.ts';
import { FEATURE_SPACE, featureCounts } from './features.ts';
import type { SparseRows } from './linear-svm.ts';
import { sequence, shuffle, trainSvm } from './linear-svm.ts';

/** A text with the class that somebody confirmed. */
export interface Labelled extends Classifiable {
  readonly label: string;
}

/** What is learnt from confirmed rows (分类模型); plain data, see `model-file.ts` for its stored form. */
export interface Model {
  readonly labels: readonly string[];
  /** Weight of each feature: how rare it is, and how well it tells the classes apart; 0 for what was seen in one text only. */
  readonly weights: Float32Array;
  /** For each label the weights of its separating plane. */
  readonly planes: readonly Float32Array[];
  /** From this margin on a class is assigned without asking; `undefined` if no margin is safe enough. */
  readonly autoMargin: number | undefined;
}

export interface Suggestion {
  readonly label: string;
  readonly score: number;
}

/** The classes in order of fit, and how clearly the first leads. */
export interface Classification {
  readonly top: readonly Suggestion[];
  /** Score of the first less that of the second. */
  readonly margin: number;
  /** True when the margin reaches what measured 95 % precision on confirmed rows. */
  readonly isSure: boolean;
}

export interface TrainOptions {
  /** Unconfirmed texts of the same kind; they help when confirmed ones are few. */
  readonly unlabelled?: readonly Classifiable[];
}

/** Chosen on real messages; flat between 3 and 20. */
const COST = 8;
const EPOCHS = 20;
/** Counts are damped less than usual (1 + ln): a complaint that says 传销 nine times is about 传销. */
const DAMPING = 0.7;
const IDF_BASE = 0.5;
/** Of the mean square of the log-count ratios: the square root of their root mean square. */
const CONTRAST_POWER = 0.25;
const LEAST_TEXTS = 2;
/** Precision that an assignment without asking must have shown. */
const AUTO_PRECISION = 0.95;
const FOLDS = 5;
/** Above this many confirmed texts a class, guesses of unconfirmed ones no longer helped. */
const SELF_TRAIN_BELOW = 100;
/** Of the guesses the surest nine tenths are believed, a tenth as much as confirmed rows. */
const BELIEVED_SHARE = 0.9;
const BELIEVED_WEIGHT = 0.1;
const SELF_TRAIN_ROUNDS = 2;

/**
 * Learns one linear support vector machine per class on damped TF-IDF of character grams, and the margin
 * from which it may decide alone, by cross-validation on the confirmed rows. Throws a RangeError when
 * there are fewer than two classes. Heavy (seconds for thousands of rows): run it in a job.
 */
export function trainModel(labelled: readonly Labelled[], options: TrainOptions = {}): Model {
  const labels = [...new Set(labelled.map(({ label }) => label))].toSorted();
  if (labels.length < 2) throw new RangeError('at least two classes are needed');
  const classes = labelled.map(({ label }) => labels.indexOf(label));
  const counts = labelled.map(featureCounts);
  const isScarce = labelled.length / labels.length < SELF_TRAIN_BELOW;
  const spare = isScarce ? (options.unlabelled ?? []).map(featureCounts) : [];
  const model = trainOn(labels, counts, classes, spare);
  return { ...model, autoMargin: safeMargin(labels, counts, classes, spare) };
}

/** The classes that fit a text, the first three by default. */
export function classify(model: Model, text: Classifiable, keep = 3): Classification {
  const scores = scoresOf(model, featureCounts(text));
  const order = scores
    .map((score, at) => ({ label: model.labels[at] ?? '', score }))
    .toSorted((a, b) => b.score - a.score);
  const margin = (order[0]?.score ?? 0) - (order[1]?.score ?? 0);
  const isSure = model.autoMargin !== undefined && margin >= model.autoMargin;
  return { top: order.slice(0, keep), margin, isSure };
}

type Planes = Omit<Model, 'autoMargin'>;

function trainOn(
  labels: readonly string[],
  counts: readonly FeatureCounts[],
  classes: readonly number[],
  spare: readonly FeatureCounts[],
): Planes {
  const all = [...counts, ...spare];
  const weights = weightsOf(all, classes, labels.length);
  const rows = weightedRows(all, weights);
  const beliefs = new Float32Array(all.length).fill(1);
  let guessed: readonly number[] = spare.map(() => -1);
  let model = fitPlanes(labels, weights, rows, [...classes, ...guessed], beliefs);
  for (let round = 0; round < SELF_TRAIN_ROUNDS && spare.length > 0; round += 1) {
    guessed = surestGuesses(model, spare);
    beliefs.fill(BELIEVED_WEIGHT, counts.length);
    model = fitPlanes(labels, weights, rows, [...classes, ...guessed], beliefs);
  }
  return model;
}

/** The class guessed for each text, -1 for the least sure tenth. */
function surestGuesses(model: Planes, spare: readonly FeatureCounts[]): number[] {
  const guesses = spare.map((text) => leader(scoresOf(model, text)));
  const margins = guesses.map(({ margin }) => margin).toSorted((a, b) => b - a);
  const cut = margins[Math.ceil(margins.length * BELIEVED_SHARE) - 1] ?? 0;
  return guesses.map(({ at, margin }) => (margin >= cut ? at : -1));
}

function fitPlanes(
  labels: readonly string[],
  weights: Float32Array,
  rows: SparseRows,
  classes: readonly number[],
  beliefs: Float32Array,
): Planes {
  const used = classes.flatMap((label, at) => (label < 0 ? [] : [at]));
  const kept = used.length === classes.length ? rows : rowsAt(rows, used);
  const exampleWeight = Float32Array.from(used, (at) => beliefs[at] ?? 1);
  const planes = labels.map((_, label) => {
    const positive = Uint8Array.from(used, (at) => Number(classes[at] === label));
    return trainSvm(kept, positive, FEATURE_SPACE, { cost: COST, epochs: EPOCHS, exampleWeight });
  });
  return { labels, weights, planes };
}

/**
 * The least margin at which held-out rows were right 95 times in a hundred. Where guesses are learnt from, the held-out
 * rows are guessed and learnt from too, as what is classified later is: that alone widens their margins.
 */
function safeMargin(
  labels: readonly string[],
  counts: readonly FeatureCounts[],
  classes: readonly number[],
  spare: readonly FeatureCounts[],
): number | undefined {
  const order = Int32Array.from(counts, (_, at) => at);
  shuffle(order, sequence(5));
  const judged: { readonly margin: number; readonly isRight: boolean }[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = [...order].filter((_, at) => at % FOLDS === fold);
    const train = [...order].filter((_, at) => at % FOLDS !== fold);
    const pick = <T>(list: readonly T[], from: readonly number[]): T[] =>
      from.flatMap((at) => list[at] ?? []);
    const guessed = spare.length === 0 ? [] : [...pick(counts, held), ...spare];
    const model = trainOn(labels, pick(counts, train), pick(classes, train), guessed);
    for (const at of held) {
      const text = counts[at];
      if (!text) continue;
      const { at: guess, margin } = leader(scoresOf(model, text));
      judged.push({ margin, isRight: guess === classes[at] });
    }
  }
  return leastSafe(judged.toSorted((a, b) => b.margin - a.margin));
}

function leastSafe(
  judged: readonly { readonly margin: number; readonly isRight: boolean }[],
): number | undefined {
  let right = 0;
  let safe: number | undefined;
  for (const [at, { margin, isRight }] of judged.entries()) {
    right += Number(isRight);
    // Fewer than twenty cases prove no 95 %.
    if (at >= 19 && right / (at + 1) >= AUTO_PRECISION) safe = margin;
  }
  return safe;
}

/** Rarity times contrast; the contrast is told by the confirmed texts, which stand first. */
function weightsOf(
  texts: readonly FeatureCounts[],
  classes: readonly number[],
  size: number,
): Float32Array {
  const idf = idfOf(texts);
  const vectors = classes.map((_, at) => {
    const text = texts[at];
    return text === undefined ? new Float32Array() : unitVector(text, idf);
  });
  const contrast = contrastOf(texts, vectors, classes, size);
  return idf.map((rarity, id) => rarity * (contrast[id] ?? 0) ** CONTRAST_POWER);
}

function idfOf(texts: readonly FeatureCounts[]): Float32Array {
  const seen = new Float32Array(FEATURE_SPACE);
  for (const { ids } of texts) for (const id of ids) seen[id] = (seen[id] ?? 0) + 1;
  return seen.map((df) =>
    df < LEAST_TEXTS ? 0 : Math.log((1 + texts.length) / (1 + df)) + IDF_BASE,
  );
}

function weightedRows(texts: readonly FeatureCounts[], weights: Float32Array): SparseRows {
  const start = new Int32Array(texts.length + 1);
  texts.forEach(({ ids }, at) => {
    start[at + 1] = (start[at] ?? 0) + ids.length;
  });
  const size = start[texts.length] ?? 0;
  const rows = { start, ids: new Int32Array(size), values: new Float32Array(size) };
  texts.forEach((text, at) => {
    rows.ids.set(text.ids, start[at] ?? 0);
    rows.values.set(unitVector(text, weights), start[at] ?? 0);
  });
  return rows;
}

function unitVector({ ids, counts }: FeatureCounts, weights: Float32Array): Float32Array {
  const values = counts.map((count, at) => count ** DAMPING * (weights[ids[at] ?? 0] ?? 0));
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? values : values.map((value) => value / length);
}

function rowsAt(rows: SparseRows, used: readonly number[]): SparseRows {
  const start = new Int32Array(used.length + 1);
  used.forEach((row, at) => {
    start[at + 1] = (start[at] ?? 0) + (rows.start[row + 1] ?? 0) - (rows.start[row] ?? 0);
  });
  const size = start[used.length] ?? 0;
  const kept = { start, ids: new Int32Array(size), values: new Float32Array(size) };
  used.forEach((row, at) => {
    const [from, to] = [rows.start[row] ?? 0, rows.start[row + 1] ?? 0];
    kept.ids.set(rows.ids.subarray(from, to), start[at] ?? 0);
    kept.values.set(rows.values.subarray(from, to), start[at] ?? 0);
  });
  return kept;
}

function scoresOf(model: Planes, text: FeatureCounts): number[] {
  const values = unitVector(text, model.weights);
  return model.planes.map((plane) => {
    let score = 0;
    for (let at = 0; at < values.length; at += 1) {
      score += (plane[text.ids[at] ?? 0] ?? 0) * (values[at] ?? 0);
    }
    return score;
  });
}

function leader(scores: readonly number[]): { readonly at: number; readonly margin: number } {
  let at = 0;
  let second = -Infinity;
  for (let k = 1; k < scores.length; k += 1) {
    const score = scores[k] ?? -Infinity;
    if (score > (scores[at] ?? -Infinity)) {
      second = scores[at] ?? -Infinity;
      at = k;
    } else if (score > second) second = score;
  }
  return { at, margin: (scores[at] ?? 0) - second };
}
