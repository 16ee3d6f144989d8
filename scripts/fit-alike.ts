/**
 * `node scripts/fit-alike.ts [pairs] [seed]`: fits the weights of `EVIDENCE` on pairs of the made-up city and prints each beside
 * the one that stands there. Logistic regression with a penalty on large weights, in which each may only have the
 * sign that it has there; no chance in it, the same pairs give the same weights.
 */
import { differencesOf } from '../src/domain/alike/words/substitutions.ts';
import { EVIDENCE, type Evidence, evidenceOf } from '../src/domain/alike/pair/evidence.ts';
import { countPlaces, readMessage, wordsOf } from '../src/domain/alike/pair/message.ts';
import { PlaceNames } from '../src/domain/alike/places/place-names.ts';
import { weightsFrom } from '../src/domain/alike/near/weights.ts';
import { relationOf } from '../src/domain/alike/places/whereabouts.ts';
import { makePairs } from '../test/alike-city/pairs.ts';

const PENALTY = 0.0025;
const STEPS = 3000;
const STRIDE = 0.5;
const KINDS = Object.keys(EVIDENCE) as (keyof Evidence)[];

const [count = 4000, seed = 1] = process.argv.slice(2).map(Number);
const rows = evidenceOfPairs(count, seed);
const fitted = fit(rows);
console.table(
  KINDS.map((kind, at) => ({ kind, fitted: fitted[at]?.toFixed(2), used: EVIDENCE[kind] })),
);

interface Row {
  readonly values: readonly number[];
  readonly isSame: boolean;
}

function evidenceOfPairs(pairs: number, from: number): Row[] {
  const told = makePairs(pairs, from);
  const names = new PlaceNames();
  for (const { a, b } of told) for (const text of [a, b]) countPlaces(text, names);
  const known = names.table(undefined);
  const read = told.map(({ a, b, label }) => ({
    a: readMessage(a, known),
    b: readMessage(b, known),
    isSame: label === 'same-problem',
  }));
  const weights = weightsFrom(read.flatMap(({ a, b }) => [wordsOf(a), wordsOf(b)]));
  return read.map(({ a, b, isSame }) => {
    const place = relationOf(a.where, b.where);
    const evidence = evidenceOf(a, b, {
      weights,
      place,
      differing: differencesOf(a.matter, b.matter),
    });
    return { values: KINDS.map((kind) => evidence[kind]), isSame };
  });
}

/** Steps down the slope, each weight held on its side of nothing. */
function fit(all: readonly Row[]): number[] {
  const weights = KINDS.map(() => 0);
  const spread = KINDS.map((_, at) =>
    Math.max(0.05, spreadOf(all.map(({ values }) => values[at] ?? 0))),
  );
  for (let step = 0; step < STEPS; step += 1) {
    const slope = KINDS.map((_, at) => PENALTY * (weights[at] ?? 0) * (spread[at] ?? 1) ** 2);
    for (const { values, isSame } of all) {
      const sum = values.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0);
      const off = (1 / (1 + Math.exp(-sum)) - Number(isSame)) / all.length;
      for (const [at, value] of values.entries()) slope[at] = (slope[at] ?? 0) + off * value;
    }
    for (const [at, kind] of KINDS.entries()) {
      const moved = (weights[at] ?? 0) - (STRIDE * (slope[at] ?? 0)) / (spread[at] ?? 1);
      weights[at] = moved * EVIDENCE[kind] > 0 ? moved : 0;
    }
  }
  return weights;
}

/** Rare evidence moves in longer strides. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
  );
  return spread === 0 ? 1 : spread;
}
