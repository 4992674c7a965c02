import { blend, pickupMethod } from '@bellwether/model-kernel/forecasting';
import { booksOf, leafShares, leavesOf, type Leaf, type TypeBooks } from './books.js';
import type { HotelChainModel } from './chain-model.js';
import { withError } from './free-rooms.js';
import { LONGEST_LEAD, typeHistory, type TypeHistory } from './hotel-history.js';
import { largestRemainder } from './largest-remainder.js';
import { atLead } from './leads.js';
import { forecastLongRange } from './long-range.js';
import type { HotelStay, RoomType } from './stay.js';
import { mixedRate, usualRate } from './usual-rate.js';
import { wholeArrivals } from './whole-arrivals.js';

/**
 * The coming days of a hotel: one joint forecast that every answer is read from, so that they agree. Arrays have a number a day, the
 * first for the day after `asOf`. Money is in the currency's minor unit, whole.
 */
export interface HotelOutlook {
  readonly asOf: number;
  readonly days: number;
  readonly types: readonly TypeOutlook[];
  readonly leaves: readonly Leaf[];
  /** Occupied rooms of the house on the last known days, at most {@link PAST_DAYS}, the last of them `asOf`. */
  readonly past: Float64Array;
  /** Occupied rooms on each path, by path, then type: shape (paths · types · days,). */
  readonly roomPaths: Int32Array;
  /** Money of the whole house on each path, shape (paths · days,). */
  readonly moneyPaths: Float64Array;
  readonly paths: number;
}

export interface TypeOutlook extends RoomType {
  /** Occupied on the day `asOf`. */
  readonly before: number;
  readonly occupied: Int32Array;
  readonly arrivals: Int32Array;
  /** By leaf, then day: shape (leaves · days,). */
  readonly money: Float64Array;
}

/** Known days that an outlook keeps. */
const PAST_DAYS = 400;
/** Last year's money tells where the rooms come from that are sold later. */
const SHARES_DAYS = 364;

/** Fits of pickup by room type and lead, 1 first: they change with the last known day and not with a new booking. */
export type PickupFits = readonly (readonly unknown[])[];

/** The fits at the end of a day. */
export function fitPickup(model: HotelChainModel, histories: readonly TypeHistory[]): PickupFits {
  const method = pickupMethod(model.settings.pickup);
  return histories.map(({ rooms, known }) =>
    Array.from({ length: LONGEST_LEAD }, (_, k) => method.fit(rooms, { asOf: known - 1, h: k + 1 })),
  );
}

/** The histories of a model's room types up to a day. */
export function historiesOf(model: HotelChainModel, stays: readonly HotelStay[], asOf: number): TypeHistory[] {
  return model.roomTypes.map(({ name }) => typeHistory(stays, name, { firstDay: model.firstDay, asOf }));
}

/**
 * The outlook from what is on the books.
 *
 * @param stays all that are known, past ones too. @param asOf the last day whose outcome is known. @param days how far.
 * @param minorUnits of the currency, 100 for cents, 1 for none.
 */
export function hotelOutlook(
  model: HotelChainModel,
  { stays, histories, fits }: { stays: readonly HotelStay[]; histories: readonly TypeHistory[]; fits: PickupFits },
  { asOf, days, minorUnits }: { readonly asOf: number; readonly days: number; readonly minorUnits: number },
): HotelOutlook {
  const leaves = leavesOf(stays);
  const books = booksOf(stays, model.roomTypes, leaves, { asOf, days });
  const expected = model.roomTypes.map((type, t) =>
    expectedRooms(model, t, { type, fits: fits[t]!, books: books[t]!, asOf, days }),
  );
  const rates = histories.map((history, t) =>
    Float64Array.from(expected[t]!, (rooms, k) => {
      const { rooms: booked, money } = books[t]!;
      const usual = usualRate(history, history.known + k, history.known - 1);
      return mixedRate(rooms, { rooms: booked[k]!, money: money[k]! }, usual);
    }),
  );
  const occupied = wholeRooms(expected, days);
  const types = model.roomTypes.map((type, t): TypeOutlook => {
    const before = histories[t]!.rooms.final[histories[t]!.known - 1]!;
    const shares = leafShares(stays, type.name, leaves, { from: asOf - SHARES_DAYS + 1, to: asOf });
    return {
      ...type,
      before,
      occupied: occupied[t]!,
      arrivals: wholeArrivals(occupied[t]!, before, books[t]!, histories[t]!),
      money: wholeMoney(occupied[t]!, rates[t]!, books[t]!, shares, minorUnits),
    };
  });
  return {
    asOf,
    days,
    types,
    leaves,
    past: pastRooms(histories),
    ...samplePaths(model, expected, rates, { days, minorUnits }),
  };
}

function pastRooms(histories: readonly TypeHistory[]): Float64Array {
  const known = Math.min(...histories.map((history) => history.known));
  const days = Math.min(PAST_DAYS, known);
  return Float64Array.from({ length: days }, (_, day) =>
    histories.reduce((sum, { rooms }) => sum + rooms.final[known - days + day]!, 0),
  );
}

interface TypeState {
  readonly type: RoomType;
  readonly fits: readonly unknown[];
  readonly books: TypeBooks;
  readonly asOf: number;
  readonly days: number;
}

/** Expected occupied rooms by day: pickup and the long-range model by lead, and beyond all leads no less than what stays of the books. */
function expectedRooms(model: HotelChainModel, t: number, { type, fits, books, asOf, days }: TypeState): Float64Array {
  const method = pickupMethod(model.settings.pickup);
  const targets = Float64Array.from({ length: days }, (_, k) => asOf + 1 + k);
  const longRange = forecastLongRange(model.longRange[t]!, targets, model.calendar, type.rooms);
  return longRange.map((far, k) => {
    const lead = k + 1;
    if (lead > LONGEST_LEAD) return Math.min(type.rooms, Math.max(far, books.rooms[k]!));
    const near = Math.min(type.rooms, method.forecast(fits[k], books.rooms[k]!));
    return blend(atLead(model.weights, lead), near, far);
  });
}

/** Whole rooms by type whose sum is the whole number nearest to the expected sum. */
function wholeRooms(expected: readonly Float64Array[], days: number): Int32Array[] {
  const whole = expected.map(() => new Int32Array(days));
  for (let k = 0; k < days; k++) {
    const parts = expected.map((ofType) => ofType[k]!);
    const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
    roomsNear(parts, total).forEach((rooms, t) => (whole[t]![k] = rooms));
  }
  return whole;
}

/** Each part at its floor or ceiling, so that none exceeds the rooms that there are. */
function roomsNear(parts: readonly number[], total: number): number[] {
  const floors = parts.map(Math.floor);
  const left = total - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = parts
    .map((part, t) => ({ t, remainder: part - floors[t]! }))
    .sort((a, b) => b.remainder - a.remainder || a.t - b.t);
  for (const { t } of byRemainder.slice(0, left)) floors[t]! += 1;
  return floors;
}

/** Money of the occupied rooms at their rate, in whole minor units, shared among the leaves as the books and last year have them. */
function wholeMoney(
  occupied: Int32Array,
  rates: Float64Array,
  { rooms: booked, money, byLeaf }: TypeBooks,
  shares: readonly number[],
  minorUnits: number,
): Float64Array {
  const days = occupied.length;
  const whole = new Float64Array(byLeaf.length * days);
  for (let k = 0; k < days; k++) {
    if (occupied[k] === 0) continue;
    const total = Math.round(occupied[k]! * rates[k]! * minorUnits);
    const kept = booked[k]! > 0 ? Math.min(1, occupied[k]! / booked[k]!) : 0;
    const later = Math.max(0, occupied[k]! * rates[k]! - kept * money[k]!);
    const parts = byLeaf.map((leaf, l) => kept * leaf[k]! + later * shares[l]!);
    largestRemainder(parts, total).forEach((amount, l) => (whole[l * days + k] = amount));
  }
  return whole;
}

/** The futures that the errors of each origin make of the expectation: rooms and rates move together, as they did then. */
function samplePaths(
  model: HotelChainModel,
  expected: readonly Float64Array[],
  rates: readonly Float64Array[],
  { days, minorUnits }: { readonly days: number; readonly minorUnits: number },
): Pick<HotelOutlook, 'roomPaths' | 'moneyPaths' | 'paths'> {
  const { errors, roomTypes } = model;
  const paths = errors[0]!.length;
  const roomPaths = new Int32Array(paths * roomTypes.length * days);
  const moneyPaths = new Float64Array(paths * days);
  for (let path = 0; path < paths; path++) {
    roomTypes.forEach(({ rooms: capacity }, t) => {
      const error = errors[t]![path]!;
      const from = (path * roomTypes.length + t) * days;
      for (let k = 0; k < days; k++) {
        const rooms = Math.round(withError(expected[t]![k]!, atLead(error.rooms, k + 1), capacity));
        const rate = Number.isFinite(rates[t]![k]!) ? rates[t]![k]! * Math.exp(atLead(error.rate, k + 1)) : 0;
        roomPaths[from + k] = rooms;
        moneyPaths[path * days + k]! += Math.round(rooms * rate * minorUnits);
      }
    });
  }
  return { roomPaths, moneyPaths, paths };
}
