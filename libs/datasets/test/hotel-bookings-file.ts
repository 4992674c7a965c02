import { readHotelBookings } from '../src/hotel-bookings/importer.js';

/** A row of the file that is right in every column. */
export const GOOD_ROW = {
  hotel: 'City Hotel',
  is_canceled: '0',
  lead_time: '10',
  arrival_date_year: '2016',
  arrival_date_month: 'March',
  arrival_date_week_number: '10',
  arrival_date_day_of_month: '4',
  stays_in_weekend_nights: '2',
  stays_in_week_nights: '1',
  adults: '2',
  children: '1',
  babies: '0',
  meal: 'BB',
  country: 'PRT',
  market_segment: 'Online TA',
  distribution_channel: 'TA/TO',
  is_repeated_guest: '1',
  previous_cancellations: '1',
  previous_bookings_not_canceled: '4',
  reserved_room_type: 'A',
  assigned_room_type: 'D',
  booking_changes: '1',
  deposit_type: 'No Deposit',
  agent: '9',
  company: 'NULL',
  days_in_waiting_list: '0',
  customer_type: 'Transient',
  adr: '99.5',
  required_car_parking_spaces: '0',
  total_of_special_requests: '2',
  reservation_status: 'Check-Out',
  reservation_status_date: '2016-03-07',
};

export type FileRow = Partial<typeof GOOD_ROW>;

/** A file of rows that differ from the good one as given; columns set to undefined everywhere are left out. */
export function file(rows: readonly FileRow[], leftOut: readonly string[] = []): string {
  const names = Object.keys(GOOD_ROW).filter((name) => !leftOut.includes(name)) as (keyof typeof GOOD_ROW)[];
  return [names, ...rows.map((row) => names.map((name) => ({ ...GOOD_ROW, ...row })[name]))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}

/** The text's bytes in pieces of the given size, as a slow stream would give them. */
export async function* stream(content: string | Uint8Array, pieceSize = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

/** Everything the importer makes of a file. */
export async function readAll(content: string | Uint8Array, pieceSize?: number) {
  const batches = [];
  for await (const batch of readHotelBookings(stream(content, pieceSize))) batches.push(batch);
  return {
    batches,
    rows: batches.flatMap((batch) => batch.rows),
    rejects: batches.flatMap((batch) => batch.rejects),
  };
}
