import { bookingCurves, type BookedStay, type BookingCurves } from '@bellwether/model-kernel/forecasting';
import type { HotelStay } from './stay.js';

/** Longest lead at which what is on the books tells of a day; beyond it the long-range model does. */
export const LONGEST_LEAD = 90;

/** What was known of the nights of one room type, and when. Column 0 is `firstDay`. */
export interface TypeHistory {
  readonly firstDay: number;
  /** Columns whose outcome is known: the last of them is the day that forecasts are made at the end of. */
  readonly known: number;
  /** Room-nights: on the books by booked type, `final` by the type of the room given. */
  readonly rooms: BookingCurves;
  /** The same of money. */
  readonly money: BookingCurves;
  /** Arrivals by the type of the room given, shape (days,). */
  readonly arrivals: Float64Array;
}

/**
 * The history of one room type.
 *
 * @param span first and last known day; curves go on for {@link LONGEST_LEAD} days.
 */
export function typeHistory(
  stays: readonly HotelStay[],
  type: string,
  { firstDay, asOf }: { readonly firstDay: number; readonly asOf: number },
): TypeHistory {
  const known = asOf - firstDay + 1;
  const span = { firstDay, days: known + LONGEST_LEAD, leads: LONGEST_LEAD };
  const booked = stays.filter(({ bookedType }) => bookedType === type);
  const given = stays.filter(({ roomType, outcome }) => roomType === type && outcome === 'stayed');
  const rooms = bookingCurves(booked.map(nights), span);
  const money = bookingCurves(
    booked.map((stay) => ({ ...nights(stay), weight: stay.rate })),
    span,
  );
  const arrivals = new Float64Array(span.days);
  for (const { arrival } of given) {
    if (arrival >= firstDay && arrival < firstDay + span.days) arrivals[arrival - firstDay]! += 1;
  }
  return {
    firstDay,
    known,
    rooms: { ...rooms, final: perDay(given, span, () => 1) },
    money: { ...money, final: perDay(given, span, ({ rate }) => rate) },
    arrivals,
  };
}

function nights({ arrival, departure, booked, cancelled, outcome }: HotelStay): BookedStay {
  return {
    arrival,
    nights: Math.max(0, departure - arrival),
    booked,
    ...(outcome === 'cancelled' && { cancelled: cancelled ?? arrival }),
    stayed: outcome === 'stayed',
  };
}

function perDay(
  stays: readonly HotelStay[],
  { firstDay, days }: { readonly firstDay: number; readonly days: number },
  weight: (stay: HotelStay) => number,
): Float64Array {
  const sums = new Float64Array(days);
  for (const stay of stays) {
    const to = Math.min(days, stay.departure - firstDay);
    for (let day = Math.max(0, stay.arrival - firstDay); day < to; day++) sums[day]! += weight(stay);
  }
  return sums;
}
