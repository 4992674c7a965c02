import { describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { endOf, weekdayOf, type DailySeries } from './daily-series.js';
import { isIntermittent, SERIES_MODEL_NAMES, seriesModel } from './series-models.js';

const START = 19_000;
const DAYS = 240;
const OPTIONS = { seed: 1, keptDays: 400 };

/** Sales of a shop that opens at weekends more: `level` a day, half as many again on Saturdays and Sundays, whole numbers. */
function sales(id: string, level: number, days = DAYS): DailySeries {
  const rng = createRng(7).fork(id);
  const values = Float64Array.from({ length: days }, (_, t) => {
    const isWeekend = weekdayOf(START + t) % 6 === 0;
    return Math.round(level * (isWeekend ? 1.5 : 1) * (0.8 + 0.4 * rng.next()));
  });
  return { kind: 'product', id, startDay: START, values };
}

/** Most days nothing. */
const seldom = (id: string): DailySeries => {
  const { values, ...series } = sales(id, 3);
  return { ...series, values: values.map((value, t) => (t % 3 === 0 ? value : 0)) };
};

const PANEL = [sales('a', 10), sales('b', 40), sales('c', 90), seldom('d'), seldom('e')];

const cutAt = (known: number) => PANEL.map((series) => ({ ...series, values: series.values.subarray(0, known) }));

describe.each(SERIES_MODEL_NAMES)('%s', (name) => {
  const model = seriesModel(name);
  const { shared, fits } = model.fit(PANEL, OPTIONS);
  const known = PANEL.flatMap((series, i) => (fits[i] === null ? [] : [{ series, fit: fits[i] }]));

  it('is for some of the series, and says as many finite means as it is asked for', () => {
    expect(known.length).toBeGreaterThan(0);
    for (const { series, fit } of known) {
      const mean = model.forecast(shared, fit, endOf(series), 45);
      expect(mean).toHaveLength(45);
      expect(mean.every(Number.isFinite)).toBe(true);
    }
  });

  it('says the same after a way through JSON, and when it is fitted again', () => {
    const again = model.fit(PANEL, OPTIONS);
    expect(JSON.stringify(again)).toBe(JSON.stringify({ shared, fits }));
    for (const { series, fit } of known) {
      const stored = JSON.parse(JSON.stringify({ shared, fit })) as { shared: unknown; fit: unknown };
      const end = { ...endOf(series), values: JSON.parse(JSON.stringify([...series.values])) as number[] };
      expect(model.forecast(stored.shared, stored.fit, end, 30)).toEqual(
        model.forecast(shared, fit, endOf(series), 30),
      );
    }
  });

  it('learns nothing from days after those that it is given', () => {
    const past = cutAt(150);
    const changed = PANEL.map((series) => ({
      ...series,
      values: series.values.map((value, t) => (t < 150 ? value : 1_000)),
    })).map((series) => ({ ...series, values: series.values.subarray(0, 150) }));
    expect(JSON.stringify(model.fit(changed, OPTIONS))).toBe(JSON.stringify(model.fit(past, OPTIONS)));
  });

  it('is nearer to the days that follow than the mean of the past, for series with weekdays', () => {
    const learnt = model.fit(cutAt(DAYS - 28), OPTIONS);
    PANEL.forEach((series, i) => {
      if (learnt.fits[i] === null || isIntermittent(series.values)) return;
      const past = series.values.subarray(0, DAYS - 28);
      const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
      const said = model.forecast(learnt.shared, learnt.fits[i], endOf({ ...series, values: past }), 28);
      const error = (of: (day: number) => number) =>
        said.reduce((sum, _, day) => sum + Math.abs(series.values[past.length + day]! - of(day)), 0);
      expect(error((day) => said[day]!)).toBeLessThan(error(() => mean));
    });
  });
});

describe('gradient_boosted_trees', () => {
  it('speaks of a series of nothing but zeros as of nothing', () => {
    const nothing = { ...sales('z', 1), values: new Float64Array(DAYS) };
    const model = seriesModel('gradient_boosted_trees');
    const { shared, fits } = model.fit([...PANEL, nothing], OPTIONS);
    expect([...model.forecast(shared, fits.at(-1), endOf(nothing), 14)]).toEqual(new Array(14).fill(0));
  });

  it('forecasts from what is kept of a series as from all of it', () => {
    const model = seriesModel('gradient_boosted_trees');
    const long = sales('long', 20, 900);
    const { shared, fits } = model.fit([long], OPTIONS);
    const end = endOf(long);
    const kept = { ...end, values: long.values.subarray(-400) };
    expect(model.forecast(shared, fits[0], kept, 60)).toEqual(model.forecast(shared, fits[0], end, 60));
  });
});
