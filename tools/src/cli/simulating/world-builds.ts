import type {
  SimulateGrocerRequest,
  SimulateHotelRequest,
  SimulateRentalsRequest,
  SimulateShopRequest,
} from '@bellwether/contracts';
import { plural } from '../terminal/format.js';
import type { WorldBuild } from './build-world.js';

export const hotelBuild = (request: SimulateHotelRequest): WorldBuild => ({
  world: `the hotel up to ${request.as_of}${request.detail_days > 0 ? ' with its details' : ''}`,
  start: (api) => api.simulateHotel(request),
  outcome: ({ bookings = 0, website_sessions: sessions }) =>
    [plural(bookings, 'booking'), ...(sessions === undefined ? [] : [plural(sessions, 'session')])].join(', '),
});

export const shopBuild = (request: SimulateShopRequest): WorldBuild => ({
  world: `the shop up to ${request.as_of}`,
  start: (api) => api.simulateShop(request),
  outcome: (rows) => `${plural(rows['interactions'] ?? 0, 'interaction')}, ${inAll(rows)}`,
});

export const rentalsBuild = (request: SimulateRentalsRequest): WorldBuild => ({
  world: `the marketplace of rentals up to ${request.as_of}`,
  start: (api) => api.simulateRentals(request),
  outcome: (rows) => `${plural(rows['views'] ?? 0, 'view')}, ${inAll(rows)}`,
});

export const grocerBuild = (request: SimulateGrocerRequest): WorldBuild => ({
  world: `${plural(request.samples, 'event')} of the grocer`,
  start: (api) => api.simulateGrocer(request),
  outcome: inAll,
});

function inAll(rows: Readonly<Record<string, number>>): string {
  const counts = Object.values(rows);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return `${plural(total, 'row')} in ${plural(counts.length, 'table')}`;
}
