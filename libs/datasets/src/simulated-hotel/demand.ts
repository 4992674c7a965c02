import { portableExp, portableLog } from '@bellwether/model-kernel/numerics';
import { calendarDay, type CalendarDays } from './calendar-days.js';
import { discountMix, type DiscountMix } from './discounts.js';
import { priceElasticity } from './elasticity.js';
import type { PriceList } from './prices.js';
import { ROOM_TYPES, type RoomType } from './rooms.js';
import { SEASONS, yearlyCurve, type Season } from './seasons.js';
import { SEGMENTS, SEGMENT_FACTS, type Segment } from './segments.js';
import type { Day } from '../calendar/day.js';

/** Requests a room a day, at reference prices on an ordinary day. */
export const REQUESTS_PER_ROOM_DAY = 0.5;

/** How much more demand fine weather brings than a storm, as a factor at 0 and at 1. */
const WEATHER = [0.9, 1.1] as const;
/** On the day of the inspection those who would have stayed across it check in anew. */
const INSPECTION = 2;

/** The discounts among the bookings of each segment, room type and season. */
export type DiscountMixes = Readonly<
  Record<Segment, Readonly<Record<RoomType, Readonly<Record<Season, DiscountMix>>>>>
>;

export function discountMixes(): DiscountMixes {
  const table = <K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> =>
    Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
  return table(SEGMENTS, (segment) =>
    table(ROOM_TYPES, (room) => table(SEASONS, (season) => discountMix(priceElasticity(segment, room, season)))),
  );
}

/**
 * The expected number of booking requests for an arrival day, over all lead times, by one segment for one room type:
 *
 * λ = rooms · 0.5 · share_s · mix_{s,r} · month_s · weekday_s · festive_s · inspection · event_s · weather · tourism · shock
 *     · (listed / reference)^ε_{s,r,season} · Σ_d share_d (1 − d)^ε.
 */
export function expectedRequests(
  rooms: number,
  calendar: CalendarDays,
  prices: PriceList,
  mixes: DiscountMixes,
  arrival: Day,
  segment: Segment,
  room: RoomType,
): number {
  const facts = SEGMENT_FACTS[segment];
  const day = calendarDay(calendar, arrival);
  const { listed, reference } = prices[room][arrival - calendar.first]!;
  const elasticity = priceElasticity(segment, room, day.season);
  return (
    rooms *
    REQUESTS_PER_ROOM_DAY *
    facts.share *
    facts.rooms[room] *
    yearlyCurve(facts.byMonth, arrival) *
    facts.byWeekday[day.weekday]! *
    (day.festive ? facts.festive : 1) *
    (day.inspection ? INSPECTION : 1) *
    (1 + (facts.event - 1) * (day.event?.score ?? 0)) *
    (WEATHER[0] + day.weather * (WEATHER[1] - WEATHER[0])) *
    day.tourism *
    day.shock *
    portableExp(elasticity * portableLog(listed / reference)) *
    mixes[segment][room][day.season].lift
  );
}
