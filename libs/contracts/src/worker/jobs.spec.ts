import { describe, expect, it } from '@jest/globals';
import { SimulateHotelRequest } from './jobs.js';

const refusals = (request: object) =>
  SimulateHotelRequest.safeParse({ as_of: '2026-03-01', ...request }).error?.issues.map(({ path, message }) => ({
    path,
    message,
  }));

describe('the request for a simulated hotel', () => {
  it('says a hotel of 100 rooms, 3 years and 60,000 guests with all its details where it says nothing', () => {
    expect(SimulateHotelRequest.parse({ as_of: '2026-03-01' })).toEqual({
      guests: 60_000,
      rooms: 100,
      years: 3,
      seed: 42,
      as_of: '2026-03-01',
      detail_days: 3_650,
    });
  });

  it('is of 3,000 rooms × years at most', () => {
    expect(refusals({ rooms: 300, years: 10 })).toBeUndefined();
    expect(refusals({ rooms: 301, years: 10 })).toEqual([
      { path: ['rooms'], message: 'rooms × years must be at most 3000, got 301 × 10' },
    ]);
  });

  it('counts the years it says by leaving them out', () => {
    expect(refusals({ rooms: 1_000 })).toBeUndefined();
    expect(refusals({ rooms: 1_001 })).toEqual([
      { path: ['rooms'], message: 'rooms × years must be at most 3000, got 1001 × 3' },
    ]);
  });
});
