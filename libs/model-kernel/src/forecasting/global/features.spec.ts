import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarOf } from './calendar.js';
import { featuresOf, traitsOf } from './features.js';
import { GrowingHistory } from './growing-history.js';
import { resolveGlobalOptions } from './options.js';
import type { Panel, PanelSeries } from './panel.js';

const OPTIONS = resolveGlobalOptions({ h: 5, lags: [1, 3], seasons: [3], windows: [2, 4] });
/** 2024-02-26, a Monday. */
const MONDAY = Date.UTC(2024, 1, 26) / 86_400_000;

function featuresAt(panel: Panel, origin: number, ahead: number): Record<string, number> {
  const [series] = panel.series;
  const history = new GrowingHistory(series!, 0);
  const view = { history, calendar: calendarOf(panel), origin, ahead, scale: history.scale(origin, 4) };
  const features = featuresOf(OPTIONS, traitsOf(panel.series));
  return Object.fromEntries(features.map(({ name, of }) => [name, of(view)]));
}

const days = Array.from({ length: 12 }, (_, t) => MONDAY + t);
const series: PanelSeries = {
  id: 'a',
  start: 1,
  y: Float64Array.of(2, 0, 4, NaN, 6, 0, 8, 1),
  price: [5, 5, 5, 4, 5, 4, 4, 2, 2, 2],
  promotion: [0, 0, 0, 1, 0, 0, 1, 0, 1, 0],
  statics: { size: 3, town: 'B' },
};
const other: PanelSeries = { id: 'b', start: 0, y: Float64Array.of(1), statics: { town: 'A' } };
const panel: Panel = { days, series: [series, other], holidays: [MONDAY + 8, MONDAY + 9] };

describe('the features of a step', () => {
  it('are those worked out by hand', () => {
    // Origin 5 (value 0), 2 ahead: step 7, Tuesday 2024-03-05 as the series starts on Tuesday the 27th. Known: 2 0 4 – 6 0.
    // Sizes so far: mean 12/5; the window of 4: 4 + 6 + 0. Scale: (10 + 2.4) / (3 + 1) = 3.1.
    const row = featuresAt(panel, 5, 2);
    const scaled = (value: number): unknown => expect.closeTo(value / 3.1, 12);
    expect(row).toEqual({
      ...{ ahead: 2, lag_1: 0, lag_3: NaN },
      // Phases of step 7 with a period of 3: 4 and 1 are known.
      ...{ season_3: scaled(6), season_mean_3: scaled(3) },
      ...{ mean_2: scaled(3), deviation_2: scaled(3) },
      ...{ mean_4: scaled(10 / 3), deviation_4: scaled(Math.sqrt(52 / 3 - 100 / 9)) },
      ...{ mean_so_far: scaled(2.4), zero_share: expect.closeTo(1 / 3, 12), since_nonzero: 1, age: 6 },
      log_scale: expect.closeTo(Math.log(3.1), 12),
      ...{ day_of_week: 1, day_of_month: 5, week_of_year: 9, month: 2, quarter: 0 },
      ...{ is_weekend: 0, is_month_start: 0, is_month_end: 0, holidays: 1 },
      ...{ price: 2, price_change: -0.5, price_to_origin: 0.5 },
      ...{ promotion: 0, promotion_lag: 1, promotion_lead: 1 },
      ...{ size: 3, town: 1 },
    });
  });

  it('know the ends of months, weekends, and how many holidays are in a week', () => {
    const { is_month_end, is_month_start, is_weekend } = calendarOf({ days });
    expect([...is_month_end]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...is_month_start]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...is_weekend]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    const weeks = calendarOf({
      days: [MONDAY, MONDAY + 7],
      holidays: [MONDAY + 6, MONDAY + 7, MONDAY + 13, MONDAY + 14],
    });
    expect([...weeks.holidays]).toEqual([1, 2]);
  });

  it('do not change with any value after the origin', () => {
    const value = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constant(NaN), fc.constant(0));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 6, maxLength: 9 }),
        fc.array(value, { minLength: 9, maxLength: 9 }),
        fc.nat(4),
        fc.integer({ min: 1, max: 2 }),
        (y, after, origin, ahead) => {
          const changed = y.map((known, t) => (t <= origin ? known : after[t]!));
          const [one, two] = [y, changed].map((values) =>
            featuresAt({ days, series: [{ ...series, y: Float64Array.from(values) }] }, origin, ahead),
          );
          expect(two).toEqual(one);
        },
      ),
    );
  });

  it('have a code of its own for a class that the fit did not know', () => {
    const { classes } = traitsOf([series, other]);
    expect(classes).toEqual({ town: ['A', 'B'] });
    const town = featuresOf(OPTIONS, traitsOf([series, other])).find(({ name }) => name === 'town')!;
    const code = (statics: PanelSeries['statics']) =>
      town.of({
        history: new GrowingHistory({ ...series, ...(statics && { statics }) }, 0),
        calendar: calendarOf(panel),
        origin: 0,
        ahead: 1,
        scale: 1,
      });
    expect([code({ town: 'A' }), code({ town: 'C' }), code({})]).toEqual([0, 2, NaN]);
  });
});

describe('a growing history', () => {
  it('has the sums that a loop finds', () => {
    const value = fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(NaN), fc.constant(0));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 2, max: 9 }),
        fc.nat(40),
        (y, window, level) => {
          const raised = y.map((each) => each + 1000 * level);
          const history = new GrowingHistory({ id: 'a', start: 0, y: Float64Array.from(raised) }, 0);
          raised.forEach((_, t) => {
            const known = raised.slice(Math.max(0, t + 1 - window), t + 1).filter((each) => !Number.isNaN(each));
            const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
            const variance = known.reduce((sum, each) => sum + (each - mean) ** 2, 0) / known.length;
            expect(history.count(t, window)).toBe(known.length);
            if (known.length === 0) return expect(history.mean(t, window)).toBeNaN();
            expect(history.mean(t, window)).toBeCloseTo(mean, 8);
            expect(history.deviation(t, window)).toBeCloseTo(Math.sqrt(variance), 4);
            return expect(history.zeroShare(t, window)).toBeCloseTo(
              known.filter((each) => each === 0).length / known.length,
              12,
            );
          });
        },
      ),
    );
  });
});
