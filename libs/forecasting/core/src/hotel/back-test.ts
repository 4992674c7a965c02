import { blend, blendWeight, pickupMethod, type PickupMethodName } from '@bellwether/model-kernel/forecasting';
import { occupancyError } from './free-rooms.js';
import { LONGEST_LEAD, type TypeHistory } from './hotel-history.js';
import { TESTED_LEADS } from './leads.js';
import { fitLongRange, forecastLongRange, type HotelCalendar, type LongRangeSettings } from './long-range.js';
import type { RoomType } from './stay.js';
import { mixedRate, usualRate } from './usual-rate.js';

export interface HotelSettings extends LongRangeSettings {
  readonly pickup: PickupMethodName;
  /** Days between two origins of the back-test; no multiple of 7, so that every weekday has its turn. */
  readonly originStep: number;
}

/** Days of history behind the first origin: the usual pickups of two months at the longest lead, and forty days to regress on. */
const BEHIND = LONGEST_LEAD + 110;
/** Days from the first origin to the last: a year, so that every season has its turn. */
const SPAN = 360;
/** Origins that share a long-range fit, made on what was known before the first of them. */
const ORIGINS_A_FIT = 15;

/** What one origin said of one room type, each by tested lead. */
export interface OriginRun {
  readonly pickup: Float64Array;
  readonly longRange: Float64Array;
  readonly actual: Float64Array;
  /** On the books at the origin: rooms, and money for their nights. */
  readonly booked: Float64Array;
  readonly bookedMoney: Float64Array;
  /** Rate that a room sold later usually has, and the average rate of the day in the end; NaN where nothing was sold. */
  readonly usualRate: Float64Array;
  readonly actualRate: Float64Array;
}

/** The origins, columns of the histories, oldest first. @returns none where the history is too short. */
export function originsOf(known: number, step: number): number[] {
  const last = known - 1 - LONGEST_LEAD;
  const origins: number[] = [];
  for (let origin = last; origin >= Math.max(BEHIND, last - SPAN); origin -= step) origins.unshift(origin);
  return origins;
}

/** The forecasts of one room type at each origin, made of what was known there. @param onOrigin told after each. */
export function runOrigins(
  history: TypeHistory,
  { rooms }: RoomType,
  calendar: HotelCalendar,
  settings: HotelSettings,
  origins: readonly number[],
  onOrigin: () => void = () => undefined,
): OriginRun[] {
  let longRange: ReturnType<typeof fitLongRange> | undefined;
  return origins.map((asOf, k) => {
    if (k % ORIGINS_A_FIT === 0) {
      longRange = fitLongRange(history.rooms.final.subarray(0, asOf + 1), history.firstDay, calendar, settings);
    }
    const targets = Float64Array.from(TESTED_LEADS, (lead) => history.firstDay + asOf + lead);
    const run = {
      ...soldAt(history, asOf, settings.pickup, rooms),
      longRange: forecastLongRange(longRange!, targets, calendar, rooms),
    };
    onOrigin();
    return run;
  });
}

function soldAt(
  history: TypeHistory,
  asOf: number,
  name: PickupMethodName,
  rooms: number,
): Omit<OriginRun, 'longRange'> {
  const method = pickupMethod(name);
  const of = (value: (day: number, lead: number) => number) =>
    Float64Array.from(TESTED_LEADS, (lead) => value(asOf + lead, lead));
  const { final, onBooks, days } = history.rooms;
  return {
    pickup: of((day, h) =>
      Math.min(rooms, method.forecast(method.fit(history.rooms, { asOf, h }), onBooks[h * days + day]!)),
    ),
    actual: of((day) => final[day]!),
    booked: of((day, h) => onBooks[h * days + day]!),
    bookedMoney: of((day, h) => history.money.onBooks[h * days + day]!),
    usualRate: of((day) => usualRate(history, day, asOf)),
    actualRate: of((day) => history.money.final[day]! / final[day]!),
  };
}

/** Weight of pickup beside the long-range model, by tested lead, over all room types. */
export function blendWeights(runs: readonly (readonly OriginRun[])[]): Float64Array {
  const all = runs.flat();
  return Float64Array.from(TESTED_LEADS, (_, g) =>
    blendWeight(
      all.map(({ actual }) => actual[g]!),
      all.map(({ pickup }) => pickup[g]!),
      all.map(({ longRange }) => longRange[g]!),
    ),
  );
}

/** What a run comes to with given weights: expected rooms and average rate by tested lead. */
export function blended(run: OriginRun, weights: ArrayLike<number>): { rooms: Float64Array; rate: Float64Array } {
  const rooms = run.pickup.map((pickup, g) => blend(weights[g]!, pickup, run.longRange[g]!));
  const rate = rooms.map((expected, g) =>
    mixedRate(expected, { rooms: run.booked[g]!, money: run.bookedMoney[g]! }, run.usualRate[g]!),
  );
  return { rooms, rate };
}

/** Errors of a run by tested lead: of rooms in the root of the free ones, of the rate in logarithms (0 where nothing was sold). */
export interface RunErrors {
  readonly rooms: number[];
  readonly rate: number[];
}

export function errorsOf(run: OriginRun, weights: ArrayLike<number>, { rooms: capacity }: RoomType): RunErrors {
  const { rooms, rate } = blended(run, weights);
  return {
    rooms: Array.from(rooms, (expected, g) => occupancyError(run.actual[g]!, expected, capacity)),
    rate: Array.from(rate, (expected, g) => {
      const error = Math.log(run.actualRate[g]! / expected);
      return Number.isFinite(error) ? error : 0;
    }),
  };
}
