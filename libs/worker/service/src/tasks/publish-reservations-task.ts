import { pushReservations, type PublishReservationsRequest, type Reservation } from '@bellwether/contracts';
import { createBookingTables } from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { openServing } from './open-serving.js';
import { partsOf } from './parts-of.js';

const OPERATIONS = { pushReservations };
const APP = { name: 'forecasting', url: 'forecastingUrl', grpc: 'forecastingGrpc' };
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
  const { client, close } = openServing(context, APP, OPERATIONS);
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

/** What was decided by the start of a day; guests who had not come yet were only expected. */
async function reservationsOf({ analytics }: JobContext, source: string, as_of: string): Promise<Reservation[]> {
  await createBookingTables(analytics);
  const rows = await analytics.rows<Reservation>(
    `SELECT booking_id, toString(toDate(booked_at)) AS booked_on, toString(arrival_on) AS arrival_on,
       toString(departure_on) AS departure_on, ifNull(room_type, 'unknown') AS room_type,
       if(known, coalesce(assigned_room_type, room_type, 'unknown'), ifNull(room_type, 'unknown')) AS given_room_type,
       ifNull(market_segment, 'unknown') AS segment, ifNull(distribution_channel, 'unknown') AS channel,
       greatest(average_daily_rate, 0) AS nightly_rate, if(known, status, 'open') AS status,
       if(known, toString(status_on), NULL) AS status_on,
       if(status = 'checked_out', arrival_on, ifNull(status_on, arrival_on)) < toDate({as_of:String}) AS known
     FROM bookings WHERE source = {source:String} AND toDate(booked_at) < toDate({as_of:String})
     ORDER BY booking_id`,
    { source, as_of },
  );
  return rows.map(({ known: _, ...reservation }: Reservation & { known?: unknown }) => reservation);
}
