import { DomainError } from '@bellwether/errors';
import type { Rng } from '../numerics/index.js';
import { nearestCentres } from './nearest-centres.js';
import type { Points } from './points.js';
import { seedCentres } from './seed-centres.js';

export interface KMeansOptions {
  /** Number of clusters, 1 … n. */
  readonly k: number;
  /** Seedings tried; the fit of least inertia is taken. */
  readonly restarts?: number;
  readonly maxIterations?: number;
}

export interface KMeansFit {
  /** Shape (k, d). */
  readonly centres: Points;
  /** Shape (n,): the cluster of each point. */
  readonly labels: Int32Array;
  /** Σ of squared distances to the own centre. */
  readonly inertia: number;
  /** Of the fit that was taken. */
  readonly iterations: number;
  /** Whether labels had stopped changing. */
  readonly converged: boolean;
}

/**
 * k-means by Lloyd's iteration from k-means++ seeds: each point to its nearest centre, each centre to the mean of its points,
 * until no point moves. A centre that lost all its points takes the point that is farthest from its own.
 *
 * @throws INVALID_ARGUMENT when k is not an integer in 1 … n.
 * @see Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28.
 */
export function fitKMeans(points: Points, options: KMeansOptions, rng: Rng): KMeansFit {
  const { k, restarts = 10, maxIterations = 300 } = options;
  if (!(Number.isInteger(k) && k >= 1 && k <= points.count)) {
    throw new DomainError('INVALID_ARGUMENT', `k must be an integer in 1–${points.count}, got ${k}`);
  }
  let best: KMeansFit | undefined;
  for (let restart = 0; restart < Math.max(1, restarts); restart++) {
    const fit = iterate(points, seedCentres(points, k, rng.fork(restart)), maxIterations);
    if (best === undefined || fit.inertia < best.inertia) best = fit;
  }
  return best!;
}

function iterate(points: Points, seeds: Points, maxIterations: number): KMeansFit {
  let centres = seeds;
  let { labels, squaredDistances } = nearestCentres(points, centres);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    iterations++;
    centres = meansOf(points, labels, squaredDistances, centres);
    const next = nearestCentres(points, centres);
    converged = next.labels.every((label, i) => label === labels[i]);
    ({ labels, squaredDistances } = next);
  }
  const inertia = squaredDistances.reduce((sum, distance) => sum + distance, 0);
  return { centres, labels, inertia, iterations, converged };
}

function meansOf(points: Points, labels: Int32Array, squaredDistances: Float64Array, { count: k }: Points): Points {
  const { dimensions: d } = points;
  const sums = new Float64Array(k * d);
  const sizes = new Int32Array(k);
  labels.forEach((label, i) => {
    sizes[label]!++;
    for (let c = 0; c < d; c++) sums[label * d + c]! += points.values[i * d + c]!;
  });
  const farthest = squaredDistances.slice();
  sizes.forEach((size, cluster) => {
    if (size === 0) {
      const taken = indexOfLargest(farthest);
      farthest[taken] = -1;
      sums.set(points.values.subarray(taken * d, (taken + 1) * d), cluster * d);
    } else for (let c = 0; c < d; c++) sums[cluster * d + c]! /= size;
  });
  return { values: sums, count: k, dimensions: d };
}

function indexOfLargest(values: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[largest]!) largest = i;
  return largest;
}
