import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  assembleTrainingTable,
  BOOKING_MODIFICATIONS_TABLE,
  BOOKINGS_TABLE,
  bookingCancellation,
  bookingNoShow,
  bookingRecords,
  everyColumn,
  dayOf,
  encodeRows,
  allRows,
  factsOf,
  fitColumns,
  HISTORY_ENTITIES,
  latestStates,
  lossRate,
  OnlineBookings,
  replaceSource,
  secondsOf,
  VectorEncoder,
  type BookingFeatureName,
  type StoredBooking,
  type TrainingTable,
} from '../src/index.js';
import { anyBookings, booking } from './bookings.js';
import { openTestTables, type TestTables } from './chdb-tables.js';

const AT_BOOKING = { source: 'test', landmarks: false, deduplicate: false } as const;

let store: TestTables;
beforeAll(async () => {
  store = await openTestTables();
});
afterAll(() => store.close());

async function hold(rows: readonly StoredBooking[], modifications: readonly object[] = []): Promise<void> {
  await replaceSource(store, BOOKINGS_TABLE, 'test', [rows]);
  await replaceSource(store, BOOKING_MODIFICATIONS_TABLE, 'test', [modifications as { source: string }[]]);
}

const value = (table: TrainingTable, bookingId: string, column: BookingFeatureName): number =>
  table.matrix[table.bookingIds.indexOf(bookingId) * table.columns.length + table.columns.indexOf(column)]!;

const midnightAfter = (day: string): number => (dayOf(day, 'day') + 1) * 86_400;
const lost = ({ status }: StoredBooking): boolean => status === 'cancelled' || status === 'no_show';

/** Ended, as all bookings have that were to arrive on the same day: before the last day told of. */
const isSettled = (row: StoredBooking, all: readonly StoredBooking[]): boolean => {
  const days = all.flatMap(({ booked_at, status_on }) => [booked_at.slice(0, 10), status_on ?? '']);
  const lastDay = all.some(({ status }) => status === 'open') ? days.sort().at(-1)! : '2299-12-31';
  return row.status !== 'open' && row.arrival_on < lastDay;
};

describe('a training table', () => {
  it('gives each decision the outcomes of exactly those bookings whose arrival day had passed', async () => {
    await fc.assert(
      fc.asyncProperty(anyBookings, async (rows) => {
        await hold(rows);
        const table = await assembleTrainingTable(store, bookingCancellation, AT_BOOKING);
        expect([...table.bookingIds].sort()).toEqual(
          rows.filter((row) => isSettled(row, rows)).map((row) => row.booking_id),
        );
        table.bookingIds.forEach((id) => {
          const row = rows.find((other) => other.booking_id === id)!;
          const decided = secondsOf(row.booked_at, 'booked_at');
          const known = rows.filter((other) => other.status !== 'open' && midnightAfter(other.arrival_on) <= decided);
          const counted = (of: readonly StoredBooking[]) => ({ bookings: of.length, lost: of.filter(lost).length });
          const property = known.filter((other) => other.property === row.property);
          const agent = property.filter((other) => other.agent === row.agent);
          expect(value(table, id, 'agent_loss_rate')).toBe(
            row.agent === null ? NaN : lossRate(counted(agent), counted(property)),
          );
          const guest = known.filter((other) => row.guest_id !== null && other.guest_id === row.guest_id);
          const lastBooked = Math.max(...guest.map((other) => dayOf(other.booked_at.slice(0, 10), 'booked_at')));
          expect(value(table, id, 'days_since_last_booking')).toBe(
            guest.length === 0 ? NaN : Math.floor(decided / 86_400) - lastBooked,
          );
        });
      }),
      { numRuns: 25 },
    );
  });

  it('has the bits that serving computes for the same bookings at the same moments', async () => {
    await fc.assert(
      fc.asyncProperty(anyBookings, async (rows) => {
        await hold(
          rows,
          rows.flatMap(({ source, booking_id, booked_at, arrival_on }) => [
            { source, booking_id, modified_at: booked_at },
            { source, booking_id, modified_at: `${arrival_on} 00:00:00` },
          ]),
        );
        const table = await assembleTrainingTable(store, bookingCancellation, { ...AT_BOOKING, landmarks: true });
        if (table.rows === 0) return;
        const columns = fitColumns(table, allRows(table), 1);
        const offline = encodeRows(table, columns, allRows(table));
        const encoder = new VectorEncoder(JSON.parse(JSON.stringify(columns)) as typeof columns);
        const served = new Float64Array(encoder.width);
        for (let row = 0; row < table.rows; row++) {
          const online = new OnlineBookings();
          const decidedAt = table.decidedAt[row]!;
          const condition = `b.booking_id = '${table.bookingIds[row]}'`;
          const pushed = {
            bookings: await bookingRecords(store, 'test', decidedAt, condition),
            states: await latestStates(store, 'test', decidedAt, { onlyOpen: false }),
          };
          // Over the wire as JSON and back.
          const { bookings, states } = JSON.parse(JSON.stringify(pushed)) as typeof pushed;
          online.putBookings(bookings, decidedAt);
          online.putStates(states, decidedAt);
          expect(online.vector(table.bookingIds[row]!, decidedAt, encoder, served)).toBe(true);
          const trained = offline.subarray(row * columns.length, (row + 1) * columns.length);
          expect(new BigUint64Array(served.buffer)).toEqual(new BigUint64Array(trained.slice().buffer));
        }
      }),
      { numRuns: 4 },
    );
  });

  it('counts changes up to the decision, and none where the source does not date them', async () => {
    const dated = { booking_modifications: 3, arrival_on: '2020-03-01', departure_on: '2020-03-02' };
    await hold(
      [booking({ booking_id: 'dated', ...dated }), booking({ booking_id: 'undated' })],
      ['2020-01-01 00:00:00', '2020-01-01 00:00:01', '2020-02-29 12:00:00'].map((modified_at) => ({
        source: 'test',
        booking_id: 'dated',
        modified_at,
      })),
    );
    const table = await assembleTrainingTable(store, bookingCancellation, AT_BOOKING);
    expect(value(table, 'dated', 'booking_modifications_count')).toBe(1);
    expect(value(table, 'undated', 'booking_modifications_count')).toBeNaN();
  });

  it('adds a landmark between booking and arrival only while the booking was open', async () => {
    await fc.assert(
      fc.asyncProperty(anyBookings, async (rows) => {
        await hold(rows);
        const { bookingIds, decidedAt, isLandmark } = await assembleTrainingTable(store, bookingCancellation, {
          ...AT_BOOKING,
          landmarks: true,
        });
        bookingIds.forEach((id, i) => {
          const row = rows.find((other) => other.booking_id === id)!;
          const booked = secondsOf(row.booked_at, 'booked_at');
          if (isLandmark[i] === 0) return expect(decidedAt[i]).toBe(booked);
          expect(decidedAt[i]).toBeGreaterThan(booked);
          expect(decidedAt[i]).toBeLessThan(dayOf(row.arrival_on, 'arrival_on') * 86_400);
          if (row.status === 'cancelled') {
            expect(decidedAt[i]).toBeLessThan(dayOf(row.status_on!, 'status_on') * 86_400);
          }
        });
      }),
      { numRuns: 10 },
    );
  });

  it('keeps one of equal bookings when told to, whatever their ids', async () => {
    await hold([
      booking({ booking_id: 'a' }),
      booking({ booking_id: 'b' }),
      booking({ booking_id: 'c', country: 'FRA' }),
    ]);
    const all = await assembleTrainingTable(store, bookingCancellation, AT_BOOKING);
    const distinct = await assembleTrainingTable(store, bookingCancellation, { ...AT_BOOKING, deduplicate: true });
    expect([all.bookingIds, distinct.bookingIds]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
  });

  it('cuts by decision and by when the label was known', async () => {
    await hold([
      booking({ booking_id: 'early' }),
      booking({ booking_id: 'late', booked_at: '2020-01-20 00:00:00' }),
      booking({
        booking_id: 'far',
        booked_at: '2020-01-20 00:00:00',
        arrival_on: '2020-03-01',
        departure_on: '2020-03-02',
      }),
    ]);
    const at = (day: string): number => dayOf(day, 'day') * 86_400;
    const ids = async (cut: object): Promise<readonly string[]> =>
      (await assembleTrainingTable(store, bookingCancellation, { ...AT_BOOKING, ...cut })).bookingIds;
    expect(await ids({ maturedBy: at('2020-02-02') })).toEqual(['early', 'late']);
    expect(await ids({ maturedBy: at('2020-02-02') - 1 })).toEqual([]);
    expect(await ids({ decidedFrom: at('2020-01-20') })).toEqual(['far', 'late']);
    expect(await ids({ decidedBefore: at('2020-01-20') })).toEqual(['early']);
  });

  it('takes no early cancellation of a day whose other bookings are still open', async () => {
    const coming = { arrival_on: '2020-03-01', departure_on: '2020-03-02' };
    const rows = [
      booking({ booking_id: 'stayed' }),
      booking({ booking_id: 'cancelled', ...coming, status: 'cancelled', status_on: '2020-02-05' }),
    ];
    const ids = async (): Promise<readonly string[]> =>
      (await assembleTrainingTable(store, bookingCancellation, AT_BOOKING)).bookingIds;
    await hold(rows);
    expect(await ids()).toEqual(['cancelled', 'stayed']);
    await hold([...rows, booking({ booking_id: 'open', ...coming, status: 'open', status_on: null })]);
    expect(await ids()).toEqual(['stayed']);
  });

  it('counts a booking once of two history sources of which one lacks what is written after booking', async () => {
    const full = [
      booking({ booking_id: 'a', agent: '9', status: 'no_show', status_on: '2020-02-01' }),
      booking({ booking_id: 'b', agent: '9' }),
    ];
    const later = { booked_at: '2020-05-01 00:00:00', arrival_on: '2020-05-02', departure_on: '2020-05-03' };
    await hold([...full, booking({ booking_id: 'x', agent: '9', ...later })]);
    const lean = full.map((row): StoredBooking => ({
      ...row,
      source: 'copy',
      status: row.status === 'no_show' ? 'cancelled' : row.status,
      status_on: null,
      country: null,
      assigned_room_type: null,
    }));
    await replaceSource(store, BOOKINGS_TABLE, 'copy', [lean]);
    const table = await assembleTrainingTable(store, bookingCancellation, {
      ...AT_BOOKING,
      historySources: ['test', 'copy'],
    });
    const counted = { bookings: 2, lost: 1 };
    expect(value(table, 'x', 'agent_loss_rate')).toBe(lossRate(counted, counted));
  });

  it('counts a booking that two history sources hold once, and group copies each', async () => {
    const group = [1, 2].map((n) => booking({ booking_id: `g${n}`, agent: '9', status: 'cancelled' }));
    const later = booking({
      booking_id: 'x',
      agent: '9',
      booked_at: '2020-05-01 00:00:00',
      arrival_on: '2020-05-02',
      departure_on: '2020-05-03',
    });
    await hold([...group, later]);
    const elsewhere = group.map((row) => ({ ...row, source: 'copy', booking_id: `copy-${row.booking_id}` }));
    await replaceSource(store, BOOKINGS_TABLE, 'copy', [elsewhere]);
    const alone = await assembleTrainingTable(store, bookingCancellation, AT_BOOKING);
    const both = await assembleTrainingTable(store, bookingCancellation, {
      ...AT_BOOKING,
      historySources: ['test', 'copy'],
    });
    const two = { bookings: 2, lost: 2 };
    expect(value(alone, 'x', 'agent_loss_rate')).toBe(lossRate(two, two));
    expect(value(both, 'x', 'agent_loss_rate')).toBe(lossRate(two, two));
  });

  it('asks about no-shows only of bookings that were not cancelled', async () => {
    await hold([
      booking({ booking_id: 'a', status: 'no_show' }),
      booking({ booking_id: 'b', status: 'cancelled' }),
      booking({ booking_id: 'c' }),
    ]);
    const { bookingIds, labels } = await assembleTrainingTable(store, bookingNoShow, AT_BOOKING);
    expect([bookingIds, [...labels]]).toEqual([
      ['a', 'c'],
      [1, 0],
    ]);
  });

  it('has the same fingerprint for the same rows in another order of insertion, and another for other rows', async () => {
    const rows = [booking({ booking_id: 'a' }), booking({ booking_id: 'b', board: 'HB' })];
    const print = async (of: StoredBooking[]): Promise<string> => {
      await hold(of);
      return (await assembleTrainingTable(store, bookingCancellation, AT_BOOKING)).fingerprint;
    };
    const first = await print(rows);
    expect(await print([...rows].reverse())).toBe(first);
    expect(await print([rows[0]!, { ...rows[1]!, average_daily_rate: 100.00000000000001 }])).not.toBe(first);
  });
});

describe('a feature from the future', () => {
  it('is refused by name, with a row that shows it', async () => {
    await hold([booking({ booking_id: 'b7' })]);
    await expect(assembleTrainingTable(store, everyColumn, AT_BOOKING)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(
        'assigned_room_type is not available at the decision in 1 rows: ' +
          'booking b7 is decided at 2020-01-01 00:00:00, the value is known from 2020-02-02 00:00:00',
      ),
    });
  });

  it('is let in by name alone', async () => {
    await hold([booking({})]);
    const allowLeaks = ['country', 'assigned_room_type', 'booking_changes_final', 'days_in_waiting_list'] as const;
    await expect(assembleTrainingTable(store, everyColumn, { ...AT_BOOKING, allowLeaks })).rejects.toThrow(
      /car_parking_spaces is not available/,
    );
    const all = [...allowLeaks, 'car_parking_spaces'] as const;
    await expect(assembleTrainingTable(store, everyColumn, { ...AT_BOOKING, allowLeaks: all })).resolves.toMatchObject({
      rows: 1,
    });
  });
});

describe('a history key', () => {
  it.each(Object.entries(HISTORY_ENTITIES))('of %s is the same in SQL and in TypeScript', async (_, entity) => {
    const rows = [
      booking({ booking_id: 'a', guest_id: 'Ã|1', agent: '9', company: 'c|d' }),
      booking({
        booking_id: 'b',
        market_segment: null,
        room_type: null,
        arrival_on: '2020-12-31',
        departure_on: '2021-01-02',
      }),
    ];
    await hold(rows);
    const answered = await store.rows<{ key: string | null }>(
      `SELECT ${entity.keySql} AS key FROM bookings WHERE source = 'test' ORDER BY booking_id`,
    );
    expect(answered.map(({ key }) => key)).toEqual(rows.map((row) => entity.key(factsOf(row))));
  });
});

describe('replacing a source', () => {
  const ids = async (source: string): Promise<string[]> =>
    (
      await store.rows<{ booking_id: string }>(
        'SELECT booking_id FROM bookings WHERE source = {source:String} ORDER BY booking_id',
        { source },
      )
    ).map((row) => row.booking_id);

  it('leaves other sources and, if it fails midway, the old rows as they were', async () => {
    await hold([booking({ booking_id: 'old' })]);
    await replaceSource(store, BOOKINGS_TABLE, 'other', [[booking({ source: 'other', booking_id: 'theirs' })]]);
    const breaking = async function* () {
      yield [booking({ booking_id: 'new' })];
      throw new Error('file ends early');
    };
    await expect(replaceSource(store, BOOKINGS_TABLE, 'test', breaking())).rejects.toThrow('file ends early');
    expect([await ids('test'), await ids('other')]).toEqual([['old'], ['theirs']]);
  });

  it('puts exactly the new rows in place of the old, again and again', async () => {
    for (let time = 0; time < 2; time++) {
      const written = await replaceSource(store, BOOKINGS_TABLE, 'test', [
        [booking({ booking_id: 'x' })],
        [booking({ booking_id: 'y' })],
      ]);
      expect([written, await ids('test')]).toEqual([2, ['x', 'y']]);
    }
    await replaceSource(store, BOOKINGS_TABLE, 'test', []);
    expect(await ids('test')).toEqual([]);
  });

  it('refuses rows of another source and names that are none', async () => {
    await expect(replaceSource(store, BOOKINGS_TABLE, 'test', [[booking({ source: 'other' })]])).rejects.toThrow(
      "rows must be of the source 'test', got 'other'",
    );
    await expect(replaceSource(store, BOOKINGS_TABLE, "x'; DROP", [])).rejects.toThrow(/source must be/);
  });
});
