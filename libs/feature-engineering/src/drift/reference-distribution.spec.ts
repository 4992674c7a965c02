import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceDistribution } from './reference-distribution.js';

describe('a reference distribution', () => {
  it('has a tenth of the rows between two deciles, and the share of missing rows beside them', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i);
    values.fill(NaN, 900);
    const { missing_share, edges, shares } = referenceDistribution(values, 0, 1);
    expect(missing_share).toBeCloseTo(0.1, 12);
    expect(edges).toHaveLength(9);
    shares.forEach((share) => expect(share).toBeCloseTo(0.1, 2));
  });

  it('counts categories by code', () => {
    const { shares, edges } = referenceDistribution(Float64Array.of(9, 0, 9, 1, 9, 1, 9, NaN), 1, 2, ['a', 'b', 'c']);
    expect([shares, edges]).toEqual([[1 / 3, 2 / 3, 0], undefined]);
  });

  it('has shares that sum to one, over strictly ascending edges', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const { edges, shares } = referenceDistribution(Float64Array.from(values), 0, 1);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(shares).toHaveLength(edges!.length + 1);
        edges!.slice(1).forEach((edge, i) => expect(edge).toBeGreaterThan(edges![i]!));
      }),
    );
  });

  it('says of a column without values that everything is missing', () => {
    expect(referenceDistribution(Float64Array.of(NaN), 0, 1)).toEqual({ missing_share: 1, edges: [], shares: [] });
  });
});
