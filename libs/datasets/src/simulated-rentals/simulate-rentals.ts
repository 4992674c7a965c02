import { createRng, portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { clockTime } from '../calendar/clock-time.js';
import { civilDate, isoDate, type Day } from '../calendar/day.js';
import { cumulativeSum, drawIndex, weightedChoice } from '../drawing/weighted-choice.js';
import { bookProbability, clickProbability, type Device, type Look, type Referrer } from './conversion.js';
import { buildDestinations, type Destination } from './destinations.js';
import { rentalsSettings, type RentalsSettings, type SimulatedRentalsOptions } from './options.js';
import { PriceList } from './price-list.js';
import { buildProperties, elasticityOf, type Property } from './properties.js';
import { Reservations } from './reservations.js';
import type { CalendarNightRow, ConversionTruthRow, PropertyViewRow, RentalBatch, RentalBookingRow } from './tables.js';
import { buildUsers, type User } from './users.js';

const VIEWS_PER_SEARCH = 5;
const MEAN_LEAD_DAYS = 35;
const MOST_LEAD_DAYS = 300;
const MOST_NIGHTS = 14;
const DAY_SECONDS = 86_400;
const DAYS_A_YEAR = 365;

const drawDevice = weightedChoice<Device>({ desktop: 0.4, mobile: 0.5, tablet: 0.1 });
const drawReferrer = weightedChoice<Referrer>({ direct: 0.3, search: 0.4, social: 0.18, email: 0.12 });

interface World {
  readonly settings: RentalsSettings;
  readonly destinations: readonly Destination[];
  readonly properties: readonly Property[];
  /** By destination. */
  readonly within: readonly (readonly Property[])[];
  readonly users: readonly User[];
  readonly prices: PriceList;
  readonly reservations: Reservations;
  /** Running totals of the searches for each destination, by month of the stay. */
  readonly searched: readonly Float64Array[];
  /** Day of the last search of those who are gone, by index of the user. */
  readonly churned: Map<number, Day>;
  readonly bookingsOf: Map<number, number>;
}

/**
 * A marketplace of vacation rentals day by day up to a day, with the truth that made it: tables in batches, each as soon as
 * it is known. docs/simulated-rentals.md has the equations.
 *
 * The same options give the same rows on every machine.
 *
 * @throws INVALID_ARGUMENT when an option is outside its range.
 */
export function* simulateRentals(options: SimulatedRentalsOptions): Generator<RentalBatch, void, undefined> {
  const settings = rentalsSettings(options);
  const rng = createRng(settings.seed);
  const world = buildWorld(rng, settings);
  yield { table: 'destinations', rows: world.destinations.map(({ row }) => row) };
  yield { table: 'properties', rows: world.properties.map(({ row }) => row) };
  yield { table: 'users', rows: world.users.map(({ row }) => row) };
  yield {
    table: 'truth_properties',
    rows: world.properties.map(({ row: { property_id, property_type }, quality }) => ({
      ...{ property_id, quality },
      elasticity: elasticityOf(property_type),
    })),
  };
  const streams = rng.fork('days');
  for (let day = settings.start; day < settings.asOf; day++) yield* batchesOf(streams.fork(day), world, day);
  yield { table: 'truth_users', rows: world.users.map((user, index) => userTruth(user, world.churned.get(index))) };
}

function buildWorld(rng: Rng, settings: RentalsSettings): World {
  const destinations = buildDestinations(rng.fork('destinations'), settings.destinations);
  const ids = destinations.map(({ row }) => row.destination_id);
  const properties = buildProperties(rng.fork('properties'), settings.properties, ids);
  return {
    settings,
    destinations,
    properties,
    within: ids.map((id) => properties.filter(({ row }) => row.destination_id === id)),
    users: buildUsers(rng.fork('users'), settings.users, settings.start, settings.asOf),
    prices: new PriceList(rng.fork('prices'), properties, destinations),
    reservations: new Reservations(properties),
    searched: Array.from({ length: 12 }, (_, month) =>
      cumulativeSum(destinations.map(({ appeal, season }) => appeal * season[month]!)),
    ),
    churned: new Map(),
    bookingsOf: new Map(),
  };
}

/** What a day adds to. */
interface DayRows {
  readonly views: PropertyViewRow[];
  readonly truth: ConversionTruthRow[];
  readonly bookings: RentalBookingRow[];
  /** By destination. */
  readonly expected: number[];
  readonly booked: number[];
}

function* batchesOf(rng: Rng, world: World, day: Day): Generator<RentalBatch, void, undefined> {
  const { reservations, destinations } = world;
  const cancellations = reservations.cancellationsOf(day);
  const ratings = reservations.ratingsOf(rng.fork('ratings'), day);
  const nothing = () => destinations.map(() => 0);
  const rows: DayRows = { views: [], truth: [], bookings: [], expected: nothing(), booked: nothing() };
  const streams = rng.fork('users');
  world.users.forEach((user, index) => {
    if (user.joined > day || world.churned.has(index)) return;
    const own = streams.fork(index);
    const searches = own.poisson(user.searchRate);
    for (let search = 0; search < searches; search++) {
      drawSearch(own, world, user, day, `${user.row.user_id}-${day}-${search}`, rows);
      if (own.next() >= user.churnHazard) continue;
      world.churned.set(index, day);
      break;
    }
  });
  if (cancellations.length > 0) yield { table: 'cancellations', rows: cancellations };
  if (ratings.length > 0) yield { table: 'ratings', rows: ratings };
  if (rows.views.length > 0) {
    yield { table: 'views', rows: rows.views };
    yield { table: 'truth_views', rows: rows.truth };
  }
  if (rows.bookings.length > 0) yield { table: 'bookings', rows: rows.bookings };
  yield {
    table: 'truth_demand',
    rows: destinations.map(({ row: { destination_id } }, d) => ({
      ...{ destination_id, day: isoDate(day) },
      ...{ bookings: rows.booked[d]!, expected_bookings: rows.expected[d]! },
    })),
  };
  yield { table: 'calendar', rows: world.properties.map((property) => calendarNight(world, property, day)) };
  world.prices.forgetBefore(day);
}

function calendarNight({ prices, reservations }: World, property: Property, night: Day): CalendarNightRow {
  return {
    property_id: property.row.property_id,
    night: isoDate(night),
    price: prices.of(property, night).price,
    booked: reservations.isBooked(property, night) ? 1 : 0,
  };
}

/** A search for one stay: some properties that are free are looked at, until one is booked. */
function drawSearch(rng: Rng, world: World, user: User, day: Day, search_id: string, rows: DayRows): void {
  const checkIn = day + Math.min(MOST_LEAD_DAYS, Math.floor(rng.exponential(1 / MEAN_LEAD_DAYS)));
  const nights = Math.min(MOST_NIGHTS, 1 + rng.poisson(user.row.user_type === 'business' ? 0.8 : 3));
  const destination = drawIndex(rng, world.searched[civilDate(checkIn).month - 1]!);
  const found = world.within[destination]!.filter((property) => world.reservations.isFree(property, checkIn, nights));
  const shown = { device: drawDevice(rng), referrer: drawReferrer(rng), second: rng.int(DAY_SECONDS - 3_600) };
  const looks = Math.min(found.length, 1 + rng.poisson(VIEWS_PER_SEARCH - 1));
  for (let look = 0; look < looks; look++) {
    const property = found[rng.int(found.length)]!;
    const view_id = `${search_id}-${look}`;
    const booked = drawView(rng, world, { user, property, day, checkIn, nights, search_id, view_id, ...shown }, rows);
    shown.second += 60;
    rows.expected[destination]! += rows.truth.at(-1)!.conversion_probability;
    if (!booked) continue;
    rows.booked[destination]! += 1;
    return;
  }
}

interface View {
  readonly user: User;
  readonly property: Property;
  readonly day: Day;
  readonly checkIn: Day;
  readonly nights: number;
  readonly search_id: string;
  readonly view_id: string;
  readonly device: Device;
  readonly referrer: Referrer;
  readonly second: number;
}

function drawView(rng: Rng, world: World, view: View, rows: DayRows): boolean {
  const { user, property, day, checkIn, nights, search_id, view_id, device, referrer, second } = view;
  const { user_id } = user.row;
  const { property_id, destination_id, max_guests } = property.row;
  const { price, usual } = stayPrice(world, property, checkIn, nights);
  const rating = world.reservations.ratingOf(property);
  const earlierBookings = world.bookingsOf.get(user_id) ?? 0;
  const look: Look = { user, property, device, referrer, rating, earlierBookings, priceRatio: price / usual };
  const [click, book] = [clickProbability(look), bookProbability(look)];
  const clicked = rng.next() < click;
  const booked = clicked && rng.next() < book;
  const viewed_at = `${isoDate(day)}T${clockTime(second)}Z`;
  const check_in = isoDate(checkIn);
  rows.truth.push({ view_id, conversion_probability: click * book });
  rows.views.push({
    view_id,
    search_id,
    user_id,
    property_id,
    destination_id,
    viewed_at,
    check_in,
    nights,
    price,
    device,
    referrer,
    // Who clicks stays longer; nothing else is in it.
    seconds_on_page: Math.round(rng.exponential(clicked ? 1 / 90 : 1 / 20)),
    rating_shown: rating,
    clicked: clicked ? 1 : 0,
    booked: booked ? 1 : 0,
  });
  if (!booked) return false;
  const booking: RentalBookingRow = {
    ...{
      booking_id: `B${view_id}`,
      view_id,
      user_id,
      property_id,
      destination_id,
      booked_at: viewed_at,
      check_in,
      nights,
    },
    ...{ guests: 1 + rng.int(max_guests), total_price: price },
  };
  rows.bookings.push(booking);
  world.bookingsOf.set(user_id, earlierBookings + 1);
  world.reservations.book(rng, day, { booking, property, checkIn, nights });
  return true;
}

function stayPrice({ prices }: World, property: Property, checkIn: Day, nights: number) {
  let [price, usual] = [0, 0];
  for (let night = checkIn; night < checkIn + nights; night++) {
    const ofNight = prices.of(property, night);
    price += ofNight.price;
    usual += ofNight.usual;
  }
  return { price: Math.round(price * 100) / 100, usual };
}

/** The searches of the next year: each ends it with the hazard, so that their expectation is (1 − e^{−λ h t}) / h. */
function userTruth({ row, searchRate, churnHazard, eagerness }: User, gone: Day | undefined) {
  const ahead = (1 - portableExp(-searchRate * churnHazard * DAYS_A_YEAR)) / churnHazard;
  return {
    user_id: row.user_id,
    search_rate: searchRate,
    churn_hazard: churnHazard,
    eagerness,
    churned_on: gone === undefined ? null : isoDate(gone),
    expected_searches_12m: gone === undefined ? ahead : 0,
  };
}
