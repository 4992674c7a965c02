import { createRng } from '@bellwether/model-kernel/numerics';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAY_MS = 86_400_000;

/**
 * Bookings in the columns of the public hotel data that are known at booking, and what became of them: cancelled the more
 * often the longer the lead time and the fewer the special requests.
 */
export function bookingsCsv(rows: number, seed = 1): string {
  const rng = createRng(seed);
  const lines = Array.from({ length: rows }, () => {
    const arrival = new Date(Date.UTC(2015, 6, 1) + Math.floor(rng.next() * 640) * DAY_MS);
    const lead = Math.floor(rng.next() ** 2 * 200);
    const requests = Math.floor(rng.next() * 3);
    const isCancelled = rng.next() < 1 / (1 + Math.exp(1.2 - lead / 40 + requests)) ? 1 : 0;
    return [
      rng.next() < 0.5 ? 'City Hotel' : 'Resort Hotel',
      isCancelled,
      lead,
      arrival.getUTCFullYear(),
      MONTHS[arrival.getUTCMonth()],
      arrival.getUTCDate(),
      ...[1, 1 + Math.floor(rng.next() * 4), 2, 0, 0, 'BB', 'Online TA', 'TA/TO', 0, 0, 0, 'A', 'No Deposit'],
      1 + Math.floor(rng.next() * 20),
      'NULL',
      'Transient',
      (60 + rng.next() * 80).toFixed(2),
      requests,
    ].join(',');
  });
  return `${HEADER}\n${lines.join('\n')}\n`;
}

const HEADER = [
  'hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month',
  'stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,market_segment,distribution_channel',
  'is_repeated_guest,previous_cancellations,previous_bookings_not_canceled,reserved_room_type,deposit_type',
  'agent,company,customer_type,adr,total_of_special_requests',
].join(',');
