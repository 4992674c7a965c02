import {
  fitTrees,
  fromPlainTrees,
  predictionOfMargin,
  predictMargins,
  toPlainTrees,
  type PlainTrees,
} from '@bellwether/model-kernel/trees';
import { VALUE_FEATURES } from './value-features.js';

/** Boosted trees in two steps, as plain JSON: whether a customer buys at all, and how much of those that do. */
export interface HurdleTrees {
  readonly model: 'hurdle-trees';
  readonly buys: PlainTrees;
  readonly value: PlainTrees;
}

/** Small trees, few: there are some thousand customers, and most of what they do is noise. */
const SHAPE = {
  trees: 120,
  learningRate: 0.05,
  leaves: 8,
  minChildSamples: 20,
  baggingFraction: 0.8,
  lambda: 5,
} as const;
/** Near 2, a gamma deviance: the error of a value is in proportion to it. */
const VARIANCE_POWER = 1.9;

/**
 * E[y] = P(y > 0) · E[y | y > 0]: a binary ensemble on all customers, and a Tweedie one on those with value.
 *
 * @param matrix rows of {@link VALUE_FEATURES}. @param values y ≥ 0, shape (n,).
 * @throws FAILED_PRECONDITION where all buy or none does.
 */
export function fitHurdleTrees(matrix: Float64Array, values: Float64Array, seed = 0): HurdleTrees {
  const features = VALUE_FEATURES.length;
  const names = { features, featureNames: VALUE_FEATURES };
  const rows = values.length;
  const buys = fitTrees({ ...names, rows, matrix, labels: values.map((y) => (y > 0 ? 1 : 0)) }, { ...SHAPE, seed });
  const buyers = Array.from({ length: rows }, (_, i) => i).filter((i) => values[i]! > 0);
  const bought = new Float64Array(buyers.length * features);
  buyers.forEach((i, k) => bought.set(matrix.subarray(i * features, (i + 1) * features), k * features));
  const labels = Float64Array.from(buyers, (i) => values[i]!);
  const value = fitTrees(
    { ...names, rows: buyers.length, matrix: bought, labels },
    { ...SHAPE, seed, objective: 'tweedie', variancePower: VARIANCE_POWER },
  );
  return { model: 'hurdle-trees', buys: toPlainTrees(buys), value: toPlainTrees(value) };
}

/** E[y] of each row, shape (n,). */
export function predictHurdleTrees({ buys, value }: HurdleTrees, matrix: Float64Array): Float64Array {
  const rows = matrix.length / VALUE_FEATURES.length;
  const chance = predictMargins(fromPlainTrees(buys), matrix, rows);
  const amount = predictMargins(fromPlainTrees(value), matrix, rows);
  return chance.map((margin, i) => predictionOfMargin('binary', margin) * predictionOfMargin('tweedie', amount[i]!));
}
