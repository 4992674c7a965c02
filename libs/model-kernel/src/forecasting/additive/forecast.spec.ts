import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/index.js';
import { fitAdditive } from './fit.js';
import { forecastAdditive } from './forecast.js';
import type { Growth, TermMode } from './options.js';

const DAYS = Array.from({ length: 400 }, (_, i) => 17_000 + i);
const AHEAD = Array.from({ length: 300 }, (_, i) => 17_300 + i);
const price = (day: number) => 10 + (day % 5);
const bounds = (n: number) => ({ cap: new Array<number>(n).fill(60), floor: new Array<number>(n).fill(2) });

function fitted(growth: Growth, mode: TermMode) {
  const rng = createRng(3);
  // A bend a hundred days, so that the future has some too.
  const y = DAYS.map((day, i) => 20 + 0.05 * Math.abs((i % 200) - 100) + price(day) / 5 + rng.normal());
  return fitAdditive(
    { days: DAYS, y, ...bounds(400), regressors: { price: DAYS.map(price) } },
    {
      growth,
      weekly: 3,
      seasonalityMode: mode,
      changepointPriorScale: 0.5,
      holidays: [
        { name: 'spring', dates: [17_100, 17_450], upperWindow: 2 },
        { name: 'autumn', dates: [17_250, 17_452] },
      ],
      holidayMode: 'additive',
      regressors: [{ name: 'price', mode: 'multiplicative' }],
    },
  );
}
const times = { days: AHEAD, ...bounds(300), regressors: { price: AHEAD.map(price) } };
const GROWTHS: Growth[] = ['linear', 'flat', 'logistic'];
const CASES = GROWTHS.flatMap((growth) =>
  (['additive', 'multiplicative'] as const).map((mode) => [growth, mode] as const),
);

it.each(CASES)('adds and multiplies its parts up to the mean: %s growth, %s seasons', (growth, mode) => {
  const { mean, trend, terms, holidays, additive, multiplicative } = forecastAdditive(fitted(growth, mode), times);
  const floor = growth === 'logistic' ? 2 : 0;
  mean.forEach((value, i) => {
    const feasts = terms['spring']![i]! + terms['autumn']![i]!;
    expect(holidays[i]).toBeCloseTo(feasts, 12);
    expect(additive[i]).toBeCloseTo(feasts + (mode === 'additive' ? terms['weekly']![i]! : 0), 12);
    expect(multiplicative[i]).toBeCloseTo(
      terms['price']![i]! + (mode === 'multiplicative' ? terms['weekly']![i]! : 0),
      12,
    );
    expect(value).toBeCloseTo(floor + (trend[i]! - floor) * (1 + multiplicative[i]!) + additive[i]!, 10);
    if (growth === 'logistic') expect(trend[i]! > 2 && trend[i]! < 60).toBe(true);
  });
});

it('has no doubt about the trend of the history, and ever more about that of the future', () => {
  const [interval] = forecastAdditive(fitted('linear', 'additive'), times).intervals;
  const doubt = interval!.trendUpper.map((high, i) => high - interval!.trendLower[i]!);
  expect(Math.max(...doubt.subarray(0, 100))).toBeLessThan(1e-12);
  expect(doubt[150]!).toBeGreaterThan(0);
  expect(doubt[299]!).toBeGreaterThan(2 * doubt[150]!);
  const flat = forecastAdditive(fitted('flat', 'additive'), times).intervals[0]!;
  expect(flat.trendUpper).toEqual(flat.trendLower);
});

it('has intervals of the noise where only noise is uncertain', () => {
  const fit = fitted('flat', 'additive');
  const { mean, intervals } = forecastAdditive(fit, times, { coverages: [0.5, 0.95], draws: 4000 });
  const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // z of 75 % and 97.5 %; the mean over 300 steps of 4,000 draws errs by less than a tenth of a percent, rounding by 1/4,000.
  [0.67449, 1.959964].forEach((z, c) => {
    const reach = average(intervals[c]!.upper.map((high, i) => high - mean[i]!));
    expect(reach / (z * fit.sigma * fit.yScale)).toBeCloseTo(1, 2);
  });
});

it('bends the future as often and as much as the history did', () => {
  const fit = fitted('linear', 'additive');
  const ahead = 299;
  const last = { days: [17_399 + ahead], regressors: { price: [12] } };
  const [interval] = forecastAdditive(fit, last, { coverages: [0.5], draws: 20_000 }).intervals;
  // Var Σ δ (T − τ)₊ of a Poisson process with rate S and E δ² = 2λ²: S · 2λ² (T − 1)³ / 3.
  const scale = fit.delta.reduce((sum, delta) => sum + Math.abs(delta), 0) / 25;
  const span = ahead / fit.spanDays;
  const deviation = Math.sqrt((25 * 2 * scale ** 2 * span ** 3) / 3) * fit.yScale;
  const half = (interval!.trendUpper[0]! - interval!.trendLower[0]!) / 2;
  // About 19 bends: near normal, but with heavier tails, so that the middle half is some percent narrower.
  expect(half / (0.67449 * deviation)).toBeGreaterThan(0.88);
  expect(half / (0.67449 * deviation)).toBeLessThan(1.02);
});

it('depends on the seed, and on nothing else', () => {
  const fit = fitted('logistic', 'multiplicative');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
      const options = { seed, draws: 50 };
      expect(forecastAdditive(fit, times, options)).toEqual(forecastAdditive(fit, times, options));
      expect(forecastAdditive(fit, times, { ...options, seed: seed + 1 }).intervals).not.toEqual(
        forecastAdditive(fit, times, options).intervals,
      );
    }),
    { numRuns: 5 },
  );
});
