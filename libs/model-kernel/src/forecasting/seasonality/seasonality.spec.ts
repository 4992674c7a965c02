import { describe, expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { classicalIndices, isSeasonal } from './index.js';

describe('classical indices', () => {
  // Around a straight line a centred moving average is the line itself, so the season comes back exactly.
  it.each([3, 4, 12, 7])('gives back an additive season of %d steps around a line', (m) => {
    const season = Array.from({ length: m }, (_, j) => j - (m - 1) / 2);
    const y = Float64Array.from({ length: 5 * m }, (_, t) => 100 + 0.7 * t + season[t % m]!);
    classicalIndices(y, m, 'additive').forEach((index, j) => expect(index).toBeCloseTo(season[j]!, 9));
  });

  it('gives back a multiplicative season of a level', () => {
    const season = [1.2, 0.9, 0.7, 1.2];
    const y = Float64Array.from({ length: 20 }, (_, t) => 50 * season[t % 4]!);
    classicalIndices(y, 4, 'multiplicative').forEach((index, j) => expect(index).toBeCloseTo(season[j]!, 9));
  });

  it('computes by hand for two years of quarters', () => {
    // Centred averages from the third value on: (1/2 + 2 + 3 + 4 + 9/2)/4 … ; y − T then, mean by season, less their mean.
    const y = Float64Array.of(1, 2, 3, 4, 9, 10, 11, 12);
    const averages = [3.5, 5.5, 7.5, 9.5];
    const raw = [9 - averages[2]!, 10 - averages[3]!, 3 - averages[0]!, 4 - averages[1]!];
    const mean = raw.reduce((sum, value) => sum + value, 0) / 4;
    expect([...classicalIndices(y, 4, 'additive')]).toEqual(raw.map((value) => value - mean));
  });
});

describe('the seasonality test', () => {
  it('finds a strong season, and none in noise, a constant or less than two periods', () => {
    const rng = createRng(1);
    const noise = Float64Array.from({ length: 60 }, () => rng.normal());
    expect(
      isSeasonal(
        noise.map((value, t) => value + 5 * (t % 4)),
        4,
      ),
    ).toBe(true);
    expect(isSeasonal(noise, 4)).toBe(false);
    expect(isSeasonal(new Float64Array(60).fill(2), 4)).toBe(false);
    expect(isSeasonal(Float64Array.of(1, 2, 1, 2, 1, 2, 1), 4)).toBe(false);
  });

  it('is wrong about one time in ten without a season, the size of the test', () => {
    const rng = createRng(2);
    let found = 0;
    for (let i = 0; i < 2000; i++)
      if (
        isSeasonal(
          Float64Array.from({ length: 120 }, () => rng.normal()),
          12,
        )
      )
        found += 1;
    // A binomial share of 2,000 has a deviation of 0.7 %; the sample autocorrelation at lag 12 of 120 is a little narrower.
    expect(found / 2000).toBeGreaterThan(0.05);
    expect(found / 2000).toBeLessThan(0.12);
  });
});
