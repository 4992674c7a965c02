import type { Points } from './points.js';
import { squaredDistance } from './points.js';

export interface NearestCentres {
  /** Shape (n,): index of each point's nearest centre, the first of several. */
  readonly labels: Int32Array;
  /** Shape (n,): squared distance to it. */
  readonly squaredDistances: Float64Array;
}

/** The centre that each point is nearest to. @param centres one or more, of the points' dimensions. */
export function nearestCentres(points: Points, centres: Points): NearestCentres {
  const labels = new Int32Array(points.count);
  const squaredDistances = new Float64Array(points.count).fill(Infinity);
  for (let i = 0; i < points.count; i++) {
    for (let c = 0; c < centres.count; c++) {
      const distance = squaredDistance(points, i, centres, c);
      if (distance >= squaredDistances[i]!) continue;
      squaredDistances[i] = distance;
      labels[i] = c;
    }
  }
  return { labels, squaredDistances };
}
