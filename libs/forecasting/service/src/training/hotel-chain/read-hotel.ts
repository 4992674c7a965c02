import { createHash } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import { epochDay, type HotelStay, type RoomType } from '@bellwether/forecasting-core';
import { createBookingTables, type AnalyticsTables } from '@bellwether/feature-engineering';
import { hasTable } from '@bellwether/platform/analytics';

/** A hotel as its tables have it. */
export interface HotelData {
  readonly source: string;
  readonly stays: readonly HotelStay[];
  readonly types: readonly RoomType[];
  readonly currency: string;
  /** First day of arrivals, and the last whose bookings are all known; in days since 1970-01-01. */
  readonly firstDay: number;
  readonly asOf: number;
  /** Scores of local events by day, where the source tells of any. */
  readonly events: Readonly<Record<number, number>>;
  /** Mean minutes by room type, where the source has records of cleaning. */
  readonly minutes: Readonly<Record<string, { readonly checkout: number; readonly stayover: number }>>;
  /** SHA-256 over the bookings in canonical order. */
  readonly fingerprint: string;
}

interface BookingRow {
  readonly booked_on: string;
  readonly arrival_on: string;
  readonly departure_on: string;
  readonly booked_type: string;
  readonly given_type: string;
  readonly segment: string;
  readonly channel: string;
  readonly rate: number;
  readonly status: 'open' | 'checked_out' | 'cancelled' | 'no_show';
  readonly status_on: string | null;
  readonly currency: string;
}

/**
 * Reads a hotel as it was known at the end of a day.
 *
 * @param last the last day that counts, `YYYY-MM-DD`; the newest booking's where left out.
 * @throws FAILED_PRECONDITION for a source without bookings or with prices in several currencies.
 */
export async function readHotel(store: AnalyticsTables, source: string, last?: string): Promise<HotelData> {
  await createBookingTables(store);
  const rows = await store.rows<BookingRow>(
    `SELECT toString(toDate(booked_at)) AS booked_on, toString(arrival_on) AS arrival_on,
       toString(departure_on) AS departure_on, ifNull(room_type, 'unknown') AS booked_type,
       coalesce(assigned_room_type, room_type, 'unknown') AS given_type, ifNull(market_segment, 'unknown') AS segment,
       ifNull(distribution_channel, 'unknown') AS channel, average_daily_rate AS rate, status,
       toString(status_on) AS status_on, currency
     FROM bookings WHERE source = {source:String} ORDER BY booking_id, booked_at, arrival_on`,
    { source },
  );
  if (rows.length === 0) throw new DomainError('FAILED_PRECONDITION', `there are no bookings of ${source}`);
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  if (currencies.length > 1) {
    throw new DomainError('FAILED_PRECONDITION', `${source} has prices in ${currencies.join(', ')}: one is needed`);
  }
  const asOf = epochDay(last ?? rows.reduce((newest, { booked_on }) => (booked_on > newest ? booked_on : newest), ''));
  const stays = rows.filter(({ booked_on }) => epochDay(booked_on) <= asOf).map((row) => stayOf(row, asOf));
  return {
    source,
    stays,
    types: await roomTypesOf(store, source, stays, asOf),
    currency: currencies[0]!,
    firstDay: stays.reduce((first, { arrival }) => Math.min(first, arrival), asOf),
    asOf,
    events: await eventsOf(store, source),
    minutes: await minutesOf(store, source),
    fingerprint: fingerprintOf(stays),
  };
}

/** What came later than the day is not known yet. */
function stayOf(row: BookingRow, asOf: number): HotelStay {
  const ended = row.status_on === null ? undefined : epochDay(row.status_on);
  const isKnown = ended === undefined || ended <= asOf;
  const status = isKnown || row.status === 'checked_out' ? row.status : 'open';
  const outcome = status === 'checked_out' ? (epochDay(row.arrival_on) <= asOf ? 'stayed' : 'open') : status;
  return {
    booked: epochDay(row.booked_on),
    arrival: epochDay(row.arrival_on),
    departure: epochDay(row.departure_on),
    outcome,
    ...(outcome === 'cancelled' && { cancelled: ended ?? epochDay(row.arrival_on) }),
    bookedType: row.booked_type,
    roomType: outcome === 'stayed' ? row.given_type : row.booked_type,
    segment: row.segment,
    channel: row.channel,
    rate: row.rate,
  };
}

/** The rooms of the house, or where the source does not tell of them the most that were ever occupied at once. */
async function roomTypesOf(
  store: AnalyticsTables,
  source: string,
  stays: readonly HotelStay[],
  asOf: number,
): Promise<RoomType[]> {
  const told = await rowsOf<RoomType>(
    store,
    'hotel_rooms',
    'SELECT room_type AS name, toUInt32(count()) AS rooms FROM hotel_rooms WHERE source = {source:String} GROUP BY name ORDER BY name',
    source,
  );
  return told.length > 0 ? told : mostOccupied(stays, asOf);
}

function mostOccupied(stays: readonly HotelStay[], asOf: number): RoomType[] {
  const changes = new Map<string, Map<number, number>>();
  for (const { roomType, arrival, departure, outcome } of stays) {
    if (outcome !== 'stayed' || departure <= arrival) continue;
    const ofType = changes.get(roomType) ?? new Map<number, number>();
    changes.set(roomType, ofType);
    ofType.set(arrival, (ofType.get(arrival) ?? 0) + 1);
    ofType.set(departure, (ofType.get(departure) ?? 0) - 1);
  }
  const most = (ofType: Map<number, number>): number => {
    let [occupied, seen] = [0, 0];
    for (const [day, change] of [...ofType].sort(([a], [b]) => a - b)) {
      if (day > asOf) break;
      occupied += change;
      seen = Math.max(seen, occupied);
    }
    return seen;
  };
  return [...changes]
    .map(([name, ofType]) => ({ name, rooms: most(ofType) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function eventsOf(store: AnalyticsTables, source: string): Promise<Record<number, number>> {
  const rows = await rowsOf<{ date: string; score: number }>(
    store,
    'hotel_calendar',
    'SELECT toString(date) AS date, event_score AS score FROM hotel_calendar WHERE source = {source:String} AND event_score > 0 ORDER BY date',
    source,
  );
  return Object.fromEntries(rows.map(({ date, score }) => [epochDay(date), score]));
}

async function minutesOf(store: AnalyticsTables, source: string): Promise<HotelData['minutes']> {
  const rows = await rowsOf<{ room_type: string; checkout: number | null; stayover: number | null }>(
    store,
    'hotel_housekeeping_tasks',
    `SELECT room_type, avgOrNullIf(minutes, kind = 'departure') AS checkout, avgOrNullIf(minutes, kind = 'stayover') AS stayover
     FROM hotel_housekeeping_tasks WHERE source = {source:String} GROUP BY room_type ORDER BY room_type`,
    source,
  );
  return Object.fromEntries(
    rows.flatMap(({ room_type, checkout, stayover }) =>
      checkout === null || stayover === null ? [] : [[room_type, { checkout, stayover }] as const],
    ),
  );
}

/** Rows of a table that a source need not have. */
async function rowsOf<Row>(store: AnalyticsTables, table: string, sql: string, source: string): Promise<Row[]> {
  return (await hasTable(store, table)) ? store.rows<Row>(sql, { source }) : [];
}

function fingerprintOf(stays: readonly HotelStay[]): string {
  const hash = createHash('sha256');
  for (const stay of stays) hash.update(`${JSON.stringify(Object.entries(stay).sort())}\n`);
  return hash.digest('hex');
}
