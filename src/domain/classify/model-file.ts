import type { Model } from './classifier.ts';
import { FEATURE_SPACE } from './features.ts';

/** A model as plain JSON: only features with weight, so a few megabytes for seven classes. */
export interface StoredModel {
  readonly format: 1;
  readonly labels: readonly string[];
  readonly autoMargin: number | undefined;
  readonly ids: readonly number[];
  /** Weight of each of `ids`; the name is from when it was their rarity alone. */
  readonly idf: readonly number[];
  /** For each label one weight for each of `ids`. */
  readonly planes: readonly (readonly number[])[];
}

/** A model as it is kept; what it decides stays the same to the sixth digit of each weight. */
export function storeModel(model: Model): StoredModel {
  const ids: number[] = [];
  for (const [id, weight] of model.weights.entries()) if (weight > 0) ids.push(id);
  const at = (list: Float32Array): number[] => ids.map((id) => round(list[id] ?? 0));
  return {
    format: 1,
    labels: model.labels,
    autoMargin: model.autoMargin,
    ids,
    idf: at(model.weights),
    planes: model.planes.map(at),
  };
}

/** The model that was kept, its weights spread over the whole feature space again. */
export function restoreModel(stored: StoredModel): Model {
  const spread = (values: readonly number[]): Float32Array => {
    const list = new Float32Array(FEATURE_SPACE);
    values.forEach((value, at) => {
      list[stored.ids[at] ?? 0] = value;
    });
    return list;
  };
  return {
    labels: stored.labels,
    autoMargin: stored.autoMargin,
    weights: spread(stored.idf),
    planes: stored.planes.map(spread),
  };
}

/** Six digits keep every decision and halve the file. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
