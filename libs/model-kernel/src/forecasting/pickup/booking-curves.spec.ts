import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bookingCurves, type BookedStay } from './booking-curves.js';

const stay = fc
  .record({
    arrival: fc.integer({ min: -3, max: 12 }),
    nights: fc.integer({ min: 0, max: 4 }),
    lead: fc.integer({ min: 0, max: 9 }),
    cancelledBefore: fc.option(fc.integer({ min: 0, max: 9 })),
  })
  .map(({ arrival, nights, lead, cancelledBefore }): BookedStay => ({
    arrival,
    nights,
    booked: arrival - lead,
    ...(cancelledBefore !== null && { cancelled: arrival - Math.min(lead, cancelledBefore) }),
    stayed: cancelledBefore === null,
  }));

describe('bookingCurves', () => {
  it('follows one booking from its making to its cancellation', () => {
    const { onBooks, kept, final } = bookingCurves(
      [{ arrival: 101, nights: 2, booked: 98, cancelled: 100, stayed: false }],
      { firstDay: 100, days: 3, leads: 4 },
    );
    // Booked at the end of day 98, gone at the end of day 100: night 101 has it at leads 2 and 3, night 102 at 3 and 4.
    expect(onBooks).toEqual(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1));
    expect(kept.every((value) => value === 0)).toBe(true);
    expect([...final]).toEqual([0, 0, 0]);
  });

  it('counts what the definition says, night by night', () => {
    fc.assert(
      fc.property(fc.array(stay), (stays) => {
        const [days, leads] = [10, 6];
        const { onBooks, kept, final } = bookingCurves(stays, { firstDay: 0, days, leads });
        for (let day = 0; day < days; day++) {
          const there = stays.filter(({ arrival, nights }) => arrival <= day && day < arrival + nights);
          expect(final[day]).toBe(there.filter(({ stayed }) => stayed).length);
          for (let h = 0; h <= leads; h++) {
            const open = there.filter(({ booked, cancelled = Infinity }) => booked <= day - h && cancelled > day - h);
            expect(onBooks[h * days + day]).toBe(open.length);
            expect(kept[h * days + day]).toBe(open.filter(({ stayed }) => stayed).length);
          }
        }
      }),
    );
  });

  it('keeps a no-show on the books, and out of the rooms', () => {
    const { onBooks, kept, final } = bookingCurves([{ arrival: 0, nights: 1, booked: 0, stayed: false }], {
      firstDay: 0,
      days: 1,
      leads: 0,
    });
    expect([onBooks[0], kept[0], final[0]]).toEqual([1, 0, 0]);
  });

  it('refuses a span without a day', () => {
    expect(() => bookingCurves([], { firstDay: 0, days: 0, leads: 1 })).toThrow('days must be ≥ 1');
  });
});
