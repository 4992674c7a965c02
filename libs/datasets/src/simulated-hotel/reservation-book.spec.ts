import { describe, expect, it } from '@jest/globals';
import type { BookingRequest } from './booking-request.js';
import { fillReservationBook } from './reservation-book.js';

/** Only what the book looks at. */
function request(id: string, booked: number, arrival: number, nights: number, more: Partial<BookingRequest> = {}) {
  return {
    ...({ id, booked, second: 0, arrival, nights, roomType: 'standard' } as BookingRequest),
    path: { cancelDay: null, modificationDays: [] },
    ...more,
  };
}
const ONE_EACH = { standard: 1, deluxe: 1, suite: 1 };
const fill = (requests: BookingRequest[], asOf = 100) => {
  const { bookings, turnedAway } = fillReservationBook(requests, ONE_EACH, 0, 50, asOf);
  return {
    taken: bookings.map(({ request: { id }, assigned }) => `${id} ${assigned}`),
    turnedAway: turnedAway.map(({ id }) => id),
  };
};

describe('fillReservationBook', () => {
  it('serves in the order of booking: upgrades while a better type is free, then turns away', () => {
    const requests = [request('d', 4, 10, 1), request('a', 1, 10, 2), request('c', 3, 11, 1), request('b', 2, 10, 2)];
    expect(fill(requests)).toEqual({ taken: ['a standard', 'b deluxe', 'c suite', 'd suite'], turnedAway: [] });
    expect(fill([...requests, request('e', 5, 11, 1)])).toMatchObject({ turnedAway: ['e'] });
  });

  it('never downgrades: a suite is wanted, the standard room stays empty', () => {
    const suite = { roomType: 'suite' } as const;
    expect(fill([request('a', 1, 10, 1, suite), request('b', 2, 10, 1, suite)])).toEqual({
      taken: ['a suite'],
      turnedAway: ['b'],
    });
  });

  it('gives a cancelled room back from the next day on', () => {
    const cancelled = { roomType: 'suite', path: { cancelDay: 3, modificationDays: [] } } as const;
    const wanting = (id: string, booked: number) => request(id, booked, 10, 1, { roomType: 'suite' });
    expect(fill([request('a', 1, 10, 1, cancelled), wanting('b', 4), wanting('c', 5)])).toEqual({
      taken: ['a suite', 'c suite'],
      turnedAway: ['b'],
    });
  });

  it('knows nothing of requests made on its day or later', () => {
    const requests = [request('a', 1, 10, 1), request('b', 2, 10, 1), request('c', 3, 10, 1)];
    expect(fill(requests, 2)).toEqual({ taken: ['a standard'], turnedAway: [] });
  });
});
