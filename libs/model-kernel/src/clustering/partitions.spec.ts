import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adjustedRandIndex } from './adjusted-rand.js';
import { silhouetteWidths } from './silhouette.js';

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 40 });

describe('the adjusted Rand index', () => {
  it('is 0.313 of the example of Yeung & Ruzzo (2001), Details of the adjusted Rand index', () => {
    // Their table of classes by clusters: 1 1 0 / 1 2 1 / 0 0 4.
    const classes = [0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    const clusters = [0, 1, 0, 1, 1, 2, 2, 2, 2, 2];
    expect(adjustedRandIndex(classes, clusters)).toBeCloseTo(0.313, 3);
  });

  it('is 1 of a partition and itself under other names, the same both ways, and at most 1', () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        expect(
          adjustedRandIndex(
            a,
            a.map((label) => 9 - label),
          ),
        ).toBe(1);
        const n = Math.min(a.length, b.length);
        const index = adjustedRandIndex(a.slice(0, n), b.slice(0, n));
        expect(index).toBeLessThanOrEqual(1);
        expect(adjustedRandIndex(b.slice(0, n), a.slice(0, n))).toBeCloseTo(index, 12);
      }),
    );
  });

  it('refuses partitions of different things', () => {
    expect(() => adjustedRandIndex([0, 1], [0])).toThrow('got 2 and 1');
  });
});

describe('silhouettes', () => {
  // Dissimilarities of twelve countries, judged by students: BEL BRA CHI CUB EGY FRA IND ISR USA USS YUG ZAI.
  const BELOW = [
    [],
    [5.58],
    [7.0, 6.5],
    [7.08, 7.0, 3.83],
    [4.83, 5.08, 8.17, 5.83],
    [2.17, 5.75, 6.67, 6.92, 4.92],
    [6.42, 5.0, 5.58, 6.0, 4.67, 6.42],
    [3.42, 5.5, 6.42, 6.42, 5.0, 3.92, 6.17],
    [2.5, 4.92, 6.25, 7.33, 4.5, 2.25, 6.33, 2.75],
    [6.08, 6.67, 4.25, 2.67, 6.0, 6.17, 6.17, 6.92, 6.17],
    [5.25, 6.83, 4.5, 3.75, 5.75, 5.42, 6.08, 5.83, 6.67, 3.67],
    [4.75, 3.0, 6.08, 6.67, 5.0, 5.58, 4.83, 6.17, 5.67, 6.5, 6.92],
  ];
  const distance = (i: number, j: number) => BELOW[Math.max(i, j)]![Math.min(i, j)]!;
  const mean = (widths: Float64Array) => widths.reduce((sum, width) => sum + width, 0) / widths.length;

  it('are those that Rousseeuw (1987) printed of twelve countries in two clusters, on average 0.28', () => {
    const widths = silhouetteWidths([0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0], distance);
    const printed = [0.39, 0.22, 0.33, 0.4, 0.2, 0.35, -0.04, 0.3, 0.43, 0.34, 0.26, 0.19];
    // Two decimals are printed.
    widths.forEach((width, i) => expect(Math.abs(width - printed[i]!)).toBeLessThan(0.0051));
    expect(Math.abs(mean(widths) - 0.28)).toBeLessThan(0.0051);
  });

  it('are within [−1, 1], and 0 of a point alone', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 20 }), (xs) => {
        const widths = silhouetteWidths(
          xs.map((_, i) => (i === 0 ? 0 : 1)),
          (i, j) => Math.abs(xs[i]! - xs[j]!),
        );
        expect(widths[0]).toBe(0);
        expect(widths.every((width) => width >= -1 && width <= 1)).toBe(true);
      }),
    );
  });

  it('refuse a single cluster', () => {
    expect(() => silhouetteWidths([0, 0], () => 1)).toThrow('two clusters');
  });
});
