import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wholeArrivals } from './whole-arrivals.js';

const ROOMS = 40;
const rooms = fc.integer({ min: 0, max: ROOMS });

it('leave no day with fewer than no departures or stayovers, whatever the occupancies jump to', () => {
  const days = fc.array(fc.record({ occupied: rooms, booked: rooms, arriving: rooms }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(days, rooms, (of, before) => {
      const occupied = Int32Array.from(of, (day) => day.occupied);
      const books = {
        rooms: Float64Array.from(of, (day) => day.booked),
        arrivals: Float64Array.from(of, (day) => Math.min(day.arriving, day.booked)),
      };
      const past = { final: new Float64Array(90).fill(20) } as never;
      const arrivals = wholeArrivals(occupied, before, books, {
        rooms: past,
        arrivals: new Float64Array(90).fill(5),
        known: 60,
      });
      let yesterday = before;
      occupied.forEach((today, k) => {
        const stayovers = today - arrivals[k]!;
        expect(Math.min(arrivals[k]!, stayovers, yesterday - stayovers)).toBeGreaterThanOrEqual(0);
        yesterday = today;
      });
    }),
  );
});

it('are those on the books and the usual share of what is sold later', () => {
  const past = { final: new Float64Array(90).fill(20) } as never;
  const history = { rooms: past, arrivals: new Float64Array(90).fill(5), known: 60 };
  const books = { rooms: Float64Array.of(12), arrivals: Float64Array.of(6) };
  // 6 of 12 booked, and a quarter of the 8 sold later.
  expect([...wholeArrivals(Int32Array.of(20), 18, books, history)]).toEqual([8]);
});
