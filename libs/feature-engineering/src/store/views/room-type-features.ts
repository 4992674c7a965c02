import { AS_OF_DAY, dayOfInstant, ratio } from '../as-of-sql.js';
import type { Known, StoredView, ViewFeature } from '../stored-view.js';
import { feature } from '../view-feature.js';

const WEEK = 7;
const MONTH = 30;
/** Weeks that «the same day of the week» looks back over. */
const SAME_DAYS = 8;

const occupied = (description: string): ViewFeature => feature('number', '1', description, 'bookings', 'hotel_rooms');
const priced = (description: string): ViewFeature => feature('number', 'currency', description, 'hotel_room_rates');

/** Of the same month a year before: its first day, and the day after its last. */
const MONTH_BEFORE = "toStartOfMonth(toDateTime({as_of:Int64}, 'UTC') - INTERVAL 1 YEAR)";
const AFTER_MONTH = `toInt32(${MONTH_BEFORE} + INTERVAL 1 MONTH)`;

/**
 * What is counted from a night on, unknown where that is before the first arrival that the books tell of: the hotel was
 * not open, or nobody kept its books, and an empty house is neither.
 */
const sinceOpening = (night: string, value: string): string => `if(type.first_arrival <= ${night}, ${value}, NULL)`;

/** A room type on a day, as the pricing optimizer and the occupancy forecaster look at it. */
export const roomTypeFeatures: StoredView = {
  name: 'room_type_features',
  description: 'A room type of the hotel on the morning of a day: its prices, its occupancy and how it is being booked',
  owner: 'pricing',
  keys: { room_type: 'text' },
  refresh: 'daily',
  ttlSeconds: 2 * 86_400,
  defaultSource: 'simulated-hotel',
  features: {
    rooms: feature('integer', 'rooms', 'Rooms of the type', 'hotel_rooms'),
    room_capacity: feature('integer', 'persons', 'Persons that a room of the type sleeps', 'hotel_rooms'),
    base_price: priced('Price of an ordinary night'),
    current_price: priced('Price of the night to come'),
    competitor_avg_price: priced('Mean of the competitors for the night to come'),
    competitor_min_price: priced('Least of the competitors for the night to come'),
    competitor_max_price: priced('Most of the competitors for the night to come'),
    price_vs_competitors: feature(
      'number',
      '1',
      'Price of the night to come over the mean of the competitors',
      'hotel_room_rates',
    ),
    price_lag_7: priced('Price of the night a week before'),
    price_rolling_mean_7d: priced('Mean price of the seven nights before'),
    historical_avg_price: priced('Mean price of all nights before'),
    current_occupancy_rate: occupied('Share of the rooms on the books for the night to come'),
    occupancy_lag_7: occupied('Share of the rooms taken a week before'),
    occupancy_lag_14: occupied('Share of the rooms taken two weeks before'),
    occupancy_rolling_mean_7d: occupied('Mean share over the seven nights before'),
    occupancy_rolling_std_7d: occupied('Standard deviation (n) of the share over the seven nights before'),
    historical_occupancy_same_dow: occupied(
      'Mean share over the last eight nights of the same day of the week, or as many as there are',
    ),
    historical_occupancy_same_month: occupied('Mean share over the same month a year before'),
    on_books_7d: occupied('Share of the rooms on the books over the seven nights to come'),
    on_books_30d: occupied('Share of the rooms on the books over the thirty nights to come'),
    booking_pace_7d: feature('integer', 'bookings', 'Bookings made over the seven days before', 'bookings'),
    booking_pace_30d: feature('integer', 'bookings', 'Bookings made over the thirty days before', 'bookings'),
    day_of_week: feature('integer', 'day', '0 (Monday) to 6 (Sunday)', 'hotel_rooms'),
    month: feature('integer', 'month', '1 to 12', 'hotel_rooms'),
    week_of_year: feature('integer', 'week', 'ISO 8601', 'hotel_rooms'),
    is_weekend: feature('integer', 'flag', 'Whether the night to come is that to Saturday or Sunday', 'hotel_rooms'),
    is_holiday: feature('integer', 'flag', 'Whether the day is a holiday', 'hotel_calendar_plan'),
    local_event_score: feature('number', '1', 'Pull of the strongest local event of the day', 'hotel_calendar_plan'),
    weather_score: feature('number', '1', 'Weather of the day before, 0 (storm) to 1', 'hotel_calendar_observed'),
    tourism_index: feature('number', '1', 'Index of tourism of the day before, about 1', 'hotel_calendar_observed'),
  },
  absent: {
    city_hotel_occupancy_rate: 'no table tells of the other hotels of the town',
    days_until_date: 'the row is of the day itself: a caller who asks for a later night knows the difference',
  },
  rowsSql: (known) => `
    SELECT type.room_type AS room_type, type.rooms AS rooms, room_capacity,
      nights.base_price AS base_price, nights.current_price AS current_price,
      nights.competitor_avg_price AS competitor_avg_price, nights.competitor_min_price AS competitor_min_price,
      nights.competitor_max_price AS competitor_max_price, nights.current_price / nullIf(nights.competitor_avg_price, 0) AS price_vs_competitors,
      nights.price_lag_7 AS price_lag_7,
      price_rolling_mean_7d, historical_avg_price,
      taken_now / type.rooms AS current_occupancy_rate,
      ${sinceOpening(`${AS_OF_DAY} - 7`, 'taken_7')} / type.rooms AS occupancy_lag_7,
      ${sinceOpening(`${AS_OF_DAY} - 14`, 'taken_14')} / type.rooms AS occupancy_lag_14,
      ${sinceOpening(`${AS_OF_DAY} - ${WEEK}`, 'taken_week')} / ${WEEK} / type.rooms AS occupancy_rolling_mean_7d,
      ${sinceOpening(`${AS_OF_DAY} - ${WEEK}`, `sqrt(${WEEK} * taken_week_squared - taken_week * taken_week)`)}
        / ${WEEK} / type.rooms AS occupancy_rolling_std_7d,
      ${sinceOpening(`${AS_OF_DAY} - 7`, 'taken_same_dow')}
        / least(${SAME_DAYS}, intDiv(${AS_OF_DAY} - type.first_arrival, 7)) / type.rooms AS historical_occupancy_same_dow,
      ${sinceOpening(`toInt32(${MONTH_BEFORE})`, 'taken_same_month')} / (${AFTER_MONTH} - toInt32(${MONTH_BEFORE})) / type.rooms
        AS historical_occupancy_same_month,
      taken_next_week / ${WEEK} / type.rooms AS on_books_7d,
      taken_next_month / ${MONTH} / type.rooms AS on_books_30d,
      pace.of_7d AS booking_pace_7d, pace.of_30d AS booking_pace_30d,
      toDayOfWeek(today) - 1 AS day_of_week, toMonth(today) AS month, toISOWeek(today) AS week_of_year,
      toUInt8(day_of_week IN (4, 5)) AS is_weekend,
      toUInt8(plan.is_holiday) AS is_holiday, plan.event_score AS local_event_score,
      observed.weather_score AS weather_score, observed.tourism_index AS tourism_index
    FROM (
      SELECT room_type, count() AS rooms, max(capacity) AS room_capacity, toDate32(toDateTime({as_of:Int64}, 'UTC')) AS today,
        (SELECT minOrNull(toInt32(arrival_on)) FROM ${known('bookings')}) AS first_arrival
      FROM ${known('hotel_rooms')} GROUP BY room_type
    ) AS type
    LEFT JOIN (${pricesSql(known)}) AS nights ON type.room_type = nights.room_type
    LEFT JOIN (${occupancySql(known)}) AS occupancy ON type.room_type = occupancy.room_type
    LEFT JOIN (
      SELECT assumeNotNull(room_type) AS room_type,
        countIf(${dayOfInstant('booked_at')} >= ${AS_OF_DAY} - ${WEEK}) AS of_7d,
        countIf(${dayOfInstant('booked_at')} >= ${AS_OF_DAY} - ${MONTH}) AS of_30d
      FROM ${known('bookings')} WHERE room_type IS NOT NULL GROUP BY room_type
    ) AS pace ON type.room_type = pace.room_type
    LEFT JOIN (
      SELECT toDate32(date) AS planned_on, toNullable(is_holiday) AS is_holiday, toNullable(event_score) AS event_score
      FROM ${known('hotel_calendar_plan')}
    ) AS plan ON type.today = plan.planned_on
    LEFT JOIN (
      SELECT addDays(toDate32(date), 1) AS day_after, toNullable(weather_score) AS weather_score,
        toNullable(tourism_index) AS tourism_index
      FROM ${known('hotel_calendar_observed')}
    ) AS observed ON type.today = observed.day_after`,
};

/** Prices of the night to come and of nights before; means are of whole hundredths. */
function pricesSql(known: Known): string {
  const now = (column: string): string => `anyIf(toNullable(${column}), day = ${AS_OF_DAY}) AS ${column}`;
  return `
    SELECT room_type, ${['base_price', 'competitor_avg_price', 'competitor_min_price', 'competitor_max_price'].map(now).join(', ')},
      anyIf(toNullable(price), day = ${AS_OF_DAY}) AS current_price,
      anyIf(toNullable(price), day = ${AS_OF_DAY} - ${WEEK}) AS price_lag_7,
      ${ratio(`sumIf(price_hundredths, ${ofLastWeek}) / 100`, `countIf(${ofLastWeek})`)} AS price_rolling_mean_7d,
      ${ratio(`sumIf(price_hundredths, day < ${AS_OF_DAY}) / 100`, `countIf(day < ${AS_OF_DAY})`)} AS historical_avg_price
    FROM (
      SELECT *, toInt32(date) AS day, toInt64(round(price * 100)) AS price_hundredths FROM ${known('hotel_room_rates')}
    )
    GROUP BY room_type`;
}

const ofLastWeek = `day >= ${AS_OF_DAY} - ${WEEK} AND day < ${AS_OF_DAY}`;

/**
 * Rooms taken by night, as the books stood: a booking that is known to be lost takes none. The same month a year before is
 * whole by the day, so that its nights are all known.
 */
function occupancySql(known: Known): string {
  const inMonth = `night >= toInt32(${MONTH_BEFORE}) AND night < ${AFTER_MONTH}`;
  const at = (lag: number): string => `sumIf(taken, night = ${AS_OF_DAY} - ${lag})`;
  const between = (from: string, to: string, value = 'taken'): string =>
    `sumIf(${value}, night >= ${AS_OF_DAY} ${from} AND night < ${AS_OF_DAY} ${to})`;
  return `
    SELECT room_type, ${at(0)} AS taken_now, ${at(7)} AS taken_7, ${at(14)} AS taken_14,
      ${between(`- ${WEEK}`, '')} AS taken_week, ${between(`- ${WEEK}`, '', 'taken * taken')} AS taken_week_squared,
      sumIf(taken, night < ${AS_OF_DAY} AND night >= ${AS_OF_DAY} - 7 * ${SAME_DAYS}
        AND (night - ${AS_OF_DAY}) % 7 = 0) AS taken_same_dow,
      sumIf(taken, ${inMonth}) AS taken_same_month,
      ${between('', `+ ${WEEK}`)} AS taken_next_week, ${between('', `+ ${MONTH}`)} AS taken_next_month
    FROM (
      SELECT room_type, night, toInt64(count()) AS taken
      FROM (
        SELECT assumeNotNull(room_type) AS room_type,
          arrayJoin(range(toUInt32(toInt32(arrival_on)), toUInt32(toInt32(departure_on)))) AS night
        FROM ${known('bookings')}
        WHERE room_type IS NOT NULL AND known_status NOT IN ('cancelled', 'no_show')
      )
      GROUP BY room_type, night
    )
    GROUP BY room_type`;
}
