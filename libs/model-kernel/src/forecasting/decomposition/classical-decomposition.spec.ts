import { expect, it } from '@jest/globals';
import { classicalDecomposition } from './classical-decomposition.js';

const INDICES = [2, -1, 3, -4];

it('takes a line with a season apart exactly, odd and even periods alike', () => {
  for (const season of [INDICES, [1, 2, -3]]) {
    const m = season.length;
    const y = Float64Array.from({ length: 5 * m }, (_, i) => 10 + 0.5 * i + season[i % m]!);
    const parts = classicalDecomposition(y, m);
    const half = Math.floor(m / 2);
    y.forEach((_, i) => {
      expect(parts.season[i]).toBeCloseTo(season[i % m]!, 12);
      if (i < half || i + half >= y.length) expect(parts.trend[i]).toBeNaN();
      else expect(parts.trend[i]).toBeCloseTo(10 + 0.5 * i, 12);
    });
  }
});

it('multiplies back to the series, with indices that average 1', () => {
  const y = Float64Array.from({ length: 22 }, (_, i) => (10 + i) * (1 + INDICES[i % 4]! / 10) + Math.cos(i));
  const { trend, season, remainder, indices } = classicalDecomposition(y, 4, 'multiplicative');
  expect(indices.reduce((sum, value) => sum + value, 0) / 4).toBeCloseTo(1, 12);
  for (let i = 2; i < 20; i++) expect(trend[i]! * season[i]! * remainder[i]!).toBeCloseTo(y[i]!, 10);
});

it('refuses a series that is too short, and one that is not positive where it multiplies', () => {
  expect(() => classicalDecomposition(Float64Array.of(1, 2, 3), 2)).toThrow('at least 4 values, it has 3');
  expect(() => classicalDecomposition(Float64Array.of(1, 0, 3, 4), 2, 'multiplicative')).toThrow(
    'y[1] must be positive, got 0',
  );
  expect(() => classicalDecomposition(Float64Array.of(1, 0, 3, 4), 1)).toThrow('at least 2, got 1');
});
