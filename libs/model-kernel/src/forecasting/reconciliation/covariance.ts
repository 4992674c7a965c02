import { DomainError } from '@bellwether/errors';
import type { Hierarchy } from './hierarchy.js';

/** Of the errors of all nodes: a matrix, shape (n, n) by rows, or its diagonal alone, shape (n,). */
export type ErrorCovariance =
  | { readonly kind: 'diagonal'; readonly variances: Float64Array }
  | { readonly kind: 'dense'; readonly matrix: Float64Array; readonly shrinkage: number };

/** In-sample one-step errors of all nodes by time, shape (T, n). */
export type NodeErrors = readonly ArrayLike<number>[];

/**
 * The covariance that each MinT variant takes the base errors to have, up to a factor:
 *
 * - `ols`: the identity.
 * - `wls_structural`: how many bottom series a node sums, as if their errors were alike and apart.
 * - `wls_variance`: the mean squared errors of the nodes.
 * - `shrinkage`: the covariance of the errors, its correlations drawn towards 0 by the share λ of Schäfer & Strimmer.
 *
 * @see Wickramasuriya, Athanasopoulos & Hyndman (2019), Optimal forecast reconciliation for hierarchical and grouped time series through
 *   trace minimization, JASA 114(526), §2.4.
 */
export const ERROR_COVARIANCES = {
  ols: ({ names }: Hierarchy): ErrorCovariance => ({
    kind: 'diagonal',
    variances: new Float64Array(names.length).fill(1),
  }),
  wls_structural: ({ members }: Hierarchy): ErrorCovariance => ({
    kind: 'diagonal',
    variances: Float64Array.from(members, (of) => of.length),
  }),
  wls_variance: (hierarchy: Hierarchy, errors: NodeErrors): ErrorCovariance => ({
    kind: 'diagonal',
    variances: meanSquares(hierarchy, errors),
  }),
  shrinkage: shrunkCovariance,
} as const satisfies Readonly<Record<string, (hierarchy: Hierarchy, errors: NodeErrors) => ErrorCovariance>>;

/** The share of the mean variance below which a variance is not taken, so that a series never wrong leaves a matrix that inverts. */
const LEAST_VARIANCE = 1e-9;

function meanSquares({ names }: Hierarchy, errors: NodeErrors): Float64Array {
  const n = names.length;
  if (errors.length < 2)
    throw new DomainError('INVALID_ARGUMENT', `errors must hold at least two times, got ${errors.length}`);
  errors.forEach((row, t) => {
    if (row.length !== n)
      throw new DomainError('INVALID_ARGUMENT', `errors[${t}] must hold the ${n} nodes, got ${row.length}`);
  });
  const squares = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (const row of errors) sum += row[i]! * row[i]!;
    return sum / errors.length;
  });
  const mean = squares.reduce((sum, value) => sum + value, 0) / n;
  if (!(mean > 0 && mean < Infinity)) {
    throw new DomainError('INVALID_ARGUMENT', `errors must be finite and not all 0, their mean square is ${mean}`);
  }
  return squares.map((value) => Math.max(value, mean * LEAST_VARIANCE));
}

/**
 * r_ij(1 − λ) for i ≠ j, times both deviations, with λ = Σ_{i≠j} Var(r_ij)/Σ_{i≠j} r_ij² held in [0, 1]: from errors x standardised by
 * their root mean squares, r_ij is the mean of x_i x_j and Var(r_ij) = Σ_t (x_i x_j − r_ij)²/(T(T − 1)).
 *
 * @see Schäfer & Strimmer (2005), A shrinkage approach to large-scale covariance matrix estimation and implications for functional
 *   genomics, Statistical Applications in Genetics and Molecular Biology 4(1), §2.4; errors are not centred, as those of unbiased
 *   forecasts are 0 on average.
 */
function shrunkCovariance(hierarchy: Hierarchy, errors: NodeErrors): ErrorCovariance {
  const n = hierarchy.names.length;
  const T = errors.length;
  const deviations = meanSquares(hierarchy, errors).map(Math.sqrt);
  // By node, so that a pair of nodes is two runs of memory.
  const x = Float64Array.from({ length: n * T }, (_, at) => {
    const node = Math.floor(at / T);
    return errors[at % T]![node]! / deviations[node]!;
  });
  const matrix = new Float64Array(n * n);
  let variances = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      let sumOfSquares = 0;
      for (let t = 0; t < T; t++) {
        const product = x[i * T + t]! * x[j * T + t]!;
        sum += product;
        sumOfSquares += product * product;
      }
      const r = sum / T;
      matrix[i * n + j] = r;
      variances += (sumOfSquares - T * r * r) / (T * (T - 1));
      squares += r * r;
    }
  }
  const shrinkage = squares > 0 ? Math.min(1, Math.max(0, variances / squares)) : 1;
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = deviations[i]! ** 2;
    for (let j = 0; j < i; j++) {
      const covariance = (1 - shrinkage) * matrix[i * n + j]! * deviations[i]! * deviations[j]!;
      matrix[i * n + j] = covariance;
      matrix[j * n + i] = covariance;
    }
  }
  return { kind: 'dense', matrix, shrinkage };
}
