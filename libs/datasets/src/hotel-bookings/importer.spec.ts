import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { file, readAll, type FileRow } from '../../test/hotel-bookings-file.js';
import { importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import type { BookingRow } from '../bookings/booking.js';
import { hotelBookings, readHotelBookings } from './importer.js';

describe('the hotel-bookings importer', () => {
  it('makes a booking of a row: day of booking from the lead time, departure from the nights, source from the segment', async () => {
    const { rows, rejects } = await readAll(file([{}]));
    expect(rejects).toEqual([]);
    expect(rows[0]).toEqual({
      source: 'hotel-bookings',
      property: 'City Hotel',
      booking_id: 'HB0000001',
      guest_id: null,
      booked_at: '2016-02-23 00:00:00',
      arrival_on: '2016-03-04',
      departure_on: '2016-03-07',
      weekend_nights: 2,
      week_nights: 1,
      adults: 2,
      children: 1,
      babies: 0,
      board: 'BB',
      room_type: 'A',
      market_segment: 'Online TA',
      distribution_channel: 'TA/TO',
      booking_source: 'ota',
      payment_method: null,
      deposit_type: 'No Deposit',
      customer_type: 'Transient',
      agent: '9',
      company: null,
      currency: 'EUR',
      average_daily_rate: 99.5,
      total_amount: 298.5,
      special_requests: 2,
      is_repeat_guest: true,
      previous_stays: 4,
      previous_cancellations: 1,
      loyalty_tier: null,
      loyalty_points: null,
      website_minutes: null,
      pages_viewed: null,
      price_comparison_searches: null,
      price_vs_average: null,
      discount_pct: null,
      booking_modifications: null,
      country: 'PRT',
      assigned_room_type: 'D',
      booking_changes: 1,
      days_in_waiting_list: 0,
      car_parking_spaces: 0,
      status: 'checked_out',
      status_on: '2016-03-07',
    });
  });

  it.each<[FileRow, Partial<BookingRow>]>([
    [{ children: 'NA' }, { children: 0 }],
    [
      { children: '2.0', agent: '304.0' },
      { children: 2, agent: '304' },
    ],
    [
      { agent: 'NULL', company: '', country: 'NULL' },
      { agent: null, company: null, country: null },
    ],
    [
      { meal: 'Undefined', market_segment: 'Undefined' },
      { board: 'SC', market_segment: null },
    ],
    [{ is_canceled: '1', reservation_status: 'No-Show' }, { status: 'no_show' }],
    [{ is_canceled: '1', reservation_status: 'Canceled' }, { status: 'cancelled' }],
    [{ market_segment: 'Groups', distribution_channel: 'Direct' }, { booking_source: 'website' }],
    [
      { market_segment: 'Direct', lead_time: '0' },
      { booking_source: 'walk_in', booked_at: '2016-03-04 00:00:00' },
    ],
    [{ market_segment: 'Aviation' }, { booking_source: 'corporate' }],
    [{ market_segment: 'Undefined', distribution_channel: 'Undefined' }, { booking_source: null }],
    [{ hotel: '"Quinta, do ""Mar"""' }, { property: 'Quinta, do "Mar"' }],
  ])('reads %j as %j', async (cells, expected) => {
    const { rows } = await readAll(file([cells]));
    expect(rows[0]).toMatchObject(expected);
  });

  it.each<[FileRow, string | null, string]>([
    [{ adr: '-6.38' }, 'adr', 'must be a number in 0–5000'],
    [{ adr: '5400' }, 'adr', 'must be a number in 0–5000'],
    [{ adr: 'abc' }, 'adr', 'must be a number in 0–5000'],
    [{ lead_time: '1.5' }, 'lead_time', 'must be a whole number in 0–1000'],
    [{ lead_time: '' }, 'lead_time', 'must be a whole number in 0–1000'],
    [{ adults: '0x10' }, 'adults', 'must be a whole number in 0–1000'],
    [{ arrival_date_month: 'Mars' }, 'arrival_date_month', 'must be one of January, February, March,'],
    [{ arrival_date_month: 'toString' }, 'arrival_date_month', 'must be one of January'],
    [{ arrival_date_day_of_month: '31', arrival_date_month: 'April' }, 'arrival_date_day_of_month', 'day of its month'],
    [{ is_canceled: '1' }, 'reservation_status', 'must agree with is_canceled = 1'],
    [{ reservation_status_date: '2016-02-30' }, 'reservation_status_date', 'must be a date YYYY-MM-DD'],
    [{ hotel: '' }, 'hotel', 'must not be missing'],
    [{ hotel: 'Hotel "Mar' }, null, 'quote'],
    [{ hotel: '"Hotel' }, null, 'Quote Not Closed'],
    [{ hotel: 'A,B' }, null, 'must have 32 cells, has 33'],
  ])('refuses %j, says where and why, and reads on', async (cells, column, reason) => {
    const { rows, rejects } = await readAll(file([{}, cells, {}]));
    expect(rows.map((row) => row.booking_id)).toEqual(['HB0000001', 'HB0000003']);
    expect(rejects).toEqual([
      expect.objectContaining({ line: 3, column, reason: expect.stringMatching(new RegExp(reason, 'i')) }),
    ]);
    expect(rejects[0]!.raw.split(',').length).toBeGreaterThanOrEqual(32);
  });

  it('refuses a row that is not UTF-8, and no other', async () => {
    const bytes = Buffer.from(file([{}, { hotel: 'H@tel' }, {}]));
    bytes[bytes.indexOf('@')] = 0xff;
    const { rows, rejects } = await readAll(bytes);
    expect([rows.length, rejects.map(({ line, reason }) => [line, reason])]).toEqual([2, [[3, 'must be UTF-8']]]);
  });

  it('names every missing, unknown and repeated column of a header', async () => {
    const header = file([]).trim().replace('lead_time', 'lead').replace('babies', 'adults');
    await expect(readAll(`${header}\n`)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message:
        "the header does not fit: unknown column 'lead', repeated column 'adults', missing column 'lead_time', missing column 'babies'",
    });
    await expect(readAll('')).rejects.toThrow('the file must have a header line, it is empty');
  });

  it('takes a file without what is known only after the booking', async () => {
    const late = ['country', 'assigned_room_type', 'booking_changes', 'days_in_waiting_list'].concat([
      'required_car_parking_spaces',
      'reservation_status',
      'reservation_status_date',
      'arrival_date_week_number',
    ]);
    const { rows } = await readAll(file([{}, { is_canceled: '1' }], late));
    expect(rows.map(({ status, status_on, country }) => [status, status_on, country])).toEqual([
      ['checked_out', null, null],
      ['cancelled', null, null],
    ]);
  });

  it('reads gzip, a byte order mark, \\r\\n, blank lines and columns in another order alike', async () => {
    const plain = file([{}, { adr: '7' }]);
    const reversed = plain.replace(/.+/g, (line) => line.split(',').reverse().join(','));
    const { rows } = await readAll(plain);
    for (const variant of [
      gzipSync(plain),
      `\uFEFF${plain}`,
      plain.replaceAll('\n', '\r\n'),
      plain.replaceAll('\n', '\n\n'),
      plain.trimEnd(),
      reversed,
    ]) {
      expect((await readAll(variant)).rows).toEqual(rows);
    }
  });

  it('does not depend on where the stream is cut', async () => {
    const content = file([{ hotel: 'Hôtel Bellevue' }, { adr: 'x' }, {}]);
    const whole = await readAll(content, 1e6);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.boolean(), async (size, gzip) => {
        const { rows, rejects } = await readAll(gzip ? gzipSync(content) : content, size);
        expect([rows, rejects]).toEqual([whole.rows, whole.rejects]);
      }),
      { numRuns: 30 },
    );
  });

  it('says so where a gzip is cut short, and passes on an error of the source', async () => {
    const gzip = gzipSync(file([{}, {}, {}]));
    await expect(readAll(gzip.subarray(0, gzip.length - 20))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('the gzip file is broken'),
    });
    const failing = async function* () {
      yield gzip.subarray(0, 30);
      throw new Error('disk gone');
    };
    await expect(readHotelBookings(failing()).next()).rejects.toThrow('disk gone');
  });

  it('stops at a file without line breaks instead of holding it', async () => {
    const endless = async function* () {
      for (let i = 0; i < 100; i++) yield Buffer.alloc(1 << 16, 'x');
      throw new Error('read on too far');
    };
    await expect(readHotelBookings(endless()).next()).rejects.toThrow('line 1 must be at most 1000000 characters');
  });

  it('gives batches of at most 5,000', async () => {
    const { batches, rows } = await readAll(file(Array.from({ length: 12_001 }, () => ({}))), 1 << 16);
    expect([Math.max(...batches.map((batch) => batch.rows.length)), rows.length]).toEqual([5_000, 12_001]);
  });

  itWithRealData(
    'reads the 91,531 rows of the public file: 91,529 taken, the two rates in error refused',
    'hotel-bookings/hotel_bookings.csv.gz',
    async (path) => {
      const { accepted, rejects, rows: tables } = await importedFrom(hotelBookings, [path]);
      const rows = tables.bookings;
      expect([accepted, rejects.map(({ column }) => column)]).toEqual([91_529, ['adr', 'adr']]);
      const count = (test: (row: BookingRow) => boolean) => rows.filter(test).length;
      // Counted with pandas on the same file, less the two rows.
      expect(count((row) => row.property === 'City Hotel')).toBe(60_199);
      expect(count((row) => row.status === 'cancelled')).toBe(31_740);
      expect(count((row) => row.status === 'no_show')).toBe(1_019);
      expect(count((row) => row.booking_source === 'ota')).toBe(40_371);
      expect(new Set(rows.map((row) => row.booking_id)).size).toBe(91_529);
      expect(rows.at(-1)!.booking_id).toBe('HB0091531');
    },
  );
});
