import { describe, expect, it } from '@jest/globals';
import { fixture } from '../../test/metrics-fixture.js';
import { reliabilityBins } from './reliability-bins.js';

describe('reliabilityBins', () => {
  it('agrees with calibration_curve of scikit-learn', () => {
    const { labels, probabilities, positiveRate, meanProbability } = fixture.reliability;
    const bins = reliabilityBins(labels, probabilities);
    expect(bins.map((bin) => bin.positiveRate)).toEqual(positiveRate.map((rate) => expect.closeTo(rate, 12)));
    expect(bins.map((bin) => bin.meanProbability)).toEqual(meanProbability.map((mean) => expect.closeTo(mean, 12)));
  });

  it('holds every row once; p = 1 is in the last bin and an empty bin has no means', () => {
    const bins = reliabilityBins([0, 1, 1], [0, 0.5, 1], 4);
    expect(bins.map((bin) => bin.weight)).toEqual([1, 0, 1, 1]);
    expect(bins[1]).toEqual({ lower: 0.25, upper: 0.5, weight: 0, meanProbability: null, positiveRate: null });
  });

  it('refuses no bins', () => {
    expect(() => reliabilityBins([1], [1], 0)).toThrow('binCount must be a positive integer, got 0');
  });
});
