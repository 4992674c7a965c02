import { fitZeroInflatedLognormal, predictZeroInflatedLognormal } from '@bellwether/model-kernel/linear';
import { fitHurdleTrees, predictHurdleTrees } from './hurdle-trees.js';
import { VALUE_FEATURES } from './value-features.js';

/** A forecast of value learned from what customers did after an earlier day. */
export interface LearnedHead {
  /** @returns a function of rows of {@link VALUE_FEATURES}, to their expected value, shape (n,). */
  learn(matrix: Float64Array, values: Float64Array, seed: number): (matrix: Float64Array) => Float64Array;
}

/**
 * What a line is drawn through. Ages and times since the first purchase are left out: they are longer now than on the day that was
 * learned from, and a line goes on where trees stop.
 */
const LINEAR: readonly (typeof VALUE_FEATURES)[number][] = [
  'log_expected_value',
  'log_mean_value',
  'purchases_last_4_weeks',
  'log_value_last_13_weeks',
];

export const LEARNED_HEADS = {
  ziln: {
    learn(matrix, values) {
      const features = LINEAR.length;
      const fit = fitZeroInflatedLognormal({ rows: values.length, features, matrix: pickColumns(matrix), values });
      return (rows) => predictZeroInflatedLognormal(fit, pickColumns(rows)).mean;
    },
  },
  'hurdle-trees': {
    learn(matrix, values, seed) {
      const fit = fitHurdleTrees(matrix, values, seed);
      return (rows) => predictHurdleTrees(fit, rows);
    },
  },
} as const satisfies Readonly<Record<string, LearnedHead>>;

/** The columns of {@link LINEAR}. */
function pickColumns(matrix: Float64Array): Float64Array {
  const width = VALUE_FEATURES.length;
  const columns = LINEAR.map((name) => VALUE_FEATURES.indexOf(name));
  return Float64Array.from(
    { length: (matrix.length / width) * columns.length },
    (_, cell) => matrix[Math.floor(cell / columns.length) * width + columns[cell % columns.length]!]!,
  );
}

export type LearnedHeadName = keyof typeof LEARNED_HEADS;

const FOLDS = 4;

/** Forecasts of the rows that a head learns from, each by a head that has not seen it: row i is in fold i mod 4. */
export function crossFit(head: LearnedHead, matrix: Float64Array, values: Float64Array, seed: number): Float64Array {
  const width = VALUE_FEATURES.length;
  const forecasts = new Float64Array(values.length);
  const rowsOf = (keep: (row: number) => boolean): number[] => [...values.keys()].filter(keep);
  const pick = (rows: readonly number[]): Float64Array => {
    const picked = new Float64Array(rows.length * width);
    rows.forEach((row, k) => picked.set(matrix.subarray(row * width, (row + 1) * width), k * width));
    return picked;
  };
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = rowsOf((row) => row % FOLDS !== fold);
    const held = rowsOf((row) => row % FOLDS === fold);
    const predict = head.learn(
      pick(train),
      Float64Array.from(train, (row) => values[row]!),
      seed,
    );
    predict(pick(held)).forEach((value, k) => (forecasts[held[k]!] = value));
  }
  return forecasts;
}
