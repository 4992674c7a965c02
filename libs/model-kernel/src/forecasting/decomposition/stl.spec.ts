import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/index.js';
import { smoothLoess } from './loess.js';
import { mstl } from './mstl.js';
import { stl } from './stl.js';

/** The series that github.com/ankane/stl-cpp tests its port of the authors' Fortran with (netlib.org/a/stl). */
const SERIES = Float64Array.from([
  5, 9, 2, 9, 0, 6, 3, 8, 5, 8, 7, 8, 8, 0, 2, 5, 0, 5, 6, 7, 3, 6, 1, 4, 4, 4, 3, 7, 5, 8,
]);
/** They are printed from single precision, 1e-6 of values up to 9, after 15 robust passes. */
const TOLERANCE = 2e-5;

function expectStart(values: Float64Array, expected: readonly number[]): void {
  expected.forEach((value, i) => expect(Math.abs(values[i]! - value)).toBeLessThan(TOLERANCE));
}

it('is the decomposition of the authors’ program', () => {
  const { season, trend, remainder, weights } = stl(SERIES, { m: 7, seasonalLength: 7 });
  expectStart(season, [0.36926576, 0.75655484, -1.3324139, 1.9553658, -0.6044802]);
  expectStart(trend, [4.804099, 4.9097075, 5.015316, 5.16045, 5.305584]);
  expectStart(remainder, [-0.17336464, 3.3337379, -1.6829021, 1.8841844, -4.7011037]);
  expectStart(weights, [1, 1, 1, 1, 1]);
});

it('is the robust decomposition of the authors’ program', () => {
  const { season, trend, remainder, weights } = stl(SERIES, { m: 7, seasonalLength: 7, robust: true });
  expectStart(season, [0.14922355, 0.47939026, -1.833231, 1.7411387, 0.8200711]);
  expectStart(trend, [5.397365, 5.4745436, 5.5517216, 5.6499176, 5.748114]);
  expectStart(remainder, [-0.5465884, 3.0460663, -1.7184906, 1.6089439, -6.5681853]);
  expectStart(weights, [0.99374926, 0.8129377, 0.9385952, 0.9458036, 0.29742217]);
});

it('is the MSTL of the same repository for periods 6 and 10, in any order', () => {
  for (const periods of [
    [6, 10],
    [10, 6],
  ]) {
    const { seasons, trend, remainder } = mstl(SERIES, { periods });
    expect(seasons.map(({ m }) => m)).toEqual([6, 10]);
    expectStart(seasons[0]!.season, [0.28318232, 0.70529824, -1.980384, 2.1643379, -2.3356874]);
    expectStart(seasons[1]!.season, [1.4130436, 1.6048906, 0.050958008, -1.8706754, -1.7704514]);
    expectStart(trend, [5.139485, 5.223691, 5.3078976, 5.387292, 5.4666862]);
    expectStart(remainder, [-1.835711, 1.4661198, -1.3784716, 3.319045, -1.3605475]);
  }
});

it('draws a line through a line, whatever the window', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      (n, half, jump, slope) => {
        const y = Float64Array.from({ length: n }, (_, i) => 3 + slope * i);
        const out = new Float64Array(n);
        smoothLoess(y, n, undefined, { length: 2 * half + 1, degree: 1, jump }, out, new Float64Array(n));
        out.forEach((value, i) => expect(value).toBeCloseTo(y[i]!, 8));
      },
    ),
  );
});

it('adds up, and moves with the unit and the level of the series', () => {
  const series = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 24, maxLength: 60 });
  fc.assert(
    fc.property(
      series,
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.integer({ min: -50, max: 50 }),
      (values, unit, level) => {
        const y = Float64Array.from(values);
        const parts = stl(y, { m: 12 });
        const moved = stl(
          y.map((value) => unit * value + level),
          { m: 12 },
        );
        y.forEach((value, i) => {
          expect(parts.trend[i]! + parts.season[i]! + parts.remainder[i]!).toBeCloseTo(value, 9);
          expect(moved.season[i]!).toBeCloseTo(unit * parts.season[i]!, 7);
          expect(moved.trend[i]!).toBeCloseTo(unit * parts.trend[i]! + level, 7);
        });
      },
    ),
    { numRuns: 30 },
  );
});

it('has one season throughout where it is periodic', () => {
  const rng = createRng(2);
  const y = Float64Array.from({ length: 50 }, (_, i) => Math.sin((2 * Math.PI * i) / 12) + 0.1 * i + rng.normal());
  const { season } = stl(y, { m: 12, seasonalLength: 'periodic' });
  for (let i = 12; i < 50; i++) expect(season[i]).toBe(season[i - 12]);
});

it('is not moved by an outlier where it is robust', () => {
  const clean = Float64Array.from({ length: 96 }, (_, i) => 10 + 0.1 * i + 3 * Math.sin((2 * Math.PI * i) / 12));
  const rng = createRng(5);
  const y = clean.map((value, i) => value + 0.1 * rng.normal() + (i === 40 ? 30 : 0));
  const off = (robust: boolean) => {
    const { trend, season } = stl(y, { m: 12, seasonalLength: 'periodic', robust });
    return Math.max(...clean.map((value, i) => Math.abs(trend[i]! + season[i]! - value)));
  };
  expect(off(true)).toBeLessThan(0.4);
  expect(off(false)).toBeGreaterThan(2);
});

it('tells a week from a month in one series', () => {
  const week = (i: number) => 2 * Math.sin((2 * Math.PI * i) / 7);
  const month = (i: number) => 3 * Math.cos((2 * Math.PI * i) / 30);
  const y = Float64Array.from({ length: 360 }, (_, i) => 20 + 0.05 * i + week(i) + month(i));
  const { seasons, trend } = mstl(y, { periods: [30, 7] });
  // Without noise all that is left is the bend of a loess line at the ends.
  y.forEach((_, i) => {
    expect(Math.abs(seasons[0]!.season[i]! - week(i))).toBeLessThan(0.35);
    expect(Math.abs(seasons[1]!.season[i]! - month(i))).toBeLessThan(0.35);
    expect(Math.abs(trend[i]! - 20 - 0.05 * i)).toBeLessThan(0.35);
  });
});

it('leaves out a period that is too long for the series', () => {
  expect(mstl(SERIES, { periods: [7, 16] }).seasons.map(({ m }) => m)).toEqual([7]);
  const { trend, seasons, remainder } = mstl(SERIES, { periods: [] });
  expect(seasons).toEqual([]);
  SERIES.forEach((value, i) => expect(trend[i]! + remainder[i]!).toBeCloseTo(value, 12));
});

it('refuses what it cannot decompose', () => {
  expect(() => stl(SERIES, { m: 16 })).toThrow('the series must have at least 32 values, it has 30');
  expect(() => stl(SERIES, { m: 1 })).toThrow('the seasonal period m must be at least 2, got 1');
  expect(() => stl(SERIES, { m: 7, seasonalLength: 8 })).toThrow(
    'seasonalLength must be an odd whole number from 3 on',
  );
  expect(() => mstl(SERIES, { periods: [1] })).toThrow('a period must be a whole number ≥ 2, got 1');
  expect(() => mstl(SERIES, { periods: [7], seasonalLengths: [] })).toThrow('one for each of 1 periods, got 0');
  expect(() => stl(Float64Array.of(1, NaN, 3, 4), { m: 2 })).toThrow('y[1] must be finite');
});
