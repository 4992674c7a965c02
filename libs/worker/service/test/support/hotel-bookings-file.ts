/** A row of the public hotel-bookings file that is right in every column. */
const GOOD_ROW = {
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
  is_repeated_guest: '0',
  previous_cancellations: '0',
  previous_bookings_not_canceled: '0',
  reserved_room_type: 'A',
  assigned_room_type: 'A',
  booking_changes: '0',
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

/** A file of rows that differ from the good one as given. */
export function hotelBookingsFile(rows: readonly Partial<typeof GOOD_ROW>[]): Buffer {
  const lines = [Object.keys(GOOD_ROW), ...rows.map((row) => Object.values({ ...GOOD_ROW, ...row }))];
  return Buffer.from(lines.map((cells) => `${cells.join(',')}\n`).join(''));
}
