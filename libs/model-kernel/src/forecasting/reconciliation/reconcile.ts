import { cholesky, solveCholesky } from '../../numerics/cholesky.js';
import { ERROR_COVARIANCES, type ErrorCovariance, type NodeErrors } from './covariance.js';
import { aggregate, checkNodes, type Hierarchy } from './hierarchy.js';

/** `bottom_up` and the MinT variants of {@link ERROR_COVARIANCES}. */
export type ReconciliationName = 'bottom_up' | keyof typeof ERROR_COVARIANCES;

/** A linear reconciliation. Plain data. */
export interface ReconciliationFit {
  readonly method: ReconciliationName;
  /**
   * How much of the discrepancy of each aggregate goes to each bottom series, shape (m, n − m) by rows; empty for bottom-up, which
   * moves nothing.
   */
  readonly adjustment: readonly number[];
  /** λ of the shrunk covariance. */
  readonly shrinkage?: number;
}

/**
 * MinT: of all coherent forecasts that are unbiased when the base forecasts are, those with the least total error variance,
 * ỹ = S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ, with W the covariance of the base errors. It is computed in its equal form without W⁻¹, of the size of the
 * aggregates alone: with A the aggregates' rows of S and C = [I, −A],
 * ỹ = ŷ − W Cᵀ(C W Cᵀ)⁻¹ C ŷ. The fit keeps its bottom rows, M = (W_bb Aᵀ − W_ba)(C W Cᵀ)⁻¹, so that b̃ = b̂ + M(â − A b̂).
 *
 * @param errors needed by `wls_variance` and `shrinkage`.
 * @throws INVALID_ARGUMENT for errors that are not of these nodes, or all 0.
 * @see Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114(526), theorem 1 and equation 10.
 */
export function fitReconciliation(
  hierarchy: Hierarchy,
  method: ReconciliationName,
  errors: NodeErrors = [],
): ReconciliationFit {
  if (method === 'bottom_up') return { method, adjustment: [] };
  const covariance = ERROR_COVARIANCES[method](hierarchy, errors);
  const adjustment = adjustmentOf(hierarchy, covariance);
  return {
    method,
    adjustment: [...adjustment],
    ...(covariance.kind === 'dense' && { shrinkage: covariance.shrinkage }),
  };
}

function adjustmentOf({ names, bottom: m, members }: Hierarchy, covariance: ErrorCovariance): Float64Array {
  const n = names.length;
  const aggregates = n - m;
  // Cᵀ column by column: 1 at an aggregate and −1 at each of its bottom series. WC = W Cᵀ, shape (n, aggregates).
  const wc = new Float64Array(n * aggregates);
  for (let a = 0; a < aggregates; a++) {
    if (covariance.kind === 'diagonal') {
      wc[a * aggregates + a] = covariance.variances[a]!;
      for (const j of members[a]!) wc[(aggregates + j) * aggregates + a] = -covariance.variances[aggregates + j]!;
      continue;
    }
    for (let i = 0; i < n; i++) {
      let sum = covariance.matrix[i * n + a]!;
      for (const j of members[a]!) sum -= covariance.matrix[i * n + aggregates + j]!;
      wc[i * aggregates + a] = sum;
    }
  }
  const cwc = new Float64Array(aggregates * aggregates);
  for (let a = 0; a < aggregates; a++) {
    for (let k = 0; k <= a; k++) {
      let sum = wc[a * aggregates + k]!;
      for (const j of members[a]!) sum -= wc[(aggregates + j) * aggregates + k]!;
      cwc[a * aggregates + k] = sum;
    }
  }
  const factor = cholesky(cwc, aggregates);
  const adjustment = new Float64Array(m * aggregates);
  for (let j = 0; j < m; j++) {
    const row = adjustment.subarray(j * aggregates, (j + 1) * aggregates);
    for (let a = 0; a < aggregates; a++) row[a] = -wc[(aggregates + j) * aggregates + a]!;
    solveCholesky(factor, row);
  }
  return adjustment;
}

export interface ReconcileOptions {
  /**
   * Negative bottom forecasts are set to 0 and everything is added up again («set negative to zero»): coherent, no longer
   * unbiased, and not the optimal non-negative solution, which is a quadratic programme.
   */
  readonly nonNegative?: boolean;
}

/**
 * Coherent forecasts of all nodes.
 *
 * @param base forecasts of all nodes at one step ahead, shape (n,).
 * @returns shape (n,), every node the sum of its bottom series.
 * @throws INVALID_ARGUMENT unless there is a finite forecast for each node.
 * @see Di Fonzo & Girolimetto (2023), Spatio-temporal reconciliation of solar forecasts, Solar Energy 251, for setting to zero.
 */
export function reconcile(
  hierarchy: Hierarchy,
  { adjustment }: ReconciliationFit,
  base: ArrayLike<number>,
  { nonNegative = false }: ReconcileOptions = {},
): Float64Array {
  checkNodes(hierarchy, base, 'base');
  const aggregates = hierarchy.names.length - hierarchy.bottom;
  const bottom = Float64Array.from({ length: hierarchy.bottom }, (_, j) => base[aggregates + j]!);
  if (adjustment.length > 0) {
    const added = aggregate(hierarchy, bottom);
    for (let j = 0; j < bottom.length; j++) {
      for (let a = 0; a < aggregates; a++) bottom[j]! += adjustment[j * aggregates + a]! * (base[a]! - added[a]!);
    }
  }
  return aggregate(hierarchy, nonNegative ? bottom.map((value) => Math.max(0, value)) : bottom);
}
