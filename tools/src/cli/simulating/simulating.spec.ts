import { describe, expect, it } from '@jest/globals';
import { recordedHost } from '../../../test/recorded-host.js';
import { csvWriter } from './csv-lines.js';
import { dayAtHotel, worldRequest } from './world-request.js';

describe('the day at the hotel', () => {
  it('is that of Vietnam, seven hours ahead of UTC', () => {
    expect(dayAtHotel(new Date('2026-01-31T16:59:59Z'))).toBe('2026-01-31');
    expect(dayAtHotel(new Date('2026-01-31T17:00:00Z'))).toBe('2026-02-01');
  });
});

describe('the world asked for', () => {
  it('is that of today with the contract’s defaults when nothing is said', () => {
    expect(worldRequest({}, recordedHost())).toMatchObject({ as_of: '2026-02-01', rooms: 100, years: 3, seed: 42 });
  });

  it('is the one said', () => {
    const options = { asOf: '2025-12-24', guests: 10, rooms: 3, years: 1, seed: 0, detailDays: 7 };
    expect(worldRequest(options, recordedHost())).toEqual({
      as_of: '2025-12-24',
      guests: 10,
      rooms: 3,
      years: 1,
      seed: 0,
      detail_days: 7,
    });
  });
});

describe('CSV', () => {
  it('quotes what RFC 4180 has quoted, and leaves null empty', () => {
    const rows = [
      { id: 'a', note: 'plain', size: 1.5, open: true, left: null },
      { id: 'b', note: 'with "quotes", commas\nand lines', size: 0, open: false, left: ['x'] },
    ];
    expect(csvWriter()(rows)).toBe(
      'id,note,size,open,left\n' + 'a,plain,1.5,true,\n' + 'b,"with ""quotes"", commas\nand lines",0,false,"[""x""]"\n',
    );
  });

  it('has one header over all batches, and one line a row', () => {
    const text = csvWriter();
    expect([text([]), text([{ a: 1 }, { a: 2 }]), text([{ a: 3 }])].join('')).toBe('a\n1\n2\n3\n');
  });
});
