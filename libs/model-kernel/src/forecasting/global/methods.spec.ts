import { describe, expect, it } from '@jest/globals';
import { createRng } from '../../numerics/index.js';
import { GLOBAL_METHODS, type GlobalMethod, type GlobalMethodName, type GlobalOptions, type Panel } from './index.js';

const methods = Object.entries(GLOBAL_METHODS) as [GlobalMethodName, GlobalMethod][];
const H = 7;
const N = 120;
const OPTIONS: GlobalOptions = { h: H, maxRows: 3000, trees: { trees: 15, leaves: 12, learningRate: 0.2 } };

/** Shops that sell by the week, more in a promotion, from 5 to 100 a day; their future prices and promotions are known. */
function shops({ n = N, h = H, count = 6, seed = 3 } = {}): Panel {
  const rng = createRng(seed);
  const series = Array.from({ length: count }, (_, i) => {
    const level = 5 * (i + 1) ** 1.7;
    const promotion = Float64Array.from({ length: n + h }, () => (rng.next() < 0.15 ? 1 : 0));
    const price = promotion.map((on) => 10 - 2 * on);
    const y = Float64Array.from({ length: n }, (_, t) =>
      rng.poisson(level * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 7)) * (1 + promotion[t]!)),
    );
    return { id: `shop ${i}`, start: 0, y, price, promotion, statics: { size: level, town: i % 2 === 0 ? 'A' : 'B' } };
  });
  return { days: Array.from({ length: n + h }, (_, t) => 19_000 + t), series, holidays: [19_030, 19_090] };
}

const run = (method: GlobalMethod, panel: Panel, options = OPTIONS) =>
  method.forecast(method.fit(panel, options), panel, H);
const all = (forecasts: ReturnType<typeof run>): number[] => forecasts.flatMap(({ mean }) => [...mean]);

describe.each(methods)('%s', (_, method) => {
  const panel = shops();
  const fit = method.fit(panel, OPTIONS);
  const forecasts = method.forecast(fit, panel, H);

  it('forecasts h finite values of each series, none below zero where none was', () => {
    expect(forecasts.map(({ id, mean }) => [id, mean.length])).toEqual(panel.series.map(({ id }) => [id, H]));
    expect(all(forecasts).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  });

  it('is nearer than the week before, repeated', () => {
    const longer = shops({ n: N + 7 });
    let [ours, naive] = [0, 0];
    longer.series.forEach(({ y }, i) => {
      for (let step = 0; step < 7; step++) {
        const actual = y[N + step]!;
        const scale = y.reduce((sum, value) => sum + value, 0) / y.length;
        ours += Math.abs(truncatedForecasts[i]!.mean[step]! - actual) / scale;
        naive += Math.abs(y[N + step - 7]! - actual) / scale;
      }
    });
    expect(ours).toBeLessThan(0.85 * naive);
  });
  const before = { ...shops({ n: N + 7 }) };
  const truncated = { ...before, series: before.series.map((each) => ({ ...each, y: each.y.slice(0, N) })) };
  const truncatedForecasts = run(method, truncated);

  it('sees nothing of what comes after the origin', () => {
    // The same memory holds the values that come, and then others.
    const [known, changed] = [1, 2].map((seed) => {
      const other = createRng(seed);
      const series = before.series.map((each) => {
        const y = each.y.map((value, t) => (t < N ? value : seed === 1 ? value : 1e6 * other.next()));
        return { ...each, y: y.subarray(0, N) };
      });
      return run(method, { ...before, series });
    });
    expect(known).toEqual(truncatedForecasts);
    expect(changed).toEqual(truncatedForecasts);
  });

  it('is the same by its seed, and another by another', () => {
    expect(method.fit(panel, OPTIONS)).toEqual(fit);
    expect(run(method, panel, { ...OPTIONS, seed: 1 })).not.toEqual(forecasts);
  });

  it('does not depend on the order of the series', () => {
    const turned = { ...panel, series: [...panel.series].reverse() };
    expect(method.fit(turned, OPTIONS)).toEqual(fit);
    expect(method.forecast(fit, turned, H)).toEqual([...forecasts].reverse());
  });

  it('leaves the panel as it was, and survives JSON to the bit', () => {
    expect(panel).toEqual(shops());
    const stored = JSON.parse(JSON.stringify(fit)) as typeof fit;
    expect(stored).toEqual(fit);
    expect(method.forecast(stored, panel, H)).toEqual(forecasts);
  });

  it('scales with the unit of the series', () => {
    const scale = 2 ** 10;
    const series = panel.series.map((each) => ({ ...each, y: each.y.map((value) => scale * value) }));
    const scaled = all(run(method, { ...panel, series }));
    // The size of a series is a feature too, as a logarithm kept in f32.
    all(forecasts).forEach((value, i) => expect(Math.abs(scaled[i]! / scale - value)).toBeLessThan(1e-3 * (1 + value)));
  });

  it('forecasts a series that the fit never saw, from what is known of it', () => {
    const [first] = panel.series;
    const fresh = { ...panel, series: [{ ...first!, id: 'new', statics: { town: 'C' } }] };
    const [forecast] = method.forecast(fit, fresh, 3);
    expect(forecast!.id).toBe('new');
    expect([...forecast!.mean].every((value) => value > 0)).toBe(true);
  });

  it('forecasts a constant as that constant, and zeros as zeros beside others', () => {
    const days = Array.from({ length: 67 }, (_, t) => t);
    const flat = (id: string, value: number) => ({ id, start: 0, y: new Float64Array(60).fill(value) });
    const constant = run(method, { days, series: [flat('a', 37), flat('b', 5)] });
    for (const value of constant[0]!.mean) expect(value).toBeCloseTo(37, 4);
    const zeros = run(method, { days, series: [flat('a', 0), flat('b', 0)] });
    expect(all(zeros).every((value) => value === 0)).toBe(true);
    const beside = {
      ...panel,
      series: [{ ...panel.series[0]!, id: 'closed', y: new Float64Array(N) }, ...panel.series],
    };
    expect([...run(method, beside)[0]!.mean]).toEqual(Array(H).fill(0));
  });

  it('takes values that are not known, and negative ones or says that it does not', () => {
    const holes = panel.series.map((each, i) => ({ ...each, y: each.y.map((y, t) => ((t + i) % 5 === 0 ? NaN : y)) }));
    expect(all(run(method, { ...panel, series: holes })).every((value) => Number.isFinite(value) && value >= 0)).toBe(
      true,
    );
    const lower = panel.series.map((each) => ({ ...each, y: each.y.map((y) => y - 40) }));
    const signed = () => run(method, { ...panel, series: lower });
    if (method.countsOnly) expect(signed).toThrow("series 'shop 0' must not be negative");
    else expect(Math.min(...all(signed()))).toBeLessThan(-20);
  });

  it('takes series that begin and end at times of their own', () => {
    const late = panel.series.map((each, i) => ({ ...each, start: 3 * i }));
    const days = Array.from({ length: N + H + 20 }, (_, t) => 19_000 + t);
    expect(all(run(method, { ...panel, days, series: late })).every(Number.isFinite)).toBe(true);
  });

  it.each<[string, (panel: Panel) => Panel, string]>([
    ['an id twice', (p) => ({ ...p, series: [p.series[0]!, p.series[0]!] }), "series 'shop 0' is there twice"],
    ['no series', (p) => ({ ...p, series: [] }), 'the panel must have a series'],
    ['days that stand still', (p) => ({ ...p, days: Array<number>(N + H).fill(1) }), 'days must be finite and ascend'],
    ['days too few', (p) => ({ ...p, days: [1, 2, 3] }), "series 'shop 0' must lie within the 3 days"],
    [
      'an infinite value',
      (p) => change(p, { y: Float64Array.of(1, Infinity) }),
      "y[1] of series 'shop 0' must be finite",
    ],
    ['no value', (p) => change(p, { y: new Float64Array(9).fill(NaN) }), "series 'shop 0' has no value"],
    [
      'a price of 0',
      (p) => change(p, { price: new Float64Array(N + H) }),
      "price[0] of series 'shop 0' must be finite and above 0",
    ],
    ['prices too few', (p) => change(p, { price: [1] }), "price of series 'shop 0' must reach over"],
    [
      'one value',
      (p) => ({ ...p, series: [{ id: 'a', start: 0, y: Float64Array.of(4) }] }),
      'must have more than 8 values',
    ],
  ])('refuses %s', (_name, bad, message) => {
    expect(() => method.fit(bad(panel), OPTIONS)).toThrow(message);
  });

  it('names the series whose planned prices or promotions are missing', () => {
    const unplanned = {
      ...panel,
      series: panel.series.map((each) => ({ ...each, price: Array.from(each.price!).slice(0, N) })),
    };
    expect(() => method.forecast(fit, unplanned, H)).toThrow(
      "price of series 'shop 0' must reach over the 120 values and 7",
    );
    const none = { ...panel, series: panel.series.map(({ id, start, y }) => ({ id, start, y })) };
    expect(() => method.forecast(fit, none, H)).toThrow("series 'shop 0' must have a price, as the fit had");
  });

  it.each([0, 1.5, NaN])('refuses the horizon %d', (h) => {
    expect(() => method.forecast(fit, panel, h)).toThrow('horizon h must be a whole number');
  });

  it.each<[Partial<GlobalOptions>, string]>([
    [{ lags: [0] }, 'lags must hold whole numbers in 1–3660, got 0'],
    [{ windows: [] }, 'windows must hold a length'],
    [{ seasons: [1] }, 'seasons must hold whole numbers in 2–3660, got 1'],
    [{ maxRows: 0 }, 'maxRows must be a whole number from 1 on, got 0'],
  ])('refuses %j', (bad, message) => {
    expect(() => method.fit(panel, { ...OPTIONS, ...bad })).toThrow(message);
  });
});

function change(panel: Panel, first: Partial<Panel['series'][number]>): Panel {
  return { ...panel, series: panel.series.map((each, i) => (i === 0 ? { ...each, ...first } : each)) };
}

it('refuses more steps than a direct fit is for, and takes them step by step', () => {
  const panel = shops({ h: 10 });
  const direct = GLOBAL_METHODS.direct_trees;
  expect(() => direct.forecast(direct.fit(panel, OPTIONS), panel, 8)).toThrow(
    'the fit is for up to 7 steps ahead, got h = 8',
  );
  const recursive = GLOBAL_METHODS.recursive_trees;
  const fit = recursive.fit(panel, OPTIONS);
  const [long, short] = [10, 4].map((h) => recursive.forecast(fit, panel, h));
  expect(long!.map(({ mean }) => [...mean.subarray(0, 4)])).toEqual(short!.map(({ mean }) => [...mean]));
});
