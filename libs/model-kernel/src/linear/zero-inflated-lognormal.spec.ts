import { expect, it } from '@jest/globals';
import { createRng } from '../numerics/index.js';
import { fitZeroInflatedLognormal, predictZeroInflatedLognormal } from './index.js';

const rows = 20_000;
/** logit π = −0.5 + x₁, ln y ~ N(3 + 0.5 x₂, 0.8). */
function simulated(seed: number) {
  const rng = createRng(seed);
  const matrix = Float64Array.from({ length: 2 * rows }, () => rng.normal());
  const values = Float64Array.from({ length: rows }, (_, i) => {
    const buys = rng.next() < 1 / (1 + Math.exp(0.5 - matrix[2 * i]!));
    return buys ? Math.exp(rng.normal(3 + 0.5 * matrix[2 * i + 1]!, 0.8)) : 0;
  });
  return { rows, features: 2, matrix, values };
}
const data = simulated(1);
const fit = fitZeroInflatedLognormal(data);

it('finds the weights that made the values', () => {
  // Features are standard normal, so standardised weights are the plain ones to 1 %; their errors are below 0.025.
  const [chance, location] = [fit.chance, fit.location];
  [chance[0]! - 1, chance[1]!, chance[2]! + 0.5].forEach((error) => expect(Math.abs(error)).toBeLessThan(0.08));
  [location[0]!, location[1]! - 0.5, location[2]! - 3].forEach((error) => expect(Math.abs(error)).toBeLessThan(0.04));
  expect(Math.abs(fit.sigma - 0.8)).toBeLessThan(0.02);
});

it('has, without a penalty, the share of buyers and the mean and deviation of ln y that features without meaning leave', () => {
  const zeros = { ...data, matrix: new Float64Array(2 * rows) };
  const { chance, location, sigma } = fitZeroInflatedLognormal(zeros, { penalty: 0 });
  const logs = [...data.values].filter((y) => y > 0).map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
  expect(1 / (1 + Math.exp(-chance[2]!))).toBeCloseTo(logs.length / rows, 6);
  expect(location[2]).toBeCloseTo(mean, 6);
  expect(sigma).toBeCloseTo(Math.sqrt(variance), 6);
});

it('predicts means that are right on other rows, from its JSON too', () => {
  const other = simulated(2);
  const { mean } = predictZeroInflatedLognormal(JSON.parse(JSON.stringify(fit)) as typeof fit, other.matrix);
  const [predicted, actual] = [mean, other.values].map((column) => column.reduce((sum, y) => sum + y, 0) / rows);
  // The standard error of the actual mean is 0.2.
  expect(Math.abs(predicted! - actual!)).toBeLessThan(0.8);
});

it.each([
  [
    'a negative value',
    { ...data, values: data.values.map((y, i) => (i === 5 ? -1 : y)) },
    'values[5] must be finite and ≥ 0',
  ],
  ['no buyer', { ...data, values: data.values.map(() => 0) }, 'must hold two above 0 and one of 0, got 0 of 20000'],
  ['buyers only', { ...data, values: data.values.map(() => 1) }, 'got 20000 of 20000'],
  [
    'a feature that is no number',
    { ...data, matrix: data.matrix.map((x, i) => (i === 9 ? NaN : x)) },
    'matrix[9] must be finite',
  ],
  ['too few values', { ...data, values: [1] }, 'must have 20000 rows'],
])('refuses %s', (_, wrong, why) => expect(() => fitZeroInflatedLognormal(wrong)).toThrow(why));
