import type { Rng } from '@bellwether/model-kernel/numerics';
import type { BookingSource, PaymentMethod } from '../bookings/booking.js';
import type { Day } from '../calendar/day.js';
import { BROWSING, browses, drawMinutes, drawPages } from './browsing.js';
import { cancellationLevel, noShowProbability, type RiskFactors } from './booking-risk.js';
import { calendarDay, type CalendarDays } from './calendar-days.js';
import {
  drawCancellationPath,
  MAX_MODIFICATIONS,
  type CancellationHazard,
  type CancellationPath,
} from './cancellation.js';
import type { DiscountMixes } from './demand.js';
import { bySegment, type Guest } from './guests.js';
import type { PriceList } from './prices.js';
import { ROOM_TYPE_FACTS, type RoomType } from './rooms.js';
import { SEGMENT_FACTS, type DepositType, type Segment } from './segments.js';
import { weightedChoice } from '../drawing/weighted-choice.js';

/** Someone wants a room, with everything that would become of the booking were it taken. */
export interface BookingRequest {
  readonly id: string;
  /** Number of the guest, from 0. */
  readonly guest: number;
  readonly segment: Segment;
  readonly roomType: RoomType;
  readonly booked: Day;
  /** Of the day booked, in property time; from seven in the morning on. */
  readonly second: number;
  readonly arrival: Day;
  readonly nights: number;
  readonly adults: number;
  readonly children: number;
  readonly babies: number;
  readonly board: string;
  readonly source: BookingSource;
  readonly payment: PaymentMethod;
  readonly deposit: DepositType;
  /** VND a night, after the discount. */
  readonly rate: number;
  readonly discountPct: number;
  readonly specialRequests: number;
  readonly websiteMinutes: number | null;
  readonly pagesViewed: number | null;
  readonly priceComparisons: number | null;
  readonly carParkingSpaces: number;
  readonly hazard: CancellationHazard;
  readonly path: CancellationPath;
  /** Given that it is not cancelled. */
  readonly noShowProbability: number;
  readonly noShow: boolean;
}

/** What requests are drawn from. */
export interface RequestWorld {
  readonly calendar: CalendarDays;
  readonly prices: PriceList;
  readonly discounts: DiscountMixes;
  readonly guests: readonly Guest[];
}

/** What is settled before the rest of a request is drawn. */
export interface RequestFrame {
  readonly id: string;
  readonly guest: number;
  readonly segment: Segment;
  readonly roomType: RoomType;
  readonly arrival: Day;
  readonly leadDays: number;
  /** No stay goes beyond this day. */
  readonly lastDeparture: Day;
}

/** No booking is made earlier than this before arrival. */
export const MAX_LEAD_DAYS = 240;
export const MAX_NIGHTS = 14;
/**
 * Bookings come between 7 and 24 o'clock in Vietnam (UTC+7), so that the day of a booking is the same day in UTC.
 */
export const OPENING_HOUR = 7;
export const SECONDS_OPEN = (24 - OPENING_HOUR) * 3600;

const drawSource = bySegment((segment) => weightedChoice(SEGMENT_FACTS[segment].sources));
const drawPayment = bySegment((segment) => weightedChoice(SEGMENT_FACTS[segment].payments));
const drawDeposit = bySegment((segment) => weightedChoice(SEGMENT_FACTS[segment].deposits));
const drawBoard = weightedChoice({ BB: 0.7, SC: 0.18, HB: 0.1, FB: 0.02 });

/** Draws the rest of a request. The order of the draws is part of the world: a new one goes last. */
export function drawRequest(rng: Rng, world: RequestWorld, frame: RequestFrame): BookingRequest {
  const { segment, roomType, arrival, leadDays } = frame;
  const facts = SEGMENT_FACTS[segment];
  const guest = world.guests[frame.guest]!;
  const season = calendarDay(world.calendar, arrival).season;
  const nights = drawNights(rng, segment, arrival, frame.lastDeparture);
  // A guest who books on the day of arrival has often walked in.
  const source = leadDays === 0 && rng.next() < 0.5 ? 'walk_in' : drawSource[segment](rng);
  const payment = drawPayment[segment](rng);
  const deposit = drawDeposit[segment](rng);
  const { capacity, usualPrice } = ROOM_TYPE_FACTS[roomType];
  const adults = Math.min(1 + rng.poisson(facts.adultsMean - 1), capacity);
  const children = Math.min(rng.poisson(facts.childrenMean), capacity - adults);
  const babies = children > 0 && rng.next() < 0.1 ? 1 : 0;
  const specialRequests = Math.min(rng.poisson(facts.specialRequestsMean), 8);
  const websiteMinutes = browses(source) ? drawMinutes(rng, BROWSING.minutesScale) : null;
  const pagesViewed = websiteMinutes === null ? null : drawPages(rng, websiteMinutes);
  const priceComparisons = browses(source) ? rng.poisson(BROWSING.comparisons[source]) : null;
  const discountPct = world.discounts[segment][roomType][season].draw(rng);
  const rate = Math.round((meanListed(world, roomType, arrival, nights) * (1 - discountPct / 100)) / 1_000) * 1_000;
  const factors: RiskFactors = {
    segment,
    source,
    payment,
    deposit,
    tier: guest.row.loyalty_tier,
    season,
    leadDays,
    specialRequests,
    children,
    priceVsAverage: rate / usualPrice,
    priceComparisons,
    websiteMinutes,
    guestCancelling: guest.truth.cancelling,
  };
  const hazard = { level: cancellationLevel(factors), modifying: facts.modifying, leadDays };
  const showProbability = noShowProbability(factors);
  return {
    id: frame.id,
    guest: frame.guest,
    segment,
    roomType,
    booked: arrival - leadDays,
    second: OPENING_HOUR * 3600 + rng.int(SECONDS_OPEN),
    arrival,
    nights,
    adults,
    children,
    babies,
    board: drawBoard(rng),
    source,
    payment,
    deposit,
    rate,
    discountPct,
    specialRequests,
    websiteMinutes,
    pagesViewed,
    priceComparisons,
    carParkingSpaces: rng.next() < 0.08 ? 1 : 0,
    hazard,
    path: drawCancellationPath(rng, hazard),
    noShowProbability: showProbability,
    noShow: rng.next() < showProbability,
  };
}

/** Modifications of a booking made before a day. */
export function modificationsBefore(request: BookingRequest, day: Day): number {
  let count = 0;
  for (const after of request.path.modificationDays) if (request.booked + after < day) count += 1;
  return Math.min(count, MAX_MODIFICATIONS);
}

/** Nights of a stay that ends by a day. */
export function drawNights(rng: Rng, segment: Segment, arrival: Day, lastDeparture: Day): number {
  return Math.min(1 + rng.poisson(SEGMENT_FACTS[segment].nightsMean - 1), MAX_NIGHTS, lastDeparture - arrival);
}

/** Whole days from booking to arrival, at most MAX_LEAD_DAYS. */
export function drawLeadDays(rng: Rng, segment: Segment): number {
  const { leadMeanDays, leadShape } = SEGMENT_FACTS[segment];
  return Math.min(Math.floor(rng.gamma(leadShape, leadMeanDays / leadShape)), MAX_LEAD_DAYS);
}

/** The mean listed price of a stay's nights. */
export function meanListed(
  world: Pick<RequestWorld, 'prices' | 'calendar'>,
  type: RoomType,
  arrival: Day,
  nights: number,
): number {
  const list = world.prices[type];
  const first = arrival - world.calendar.first;
  let total = 0;
  for (let night = 0; night < nights; night++) total += list[first + night]!.listed;
  return total / nights;
}
