import { pushReservations, type PublishReservationsRequest, type Reservation } from '@bellwether/contracts';
import { createBookingTables } from '@bellwether/feature-engineering';
import { FORECASTING_APP, openServing, type JobContext } from '@bellwether/platform/jobs';
import { partsOf } from './parts-of.js';

const OPERATIONS = { pushReservations };
/** Reservations of a push, well below the body limit of the serving app. */
const A_PUSH = 2_000;

/**
 * Tells the forecasting app of all reservations of a source as they were known at the start of a day, then has it forget what was
 * published before.
 */
export async function publishReservationsTask(
  { source, as_of }: PublishReservationsRequest,
  context: JobContext,
): Promise<{ readonly reservations: number }> {
  const { client, close } = openServing(context, FORECASTING_APP, OPERATIONS);
  try {
    const reservations = await reservationsOf(context, source, as_of);
    // By the serving side's clock, which says when the first part of this publication counts as pushed.
    let began: string | undefined;
    let done = 0;
    for (const part of partsOf(reservations, A_PUSH)) {
      context.signal.throwIfAborted();
      const { pushed_at } = await client.pushReservations({ source, as_of, reservations: part });
      began ??= pushed_at;
      context.progress((done += part.length) / reservations.length, `${done.toLocaleString('en-US')} reservations`);
    }
    if (began !== undefined) await client.pushReservations({ source, as_of, retire_before: began });
    return { reservations: reservations.length };
  } finally {
    close();
  }
}

/** A row as the store gives it; what was decided later is not known yet, and guests who had not come were only expected. */
interface BookingRow {
  readonly booking_id: string;
  readonly booked: string;
  readonly arrives: string;
  readonly departs: string;
  readonly booked_type: string;
  readonly given_type: string;
  readonly segment: string;
  readonly channel: string;
  readonly rate: number;
  readonly outcome: Reservation['status'];
  readonly ended: string | null;
  readonly is_known: boolean;
}

async function reservationsOf({ analytics }: JobContext, source: string, as_of: string): Promise<Reservation[]> {
  await createBookingTables(analytics);
  const rows = await analytics.rows<BookingRow>(
    `SELECT booking_id, toString(toDate(booked_at)) AS booked, toString(arrival_on) AS arrives,
       toString(departure_on) AS departs, ifNull(room_type, 'unknown') AS booked_type,
       coalesce(assigned_room_type, room_type, 'unknown') AS given_type, ifNull(market_segment, 'unknown') AS segment,
       ifNull(distribution_channel, 'unknown') AS channel, greatest(average_daily_rate, 0) AS rate, status AS outcome,
       toString(status_on) AS ended,
       if(status = 'checked_out', arrival_on, ifNull(status_on, arrival_on)) < toDate32({as_of:String}) AS is_known
     FROM bookings WHERE source = {source:String} AND toDate32(booked_at) < toDate32({as_of:String}) ORDER BY booking_id`,
    { source, as_of },
  );
  return rows.map(reservationOf);
}

function reservationOf({ is_known, ...row }: BookingRow): Reservation {
  return {
    booking_id: row.booking_id,
    booked_on: row.booked,
    arrival_on: row.arrives,
    departure_on: row.departs,
    room_type: row.booked_type,
    ...(is_known && row.given_type !== row.booked_type && { given_room_type: row.given_type }),
    segment: row.segment,
    channel: row.channel,
    nightly_rate: row.rate,
    status: is_known ? row.outcome : 'open',
    status_on: is_known ? row.ended : null,
  };
}
