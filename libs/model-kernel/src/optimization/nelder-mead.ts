import { DomainError } from '@bellwether/errors';

export interface NelderMeadOptions {
  /** Bounds of each variable, shape (p,); infinite when absent. A vertex outside is moved to the bound. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  /** First edge of the simplex along each variable, shape (p,); a tenth of the start, or 0.1, when absent. */
  readonly edges?: ArrayLike<number>;
  /** The search ends when the best and the worst vertex differ by no more than this share of the best. */
  readonly tolerance?: number;
  readonly mostEvaluations?: number;
}

export interface NelderMeadResult {
  readonly point: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

/**
 * A local minimum of a function of p variables within bounds, without derivatives: the downhill simplex with reflection 1,
 * expansion 2, contraction ½ and shrinkage ½. Deterministic; the inner loop allocates nothing, and hands the function the same
 * array each time. A value that is NaN counts as infinitely bad.
 *
 * @param start shape (p,), p ≥ 1, within the bounds, of finite value.
 * @throws INVALID_ARGUMENT for an empty start, one outside its bounds, or one whose value is not finite.
 * @see Nelder & Mead (1965), A simplex method for function minimization, The Computer Journal 7(4); Lagarias, Reeds, Wright &
 *   Wright (1998), SIAM Journal on Optimization 9(1), for the rules of acceptance.
 */
export function nelderMead(
  evaluate: (point: Float64Array) => number,
  start: ArrayLike<number>,
  options: NelderMeadOptions = {},
): NelderMeadResult {
  const { lower, upper, edges, tolerance = 1e-10, mostEvaluations = 200 * start.length } = options;
  const p = start.length;
  requireInside(start, lower, upper);
  const clamp = (k: number, x: number): number =>
    Math.min(Math.max(x, lower?.[k] ?? -Infinity), upper?.[k] ?? Infinity);
  let evaluations = 0;
  const valueAt = (point: Float64Array): number => {
    evaluations += 1;
    const value = evaluate(point);
    return Number.isNaN(value) ? Infinity : value;
  };

  const vertices = Array.from({ length: p + 1 }, () => Float64Array.from(start));
  const values = new Float64Array(p + 1);
  values[0] = valueAt(vertices[0]!);
  if (!Number.isFinite(values[0])) {
    throw new DomainError('INVALID_ARGUMENT', `the function must be finite at the start, got ${values[0]}`);
  }
  for (let k = 0; k < p; k++) {
    const edge = edges?.[k] ?? (start[k] === 0 ? 0.1 : Math.abs(start[k]!) * 0.1);
    const moved = clamp(k, start[k]! + edge);
    // At the upper bound the edge goes inwards.
    vertices[k + 1]![k] = moved === start[k] ? clamp(k, start[k]! - edge) : moved;
    values[k + 1] = valueAt(vertices[k + 1]!);
  }

  const centroid = new Float64Array(p);
  const trial = new Float64Array(p);
  const second = new Float64Array(p);
  /** Writes centroid + t (worst − centroid) within bounds to `into`, and values it. */
  const probe = (t: number, worst: Float64Array, into: Float64Array): number => {
    for (let k = 0; k < p; k++) into[k] = clamp(k, centroid[k]! + t * (worst[k]! - centroid[k]!));
    return valueAt(into);
  };
  let converged = false;
  while (evaluations < mostEvaluations) {
    sortVertices(vertices, values);
    const best = values[0]!;
    const highest = values[p]!;
    converged = highest - best <= tolerance * (Math.abs(best) + 1e-300);
    if (converged) break;
    centroid.fill(0);
    for (let i = 0; i < p; i++) for (let k = 0; k < p; k++) centroid[k]! += vertices[i]![k]! / p;
    const worst = vertices[p]!;
    const reflected = probe(-1, worst, trial);
    if (reflected < best) {
      const expanded = probe(-2, worst, second);
      worst.set(expanded < reflected ? second : trial);
      values[p] = Math.min(expanded, reflected);
    } else if (reflected < values[p - 1]!) {
      worst.set(trial);
      values[p] = reflected;
    } else {
      const contracted = probe(reflected < highest ? -0.5 : 0.5, worst, second);
      if (contracted < Math.min(reflected, highest)) {
        worst.set(second);
        values[p] = contracted;
      } else {
        for (let i = 1; i <= p; i++) {
          const vertex = vertices[i]!;
          for (let k = 0; k < p; k++) vertex[k] = (vertex[k]! + vertices[0]![k]!) / 2;
          values[i] = valueAt(vertex);
        }
      }
    }
  }
  sortVertices(vertices, values);
  return { point: vertices[0]!, value: values[0]!, evaluations, converged };
}

/** Insertion sort, best first: stable, in place, and quick where all but one are in order. */
function sortVertices(vertices: Float64Array[], values: Float64Array): void {
  for (let i = 1; i < vertices.length; i++) {
    const vertex = vertices[i]!;
    const value = values[i]!;
    let j = i;
    for (; j > 0 && values[j - 1]! > value; j--) {
      vertices[j] = vertices[j - 1]!;
      values[j] = values[j - 1]!;
    }
    vertices[j] = vertex;
    values[j] = value;
  }
}

function requireInside(start: ArrayLike<number>, lower?: ArrayLike<number>, upper?: ArrayLike<number>): void {
  if (start.length === 0)
    throw new DomainError('INVALID_ARGUMENT', 'start must have at least one variable, it has none');
  for (let k = 0; k < start.length; k++) {
    const [low, high] = [lower?.[k] ?? -Infinity, upper?.[k] ?? Infinity];
    if (!(start[k]! >= low && start[k]! <= high)) {
      throw new DomainError('INVALID_ARGUMENT', `start[${k}] must be in [${low}, ${high}], got ${start[k]}`);
    }
  }
}
