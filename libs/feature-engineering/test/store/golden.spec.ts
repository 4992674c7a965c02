import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOOKINGS_TABLE, computedRowsSql, replaceSource, secondsOf, STORED_VIEWS } from '../../src/index.js';
import { booking } from '../bookings.js';
import { openTestTables, type TestTables } from '../chdb-tables.js';
import { createWorldTables, fill } from './world-tables.js';

let store: TestTables;
beforeAll(async () => {
  store = await openTestTables();
  await createWorldTables(store);
});
afterAll(() => store.close());

/** The rows of a view at an instant, by the key that they are kept under. */
async function rowsOf(view: string, source: string, asOf: string): Promise<Record<string, Record<string, unknown>>> {
  const rows = await store.rows<Record<string, unknown> & { entity_key: string }>(
    computedRowsSql(STORED_VIEWS[view]!),
    {
      source,
      as_of: secondsOf(asOf, 'asOf'),
    },
  );
  return Object.fromEntries(rows.map(({ entity_key, ...values }) => [entity_key, values]));
}

/** Two properties and two users; what happens at or after noon of 1 March is there to be left out. */
const RENTALS = {
  rentals_destinations: [['D01', 'PT', 37.5, -8.25]],
  rentals_properties: [
    [1, 'D01', 'villa', 5, 10, 260, 12],
    [2, 'D99', 'studio', 1, 2, 59.5, 0],
  ],
  rentals_users: [
    [1, '2026-01-30', 'DE', 'leisure'],
    [2, '2026-02-28', 'GB', 'business'],
    [3, '2026-03-01', 'FR', 'leisure'],
  ],
  rentals_bookings: [
    ['B1', 1, 1, '2026-01-30T08:00:00Z', '2026-02-09', 300.1],
    ['B2', 1, 1, '2026-02-22T23:59:59Z', '2026-03-02', 100.2],
    ['B3', 1, 1, '2026-02-28T10:00:00Z', '2026-03-05', 50],
    ['B4', 1, 2, '2026-03-01T00:00:00Z', '2026-04-01', 999],
  ],
  rentals_cancellations: [
    ['B3', '2026-02-28'],
    ['B2', '2026-03-01'],
  ],
  rentals_ratings: [
    [1, '2026-02-12', 4],
    [1, '2026-02-28', 4.75],
    [1, '2026-03-01', 1],
  ],
  rentals_calendar: [
    [1, '2026-01-29', 1],
    [1, '2026-01-30', 1],
    [1, '2026-02-27', 0],
    [1, '2026-02-28', 1],
    [1, '2026-03-01', 1],
  ],
  rentals_views: [
    ['s1', 1, 1, '2026-02-22T11:59:59Z', 'mobile', 500, 1, 1],
    ['s2', 1, 1, '2026-02-22T12:00:00Z', 'mobile', 90, 1, 1],
    ['s3', 1, 1, '2026-02-28T12:00:00Z', 'desktop', 30, 1, 0],
    ['s3', 1, 1, '2026-02-28T23:00:00Z', 'desktop', 20, 0, 0],
    ['s4', 2, 1, '2026-03-01T11:00:00Z', 'tablet', 10, 0, 0],
    ['s4', 2, 1, '2026-03-01T11:59:59Z', 'tablet', 10, 0, 0],
    ['s5', 2, 1, '2026-03-01T12:00:00Z', 'mobile', 10, 1, 1],
  ],
};

describe('the views of the rentals, computed by hand', () => {
  beforeAll(() => fill(store, 'rentals', RENTALS));

  it('property_features on the morning of 1 March', async () => {
    expect(await rowsOf('property_features', 'rentals', '2026-03-01 00:00:00')).toEqual({
      '1': {
        ...{ property_id: 1, property_type: 'villa', bedrooms: 5, base_price: 260, max_guests: 10, photos: 12 },
        ...{ destination_id: 'D01', country: 'PT', latitude: 37.5, longitude: -8.25 },
        // B2 was made on 22 February, B1 on 30 January; B2 and B3 in the week from 22 February on.
        ...{ bookings_lag_7: 1, bookings_lag_30: 1, bookings_mean_7: 2 / 7 },
        // The rating of 1 March is not out; of the nights from 30 January on two of three were booked.
        ...{ rating: 4.375, ratings: 2, occupancy_30: 2 / 3 },
      },
      '2': {
        ...{ property_id: 2, property_type: 'studio', bedrooms: 1, base_price: 59.5, max_guests: 2, photos: 0 },
        ...{ destination_id: 'D99', country: null, latitude: null, longitude: null },
        ...{ bookings_lag_7: 0, bookings_lag_30: 0, bookings_mean_7: 0, rating: null, ratings: 0, occupancy_30: null },
      },
    });
  });

  it('user_features on the morning of 1 March: who joins that day is not there yet', async () => {
    expect(await rowsOf('user_features', 'rentals', '2026-03-01 00:00:00')).toEqual({
      '1': {
        ...{ user_id: 1, country: 'DE', user_type: 'leisure', tenure_days: 30, bookings: 3 },
        // B3 was cancelled the day before, B2 will be only on 1 March.
        ...{ spend: 400.3, average_booking_value: 400.3 / 2, bookings_per_month: 3, cancellation_rate: 1 / 3 },
        // 10, 8 and 5 days ahead.
        ...{ lead_time_days: 23 / 3, days_since_last_booking: 1, booking_trend: 3, mobile_share: 0.5 },
      },
      '2': {
        ...{ user_id: 2, country: 'GB', user_type: 'business', tenure_days: 1, bookings: 0, spend: 0 },
        ...{ average_booking_value: null, bookings_per_month: 0, cancellation_rate: null, lead_time_days: null },
        ...{ days_since_last_booking: null, booking_trend: 0, mobile_share: null },
      },
    });
  });

  it('user_features tell a trend down from a trend up', async () => {
    const [later] = [await rowsOf('user_features', 'rentals', '2026-08-01 00:00:00')];
    // 90 days before are from 3 May, the 90 before these from 2 February: B2, B3 and B4.
    expect(later['1']).toMatchObject({ bookings: 4, booking_trend: -3, cancellation_rate: 0.5, spend: 1299.1 });
  });

  it('engagement_features at noon of 1 March', async () => {
    expect(await rowsOf('engagement_features', 'rentals', '2026-03-01 12:00:00')).toEqual({
      '1|2026-03-01': {
        ...{ property_id: 1, date: '2026-03-01', views_1h: 2, views_24h: 4, views_7d: 5, searches_24h: 2 },
        // The page opened a second before is not left yet: 90, 30, 20 and 10 seconds.
        ...{ clicks_7d: 2, click_rate_7d: 0.5, conversion_rate_7d: 0.25, seconds_on_page_7d: 37.5 },
      },
      '2|2026-03-01': {
        ...{ property_id: 2, date: '2026-03-01', views_1h: 0, views_24h: 0, views_7d: 0, searches_24h: 0 },
        ...{ clicks_7d: 0, click_rate_7d: null, conversion_rate_7d: null, seconds_on_page_7d: null },
      },
    });
  });
});

const HOTEL = {
  hotel_guests: [
    ['G1', 'family', 'VNM', 1990, 'gold'],
    ['G2', 'business', 'KOR', 1980, 'none'],
  ],
  hotel_rooms: [
    ['standard', 2],
    ['standard', 2],
    ['suite', 5],
  ],
  hotel_services: [
    ['BAR', 'dining', 350, 17, 24, 1],
    ['BREAKFAST', 'dining', 250, 6, 10, 0],
    ['SPA', 'wellness', 1200, 9, 21, 1],
  ],
  hotel_service_usage: [
    ['G1', 'SPA', '2025-06-01T09:00:00Z', 1200],
    ['G1', 'BAR', '2026-02-10T18:00:00Z', 350],
    ['G1', 'BAR', '2026-02-23T18:00:00Z', 350],
    ['G2', 'BAR', '2026-02-24T18:00:00Z', 350.5],
    ['G1', 'BREAKFAST', '2026-02-28T23:59:59Z', 250],
    ['G1', 'SPA', '2026-03-01T00:00:00Z', 1200],
  ],
  hotel_room_rates: [
    ['2026-02-10', 'standard', 100, 90, 1, 1, 1],
    ['2026-02-22', 'standard', 100, 110.1, 1, 1, 1],
    ['2026-02-28', 'standard', 100, 120.2, 1, 1, 1],
    ['2026-03-01', 'standard', 100, 130, 125, 105, 150],
    ['2026-03-02', 'standard', 100, 999, 999, 999, 999],
  ],
  hotel_calendar: [
    ['2026-02-28', 0, 0, 0.75, 1.1],
    ['2026-03-01', 1, 0.5, 0, 9],
  ],
};

const STAY = { source: 'hotel', room_type: 'standard', guest_id: 'G1', booking_source: 'website', status_on: null };
const STAYS = [
  // Two nights to 23 February, one of them in the week before; a year before, the whole of March, which is whole by now.
  booking({
    ...STAY,
    ...{ booking_id: 'a', booked_at: '2026-01-10 12:00:00', arrival_on: '2026-02-21', departure_on: '2026-02-23' },
    ...{ status: 'checked_out', status_on: '2026-02-23', total_amount: 220.2, adults: 2, children: 1, babies: 0 },
    special_requests: 1,
  }),
  booking({
    ...STAY,
    ...{ booking_id: 'b', booked_at: '2025-02-20 12:00:00', arrival_on: '2025-03-01', departure_on: '2025-04-01' },
    ...{ status: 'checked_out', status_on: '2025-04-01', total_amount: 3_100, adults: 1, children: 0, babies: 0 },
    ...{ special_requests: 0, booking_source: 'ota' },
  }),
  // Cancelled on 1 March: on its morning it is still on the books.
  booking({
    ...STAY,
    ...{ booking_id: 'c', booked_at: '2026-02-25 12:00:00', arrival_on: '2026-03-01', departure_on: '2026-03-04' },
    ...{ status: 'cancelled', status_on: '2026-03-01', total_amount: 390, adults: 2, children: 0, babies: 0 },
    special_requests: 0,
  }),
  // Cancelled before: it takes no room.
  booking({
    ...STAY,
    ...{ booking_id: 'd', booked_at: '2026-02-20 12:00:00', arrival_on: '2026-03-01', departure_on: '2026-03-02' },
    ...{ status: 'cancelled', status_on: '2026-02-27', total_amount: 130, adults: 2, children: 0, babies: 0 },
    special_requests: 2,
  }),
  // Booked after the instant.
  booking({
    ...STAY,
    ...{ booking_id: 'e', booked_at: '2026-03-01 00:00:00', arrival_on: '2026-03-01', departure_on: '2026-03-02' },
    ...{ status: 'open', total_amount: 1, adults: 9, children: 0, babies: 0, special_requests: 9 },
  }),
];

describe('the views of the hotel, computed by hand', () => {
  beforeAll(async () => {
    await fill(store, 'hotel', HOTEL);
    await replaceSource(store, BOOKINGS_TABLE, 'hotel', [STAYS]);
  });

  it('hotel_guest_features on the morning of 1 March', async () => {
    expect(await rowsOf('hotel_guest_features', 'hotel', '2026-03-01 00:00:00')).toEqual({
      G1: {
        ...{ guest_id: 'G1', age: 36, nationality: 'VNM', segment: 'family', loyalty_tier: 'gold' },
        ...{ bookings: 4, stays: 2, cancellations: 1, cancellation_rate: 0.25, nights: 33, spend: 3_320.2 },
        // 42, 9, 4 and 9 days ahead; 3, 1, 2 and 2 persons; three of four on the website.
        ...{
          average_stay_value: 1_660.1,
          lead_time_days: 16,
          party_size: 2,
          special_requests: 0.75,
          direct_share: 0.75,
        },
        ...{ days_since_last_stay: 6, service_uses: 4, service_spend: 2_150, service_categories: 2 },
        favourite_category: 'dining',
      },
      G2: {
        ...{ guest_id: 'G2', age: 46, nationality: 'KOR', segment: 'business', loyalty_tier: 'none' },
        ...{ bookings: 0, stays: 0, cancellations: 0, cancellation_rate: null, nights: 0, spend: 0 },
        ...{ average_stay_value: null, lead_time_days: null, party_size: null, special_requests: null },
        ...{ direct_share: null, days_since_last_stay: null, service_uses: 1, service_spend: 350.5 },
        ...{ service_categories: 1, favourite_category: 'dining' },
      },
    });
  });

  it('hotel_service_features on the morning of 1 March', async () => {
    const spa = {
      category: 'wellness',
      price: 1_200,
      opens_at: 9,
      closes_at: 21,
      opening_hours: 12,
      discount_eligible: 1,
    };
    expect(await rowsOf('hotel_service_features', 'hotel', '2026-03-01 00:00:00')).toEqual({
      BAR: {
        ...{ service_id: 'BAR', category: 'dining', price: 350, opens_at: 17, closes_at: 24, opening_hours: 7 },
        ...{ discount_eligible: 1, uses_7d: 2, uses_30d: 3, uses_365d: 3, revenue_30d: 1_050.5, guests_30d: 2 },
        ...{ popularity_30d: 0.75, category_share_30d: 0.75, repeat_share_365d: 0.5, days_since_last_use: 5 },
      },
      BREAKFAST: {
        ...{ service_id: 'BREAKFAST', category: 'dining', price: 250, opens_at: 6, closes_at: 10, opening_hours: 4 },
        ...{ discount_eligible: 0, uses_7d: 1, uses_30d: 1, uses_365d: 1, revenue_30d: 250, guests_30d: 1 },
        ...{ popularity_30d: 0.25, category_share_30d: 0.25, repeat_share_365d: 0, days_since_last_use: 1 },
      },
      SPA: {
        ...{ service_id: 'SPA', ...spa, uses_7d: 0, uses_30d: 0, uses_365d: 1, revenue_30d: 0, guests_30d: 0 },
        ...{ popularity_30d: 0, category_share_30d: null, repeat_share_365d: 0, days_since_last_use: 273 },
      },
    });
  });

  it('room_type_features on the morning of 1 March', async () => {
    const { standard, suite } = await rowsOf('room_type_features', 'hotel', '2026-03-01 00:00:00');
    const week = [1, 0, 0, 0, 0, 0, 0].map((rooms) => rooms / 2);
    const mean = 1 / 14;
    expect(standard).toEqual({
      ...{ room_type: 'standard', rooms: 2, room_capacity: 2, base_price: 100, current_price: 130 },
      ...{
        competitor_avg_price: 125,
        competitor_min_price: 105,
        competitor_max_price: 150,
        price_vs_competitors: 1.04,
        price_lag_7: 110.1,
      },
      ...{ price_rolling_mean_7d: 230.3 / 2, historical_avg_price: 320.3 / 3 },
      // The night to come: c, which is cancelled only that day. A week before: a.
      ...{ current_occupancy_rate: 0.5, occupancy_lag_7: 0.5, occupancy_lag_14: 0, occupancy_rolling_mean_7d: mean },
      occupancy_rolling_std_7d: expect.closeTo(
        Math.sqrt(week.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 7),
        12,
      ),
      // Sundays: 22 February and none of the seven before. March 2025: b, every night.
      ...{ historical_occupancy_same_dow: 1 / 8 / 2, historical_occupancy_same_month: 0.5 },
      ...{ on_books_7d: 3 / 7 / 2, on_books_30d: 3 / 30 / 2, booking_pace_7d: 1, booking_pace_30d: 2 },
      ...{ day_of_week: 6, month: 3, week_of_year: 9, is_weekend: 0, is_holiday: 1, local_event_score: 0.5 },
      ...{ weather_score: 0.75, tourism_index: 1.1 },
    });
    expect(suite).toMatchObject({ rooms: 1, current_price: null, current_occupancy_rate: 0, on_books_30d: 0 });
    // The hotel had guests that month, though none in its suite.
    expect(suite).toMatchObject({ occupancy_lag_14: 0, historical_occupancy_same_month: 0 });
  });

  it('room_type_features of a hotel do not take nights before its first arrival for empty ones', async () => {
    await fill(store, 'young', { hotel_rooms: HOTEL.hotel_rooms });
    await replaceSource(store, BOOKINGS_TABLE, 'young', [[{ ...STAYS[0]!, source: 'young' }]]);
    const on = async (day: string) => (await rowsOf('room_type_features', 'young', `${day} 00:00:00`))['standard'];
    // It opened on 21 February: eight days before 1 March, of which one was a Sunday.
    expect(await on('2026-03-01')).toMatchObject({
      ...{ occupancy_lag_7: 0.5, occupancy_lag_14: null, occupancy_rolling_mean_7d: 1 / 14 },
      ...{ historical_occupancy_same_dow: 0.5, historical_occupancy_same_month: null, current_occupancy_rate: 0 },
    });
    expect(await on('2026-02-27')).toMatchObject({
      ...{ occupancy_lag_7: null, occupancy_rolling_mean_7d: null, occupancy_rolling_std_7d: null },
      historical_occupancy_same_dow: null,
    });
    // Before anything was booked.
    expect(await on('2026-01-01')).toMatchObject({
      ...{ occupancy_lag_7: null, occupancy_rolling_mean_7d: null, historical_occupancy_same_month: null },
      ...{ historical_occupancy_same_dow: null, on_books_30d: 0 },
    });
  });
});
