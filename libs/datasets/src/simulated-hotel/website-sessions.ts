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
  readonly price: SessionPrice;
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
    price: priceOf(world, request.segment, request.roomType, request.arrival),
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
  const lastDeparture = inspectionAfter(arrival);
  const sessions: Session[] = [];
  for (const segment of SEGMENTS) {
    for (const roomType of ROOM_TYPES) {
      const requests = expectedRequests(rooms, calendar, prices, discounts, arrival, segment, roomType);
      const price = priceOf(world, segment, roomType, arrival);
      const stay = { segment, roomType, arrival, lastDeparture, price };
      const atReference = requests * portableExp(-price.effect);
      for (let left = rng.poisson(atReference * LOOKING[segment].perRequest); left > 0; left -= 1) {
        const session = lookingSession(rng, world, drawGuest, stay);
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

/** What those who look for one segment, room type and day of arrival have alike. */
interface LookedFor {
  readonly segment: Segment;
  readonly roomType: RoomType;
  readonly arrival: Day;
  readonly lastDeparture: Day;
  readonly price: SessionPrice;
}

function lookingSession(rng: Rng, world: RequestWorld, drawGuest: GuestDraw, stay: LookedFor): Session | null {
  const { segment, roomType, arrival, lastDeparture, price } = stay;
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
    price,
    nights: drawNights(rng, segment, arrival, lastDeparture),
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
  const lookedAt = drawLookedAt(rng, roomType);
  const { ratio, elasticity, effect } = frame.price;
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

/** The price of the night of arrival as demand answers to it. */
interface SessionPrice {
  /** Listed over reference. */
  readonly ratio: number;
  /** ε. */
  readonly elasticity: number;
  /** ε · ln of the ratio. */
  readonly effect: number;
}

function priceOf({ calendar, prices }: RequestWorld, segment: Segment, roomType: RoomType, arrival: Day): SessionPrice {
  const { listed, reference } = prices[roomType][arrival - calendar.first]!;
  const elasticity = priceElasticity(segment, roomType, calendarDay(calendar, arrival).season);
  const ratio = listed / reference;
  return { ratio, elasticity, effect: elasticity * portableLog(ratio) };
}

/** Each set of room types, by the bits of their places: shared by the sessions that looked at it. */
const TYPE_SETS = Array.from({ length: 2 ** ROOM_TYPES.length }, (_, bits) =>
  ROOM_TYPES.filter((_type, place) => (bits & (1 << place)) !== 0),
);

/** The type wanted, and others by chance. */
function drawLookedAt(rng: Rng, wanted: RoomType): readonly RoomType[] {
  let bits = 0;
  for (let place = 0; place < ROOM_TYPES.length; place += 1) {
    if (ROOM_TYPES[place] === wanted || rng.next() < LOOKED_AT) bits |= 1 << place;
  }
  return TYPE_SETS[bits]!;
}

/** The numbers of two digits to the base of 36: written in pairs, an id takes a tenth of the time. */
const PAIRS = Array.from({ length: 36 ** 2 }, (_, pair) => pair.toString(36).padStart(2, '0'));

/** An id that tells nothing: 53 bits in 11 digits, so that the sessions of a large hotel have no two the same. */
function drawId(rng: Rng): string {
  let left = Math.floor(rng.next() * 2 ** 53);
  let id = '';
  for (let pair = 0; pair < 5; pair += 1) {
    const above = Math.floor(left / PAIRS.length);
    id = PAIRS[left - PAIRS.length * above]! + id;
    left = above;
  }
  return `${left}${id}`;
}
