import { DomainError } from '@bellwether/errors';
import { squaredDistance, type Points } from './points.js';

/**
 * Silhouette widths: s(i) = (b(i) − a(i)) / max(a(i), b(i)), with a(i) the mean distance to the others of the own cluster and
 * b(i) the least mean distance to the points of another cluster; 0 for a point that is alone in its cluster. O(n²) distances.
 *
 * @param labels shape (n,): cluster of each point, 0 … ; two clusters or more must have points.
 * @param distance of two points, by their indices; symmetric, ≥ 0.
 * @returns shape (n,), each in [−1, 1].
 * @throws INVALID_ARGUMENT when fewer than two clusters have points.
 * @see Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20, eq. 1–3.
 */
export function silhouetteWidths(labels: ArrayLike<number>, distance: (i: number, j: number) => number): Float64Array {
  const sizes = sizesOf(labels);
  if (sizes.filter((size) => size > 0).length < 2) {
    throw new DomainError('INVALID_ARGUMENT', 'silhouettes need points in two clusters or more');
  }
  const widths = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const sums = new Float64Array(sizes.length);
    for (let j = 0; j < labels.length; j++) if (j !== i) sums[labels[j]!]! += distance(i, j);
    widths[i] = widthOf(labels[i]!, sums, sizes);
  }
  return widths;
}

/** Mean silhouette width of points by Euclidean distances, in [−1, 1]; higher is better. @throws as `silhouetteWidths`. */
export function silhouetteScore(points: Points, labels: ArrayLike<number>): number {
  const widths = silhouetteWidths(labels, (i, j) => Math.sqrt(squaredDistance(points, i, points, j)));
  return widths.reduce((sum, width) => sum + width, 0) / widths.length;
}

function widthOf(own: number, sums: Float64Array, sizes: readonly number[]): number {
  if (sizes[own]! < 2) return 0;
  const a = sums[own]! / (sizes[own]! - 1);
  let b = Infinity;
  sizes.forEach((size, cluster) => {
    if (cluster !== own && size > 0) b = Math.min(b, sums[cluster]! / size);
  });
  const largest = Math.max(a, b);
  return largest === 0 ? 0 : (b - a) / largest;
}

function sizesOf(labels: ArrayLike<number>): number[] {
  const sizes: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    while (sizes.length <= labels[i]!) sizes.push(0);
    sizes[labels[i]!]!++;
  }
  return sizes;
}
