import { expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { fitDriftedSmoothing, forecastDrifted } from './drifted-smoothing.js';
import { mstlMethod } from './mstl-method.js';

const rng = createRng(9);
const NOISE = Float64Array.from({ length: 360 }, () => 0.1 * rng.normal());
const week = (i: number) => 4 * Math.sin((2 * Math.PI * i) / 7);
const month = (i: number) => 6 * Math.cos((2 * Math.PI * i) / 30);

it('goes on with both its seasons', () => {
  const method = mstlMethod(() => [30, 7]);
  const fit = method.fit(
    NOISE.map((noise, i) => 50 + week(i) + month(i) + noise),
    { m: 7 },
  );
  expect(fit.seasons.map((season) => season.length)).toEqual([7, 30]);
  // A tenth of the larger season: twelve months tell each of its steps to 0.1 / √12, and a window of seven and four to more.
  method.forecast(fit, 60).mean.forEach((value, step) => {
    expect(Math.abs(value - (50 + week(360 + step) + month(360 + step)))).toBeLessThan(0.6);
  });
});

it('is smoothing with drift where there is no season', () => {
  const y = Float64Array.from([1, 3, 4, 6.5, 8, 10]);
  const method = mstlMethod((m) => [m]);
  expect(method.forecast(method.fit(y, { m: 1 }), 3)).toEqual(forecastDrifted(fitDriftedSmoothing(y), 3));
});

it('has the errors of its adjusted series', () => {
  const method = mstlMethod((m) => [m]);
  const y = NOISE.map((noise, i) => 50 + 0.2 * i + week(i) + noise);
  const fit = method.fit(y, { m: 7 });
  const errors = method.residuals(fit, y).subarray(1);
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  expect(Math.sqrt(squares / (errors.length - 2))).toBeCloseTo(fit.adjusted.sigma, 12);
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
});
