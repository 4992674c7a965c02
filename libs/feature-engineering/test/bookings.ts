import fc from 'fast-check';
import { textOfDay, textOfSeconds, type StoredBooking } from '../src/index.js';

const PLAIN: StoredBooking = {
  source: 'test',
  property: 'Pier',
  booking_id: 'B1',
  guest_id: null,
  booked_at: '2020-01-01 00:00:00',
  arrival_on: '2020-02-01',
  departure_on: '2020-02-03',
  weekend_nights: 1,
  week_nights: 1,
  adults: 2,
  children: 0,
  babies: 0,
  board: 'BB',
  room_type: 'A',
  market_segment: 'Direct',
  distribution_channel: null,
  booking_source: 'website',
  payment_method: null,
  deposit_type: 'No Deposit',
  customer_type: 'Transient',
  agent: null,
  company: null,
  currency: 'EUR',
  average_daily_rate: 100,
  total_amount: 200,
  special_requests: 0,
  is_repeat_guest: false,
  previous_stays: 0,
  previous_cancellations: 0,
  loyalty_tier: null,
  loyalty_points: null,
  website_minutes: null,
  pages_viewed: null,
  price_comparison_searches: null,
  price_vs_average: null,
  discount_pct: null,
  booking_modifications: null,
  country: 'PRT',
  assigned_room_type: 'A',
  booking_changes: 0,
  days_in_waiting_list: 0,
  car_parking_spaces: 0,
  status: 'checked_out',
  status_on: '2020-02-03',
};

/** A booking with some columns told and the rest plain. */
export function booking(told: Partial<StoredBooking>): StoredBooking {
  return { ...PLAIN, ...told };
}

const FIRST_DAY = 18_262; // 2020-01-01

/** Any booking with few agents, guests and days, so that histories meet. */
const anyBooking: fc.Arbitrary<Partial<StoredBooking>> = fc
  .record({
    bookedOn: fc.integer({ min: 0, max: 40 }),
    second: fc.constantFrom(0, 1, 43_200, 86_399),
    lead: fc.integer({ min: 0, max: 25 }),
    nights: fc.integer({ min: 1, max: 4 }),
    property: fc.constantFrom('Pier', 'Hill'),
    agent: fc.constantFrom(null, '9', '240'),
    guest_id: fc.constantFrom(null, 'G1', 'G2', 'G3'),
    market_segment: fc.constantFrom('Direct', 'Groups'),
    status: fc.constantFrom('checked_out' as const, 'cancelled' as const, 'no_show' as const, 'open' as const),
    cancelledAfter: fc.integer({ min: 0, max: 25 }),
    average_daily_rate: fc.integer({ min: 1, max: 9_999 }).map((rate) => rate / 7),
    special_requests: fc.integer({ min: 0, max: 3 }),
    is_repeat_guest: fc.boolean(),
    price_vs_average: fc.constantFrom(null, 0.9, 1.25),
    booking_modifications: fc.constantFrom(null, 2),
  })
  .map(({ bookedOn, second, lead, nights, cancelledAfter, ...told }) => {
    const day = FIRST_DAY + bookedOn;
    const ended = { checked_out: lead + nights, no_show: lead, cancelled: Math.min(cancelledAfter, lead), open: null };
    const after = ended[told.status];
    return {
      ...told,
      booked_at: textOfSeconds(day * 86_400 + second),
      arrival_on: textOfDay(day + lead),
      departure_on: textOfDay(day + lead + nights),
      total_amount: told.average_daily_rate * nights,
      status_on: after === null ? null : textOfDay(day + after),
    };
  });

export const anyBookings: fc.Arbitrary<StoredBooking[]> = fc
  .array(anyBooking, { minLength: 1, maxLength: 60 })
  .map((all) => all.map((told, i) => booking({ ...told, booking_id: `B${String(i).padStart(3, '0')}` })));
