import { DomainError } from '@bellwether/errors';
import type { Rng } from '../numerics/index.js';
import { adjustedRandIndex } from './adjusted-rand.js';
import { fitKMeans, type KMeansFit } from './k-means.js';
import { nearestCentres } from './nearest-centres.js';
import { pointsAt, type Points } from './points.js';
import { silhouetteScore } from './silhouette.js';

export interface ChooseKOptions {
  /** Candidates: min … max, 2 ≤ min ≤ max < n. */
  readonly min: number;
  readonly max: number;
  /** Resamples that stability is measured on. */
  readonly resamples?: number;
  /** Mean adjusted Rand index from which a k counts as stable. */
  readonly minStability?: number;
  /** Points that silhouettes are of, drawn at random; they cost the square of it. */
  readonly silhouettePoints?: number;
  readonly restarts?: number;
}

/** How good one number of clusters is. */
export interface KEvidence {
  readonly k: number;
  readonly silhouette: number;
  /** Mean adjusted Rand index of the fit and of fits to halves of the points, each applied to all points. */
  readonly stability: number;
  readonly inertia: number;
}

export interface ChosenK {
  readonly fit: KMeansFit;
  readonly evidence: readonly KEvidence[];
  /** Whether a stable k was found; where none was, the most stable is taken. */
  readonly stable: boolean;
}

/**
 * The number of clusters: the best silhouette among those that halves of the points find again.
 *
 * A silhouette alone likes any cut through one cloud; what halves of the data do not agree on is not there. Ties go to fewer
 * clusters.
 *
 * @throws INVALID_ARGUMENT when min or max is outside its range.
 * @see Rousseeuw (1987), J. Comput. Appl. Math. 20, §4; Ben-Hur, Elisseeff & Guyon (2002), A stability based method for
 *   discovering structure in clustered data, Pac. Symp. Biocomput. 7.
 */
export function chooseK(points: Points, options: ChooseKOptions, rng: Rng): ChosenK {
  const { min, max, minStability = 0.8 } = options;
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 2 && min <= max && max < points.count)) {
    const message = `min and max must be integers with 2 ≤ min ≤ max < ${points.count} points, got ${min} and ${max}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
  const tried: { readonly fit: KMeansFit; readonly evidence: KEvidence }[] = [];
  for (let k = min; k <= max; k++) tried.push(tryK(points, k, options, rng.fork(k)));
  const stable = tried.filter(({ evidence }) => evidence.stability >= minStability);
  const [best] =
    stable.length > 0
      ? [...stable].sort((a, b) => b.evidence.silhouette - a.evidence.silhouette)
      : [...tried].sort((a, b) => b.evidence.stability - a.evidence.stability);
  return { fit: best!.fit, evidence: tried.map(({ evidence }) => evidence), stable: stable.length > 0 };
}

function tryK(points: Points, k: number, options: ChooseKOptions, rng: Rng) {
  const { resamples = 10, silhouettePoints = 2_000, restarts = 10 } = options;
  const fit = fitKMeans(points, { k, restarts }, rng.fork('fit'));
  const seen = drawWithout(points.count, Math.min(points.count, silhouettePoints), rng.fork('silhouette'));
  const labels = seen.map((i) => fit.labels[i]!);
  const silhouette = new Set(labels).size < 2 ? -1 : silhouetteScore(pointsAt(points, seen), labels);
  let agreement = 0;
  for (let resample = 0; resample < resamples; resample++) {
    const stream = rng.fork(`resample ${resample}`);
    const half = drawWithout(points.count, Math.max(k, points.count >> 1), stream);
    const { centres } = fitKMeans(pointsAt(points, half), { k, restarts }, stream);
    agreement += adjustedRandIndex(fit.labels, nearestCentres(points, centres).labels);
  }
  return { fit, evidence: { k, silhouette, stability: agreement / resamples, inertia: fit.inertia } };
}

/** Some of 0 … n − 1 without repetition, in ascending order. */
function drawWithout(n: number, size: number, rng: Rng): Uint32Array {
  const all = rng.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
  return all.slice(0, size).sort();
}
