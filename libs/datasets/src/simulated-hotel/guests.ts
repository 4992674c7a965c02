import type { Rng } from '@bellwether/model-kernel/numerics';
import { REQUESTS_PER_ROOM_DAY } from './demand.js';
import { SEGMENTS, SEGMENT_FACTS, type Segment } from './segments.js';
import { SERVICE_CATEGORIES } from './services.js';
import { cumulativeSum, drawIndex, weightedChoice } from '../drawing/weighted-choice.js';

export const LOYALTY_TIERS = ['none', 'silver', 'gold', 'platinum'] as const;
export type LoyaltyTier = (typeof LOYALTY_TIERS)[number];

export interface GuestRow {
  readonly guest_id: string;
  readonly segment: Segment;
  /** ISO 3166 alpha-3. */
  readonly country: string;
  readonly birth_year: number;
  /** In the programme of the hotel's chain; it does not change. */
  readonly loyalty_tier: LoyaltyTier;
}

/** What drives a guest and nobody sees. */
export interface TruthGuestRow {
  readonly guest_id: string;
  /** Added to the log hazard of cancelling every booking of the guest. */
  readonly cancelling: number;
  /** How often the guest books, relative to the average. */
  readonly booking_rate: number;
  /** Liking of each service category, in the order of SERVICE_CATEGORIES: a factor, mean 1. */
  readonly tastes: readonly number[];
}

/** A guest and the truth about them. */
export interface Guest {
  readonly row: GuestRow;
  readonly truth: TruthGuestRow;
}

/** GUEST001 … GUEST050 come often, so that the examples of the contract have a history behind them. */
export const REGULAR_GUESTS = 50;
const REGULAR_REQUESTS_A_YEAR = 5;
const CANCELLING_DEVIATION = 0.3;

const drawSegment = weightedChoice(bySegment((segment) => SEGMENT_FACTS[segment].share));
const drawCountry = weightedChoice({
  VNM: 0.48,
  KOR: 0.16,
  CHN: 0.1,
  JPN: 0.06,
  USA: 0.05,
  AUS: 0.05,
  FRA: 0.04,
  SGP: 0.06,
});
const drawTier = weightedChoice<LoyaltyTier>({ none: 0.62, silver: 0.22, gold: 0.12, platinum: 0.04 });
const drawRegularTier = weightedChoice<LoyaltyTier>({ none: 0.1, silver: 0.3, gold: 0.4, platinum: 0.2 });

/** `GUEST001`: at least three digits, so that ids sort within a hotel of up to 999 guests. */
export function guestId(index: number): string {
  return `GUEST${String(index + 1).padStart(3, '0')}`;
}

/**
 * The people who may book. A guest is a function of the seed and their number, and (for how often they book) of how
 * many guests share the demand of how many rooms.
 *
 * @param rng forked by guest.
 */
export function buildGuests(rng: Rng, guests: number, rooms: number): Guest[] {
  const averageRequestsAYear = (365 * rooms * REQUESTS_PER_ROOM_DAY) / guests;
  return Array.from({ length: guests }, (_, index) => {
    const stream = rng.fork(index);
    const regular = index < REGULAR_GUESTS;
    // The regulars go through the segments in turn; GUEST001 travels on business and is gold, as the contract shows.
    const segment = regular ? SEGMENTS[index % SEGMENTS.length]! : drawSegment(stream);
    const tier = regular ? drawRegularTier(stream) : drawTier(stream);
    return {
      row: {
        guest_id: guestId(index),
        segment,
        country: drawCountry(stream),
        birth_year: 1950 + stream.int(55),
        loyalty_tier: index === 0 ? 'gold' : tier,
      },
      truth: {
        guest_id: guestId(index),
        cancelling: stream.normal(0, CANCELLING_DEVIATION),
        booking_rate: regular
          ? Math.max(1, REGULAR_REQUESTS_A_YEAR / averageRequestsAYear)
          : stream.gamma(1.2, 1 / 1.2),
        tastes: SERVICE_CATEGORIES.map(() => stream.gamma(1.5, 1 / 1.5)),
      },
    };
  });
}

/** Draws who books, by segment. */
export type GuestDraw = Readonly<Record<Segment, (rng: Rng) => number>>;

/** Guests book in proportion to their rate; a segment without guests, in a world of very few, takes anyone. */
export function guestDraw(guests: readonly Guest[]): GuestDraw {
  return bySegment((segment) => {
    const own = guests.flatMap(({ row }, index) => (row.segment === segment ? [index] : []));
    const pool = own.length > 0 ? own : guests.map((_, index) => index);
    const cumulative = cumulativeSum(pool.map((index) => guests[index]!.truth.booking_rate));
    return (rng) => pool[drawIndex(rng, cumulative)]!;
  });
}

/** A value for each segment. */
export function bySegment<T>(value: (segment: Segment) => T): Record<Segment, T> {
  return Object.fromEntries(SEGMENTS.map((segment) => [segment, value(segment)])) as Record<Segment, T>;
}
