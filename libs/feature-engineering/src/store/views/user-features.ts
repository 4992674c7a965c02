import { AS_OF_DAY, dayOfInstant, hundredths, ratio } from '../as-of-sql.js';
import type { StoredView } from '../stored-view.js';
import { featuresFrom } from '../view-feature.js';

const DAYS_A_MONTH = 30;
/** Days over which the trend looks, once up to the day and once before that. */
const TREND_DAYS = 90;

const booked = featuresFrom('rentals_bookings');
const kept = featuresFrom('rentals_bookings', 'rentals_cancellations');

/** Who a user of the marketplace is and how they book; `user_features` of the rentals specification. */
export const userFeatures: StoredView = {
  name: 'user_features',
  description: 'A user of the marketplace: who they are and what they booked up to the day',
  owner: 'customer-analytics',
  keys: { user_id: 'integer' },
  refresh: 'daily',
  ttlSeconds: 3 * 86_400,
  defaultSource: 'simulated-rentals',
  features: {
    country: { type: 'text', unit: 'category', description: 'Where the user lives', from: ['rentals_users'] },
    user_type: { type: 'text', unit: 'category', description: 'Leisure or business', from: ['rentals_users'] },
    tenure_days: { type: 'integer', unit: 'days', description: 'Since the user joined', from: ['rentals_users'] },
    bookings: booked('integer', 'bookings', 'Bookings made so far, cancelled ones too'),
    spend: kept('number', 'currency', 'Value of the bookings so far that were not cancelled'),
    average_booking_value: kept('number', 'currency', 'Spend over the bookings that were not cancelled'),
    bookings_per_month: {
      ...booked('number', 'bookings a month', 'Bookings so far over the time since joining, in months of 30 days'),
      from: ['rentals_bookings', 'rentals_users'],
    },
    lead_time_days: booked('number', 'days', 'Mean time from booking to check-in'),
    cancellation_rate: kept('number', '1', 'Share of the bookings so far that were cancelled'),
    days_since_last_booking: booked('integer', 'days', 'From the day of the newest booking'),
    booking_trend: booked('integer', 'bookings', 'Bookings of the 90 days before, less those of the 90 before these'),
    mobile_share: {
      type: 'number',
      unit: '1',
      description: 'Share of the views so far that were on a phone',
      from: ['rentals_views'],
    },
  },
  rowsSql: (known) => `
    SELECT user.user_id AS user_id, country, user_type, ${AS_OF_DAY} - toInt32(joined_on) AS tenure_days,
      booked.bookings AS bookings, kept_hundredths / 100 AS spend,
      ${ratio('kept_hundredths / 100', 'kept')} AS average_booking_value,
      ${ratio(`booked.bookings * ${DAYS_A_MONTH}`, `${AS_OF_DAY} - toInt32(joined_on)`)} AS bookings_per_month,
      ${ratio('lead_days', 'booked.bookings')} AS lead_time_days,
      ${ratio('booked.bookings - kept', 'booked.bookings')} AS cancellation_rate,
      if(booked.bookings = 0, NULL, ${AS_OF_DAY} - last_day) AS days_since_last_booking,
      toInt64(recent) - toInt64(earlier) AS booking_trend,
      ${ratio('mobile', 'views')} AS mobile_share
    FROM ${known('rentals_users')} AS user
    LEFT JOIN (
      SELECT user_id, count() AS bookings, countIf(is_kept) AS kept, sumIf(price, is_kept) AS kept_hundredths,
        sum(lead) AS lead_days, max(day) AS last_day, countIf(day >= ${AS_OF_DAY} - ${TREND_DAYS}) AS recent,
        countIf(day >= ${AS_OF_DAY} - ${2 * TREND_DAYS} AND day < ${AS_OF_DAY} - ${TREND_DAYS}) AS earlier
      FROM (
        SELECT user_id, ${dayOfInstant('booked_at')} AS day, toInt32(check_in) - day AS lead,
          ${hundredths('total_price')} AS price,
          booking_id NOT IN (SELECT booking_id FROM ${known('rentals_cancellations')}) AS is_kept
        FROM ${known('rentals_bookings')}
      )
      GROUP BY user_id
    ) AS booked ON user.user_id = booked.user_id
    LEFT JOIN (
      SELECT user_id, count() AS views, countIf(device = 'mobile') AS mobile FROM ${known('rentals_views')}
      GROUP BY user_id
    ) AS viewed ON user.user_id = viewed.user_id`,
};
