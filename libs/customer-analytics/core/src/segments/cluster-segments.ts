import { chooseK, nearestCentres, pointsAt, type KEvidence, type Points } from '@bellwether/model-kernel/clustering';
import { orderDescending, type Rng } from '@bellwether/model-kernel/numerics';
import type { Rfm } from './rfm.js';

/** Fewer customers make no groups that halves of them could find again. */
export const FEWEST_FOR_CLUSTERS = 30;
/** Customers that clusters are found on; the rest go to the nearest of them. */
const MOST_FITTED = 5_000;

export interface ClusterSegments {
  /** Shape (n,): `Group 1` … of each customer of the table, the first with the highest mean revenue. */
  readonly segments: readonly string[];
  readonly names: readonly string[];
  readonly evidence: readonly KEvidence[];
  /** Whether the number of groups was found again on halves of the customers. */
  readonly stable: boolean;
}

/**
 * Segments by k-means on standardised ln(1 + recency), ln(orders) and ln(1 + revenue), 3 to 10 of them by silhouette and stability.
 * Negative revenue, which returns can leave, counts as 0.
 *
 * @throws INVALID_ARGUMENT for fewer than 12 customers.
 */
export function segmentByClusters(rfm: Rfm, rng: Rng): ClusterSegments {
  const points = standardised(rfm);
  const all = Uint32Array.from({ length: points.count }, (_, i) => i);
  const seen = rng.fork('customers').shuffle(all).slice(0, MOST_FITTED).sort();
  const options = { min: 3, max: 10, resamples: 4, restarts: 4, silhouettePoints: 1_000 };
  const { fit, evidence, stable } = chooseK(pointsAt(points, seen), options, rng.fork('k'));
  const { labels } = nearestCentres(points, fit.centres);
  const sums = new Float64Array(fit.centres.count);
  const sizes = new Float64Array(fit.centres.count);
  labels.forEach((label, i) => {
    sums[label]! += rfm.revenue[i]!;
    sizes[label]!++;
  });
  const order = orderDescending(sums.map((sum, label) => sum / Math.max(1, sizes[label]!)));
  const rank = new Map(Array.from(order, (label, place) => [label, `Group ${place + 1}`]));
  return {
    segments: Array.from(labels, (label) => rank.get(label)!),
    names: Array.from(order, (label) => rank.get(label)!),
    evidence,
    stable,
  };
}

function standardised({ recencyDays, orders, revenue }: Rfm): Points {
  const columns = [
    recencyDays.map((days) => Math.log1p(days)),
    orders.map((count) => Math.log(count)),
    revenue.map((money) => Math.log1p(Math.max(0, money))),
  ].map(standardise);
  const values = new Float64Array(orders.length * columns.length);
  columns.forEach((column, c) => column.forEach((value, i) => (values[i * columns.length + c] = value)));
  return { values, count: orders.length, dimensions: columns.length };
}

/** Mean 0 and deviation 1; all 0 where a column is constant. */
function standardise(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  return column.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
}
