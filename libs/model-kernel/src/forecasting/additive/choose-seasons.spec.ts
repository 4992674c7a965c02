import { expect, it } from '@jest/globals';
import { placeChangepoints } from './changepoints.js';
import { chooseSeasons } from './choose-seasons.js';
import { bentLine } from './trend.js';
import { writeFourier } from './fourier.js';

const days = (count: number, step: number) => Float64Array.from({ length: count }, (_, i) => i * step);
const names = (history: Float64Array) => chooseSeasons({}, history).map(({ name }) => name);

it('takes the seasons that show twice in the data and are longer than a step', () => {
  expect(names(days(731, 1))).toEqual(['yearly', 'weekly']);
  expect(names(days(730, 1))).toEqual(['weekly']);
  expect(names(days(14, 1))).toEqual([]);
  expect(names(days(200, 7))).toEqual(['yearly']);
  expect(names(days(49, 1 / 24))).toEqual(['daily']);
});

it('takes those asked for, with an order of their own', () => {
  const seasons = chooseSeasons(
    { yearly: 4, weekly: false, daily: true, seasonalityMode: 'multiplicative', seasonalityPriorScale: 2 },
    days(20, 1),
  );
  expect(seasons).toEqual([
    { name: 'yearly', periodDays: 365.25, order: 4, priorScale: 2, mode: 'multiplicative' },
    { name: 'daily', periodDays: 1, order: 4, priorScale: 2, mode: 'multiplicative' },
  ]);
});

it('has the weekly features of 2012-05-18 that Prophet tests for', () => {
  const features = new Float64Array(6);
  writeFourier(Date.UTC(2012, 4, 18) / 86_400_000, 7, 3, features, 0);
  // prophet/tests/test_prophet.py, test_fourier_series_weekly, printed to seven digits.
  const expected = [0.7818315, 0.6234898, 0.9749279, -0.2225209, 0.4338837, -0.9009689];
  features.forEach((feature, i) => expect(Math.abs(feature - expected[i]!)).toBeLessThan(1e-7));
});

it('spreads changepoints over the rows of the first share of the history', () => {
  const t = Float64Array.from({ length: 11 }, (_, i) => i / 10);
  const place = (changepointCount: number, changepointRange: number) =>
    placeChangepoints({ changepointCount, changepointRange }, t, t);
  // Rows 0 … 8 of ⌊0.9 · 11⌋ = 9; then ⌊0.5 · 11⌋ = 5 rows, which have room for four.
  expect(place(4, 0.9)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(place(25, 0.5)).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(placeChangepoints({ growth: 'flat' }, t, t)).toEqual([]);
});

it('is the logistic trend of Taylor & Letham (2018), equations 3 and 4, offsets γ included', () => {
  const [k, m, delta, changepoints] = [2, 0.3, [0.5, -1.2], [0.2, 0.7]];
  const t = Float64Array.from({ length: 21 }, (_, i) => i / 20);
  const line = bentLine('logistic', { k, m, delta }, changepoints, t);
  const gamma: number[] = [];
  changepoints.forEach((changepoint, j) => {
    const rate = (bends: number) => k + delta.slice(0, bends).reduce((sum, bend) => sum + bend, 0);
    const offset = m + gamma.reduce((sum, shift) => sum + shift, 0);
    gamma.push((changepoint - offset) * (1 - rate(j) / rate(j + 1)));
  });
  t.forEach((time, i) => {
    const passed = changepoints.filter((changepoint) => time >= changepoint).length;
    const rate = k + delta.slice(0, passed).reduce((sum, bend) => sum + bend, 0);
    const offset = m + gamma.slice(0, passed).reduce((sum, shift) => sum + shift, 0);
    expect(line[i]).toBeCloseTo(rate * (time - offset), 12);
  });
});
