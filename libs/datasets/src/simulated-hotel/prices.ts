import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import type { CalendarDay, CalendarDays } from './calendar-days.js';
import { ROOM_TYPES, ROOM_TYPE_FACTS, type RoomType } from './rooms.js';
import { yearlyCurve } from './seasons.js';

/** Prices of a night in one room type, VND; whole steps of 10,000. */
export interface NightPrice {
  /** What guests expect of such a day: season, weekday, holiday and event, without the price test. */
  readonly reference: number;
  /** What the hotel asks: the reference times a random test factor, which demand answers to. */
  readonly listed: number;
  readonly competitorAverage: number;
  readonly competitorMin: number;
  readonly competitorMax: number;
}

const BY_MONTH = [0.92, 0.95, 0.97, 1.02, 1.04, 1.14, 1.2, 1.14, 0.94, 0.86, 0.86, 0.98];
/** Friday and Saturday nights cost more. */
const BY_WEEKDAY = [0.97, 0.95, 0.95, 0.97, 1.0, 1.1, 1.1];
const FESTIVE = 1.15;
const EVENT = 0.2;
/** Standard deviation of the logarithm of the test factor; it is drawn for itself, so its effect is causal. */
const TEST_DEVIATION = 0.1;
const COMPETITOR_DEVIATION = 0.06;
const STEP = 10_000;

/** The prices of every day of a calendar, by room type; day d at d − calendar.first. */
export type PriceList = Readonly<Record<RoomType, readonly NightPrice[]>>;

/** @param rng forked by room type and day, so that a night's price depends on its date alone. */
export function buildPriceList(rng: Rng, calendar: CalendarDays): PriceList {
  const listOf = (type: RoomType): NightPrice[] => {
    const streams = rng.fork(type);
    return calendar.days.map((day) => nightPrice(streams.fork(day.day), day, type));
  };
  return Object.fromEntries(ROOM_TYPES.map((type) => [type, listOf(type)])) as unknown as PriceList;
}

function nightPrice(rng: Rng, day: CalendarDay, type: RoomType): NightPrice {
  const reference =
    ROOM_TYPE_FACTS[type].usualPrice *
    yearlyCurve(BY_MONTH, day.day) *
    BY_WEEKDAY[day.weekday]! *
    (day.festive ? FESTIVE : 1) *
    (1 + EVENT * (day.event?.score ?? 0));
  const listed = toStep(reference * portableExp(rng.normal(0, TEST_DEVIATION)));
  const competitorAverage = toStep(reference * portableExp(rng.normal(0, COMPETITOR_DEVIATION)));
  return {
    reference,
    listed,
    competitorAverage,
    competitorMin: toStep(competitorAverage * (0.72 + 0.16 * rng.next())),
    competitorMax: toStep(competitorAverage * (1.12 + 0.3 * rng.next())),
  };
}

function toStep(price: number): number {
  return Math.round(price / STEP) * STEP;
}
