import { DomainError } from '@bellwether/errors';
import type { HotelRevenue } from './hotel-revenue.js';

/** Where no model of the hotel is served. */
export const NO_HOTEL_REVENUE: HotelRevenue = {
  forecast: () =>
    Promise.reject(
      new DomainError('UNAVAILABLE', 'no version of occupancy_forecaster is loaded yet', { retryAfterSeconds: 2 }),
    ),
};
