import { describe, expect, it } from '@jest/globals';
import { createRng } from '../../numerics/rng.js';
import { backTestPickup } from './back-test.js';
import { blend, blendWeight } from './blend.js';
import { bookingCurves, type BookedStay, type BookingCurves } from './booking-curves.js';
import { PICKUP_METHODS, pickupMethod, type PickupMethodName } from './methods.js';

const DAYS = 560;
const LEADS = 63;

/** A house of 120 rooms with a season, a week and cancellations. */
function house(seed: number): BookedStay[] {
  const rng = createRng(seed);
  const stays: BookedStay[] = [];
  for (let arrival = -5; arrival < DAYS; arrival++) {
    const rate = 24 * (1 + 0.4 * Math.sin((2 * Math.PI * arrival) / 364)) * (arrival % 7 < 2 ? 1.4 : 1);
    for (let k = rng.poisson(rate); k > 0; k--) {
      const lead = Math.floor(rng.exponential(1 / 25));
      const cancelled = rng.next() < 0.25;
      stays.push({
        arrival,
        nights: 1 + rng.int(4),
        booked: arrival - lead,
        ...(cancelled && { cancelled: arrival - rng.int(lead + 1) }),
        stayed: !cancelled,
      });
    }
  }
  return stays;
}

const curves = bookingCurves(house(5), { firstDay: 0, days: DAYS, leads: LEADS });
const names = Object.keys(PICKUP_METHODS) as PickupMethodName[];

/** The same up to the end of day `asOf`, and nonsense in all that was not known then. */
function blindfolded({ onBooks, kept, final, ...rest }: BookingCurves, asOf: number): BookingCurves {
  const unknown = (h: number, day: number): boolean => day - h > asOf;
  const hide = (matrix: Float64Array, of: (h: number, day: number) => boolean): Float64Array =>
    matrix.map((value, at) => (of(Math.floor(at / DAYS), at % DAYS) ? NaN : value));
  return {
    ...rest,
    onBooks: hide(onBooks, unknown),
    // What is kept is known only when the day is over.
    kept: hide(kept, (_, day) => day > asOf),
    final: hide(final, (_, day) => day > asOf),
  };
}

describe.each(names)('%s', (name) => {
  const method = pickupMethod(name);

  it('sees nothing that was not known at its origin', () => {
    for (const [asOf, h] of [
      [450, 7],
      [470, 28],
      [480, 56],
      [300, 14],
    ] as const) {
      const onBooks = curves.onBooks[h * DAYS + asOf + h]!;
      const open = method.forecast(method.fit(curves, { asOf, h }), onBooks);
      const blind = method.forecast(method.fit(blindfolded(curves, asOf), { asOf, h }), onBooks);
      expect(blind).toBe(open);
      expect(open).toBeGreaterThan(0);
    }
  });

  it('has a fit that survives JSON', () => {
    const fit = method.fit(curves, { asOf: 450, h: 14 });
    expect(method.forecast(JSON.parse(JSON.stringify(fit)), 40)).toBe(method.forecast(fit, 40));
  });

  it('never forecasts less for more on the books, nor less than nothing', () => {
    const fit = method.fit(curves, { asOf: 450, h: 14 });
    let before = 0;
    for (let onBooks = 0; onBooks < 150; onBooks += 5) {
      const forecast = method.forecast(fit, onBooks);
      expect(forecast).toBeGreaterThanOrEqual(before);
      before = forecast;
    }
  });

  it('beats the last occupancy of the weekday, a week ahead', () => {
    const { days, actual, forecast } = backTestPickup(method, curves, { from: 440, to: 540, h: 7 });
    const error = (of: readonly number[]): number =>
      of.reduce((sum, value, k) => sum + Math.abs(value - actual[k]!), 0);
    expect(error(forecast)).toBeLessThan(error(days.map((day) => curves.final[day - 7]!)));
  });

  it('names an origin outside the curves', () => {
    expect(() => method.fit(curves, { asOf: 450, h: LEADS + 1 })).toThrow(`h must be a lead in 1 … ${LEADS}, got 64`);
    expect(() => method.fit(curves, { asOf: DAYS, h: 7 })).toThrow(`asOf must be a day in 0 … ${DAYS - 1}`);
  });
});

/** Days that all fill in the same way: 10 + 2k on the books k weeks … at lead 7, and these finals. */
function small(onBooks: readonly number[], kept: readonly number[], final: readonly number[]): BookingCurves {
  const days = 7 * onBooks.length;
  const spread = (values: readonly number[], row: number): Float64Array => {
    const matrix = new Float64Array(8 * days);
    for (let day = 0; day < days; day++) matrix[row * days + day] = values[Math.floor(day / 7)]!;
    return matrix;
  };
  return {
    firstDay: 0,
    days,
    leads: 7,
    onBooks: spread(onBooks, 7),
    kept: spread(kept, 7),
    final: spread(final, 0).subarray(0, days),
  };
}

describe('by hand, two weeks known', () => {
  const curvesOfThree = small([10, 20, 30], [8, 18, 0], [16, 30, 0]);
  const at = { asOf: 13, h: 7 };
  const forecast = (name: PickupMethodName): number => {
    const method = pickupMethod(name);
    return method.forecast(method.fit(curvesOfThree, at), 30);
  };

  it('additive: mean pickup of 6 and 10', () => expect(forecast('additive')).toBe(38));
  it('multiplicative: 46 for 30', () => expect(forecast('multiplicative')).toBeCloseTo(46, 12));
  it('washed: 26 of 30 stay, and 8 and 12 come later', () => expect(forecast('washed')).toBeCloseTo(26 + 10, 12));
  it('one step of a week is advanced as it is classical', () => {
    expect(forecast('additive_advanced')).toBe(forecast('additive'));
    expect(forecast('multiplicative_advanced')).toBeCloseTo(forecast('multiplicative'), 12);
  });
  it('recent days weigh more', () => {
    // Weights 1 and 2^(−1/3) on 10 and 6.
    const w = 0.5 ** (1 / 3);
    expect(forecast('additive_recent')).toBeCloseTo(30 + (10 + 6 * w) / (1 + w), 12);
  });
});

it('regression asks for forty days', () => {
  expect(() => PICKUP_METHODS.regression.fit(curves, { asOf: 80, h: 7 })).toThrow('takes 40 known days');
});

describe('blendWeight', () => {
  it('is the weight with the least squares, by search', () => {
    const rng = createRng(9);
    const y = Array.from({ length: 50 }, () => rng.normal(100, 20));
    const pickup = y.map((value) => value + rng.normal(0, 5));
    const longRange = y.map((value) => value + rng.normal(0, 10));
    const loss = (w: number): number =>
      y.reduce((sum, value, i) => sum + (value - blend(w, pickup[i]!, longRange[i]!)) ** 2, 0);
    const best = blendWeight(y, pickup, longRange);
    for (let w = 0; w <= 1; w += 0.01) expect(loss(w)).toBeGreaterThanOrEqual(loss(best) - 1e-9);
    expect(best).toBeGreaterThan(0.5);
  });

  it('stays within the two', () => {
    expect(blendWeight([10], [9], [5])).toBe(1);
    expect(blendWeight([1], [9], [5])).toBe(0);
    expect(blendWeight([1], [5], [5])).toBe(0.5);
    expect(() => blendWeight([], [], [])).toThrow('must have one length above 0');
  });
});
