import { DomainError } from '@bellwether/errors';
import { quantileOfSorted } from '../numerics/quantile.js';
import type { Rng } from '../numerics/rng.js';

export interface BootstrapInterval {
  /** The metric on the sample itself. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation over the resamples. */
  readonly standardError: number;
  readonly level: number;
  readonly resamples: number;
}

export interface BootstrapOptions {
  /** Coverage, in (0, 1). */
  readonly level?: number;
  /** Number of resamples, an integer ≥ 2. */
  readonly resamples?: number;
}

/**
 * Percentile bootstrap interval of a metric: rows are drawn with replacement, the metric taken of each draw, and the
 * interval runs between the (1 − level)/2 and (1 + level)/2 quantiles.
 *
 * A draw of n rows is handed over as n integer weights, how often each row was drawn, since every metric here takes
 * weights: `bootstrapInterval((w) => rocAuc(labels, scores, w), n, rng)`. The weights are reused from draw to draw.
 *
 * @param metric of the rows under the weights given, shape (rows,).
 * @param rows number of rows, a positive integer. Where rows come in groups (several per guest), resample the groups:
 *   let `rows` be their number and expand the weights within `metric`.
 * @param rng seeded; the same stream gives the same interval.
 * @throws INVALID_ARGUMENT for options outside their range; whatever `metric` throws, for instance when a draw from a
 *   tiny sample holds one class only.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, §13.3.
 */
export function bootstrapInterval(
  metric: (weights: Float64Array) => number,
  rows: number,
  rng: Rng,
  { level = 0.95, resamples = 1000 }: BootstrapOptions = {},
): BootstrapInterval {
  if (!Number.isInteger(rows) || rows < 1) {
    throw new DomainError('INVALID_ARGUMENT', `rows must be a positive integer, got ${rows}`);
  }
  if (!(level > 0 && level < 1)) throw new DomainError('INVALID_ARGUMENT', `level must be in (0, 1), got ${level}`);
  if (!Number.isInteger(resamples) || resamples < 2) {
    throw new DomainError('INVALID_ARGUMENT', `resamples must be an integer ≥ 2, got ${resamples}`);
  }
  const weights = new Float64Array(rows).fill(1);
  const estimate = metric(weights);
  const values = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    weights.fill(0);
    for (let i = 0; i < rows; i++) weights[rng.int(rows)]! += 1;
    values[draw] = metric(weights);
  }
  values.sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    estimate,
    lower: quantileOfSorted(values, (1 - level) / 2),
    upper: quantileOfSorted(values, (1 + level) / 2),
    standardError: Math.sqrt(squares / (resamples - 1)),
    level,
    resamples,
  };
}
