import { createRng, type Rng } from '@bellwether/model-kernel/numerics';
import type { Day } from '../calendar/day.js';
import { bookingRow, modificationRows, truthRow } from './booking-rows.js';
import { MAX_LEAD_DAYS, MAX_NIGHTS, type BookingRequest, type RequestWorld } from './booking-request.js';
import { buildCalendar, calendarDay } from './calendar-days.js';
import { discountMixes } from './demand.js';
import { guestHistories, MEMORY_DAYS } from './guest-history.js';
import { buildGuests, guestDraw } from './guests.js';
import { hotelDays } from './hotel-days.js';
import { inspectionAfter, inspectionBefore } from './inspection.js';
import { namedBookings } from './named-bookings.js';
import { simulationSettings, type SimulatedHotelOptions, type SimulationSettings } from './options.js';
import { statusAsOf } from './outcome.js';
import { buildPriceList } from './prices.js';
import { requestsOfDay } from './requests-of-day.js';
import { fillReservationBook, type Booking, type ReservationBook } from './reservation-book.js';
import { buildRooms, ROOM_TYPES, roomCounts } from './rooms.js';
import { SERVICES } from './services.js';
import { serviceUsage } from './service-usage.js';
import type { HotelDailyBatch, SimulatedHotelTables } from './tables.js';
import { calendarRow, elasticityRows, roomRateRow, turnedAwayRows } from './town-rows.js';

/**
 * The simulated hotel as it stands at the start of a day, with the truth that made it. docs/simulated-hotel.md has its
 * equations.
 *
 * The same options give the same tables, byte by byte. Every request is a function of the seed and its day of arrival,
 * and which of them finds a room is settled from one yearly inspection to the next, so a later `asOf` leaves alone what
 * was resolved before: it adds a day at one end of the window and drops one at the other.
 *
 * @throws INVALID_ARGUMENT when an option is outside its range.
 */
export function simulateHotel(options: SimulatedHotelOptions): SimulatedHotelTables {
  return simulateWholeHotel(options).tables;
}

/** The tables, and what happens around the bookings: many more rows, made while they are read. */
export interface WholeHotel {
  readonly tables: SimulatedHotelTables;
  /** @param last of the history, so many days; all of it where they are not told. */
  days(last?: number): Generator<HotelDailyBatch, void, undefined>;
}

/**
 * The simulated hotel with its website, its house day by day and its housekeeping.
 *
 * @throws INVALID_ARGUMENT when an option is outside its range.
 */
export function simulateWholeHotel(options: SimulatedHotelOptions): WholeHotel {
  const settings = simulationSettings(options);
  const rng = createRng(settings.seed);
  const span = spanOf(settings);
  const world = buildWorld(rng, settings, span);
  const book = fillBook(rng, settings, span, world);
  const named = namedBookings(rng.fork('named'), world, book.inventory, settings.asOf);
  const bookings = [...book.bookings, ...named];
  const { turnedAway } = book;
  return {
    tables: tablesOf(rng, settings, span, world, bookings, turnedAway),
    days: (last = Infinity) => {
      const since = Math.max(settings.start, settings.asOf - last);
      return hotelDays({ rng, world, bookings, turnedAway, since, ...settings });
    },
  };
}

/** The days that have to be worked out for the tables to be right. */
interface Span {
  /** First day of arrival: an inspection, early enough for every guest's history. */
  readonly first: Day;
  /** Last day of arrival that a booking made by now may have. */
  readonly last: Day;
}

function spanOf({ start, asOf }: SimulationSettings): Span {
  // A booking in the window may have been made MAX_LEAD_DAYS before it, and looks back MEMORY_DAYS from there.
  return { first: inspectionBefore(start - MAX_NIGHTS - MAX_LEAD_DAYS - MEMORY_DAYS), last: asOf + MAX_LEAD_DAYS };
}

function buildWorld(rng: Rng, { guests, rooms }: SimulationSettings, span: Span): RequestWorld {
  const calendar = buildCalendar(rng.fork('calendar'), span.first, span.last + MAX_NIGHTS);
  return {
    calendar,
    prices: buildPriceList(rng.fork('prices'), calendar),
    discounts: discountMixes(),
    guests: buildGuests(rng.fork('guests'), guests, rooms),
  };
}

function fillBook(rng: Rng, settings: SimulationSettings, span: Span, world: RequestWorld): ReservationBook {
  const streams = rng.fork('requests');
  const drawGuest = guestDraw(world.guests);
  const requests: BookingRequest[] = [];
  for (let arrival = span.first; arrival <= span.last; arrival++) {
    const ofDay = requestsOfDay(
      streams.fork(arrival),
      world,
      drawGuest,
      settings.rooms,
      arrival,
      inspectionAfter(arrival),
    );
    requests.push(...ofDay);
  }
  return fillReservationBook(requests, roomCounts(settings.rooms), span.first, span.last, settings.asOf);
}

function tablesOf(
  rng: Rng,
  { asOf, start, rooms }: SimulationSettings,
  span: Span,
  world: RequestWorld,
  everyBooking: readonly Booking[],
  turnedAway: readonly BookingRequest[],
): SimulatedHotelTables {
  const { calendar, prices, guests } = world;
  const histories = guestHistories(everyBooking, guests.length);
  const shown = everyBooking
    .map((booking, index) => ({ booking, history: histories[index]! }))
    .filter(({ booking: { request } }) => request.arrival + request.nights > start);
  const usageStreams = rng.fork('usage');
  const counts = roomCounts(rooms);
  const days = calendar.days.filter(({ day }) => day >= start && day <= span.last);
  return {
    guests: guests.map(({ row }) => row),
    rooms: buildRooms(rooms),
    services: SERVICES,
    bookings: shown.map(({ booking, history }) => bookingRow(booking, guests[booking.request.guest]!, history, asOf)),
    booking_modifications: shown.flatMap(({ booking }) => modificationRows(booking.request, asOf)),
    service_usage: shown.flatMap(({ booking: { request } }) =>
      statusAsOf(request, asOf).status === 'checked_out'
        ? serviceUsage(usageStreams.fork(request.id), request, guests[request.guest]!, asOf)
        : [],
    ),
    calendar: days.map((day) => calendarRow(day, asOf)),
    room_rates: days.flatMap(({ day }) =>
      ROOM_TYPES.map((type) => roomRateRow(day, type, counts[type], prices[type][day - calendar.first]!)),
    ),
    turned_away: turnedAwayRows(turnedAway.filter(({ arrival }) => arrival >= start)),
    truth_bookings: shown.map(({ booking }) =>
      truthRow(booking, calendarDay(calendar, booking.request.arrival).season, asOf),
    ),
    truth_guests: guests.map(({ truth }) => truth),
    truth_elasticities: elasticityRows(),
  };
}
