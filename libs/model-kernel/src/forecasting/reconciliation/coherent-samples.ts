import { DomainError } from '@bellwether/errors';
import { quantile } from '../../numerics/quantile.js';
import type { Rng } from '../../numerics/rng.js';
import type { NodeErrors } from './covariance.js';
import type { Hierarchy } from './hierarchy.js';
import { reconcile, type ReconcileOptions, type ReconciliationFit } from './reconcile.js';

/**
 * Samples of the joint forecast of all nodes, each coherent: base forecasts plus the errors that all nodes made at one and the same
 * past origin, drawn with replacement, then reconciled. The dependence between nodes is that of their errors.
 *
 * @param errors y − ŷ of all nodes by origin, at the step ahead that is forecast, shape (origins, n).
 * @param count how many samples.
 * @returns shape (count,) of (n,).
 * @throws INVALID_ARGUMENT without an origin, or as {@link reconcile}.
 * @see Panagiotelis, Gamakumara, Athanasopoulos & Hyndman (2023), Probabilistic forecast reconciliation, EJOR 306(2), §5.
 */
export function coherentSamples(
  hierarchy: Hierarchy,
  fit: ReconciliationFit,
  base: ArrayLike<number>,
  {
    errors,
    count,
    rng,
    ...options
  }: ReconcileOptions & { readonly errors: NodeErrors; readonly count: number; readonly rng: Rng },
): Float64Array[] {
  if (errors.length === 0) throw new DomainError('INVALID_ARGUMENT', 'errors must hold at least one origin, got none');
  return Array.from({ length: count }, () => {
    const error = errors[rng.int(errors.length)]!;
    const sample = Float64Array.from(hierarchy.names, (_, i) => base[i]! + error[i]!);
    return reconcile(hierarchy, fit, sample, options);
  });
}

/** Intervals of each node from its samples, with (1 − coverage)/2 of them on each side; shape (n,) each. */
export function sampleIntervals(
  samples: readonly Float64Array[],
  coverage: number,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const side = (p: number): Float64Array =>
    samples[0]!.map((_, i) =>
      quantile(
        samples.map((sample) => sample[i]!),
        p,
      ),
    );
  return { lower: side((1 - coverage) / 2), upper: side((1 + coverage) / 2) };
}
