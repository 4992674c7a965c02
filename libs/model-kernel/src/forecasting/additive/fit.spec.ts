import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, readProphetExample } from '../../../test/prophet-example.js';
import { createRng } from '../../numerics/index.js';
import { fitAdditive, type AdditiveFit } from './fit.js';
import { forecastAdditive } from './forecast.js';
import type { AdditiveOptions } from './options.js';
import { negativeLogPosterior } from './posterior.js';
import { rowErrors } from './row-errors.js';
import { designMatrix, layOutTerms } from './terms.js';

const peyton = readProphetExample('wp_log_peyton_manning');
const FIVE_DAYS = [15, 16, 17, 18, 19].map((day) => dayOf(`2017-01-${day}`));

(peyton ? describe : describe.skip)('the page views of Peyton Manning', () => {
  const fit = peyton && fitAdditive(peyton);
  const mean = () => forecastAdditive(fit!, { days: FIVE_DAYS }, { coverages: [] }).mean;

  it('are fitted to the highest posterior, as tools/fixtures/additive_map.py finds it by another way', () => {
    expect(fit!.converged).toBe(true);
    // The script ends when no parameter moves by 1e-10 and smooths |δ| within 1e-9: its own last digits.
    const expected = [8.207358, 8.532366, 8.319728, 8.152399, 8.164272];
    mean().forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(2e-5));
    expect(fit!.delta.filter((delta) => delta === 0).length).toBe(15);
  });

  it('have the posterior that Stan prints for Prophet at its start, and a higher one at the end', () => {
    // A published log of fbprophet on this series: "Initial log joint probability = -19.4685", and 8004.75 where it stopped,
    // after 753 iterations with a gradient of 75 left.
    const posterior = posteriorOf(fit!, peyton!);
    const y = peyton!.y.map((value) => value / fit!.yScale);
    const start = {
      ...fit!,
      k: y.at(-1)! - y[0]!,
      m: y[0]!,
      delta: fit!.delta.map(() => 0),
      beta: fit!.beta.map(() => 0),
      sigma: 1,
    };
    expect(posterior(start)).toBeCloseTo(-19.4685, 4);
    expect(posterior(fit!)).toBeGreaterThan(8005.15);
  });

  /** Prophet documentation, Quick start: yhat of the last five days. */
  const PUBLISHED = [8.212625, 8.537635, 8.325071, 8.157723, 8.169677];

  it('differ from day to day as in the quick start of Prophet', () => {
    const values = mean();
    for (let i = 1; i < 5; i++) {
      const step = PUBLISHED[i]! - PUBLISHED[i - 1]!;
      expect(Math.abs(values[i]! - values[i - 1]! - step)).toBeLessThan(5e-4);
    }
  });

  it('have the level of the quick start of Prophet, as far as that is determined', () => {
    // Stan's search stops among the kinks of |δ| before the top: published runs of the same data and settings end at 8.2032,
    // 8.2064 and 8.2126 for the first day, on both sides of the highest posterior, 8.2074. 0.0053 is the gap to the guide.
    mean().forEach((value, i) => expect(Math.abs(value - PUBLISHED[i]!)).toBeLessThan(6e-3));
  });

  it('have the 80 % intervals of the quick start, as far as 1,000 draws tell', () => {
    const [{ lower, upper }] = forecastAdditive(fit!, { days: FIVE_DAYS }, { draws: 4000 }).intervals as [never];
    // Published with 1,000 draws of deviation 0.57: a 10 % quantile has standard error 0.031, ours half of it; three of both.
    const published = [
      [7.45631, 8.959726],
      [7.842986, 9.290934],
      [7.600879, 9.072006],
      [7.512052, 8.924022],
    ];
    published.forEach(([low, high], i) => {
      expect(Math.abs(lower[i]! - low!)).toBeLessThan(0.11);
      expect(Math.abs(upper[i]! - high!)).toBeLessThan(0.11);
    });
  });
});

/** Log posterior of some parameters of a linear model, row by row. */
function posteriorOf(
  { changepoints, start, spanDays, yScale, ...terms }: AdditiveFit,
  { days, y }: { days: number[]; y: number[] },
) {
  const columns = layOutTerms(terms);
  const rows = Uint32Array.from(days, (_, i) => i);
  const errors = rowErrors('linear', {
    t: Float64Array.from(days, (day) => (day - start) / spanDays),
    y: Float64Array.from(y, (value) => value / yScale),
    cap: undefined,
    design: designMatrix(terms, columns, { days }, rows),
    multiplies: terms.beta.map(() => false),
    changepoints,
  });
  const objective = negativeLogPosterior(
    errors,
    y.length,
    changepoints.length,
    0.05,
    terms.beta.map(() => 10),
  );
  return ({ k, m, delta, beta, sigma }: AdditiveFit) => {
    const theta = Float64Array.from([k, m, ...delta, ...beta, Math.log(sigma)]);
    return -objective(theta, new Float64Array(theta.length));
  };
}

const clean = readProphetExample('wp_log_R');
const outliers = readProphetExample('wp_log_R_outliers1');
const extremes = readProphetExample('wp_log_R_outliers2');

(clean && outliers && extremes ? describe : describe.skip)(
  'the page views of R with outliers, as in the guide of Prophet',
  () => {
    const ahead = { days: Array.from({ length: 1096 }, (_, i) => dayOf('2016-01-01') + i) };
    const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const width = ({ lower, upper }: { lower: Float64Array; upper: Float64Array }) =>
      average(upper.map((high, i) => high - lower[i]!));
    const without = (series: { days: number[]; y: number[] }, from: string, to: string) => ({
      days: series.days,
      y: series.y.map((value, i) => (series.days[i]! > dayOf(from) && series.days[i]! < dayOf(to) ? NaN : value)),
    });

    it('widen the intervals manyfold until the year of the outliers is left out', () => {
      const forecast = (series: { days: number[]; y: number[] }) =>
        forecastAdditive(fitAdditive(series), ahead, { draws: 300 });
      const [bad, mended, good] = [outliers!, without(outliers!, '2010-01-01', '2011-01-01'), clean!].map(forecast);
      // The guide shows it in pictures alone; the clean series is what the mended one should come near.
      expect(width(bad!.intervals[0]!)).toBeGreaterThan(2 * width(mended!.intervals[0]!));
      const off = (one: typeof good) => average(one!.mean.map((value, i) => Math.abs(value - good!.mean[i]!)));
      expect(off(mended)).toBeLessThan(0.15);
      expect(off(bad)).toBeGreaterThan(2 * off(mended));
    });

    it('bend the yearly season until the extreme days of June 2015 are left out', () => {
      const yearly = (series: { days: number[]; y: number[] }) =>
        forecastAdditive(fitAdditive(series), ahead, { coverages: [] }).terms['yearly']!;
      const good = yearly(clean!);
      const off = (season: Float64Array) => Math.max(...season.map((value, i) => Math.abs(value - good[i]!)));
      const mended = off(yearly(without(extremes!, '2015-06-01', '2015-06-30')));
      expect(mended).toBeLessThan(0.1);
      expect(off(yearly(extremes!))).toBeGreaterThan(5 * mended);
    });
  },
);

const DAYS = Array.from({ length: 800 }, (_, i) => 17_000 + i);
const weekly = (day: number) => Math.sin((2 * Math.PI * day) / 7);
const PLAIN: AdditiveOptions = { yearly: false, weekly: false };

function series(value: (day: number, i: number) => number, noise = 0.1, seed = 1): { days: number[]; y: number[] } {
  const rng = createRng(seed);
  return { days: DAYS, y: DAYS.map((day, i) => value(day, i) + noise * rng.normal()) };
}

describe('what a series is made of', () => {
  const ahead = { days: Array.from({ length: 28 }, (_, i) => 17_800 + i) };
  const forecast = (data: ReturnType<typeof series>, options: AdditiveOptions, times: object = {}) =>
    forecastAdditive(fitAdditive({ ...data, ...times }, options), { ...ahead, ...times }, { coverages: [] });

  it('is found: a slope, a bend and a week', () => {
    const truth = (day: number) => 20 + 0.01 * (day - 17_000) + 0.03 * Math.max(0, day - 17_300) + 2 * weekly(day);
    const { mean, terms } = forecast(series(truth), { yearly: false });
    ahead.days.forEach((day, i) => {
      // Noise 0.1 on 800 days leaves ±0.01 of a level; the Laplace prior spreads the bend over two changepoints.
      expect(Math.abs(mean[i]! - truth(day))).toBeLessThan(0.3);
      expect(Math.abs(terms['weekly']![i]! - 2 * weekly(day))).toBeLessThan(0.05);
    });
  });

  it('is found: a week that grows with the trend', () => {
    const truth = (day: number) => (20 + 0.05 * (day - 17_000)) * (1 + 0.3 * weekly(day));
    const { mean, terms, multiplicative } = forecast(series(truth), {
      yearly: false,
      seasonalityMode: 'multiplicative',
    });
    ahead.days.forEach((day, i) => {
      expect(Math.abs(mean[i]! / truth(day) - 1)).toBeLessThan(0.01);
      expect(Math.abs(terms['weekly']![i]! - 0.3 * weekly(day))).toBeLessThan(0.005);
      expect(multiplicative[i]).toBe(terms['weekly']![i]);
    });
  });

  it('is found: saturating growth between a floor and a capacity', () => {
    const truth = (day: number) => 10 + 90 / (1 + Math.exp(-(day - 17_400) / 100));
    const data = series(truth, 0.5);
    const bounds = (n: number) => ({ cap: new Array(n).fill(100), floor: new Array(n).fill(10) });
    const fit = fitAdditive({ ...data, ...bounds(800) }, { ...PLAIN, growth: 'logistic' });
    const { mean } = forecastAdditive(fit, { ...ahead, ...bounds(28) }, { coverages: [] });
    ahead.days.forEach((day, i) => expect(Math.abs(mean[i]! - truth(day))).toBeLessThan(0.5));
    expect(fit.converged).toBe(true);
  });

  it('is found: a flat trend, which is the mean', () => {
    const { mean } = forecast(
      series(() => 7, 1),
      { ...PLAIN, growth: 'flat' },
    );
    mean.forEach((value) => expect(Math.abs(value - 7)).toBeLessThan(0.15));
  });

  it('is found: a holiday, its eve and the day after, each with an effect of its own', () => {
    const feasts = [17_050, 17_300, 17_550, 17_810];
    const effect = (day: number) => ({ '-1': 2, '0': 5, '1': -3 })[String(day - nearest(feasts, day))] ?? 0;
    const holidays = [{ name: 'feast', dates: feasts, lowerWindow: -1, upperWindow: 1 }];
    const { terms, holidays: total } = forecast(
      series((day) => 20 + effect(day)),
      { ...PLAIN, holidays },
    );
    // Three occurrences with noise 0.1: 0.06 each.
    ahead.days.forEach((day, i) => expect(Math.abs(terms['feast']![i]! - effect(day))).toBeLessThan(0.25));
    expect(total).toEqual(terms['feast']);
  });

  it('is found: a month of 30.5 days with order 5', () => {
    const monthly = (day: number) => Math.sin((2 * Math.PI * day) / 30.5) + 0.5 * Math.cos((10 * Math.PI * day) / 30.5);
    const seasons = [{ name: 'monthly', periodDays: 30.5, order: 5 }];
    const { terms } = forecast(
      series((day) => 20 + monthly(day)),
      { ...PLAIN, seasons },
    );
    ahead.days.forEach((day, i) => expect(Math.abs(terms['monthly']![i]! - monthly(day))).toBeLessThan(0.06));
  });

  it('is found: a regressor in its own unit, added or as a share', () => {
    const price = (day: number) => 100 + 20 * Math.sin(day * day);
    for (const mode of ['additive', 'multiplicative'] as const) {
      const truth = (day: number) => 50 + (mode === 'additive' ? -0.2 * price(day) : 50 * -0.004 * price(day));
      const data = { ...series(truth), regressors: { price: DAYS.map(price) } };
      const fit = fitAdditive(data, { ...PLAIN, regressors: [{ name: 'price', mode }] });
      const times = { ...ahead, regressors: { price: ahead.days.map(price) } };
      const { mean } = forecastAdditive(fit, times, { coverages: [] });
      ahead.days.forEach((day, i) => expect(Math.abs(mean[i]! - truth(day))).toBeLessThan(0.1));
    }
  });

  function nearest(dates: readonly number[], day: number): number {
    return dates.reduce((best, date) => (Math.abs(date - day) < Math.abs(best - day) ? date : best));
  }
});

describe('a fit', () => {
  const data = series((day) => 20 + 0.01 * (day - 17_000) + weekly(day), 0.5);
  const options: AdditiveOptions = { yearly: false };
  const times = { days: [17_100, 17_850, 17_900] };

  it('survives JSON', () => {
    const fit = fitAdditive(data, options);
    const copy = JSON.parse(JSON.stringify(fit)) as typeof fit;
    expect(copy).toEqual(fit);
    expect(forecastAdditive(copy, times)).toEqual(forecastAdditive(fit, times));
  });

  it('leaves missing values out, and does not mind gaps or the order of rows', () => {
    const holes = data.y.map((value, i) => (i % 10 === 3 ? NaN : value));
    const rows = DAYS.map((day, i) => ({ day, y: holes[i]! })).filter(({ y }) => !Number.isNaN(y));
    rows.reverse();
    const fit = fitAdditive({ days: DAYS, y: holes }, options);
    expect(fitAdditive({ days: rows.map(({ day }) => day), y: rows.map(({ y }) => y) }, options)).toEqual(fit);
    expect(fit.rows).toBe(720);
  });

  it('scales with its unit', () => {
    const base = forecastAdditive(fitAdditive(data, options), times);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (unit) => {
        const scaled = forecastAdditive(fitAdditive({ ...data, y: data.y.map((v) => v * unit) }, options), times);
        scaled.mean.forEach((value, i) => expect(value / unit).toBeCloseTo(base.mean[i]!, 6));
        scaled.intervals[0]!.lower.forEach((value, i) =>
          expect(value / unit).toBeCloseTo(base.intervals[0]!.lower[i]!, 5),
        );
      }),
      { numRuns: 5 },
    );
  });

  it('keeps to a constant, and to a straight line', () => {
    for (const slope of [0, 2]) {
      const fit = fitAdditive({ days: DAYS, y: DAYS.map((_, i) => 30 + slope * i) }, options);
      const { mean, intervals } = forecastAdditive(fit, { days: [17_800, 18_000] });
      mean.forEach((value, i) => expect(value).toBeCloseTo(30 + slope * (i === 0 ? 800 : 1000), 3));
      expect(Number.isFinite(intervals[0]!.upper[1])).toBe(true);
    }
    expect([...forecastAdditive(fitAdditive({ days: [1, 2], y: [0, 0] }), { days: [3] }).mean]).toEqual([0]);
  });

  it('takes fewer rows than it has parameters', () => {
    const fit = fitAdditive({ days: DAYS.slice(0, 20), y: data.y.slice(0, 20) }, { yearly: true });
    expect(Number.isFinite(forecastAdditive(fit, times).mean[2])).toBe(true);
    expect(fit.changepoints.length).toBe(15);
  });

  it('bends at the changepoints that are given, or nowhere', () => {
    const bent = series((day) => Math.max(0, day - 17_500) / 10);
    const fit = fitAdditive(bent, { ...PLAIN, changepoints: [17_500] });
    expect(fit.changepoints).toEqual([500 / 799]);
    expect((fit.delta[0]! * fit.yScale) / fit.spanDays).toBeCloseTo(0.1, 2);
    expect(fitAdditive(bent, { ...PLAIN, changepointCount: 0 }).delta).toEqual([]);
  });
});

describe('what cannot be fitted or forecast is refused by name', () => {
  const data = series(() => 1);
  const regressors = { price: DAYS };
  const refusals: [string, () => unknown, string][] = [
    ['one value', () => fitAdditive({ days: [1, 2], y: [3, NaN] }), 'at least 2 values of y, it has 1'],
    ['one time', () => fitAdditive({ days: [1, 1], y: [3, 4] }), 'at least 2 different times'],
    ['an infinite value', () => fitAdditive({ days: [1, 2], y: [3, -Infinity] }), 'y[1] must be finite'],
    ['a time that is none', () => fitAdditive({ days: [1, NaN], y: [3, 4] }), 'days[1] must be finite'],
    [
      'lengths that differ',
      () => fitAdditive({ days: [1, 2, 3], y: [3, 4] }),
      'y must have a value for each of 3 times',
    ],
    ['no capacity', () => fitAdditive(data, { growth: 'logistic' }), 'logistic growth needs cap'],
    [
      'a capacity below the floor',
      () => fitAdditive({ ...data, cap: DAYS.map(() => 0) }, { growth: 'logistic' }),
      'cap must be above the floor, got 0 above 0',
    ],
    [
      'a regressor without history',
      () => fitAdditive(data, { regressors: [{ name: 'price' }] }),
      'regressor price has no values',
    ],
    [
      'a regressor without a future',
      () =>
        forecastAdditive(fitAdditive({ ...data, regressors }, { regressors: [{ name: 'price' }] }), {
          days: [18_000],
          regressors: { rain: [1] },
        }),
      'regressor price has no values for these times',
    ],
    [
      'a regressor with a hole',
      () =>
        forecastAdditive(fitAdditive({ ...data, regressors }, { regressors: [{ name: 'price' }] }), {
          days: [18_000],
          regressors: { price: [NaN] },
        }),
      'regressor price must be finite, got NaN at 0',
    ],
    ['a growth of no kind', () => fitAdditive(data, { growth: 'wild' as 'flat' }), 'growth must be one of'],
    ['a share above 1', () => fitAdditive(data, { changepointRange: 2 }), 'changepointRange must be in [0, 1], got 2'],
    ['a scale of 0', () => fitAdditive(data, { changepointPriorScale: 0 }), 'changepointPriorScale must be positive'],
    ['a changepoint outside', () => fitAdditive(data, { changepoints: [1] }), 'changepoints must lie in the history'],
    [
      'a name twice',
      () => fitAdditive(data, { regressors: [{ name: 'a' }], holidays: [{ name: 'a', dates: [] }] }),
      'the name a is used twice',
    ],
    [
      'a reserved name',
      () => fitAdditive(data, { seasons: [{ name: 'trend', periodDays: 9, order: 1 }] }),
      'the name trend is reserved',
    ],
    [
      'a window the wrong way',
      () => fitAdditive(data, { holidays: [{ name: 'a', dates: [], lowerWindow: 1 }] }),
      'lowerWindow of holiday a must be a whole number ≤ 0, got 1',
    ],
    [
      'a coverage of 1',
      () => forecastAdditive(fitAdditive(data), { days: [1] }, { coverages: [1] }),
      'coverage must be',
    ],
    [
      'no draws',
      () => forecastAdditive(fitAdditive(data), { days: [1] }, { draws: 0 }),
      'draws must be a whole number',
    ],
  ];
  it.each(refusals)('%s', (_what, call, message) => {
    expect(call).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) }),
    );
  });
});
