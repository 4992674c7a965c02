import { AS_OF_DAY, dayOfInstant, hundredths, ratio } from '../as-of-sql.js';
import type { StoredView } from '../stored-view.js';
import { featuresFrom } from '../view-feature.js';

const fact = featuresFrom('rentals_properties');
const place = featuresFrom('rentals_properties', 'rentals_destinations');

/** What a rental is and how it has been booked; `property_features` of the rentals specification. */
export const propertyFeatures: StoredView = {
  name: 'property_features',
  description: 'A vacation rental: what it is, where it stands and how it was booked up to the day',
  owner: 'pricing',
  keys: { property_id: 'integer' },
  refresh: 'daily',
  ttlSeconds: 3 * 86_400,
  defaultSource: 'simulated-rentals',
  features: {
    property_type: fact('text', 'category', 'Studio, apartment, house or villa'),
    bedrooms: fact('integer', 'rooms', 'Bedrooms'),
    base_price: fact('number', 'currency', 'Price of an ordinary night'),
    max_guests: fact('integer', 'persons', 'Guests it sleeps'),
    photos: fact('integer', 'photos', 'Photos shown'),
    destination_id: fact('text', 'category', 'Destination it belongs to'),
    country: place('text', 'category', 'Country of the destination'),
    latitude: place('number', 'degrees north', 'Of the destination'),
    longitude: place('number', 'degrees east', 'Of the destination'),
    bookings_lag_7: {
      type: 'integer',
      unit: 'bookings',
      description: 'Bookings made on the day a week before',
      from: ['rentals_bookings'],
    },
    bookings_lag_30: {
      type: 'integer',
      unit: 'bookings',
      description: 'Bookings made on the day thirty days before',
      from: ['rentals_bookings'],
    },
    bookings_mean_7: {
      type: 'number',
      unit: 'bookings a day',
      description: 'Bookings a day over the seven days before',
      from: ['rentals_bookings'],
    },
    rating: {
      type: 'number',
      unit: 'stars',
      description: 'Mean rating so far, 1–5; missing where nobody has rated',
      from: ['rentals_ratings'],
    },
    ratings: { type: 'integer', unit: 'ratings', description: 'Ratings so far', from: ['rentals_ratings'] },
    occupancy_30: {
      type: 'number',
      unit: '1',
      description: 'Share of the thirty nights before that were booked when they came',
      from: ['rentals_calendar'],
    },
  },
  rowsSql: (known) => `
    SELECT property.property_id AS property_id, property_type, bedrooms, base_price, max_guests, photos,
      property.destination_id AS destination_id, nullIf(destination.country, '') AS country,
      if(destination.destination_id = '', NULL, latitude) AS latitude,
      if(destination.destination_id = '', NULL, longitude) AS longitude,
      bookings_lag_7, bookings_lag_30, bookings_of_7 / 7 AS bookings_mean_7,
      ${ratio('stars_hundredths / 100', 'rated.ratings')} AS rating, rated.ratings AS ratings,
      ${ratio('booked_nights', 'nights')} AS occupancy_30
    FROM ${known('rentals_properties')} AS property
    LEFT JOIN ${known('rentals_destinations')} AS destination ON property.destination_id = destination.destination_id
    LEFT JOIN (
      SELECT property_id, countIf(day = ${AS_OF_DAY} - 7) AS bookings_lag_7,
        countIf(day = ${AS_OF_DAY} - 30) AS bookings_lag_30,
        countIf(day >= ${AS_OF_DAY} - 7 AND day < ${AS_OF_DAY}) AS bookings_of_7
      FROM (SELECT property_id, ${dayOfInstant('booked_at')} AS day FROM ${known('rentals_bookings')})
      GROUP BY property_id
    ) AS booked ON property.property_id = booked.property_id
    LEFT JOIN (
      SELECT property_id, count() AS ratings, sum(${hundredths('rating')}) AS stars_hundredths FROM ${known('rentals_ratings')}
      GROUP BY property_id
    ) AS rated ON property.property_id = rated.property_id
    LEFT JOIN (
      SELECT property_id, count() AS nights, sum(booked) AS booked_nights FROM ${known('rentals_calendar')}
      WHERE toInt32(night) >= ${AS_OF_DAY} - 30
      GROUP BY property_id
    ) AS calendar ON property.property_id = calendar.property_id`,
};
