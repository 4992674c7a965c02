import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/index.js';
import { chooseK } from './choose-k.js';
import { fitKMeans } from './k-means.js';
import { nearestCentres } from './nearest-centres.js';
import { pointsOf, type Points } from './points.js';
import { seedCentres } from './seed-centres.js';

const rows = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
  minLength: 4,
  maxLength: 8,
});

/** Σ of squared distances to the means of the parts. */
function inertiaOf(points: readonly (readonly number[])[], labels: readonly number[]): number {
  let sum = 0;
  for (const label of new Set(labels)) {
    const own = points.filter((_, i) => labels[i] === label);
    const mean = own[0]!.map((_, c) => own.reduce((total, row) => total + row[c]!, 0) / own.length);
    sum += own.reduce((total, row) => total + row.reduce((d, x, c) => d + (x - mean[c]!) ** 2, 0), 0);
  }
  return sum;
}

/** The least inertia of all partitions into at most k parts, by trying each. */
function leastInertia(points: readonly (readonly number[])[], k: number): number {
  let least = Infinity;
  for (let code = 0; code < k ** points.length; code++) {
    const labels = points.map((_, i) => Math.floor(code / k ** i) % k);
    least = Math.min(least, inertiaOf(points, labels));
  }
  return least;
}

/** Normal clouds about some centres. */
function clouds(centres: readonly (readonly number[])[], each: number, seed: number): Points {
  const rng = createRng(seed);
  return pointsOf(centres.flatMap((at) => Array.from({ length: each }, () => at.map((x) => x + rng.normal()))));
}

describe('k-means', () => {
  it('finds the best of all partitions of small sets', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 3 }), (points, k) => {
        const fit = fitKMeans(pointsOf(points), { k, restarts: 30 }, createRng(7));
        expect(fit.inertia).toBeCloseTo(leastInertia(points, k), 6);
        expect(fit.inertia).toBeCloseTo(inertiaOf(points, [...fit.labels]), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('has every point with its nearest centre, and is moved by no translation', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -50, max: 50 }), (points, by) => {
        const fit = fitKMeans(pointsOf(points), { k: 2 }, createRng(1));
        expect([...nearestCentres(pointsOf(points), fit.centres).labels]).toEqual([...fit.labels]);
        const moved = pointsOf(points.map((row) => row.map((x) => x + by)));
        expect(fitKMeans(moved, { k: 2 }, createRng(1)).inertia).toBeCloseTo(fit.inertia, 6);
      }),
    );
  });

  it('gives the same labels for the same seed', () => {
    const points = clouds([[0, 0], [3, 3]], 50, 5); // prettier-ignore
    const fit = () => [...fitKMeans(points, { k: 4, restarts: 1 }, createRng(3)).labels];
    expect(fit()).toEqual(fit());
  });

  it('bears points that all are the same, and refuses more clusters than points', () => {
    const same = pointsOf([[1], [1], [1]]);
    expect(fitKMeans(same, { k: 3 }, createRng(1)).inertia).toBe(0);
    expect(() => fitKMeans(same, { k: 4 }, createRng(1))).toThrow('k must be an integer in 1–3, got 4');
    expect(() => pointsOf([[1], [Number.NaN]])).toThrow('point 1');
  });

  it('seeds with a point of each cloud where clouds are far apart', () => {
    const points = clouds([[0, 0], [1e3, 0], [0, 1e3], [1e3, 1e3]], 25, 9); // prettier-ignore
    const { values } = seedCentres(points, 4, createRng(2));
    const corners = Array.from({ length: 4 }, (_, i) => `${values[2 * i]! > 500} ${values[2 * i + 1]! > 500}`);
    expect(new Set(corners).size).toBe(4);
  });
});

describe('the number of clusters', () => {
  const options = { min: 2, max: 6, resamples: 4, restarts: 4 };

  it.each([2, 3, 4])('is found where there are %i clouds', (k) => {
    const points = clouds([[0, 0], [12, 0], [0, 12], [12, 12]].slice(0, k), 60, k); // prettier-ignore
    const { fit, stable, evidence } = chooseK(points, options, createRng(4));
    expect([fit.centres.count, stable]).toEqual([k, true]);
    expect(evidence.map((each) => each.k)).toEqual([2, 3, 4, 5, 6]);
    expect(evidence[k - 2]!.stability).toBeGreaterThan(0.95);
  });

  it('is said not to be stable in one round cloud', () => {
    const { stable } = chooseK(clouds([[0, 0, 0]], 150, 8), { ...options, min: 3 }, createRng(4));
    expect(stable).toBe(false);
  });

  it('refuses candidates that are none', () => {
    expect(() => chooseK(pointsOf([[1], [2], [3]]), { min: 2, max: 3 }, createRng(1))).toThrow('2 ≤ min ≤ max < 3');
  });
});
