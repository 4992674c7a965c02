import { portableExp, portableLog, type Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import { weightedChoice } from '../drawing/weighted-choice.js';
import {
  drawLeadDays,
  drawNights,
  meanListed,
  OPENING_HOUR,
  SECONDS_OPEN,
  type BookingRequest,
  type RequestWorld,
} from './booking-request.js';
import { BROWSING_SOURCES, browses, drawMinutes, drawPages, type BrowsingSource } from './browsing.js';
import { calendarDay } from './calendar-days.js';
import { expectedRequests } from './demand.js';
import { priceElasticity } from './elasticity.js';
import { bySegment, guestId, type GuestDraw } from './guests.js';
import { inspectionAfter } from './inspection.js';
import { utcInstant } from './property-time.js';
import { ROOM_TYPES, type RoomType } from './rooms.js';
import { SEGMENTS, SEGMENT_FACTS, type Segment } from './segments.js';
import { askingProbability, DEVICE_SHARES, LOOKERS, lookersPerRequest, type Device } from './session-odds.js';
import type { TruthSessionRow, WebsiteSessionRow } from './tables.js';

/** A session and the truth about it. */
export interface Session {
  readonly day: Day;
  /** Of the day, when it ended. */
  readonly second: number;
  readonly row: WebsiteSessionRow;
  readonly truth: TruthSessionRow;
}

/** Of all sessions, with a request or without: signed in, so that it is known whose they are. */
const RECOGNISED = 0.3;
/** A type is looked at besides the one wanted. */
const LOOKED_AT = 0.3;

const drawAskingDevice = weightedChoice<Device>(DEVICE_SHARES);
const drawLookingDevice = weightedChoice<Device>(LOOKERS.devices);

/** What is settled about a session before what all sessions have is drawn. */
interface SessionFrame {
  readonly guest: number;
  readonly segment: Segment;
  readonly roomType: RoomType;
  readonly arrival: Day;
  readonly nights: number;
  readonly day: Day;
  /** Of the day, when it ended. */
  readonly second: number;
  readonly site: BrowsingSource;
  readonly device: Device;
  readonly minutes: number;
  readonly pages: number;
  readonly comparisons: number;
  readonly outcome: WebsiteSessionRow['outcome'];
  readonly bookingId: string | null;
}

/**
 * The session that a request was made in, with the minutes, pages and comparisons that its booking tells of; null for a
 * request that came another way.
 *
 * @param rng the request's own stream. @param bookingId null where there was no room.
 */
export function askingSession(
  rng: Rng,
  world: RequestWorld,
  request: BookingRequest,
  bookingId: string | null,
): Session | null {
  const { source, websiteMinutes, pagesViewed, priceComparisons } = request;
  if (!browses(source)) return null;
  return sessionOf(rng, world, {
    guest: request.guest,
    segment: request.segment,
    roomType: request.roomType,
    arrival: request.arrival,
    nights: request.nights,
    day: request.booked,
    second: request.second,
    site: source,
    device: drawAskingDevice(rng),
    minutes: websiteMinutes!,
    pages: pagesViewed!,
    comparisons: priceComparisons!,
    outcome: bookingId === null ? 'no_room' : 'booked',
    bookingId,
  });
}

/**
 * All sessions that look at a day of arrival and ask for nothing. Their number, for a segment s and a room type r, is
 * Poisson with mean λ_{s,r} · (listed / reference)^{−ε} · Σ_site share_{s,site} · {@link lookersPerRequest}: as many look
 * at a high price as at a low one, and fewer of them ask.
 *
 * @param rng the arrival day's own stream.
 */
export function lookingSessions(
  rng: Rng,
  world: RequestWorld,
  drawGuest: GuestDraw,
  rooms: number,
  arrival: Day,
): Session[] {
  const { calendar, prices, discounts } = world;
  const sessions: Session[] = [];
  for (const segment of SEGMENTS) {
    for (const roomType of ROOM_TYPES) {
      const requests = expectedRequests(rooms, calendar, prices, discounts, arrival, segment, roomType);
      const atReference = requests * portableExp(-priceOf(world, segment, roomType, arrival).effect);
      for (let left = rng.poisson(atReference * LOOKING[segment].perRequest); left > 0; left -= 1) {
        const session = lookingSession(rng, world, drawGuest, segment, roomType, arrival);
        if (session !== null) sessions.push(session);
      }
    }
  }
  return sessions;
}

/** How many look, for each request at the reference price by whatever way, and where. */
const LOOKING = bySegment((segment) => {
  const sites = Object.fromEntries(
    BROWSING_SOURCES.map((site) => [site, SEGMENT_FACTS[segment].sources[site] * lookersPerRequest(site)]),
  ) as Record<BrowsingSource, number>;
  return { perRequest: sites.website + sites.ota, drawSite: weightedChoice(sites) };
});

function lookingSession(
  rng: Rng,
  world: RequestWorld,
  drawGuest: GuestDraw,
  segment: Segment,
  roomType: RoomType,
  arrival: Day,
): Session | null {
  const leadDays = drawLeadDays(rng, segment);
  // Of those who ask on the day of arrival half have walked in instead, see drawRequest.
  if (leadDays === 0 && rng.next() < 0.5) return null;
  const site = LOOKING[segment].drawSite(rng);
  const minutes = drawMinutes(rng, LOOKERS.minutesScale);
  return sessionOf(rng, world, {
    guest: drawGuest[segment](rng),
    segment,
    roomType,
    arrival,
    nights: drawNights(rng, segment, arrival, inspectionAfter(arrival)),
    day: arrival - leadDays,
    second: OPENING_HOUR * 3600 + rng.int(SECONDS_OPEN),
    site,
    device: drawLookingDevice(rng),
    minutes,
    pages: drawPages(rng, minutes),
    comparisons: rng.poisson(LOOKERS.comparisons[site]),
    outcome: 'left',
    bookingId: null,
  });
}

/** Draws what all sessions have alike, and tells their probability. */
function sessionOf(rng: Rng, world: RequestWorld, frame: SessionFrame): Session {
  const { segment, roomType, arrival, nights, day, second, site, device, minutes, comparisons } = frame;
  const session_id = drawId(rng);
  const isRecognised = rng.next() < RECOGNISED;
  const lookedAt = ROOM_TYPES.filter((type) => type === roomType || rng.next() < LOOKED_AT);
  const { ratio, elasticity, effect } = priceOf(world, segment, roomType, arrival);
  return {
    day,
    second,
    row: {
      session_id,
      guest_id: isRecognised ? guestId(frame.guest) : null,
      site,
      device,
      started_at: utcInstant(day, second - Math.round(60 * minutes)),
      minutes,
      pages_viewed: frame.pages,
      price_comparisons: comparisons,
      room_types_viewed: lookedAt,
      room_type: roomType,
      check_in: isoDate(arrival),
      nights,
      price_shown: Math.round(meanListed(world, roomType, arrival, nights)),
      outcome: frame.outcome,
      booking_id: frame.bookingId,
    },
    truth: {
      session_id,
      segment,
      asking_probability: askingProbability({ site, device, minutes, comparisons, priceEffect: effect }),
      price_ratio: ratio,
      price_elasticity: elasticity,
    },
  };
}

/** The price of the night of arrival as demand answers to it: listed over reference, ε, and ε · ln of the ratio. */
function priceOf({ calendar, prices }: RequestWorld, segment: Segment, roomType: RoomType, arrival: Day) {
  const { listed, reference } = prices[roomType][arrival - calendar.first]!;
  const elasticity = priceElasticity(segment, roomType, calendarDay(calendar, arrival).season);
  const ratio = listed / reference;
  return { ratio, elasticity, effect: elasticity * portableLog(ratio) };
}

/** An id that tells nothing: 53 bits, so that the sessions of a large hotel have no two the same. */
function drawId(rng: Rng): string {
  return Math.floor(rng.next() * 2 ** 53)
    .toString(36)
    .padStart(11, '0');
}
