import { AS_OF_DAY, dayOfInstant, hundredths, ratio } from '../as-of-sql.js';
import type { StoredView } from '../stored-view.js';
import { feature } from '../view-feature.js';

/** The guest's side of the recommender's inputs. */
export const hotelGuestFeatures: StoredView = {
  name: 'hotel_guest_features',
  description: 'A guest of the hotel: who they are, how they book and which services they used up to the day',
  owner: 'recommendation',
  keys: { guest_id: 'text' },
  refresh: 'daily',
  ttlSeconds: 3 * 86_400,
  defaultSource: 'simulated-hotel',
  features: {
    age: feature('integer', 'years', 'Year of the day less the year of birth', 'hotel_guests'),
    nationality: feature('text', 'category', 'Country, ISO 3166 alpha-3', 'hotel_guests'),
    segment: feature('text', 'category', 'Business, leisure, family …', 'hotel_guests'),
    loyalty_tier: feature('text', 'category', 'None, silver, gold or platinum', 'hotel_guests'),
    bookings: feature('integer', 'bookings', 'Bookings made so far', 'bookings'),
    stays: feature('integer', 'stays', 'Stays that have ended', 'bookings'),
    cancellations: feature('integer', 'bookings', 'Bookings cancelled so far', 'bookings'),
    cancellation_rate: feature('number', '1', 'Cancellations over bookings', 'bookings'),
    nights: feature('integer', 'nights', 'Nights of the stays', 'bookings'),
    spend: feature('number', 'currency', 'Amount of the stays', 'bookings'),
    average_stay_value: feature('number', 'currency', 'Spend over stays', 'bookings'),
    lead_time_days: feature('number', 'days', 'Mean time from booking to arrival', 'bookings'),
    party_size: feature('number', 'persons', 'Mean number of persons of a booking', 'bookings'),
    special_requests: feature('number', 'requests', 'Mean number of special requests of a booking', 'bookings'),
    direct_share: feature('number', '1', 'Share of the bookings made with the hotel itself', 'bookings'),
    days_since_last_stay: feature('integer', 'days', 'From the departure of the newest stay', 'bookings'),
    service_uses: feature('integer', 'uses', 'Services used so far', 'hotel_service_usage'),
    service_spend: feature('number', 'currency', 'Paid for services so far', 'hotel_service_usage'),
    service_categories: feature(
      ...(['integer', 'categories', 'Different categories of services used'] as const),
      ...(['hotel_service_usage', 'hotel_services'] as const),
    ),
    favourite_category: feature(
      ...(['text', 'category', 'Category of services used most; of equals the last by name'] as const),
      ...(['hotel_service_usage', 'hotel_services'] as const),
    ),
  },
  rowsSql: (known) => `
    SELECT guest.guest_id AS guest_id,
      toInt32(toYear(toDateTime({as_of:Int64}, 'UTC'))) - toInt32(birth_year) AS age,
      country AS nationality, segment, loyalty_tier,
      booked.bookings AS bookings, booked.stays AS stays, booked.cancellations AS cancellations,
      ${ratio('booked.cancellations', 'booked.bookings')} AS cancellation_rate,
      stayed_nights AS nights, stayed_hundredths / 100 AS spend,
      ${ratio('stayed_hundredths / 100', 'booked.stays')} AS average_stay_value,
      ${ratio('lead_days', 'booked.bookings')} AS lead_time_days,
      ${ratio('persons', 'booked.bookings')} AS party_size,
      ${ratio('requests', 'booked.bookings')} AS special_requests,
      ${ratio('direct', 'booked.bookings')} AS direct_share,
      if(booked.stays = 0, NULL, ${AS_OF_DAY} - last_departure) AS days_since_last_stay,
      uses AS service_uses, paid_hundredths / 100 AS service_spend, categories AS service_categories,
      nullIf(favourite, '') AS favourite_category
    FROM ${known('hotel_guests')} AS guest
    LEFT JOIN (
      SELECT assumeNotNull(guest_id) AS guest_id, count() AS bookings, countIf(known_status = 'checked_out') AS stays,
        countIf(known_status = 'cancelled') AS cancellations,
        sumIf(toInt32(departure_on) - toInt32(arrival_on), known_status = 'checked_out') AS stayed_nights,
        sumIf(${hundredths('total_amount')}, known_status = 'checked_out') AS stayed_hundredths,
        sum(toInt32(arrival_on) - ${dayOfInstant('booked_at')}) AS lead_days,
        sum(toInt64(adults + children + babies)) AS persons, sum(toInt64(bookings.special_requests)) AS requests,
        countIf(booking_source IN ('website', 'phone', 'walk_in')) AS direct,
        maxIf(toInt32(departure_on), known_status = 'checked_out') AS last_departure
      FROM ${known('bookings')} AS bookings
      WHERE guest_id IS NOT NULL
      GROUP BY guest_id
    ) AS booked ON guest.guest_id = booked.guest_id
    LEFT JOIN (
      SELECT guest_id, sum(times) AS uses, sum(paid) AS paid_hundredths, count() AS categories,
        argMax(category, (times, category)) AS favourite
      FROM (
        SELECT guest_id, category, count() AS times, sum(${hundredths('amount')}) AS paid
        FROM ${known('hotel_service_usage')} AS usage
        LEFT JOIN ${known('hotel_services')} AS service ON usage.service_id = service.service_id
        GROUP BY guest_id, category
      )
      GROUP BY guest_id
    ) AS used ON guest.guest_id = used.guest_id`,
};
