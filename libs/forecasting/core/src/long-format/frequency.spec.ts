import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inferFrequency, instantOn, stepOn, USUAL_SEASON, type Frequency } from './frequency.js';

const at = (iso: string): number => Date.parse(iso);

describe('steps of a series', () => {
  it('lead to an instant and back, at every frequency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(USUAL_SEASON) as Frequency[])),
        fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 600 }),
        (frequency, origin, step) => {
          const grid = { frequency, origin: origin.getTime() };
          expect(stepOn(grid, instantOn(grid, step))).toBe(step);
          expect(instantOn(grid, 0)).toBe(grid.origin);
          expect(instantOn(grid, step + 1)).toBeGreaterThan(instantOn(grid, step));
        },
      ),
    );
  });

  it('of months keep their day, a last day a last day, and a 30th the end of February', () => {
    const months = (origin: string) =>
      [1, 2, 13].map((step) =>
        new Date(instantOn({ frequency: 'M', origin: at(origin) }, step)).toISOString().slice(0, 10),
      );
    expect(months('2023-12-31')).toEqual(['2024-01-31', '2024-02-29', '2025-01-31']);
    expect(months('2023-12-30')).toEqual(['2024-01-30', '2024-02-29', '2025-01-30']);
    expect(months('2023-12-01')).toEqual(['2024-01-01', '2024-02-01', '2025-01-01']);
  });

  it('of weeks keep the weekday of the first', () => {
    const grid = { frequency: 'W', origin: at('2024-01-05') } as const;
    expect(stepOn(grid, at('2024-01-19'))).toBe(2);
    expect(() => stepOn(grid, at('2024-01-18'))).toThrow(/between two steps of frequency W from 2024-01-05/);
  });

  it('of hours go through a change to summer time, which UTC does not have', () => {
    const grid = { frequency: 'H', origin: at('2024-03-31T00:00:00+01:00') } as const;
    expect(stepOn(grid, at('2024-03-31T04:00:00+02:00'))).toBe(3);
  });
});

describe('the frequency of dates', () => {
  const days = (...isos: string[]) => inferFrequency(isos.map(at));
  it('is their smallest gap, whatever dates are missing', () => {
    expect(days('2024-01-01', '2024-01-02', '2024-01-03', '2024-01-07')).toBe('D');
    expect(days('2024-01-01', '2024-01-08', '2024-01-22', '2024-01-29')).toBe('W');
    expect(days('2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30')).toBe('M');
    expect(days('2024-01-01T00:00Z', '2024-01-01T01:00Z', '2024-01-01T02:00Z')).toBe('H');
  });

  it('is to be named where it is another, or there is one date alone', () => {
    expect(() => days('2024-01-01', '2024-04-01', '2024-07-01')).toThrow(/name the frequency/);
    expect(() => days('2024-01-01')).toThrow(/name the frequency/);
  });
});
