import { expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { drift } from '../simple/drift.js';
import { mstlMethod } from './mstl-method.js';

const rng = createRng(9);
const STEPS = Float64Array.from({ length: 360 }, () => rng.normal());
const week = (i: number) => 4 * Math.sin((2 * Math.PI * i) / 7);
const month = (i: number) => 6 * Math.cos((2 * Math.PI * i) / 30);

it('goes on with its seasons and with a drift that stands out of the noise', () => {
  const y = STEPS.map((step, i) => 50 + 0.2 * i + week(i) + month(i) + 0.1 * step);
  const method = mstlMethod(() => [7, 30]);
  const fit = method.fit(y, { m: 7 });
  expect(fit.adjusted.method).toBe('drift');
  const { mean } = method.forecast(fit, 40);
  // Twelve months: within a tenth of the larger season and the step of the walk, 0.1.
  mean.forEach((value, step) => {
    const i = 360 + step;
    expect(Math.abs(value - (50 + 0.2 * i + week(i) + month(i)))).toBeLessThan(0.9);
  });
});

it('has no drift in a series that only wanders', () => {
  const { adjusted } = mstlMethod((m) => [m]).fit(
    STEPS.map((step, i) => 50 + week(i) + step),
    { m: 7 },
  );
  expect(adjusted.method).toBe('naive');
});

it('is the random walk with drift where there is no season', () => {
  const y = Float64Array.from([1, 3, 4, 6.5, 8, 10]);
  const method = mstlMethod((m) => [m]);
  expect(method.forecast(method.fit(y, { m: 1 }), 3)).toEqual(drift.forecast(drift.fit(y, { m: 1 }), 3));
  expect(method.residuals(method.fit(y, { m: 1 }), y)).toEqual(drift.residuals(drift.fit(y, { m: 1 }), y));
});
