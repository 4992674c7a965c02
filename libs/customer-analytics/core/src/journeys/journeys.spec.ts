import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerJourneys, type JourneyEvent } from './customer-journeys.js';
import { funnelDropOff } from './drop-off.js';
import { JourneyBook } from './journey-book.js';

describe('a funnel', () => {
  it('says how many came to each step and where they left', () => {
    const steps = funnelDropOff([['view', 60], ['click', 20], ['cart', 15], ['purchase', 5]]); // prettier-ignore
    expect(steps.map(({ sessions }) => sessions)).toEqual([100, 40, 20, 5]);
    expect(steps.map(({ dropOff }) => dropOff)).toEqual([0.6, 0.5, 0.75, 0]);
    expect(steps.map(({ shareOfFirst }) => shareOfFirst)).toEqual([1, 0.4, 0.2, 0.05]);
  });

  it('narrows, and keeps at each step what does not leave', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), (ended) => {
        const steps = funnelDropOff(ended.map((count, i) => [`${i}`, count]));
        steps.slice(1).forEach((step, i) => {
          const before = steps[i]!;
          expect(step.sessions).toBeLessThanOrEqual(before.sessions);
          expect(before.sessions * (1 - before.dropOff)).toBeCloseTo(step.sessions, 6);
        });
      }),
    );
  });

  it('refuses no steps', () => {
    expect(() => funnelDropOff([])).toThrow('a step or more');
  });
});

const touch = (day: number, channel: string): JourneyEvent => ({ day, channel, cost: 1 });
const order = (day: number, revenue = 10): JourneyEvent => ({ day, revenue });

describe('journeys of a customer', () => {
  it('end with an order, or without one when their window has passed', () => {
    const events = [touch(1, 'a'), touch(3, 'b'), order(5), order(6), touch(10, 'c'), touch(50, 'd'), touch(95, 'e')];
    expect(customerJourneys(events, 100, 30)).toEqual([
      {
        touches: [
          { channel: 'a', daysBefore: 4 },
          { channel: 'b', daysBefore: 2 },
        ],
        value: 10,
      },
      { touches: [{ channel: 'c', daysBefore: 0 }], value: null },
      { touches: [{ channel: 'd', daysBefore: 0 }], value: null },
    ]);
  });

  it('have every touch once, but for those that are too new to tell', () => {
    const drawn = fc.array(fc.record({ day: fc.integer({ min: 0, max: 99 }), buys: fc.boolean() }));
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 40 }), (days, window) => {
        const events = days
          .sort((a, b) => a.day - b.day || Number(a.buys) - Number(b.buys))
          .map(({ day, buys }) => (buys ? order(day) : touch(day, 'x')));
        const journeys = customerJourneys(events, 100, window);
        const touches = journeys.reduce((sum, journey) => sum + journey.touches.length, 0);
        const open = events.filter(
          (event, i) =>
            'channel' in event && 100 - event.day <= window && !events.slice(i).some((later) => 'revenue' in later),
        );
        expect(touches).toBe(events.filter((event) => 'channel' in event).length - open.length);
        for (const journey of journeys) {
          if (journey.value !== null)
            expect(journey.touches.every(({ daysBefore }) => daysBefore <= window)).toBe(true);
        }
      }),
    );
  });
});

it('a book counts paths, customers and what channels reached', () => {
  const book = new JourneyBook(100, 30);
  book.add([touch(1, 'a'), touch(2, 'a'), touch(3, 'b'), order(3, 7), touch(4, 'a'), touch(5, 'b'), order(6, 5)]);
  book.add([touch(1, 'a'), touch(2, 'b')]);
  book.add([touch(1, 'b')]);
  expect(book.commonestPaths(1)).toEqual([
    { channels: ['a', 'b'], customers: 2, journeys: 3, conversions: 2, value: 12 },
  ]);
  expect(book.reach()).toEqual([
    { channel: 'a', customers: 2, touches: 4, cost: 4 },
    { channel: 'b', customers: 3, touches: 4, cost: 4 },
  ]);
  const paths = book.conversionPaths();
  expect(paths.reduce((sum, { conversions }) => sum + conversions, 0)).toBe(2);
  expect(paths.reduce((sum, { lost }) => sum + lost, 0)).toBe(2);
});
