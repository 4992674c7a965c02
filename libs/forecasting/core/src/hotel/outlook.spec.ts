import { describe, expect, it } from '@jest/globals';
import { FIRST_DAY, syntheticHouse, TYPES } from '../../test/synthetic-house.js';
import { originsOf, runOrigins, type HotelSettings } from './back-test.js';
import { judgeChain } from './chain-figures.js';
import type { HotelChainModel } from './chain-model.js';
import { typeHistory } from './hotel-history.js';
import { housekeepingRows } from './housekeeping-rows.js';
import { TESTED_LEADS } from './leads.js';
import { fitLongRange } from './long-range.js';
import { occupancyRows } from './occupancy-rows.js';
import { fitPickup, historiesOf, hotelOutlook, type HotelOutlook } from './outlook.js';
import { revenueRows } from './revenue-rows.js';
import type { HotelStay } from './stay.js';

const KNOWN = 420;
const AS_OF = FIRST_DAY + KNOWN - 1;
const DAYS = 130;
const SETTINGS: HotelSettings = { pickup: 'combined', originStep: 5, changepointPriorScale: 0.05, monthlyOrder: 2 };
const CALENDAR = { holidays: [], events: {} };
const stays = syntheticHouse(11, AS_OF);

function trained(of: readonly HotelStay[]): HotelChainModel {
  const histories = TYPES.map(({ name }) => typeHistory(of, name, { firstDay: FIRST_DAY, asOf: AS_OF }));
  const origins = originsOf(KNOWN, SETTINGS.originStep);
  const runs = histories.map((history, t) => runOrigins(history, TYPES[t]!, CALENDAR, SETTINGS, origins));
  const { weights, errors } = judgeChain(
    TYPES,
    runs,
    origins.map(() => TESTED_LEADS.map(() => 1)),
  );
  return {
    ...{ source: 'test', timeZone: 'UTC', currency: 'EUR', roomTypes: TYPES, settings: SETTINGS, firstDay: FIRST_DAY },
    longRange: histories.map(({ rooms, known }) =>
      fitLongRange(rooms.final.subarray(0, known), FIRST_DAY, CALENDAR, SETTINGS),
    ),
    ...{ calendar: CALENDAR, weights, errors },
    norms: {
      minutes: { big: { checkout: 50, stayover: 20 }, small: { checkout: 30, stayover: 15 } },
      checkOutHours: { 9: 0.5, 11: 0.5 },
      stayoverHours: { from: 9, to: 13 },
      shifts: [{ name: 'day', from: 8, to: 16, productiveMinutes: 400 }],
    },
  };
}

const model = trained(stays);

function outlookOf(of: readonly HotelStay[]): HotelOutlook {
  const histories = historiesOf(model, of, AS_OF);
  const fits = fitPickup(model, histories);
  return hotelOutlook(model, { stays: of, histories, fits }, { asOf: AS_OF, days: DAYS, minorUnits: 100 });
}

const outlook = outlookOf(stays);
const everything = { from: 0, to: DAYS - 1, types: [0, 1] };

describe('an outlook', () => {
  it('keeps the occupied rooms of the last known days', () => {
    expect(outlook.past).toHaveLength(400);
    expect(outlook.past.at(-1)).toBe(outlook.types.reduce((sum, { before }) => sum + before, 0));
    const slept = stays.filter(({ outcome }) => outcome === 'stayed');
    outlook.past.forEach((rooms, i) => {
      const day = AS_OF - 399 + i;
      expect(rooms).toBe(slept.filter(({ arrival, departure }) => arrival <= day && day < departure).length);
    });
  });

  it('occupies whole rooms, no more than there are, and the house is the sum of its types', () => {
    const house = occupancyRows(outlook, everything, 'daily', 0.95);
    const byType = [0, 1].map((t) => occupancyRows(outlook, { ...everything, types: [t] }, 'daily', 0.95));
    house.forEach(({ occupied, rooms, lower, upper }, k) => {
      expect(Number.isInteger(occupied)).toBe(true);
      expect(occupied).toBeLessThanOrEqual(rooms);
      expect(occupied).toBe(byType[0]![k]!.occupied + byType[1]![k]!.occupied);
      expect(lower).toBeLessThanOrEqual(occupied);
      expect(upper).toBeGreaterThanOrEqual(occupied);
      expect(upper).toBeLessThanOrEqual(rooms);
    });
    byType.flat().forEach(({ occupied, rooms }) => expect(occupied).toBeLessThanOrEqual(rooms));
  });

  it('has weeks and months that are the sums of their days', () => {
    const days = occupancyRows(outlook, everything, 'daily', 0.95);
    for (const granularity of ['weekly', 'monthly'] as const) {
      const periods = occupancyRows(outlook, everything, granularity, 0.95);
      expect(periods.reduce((sum, period) => sum + period.days, 0)).toBe(DAYS);
      for (const { day, days: length, occupied, rooms } of periods) {
        const of = days.filter((row) => row.day >= day && row.day < day + length);
        expect(occupied).toBe(of.reduce((sum, row) => sum + row.occupied, 0));
        expect(rooms).toBe(of.reduce((sum, row) => sum + row.rooms, 0));
      }
    }
  });

  it('keeps every identity of arrivals, stayovers, departures and occupancy', () => {
    const occupied = occupancyRows(outlook, everything, 'daily', 0.95).map((row) => row.occupied);
    let before = outlook.types.reduce((sum, type) => sum + type.before, 0);
    housekeepingRows(outlook, model.norms, everything).forEach(({ arrivals, checkouts, stayovers, plan }, k) => {
      expect(Math.min(arrivals, checkouts, stayovers)).toBeGreaterThanOrEqual(0);
      expect(stayovers + arrivals).toBe(occupied[k]);
      expect(before - checkouts + arrivals).toBe(occupied[k]);
      const minutes = plan.byType.reduce((sum, type) => sum + type.checkoutMinutes + type.stayoverMinutes, 0);
      expect(plan.minutes).toBeCloseTo(minutes, 9);
      before = occupied[k]!;
    });
  });

  it('earns the same whichever way it is taken apart', () => {
    const [none, ...others] = (['none', 'room_type', 'segment', 'channel'] as const).map(
      (by) => revenueRows(outlook, everything, by, 0.95).rows,
    );
    none!.forEach(({ total, lower, upper }, k) => {
      expect(lower).toBeLessThanOrEqual(total);
      expect(upper).toBeGreaterThanOrEqual(total);
      for (const rows of others) {
        expect(rows[k]!.total).toBe(total);
        expect([...rows[k]!.parts.values()].reduce((sum, part) => sum + part, 0)).toBe(total);
      }
    });
    expect(none!.every(({ total }) => total > 0)).toBe(true);
  });

  it('is the same of the same books', () => {
    expect(outlookOf([...stays])).toEqual(outlook);
  });

  it('fills rooms that are booked now', () => {
    const night = AS_OF + 9;
    const rooms = (of: HotelOutlook) => of.types[1]!.occupied[night - AS_OF - 1]!;
    const more = Array.from({ length: 8 }, (): HotelStay => ({
      ...{ booked: AS_OF + 1, arrival: night, departure: night + 1, outcome: 'open', bookedType: 'small' },
      ...{ roomType: 'small', segment: 'leisure', channel: 'ota', rate: 100 },
    }));
    expect(rooms(outlookOf([...stays, ...more]))).toBeGreaterThan(rooms(outlook));
  });

  it('survives being written down as JSON', () => {
    const copy = JSON.parse(JSON.stringify(model)) as HotelChainModel;
    const histories = historiesOf(copy, stays, AS_OF);
    const again = hotelOutlook(
      copy,
      { stays, histories, fits: fitPickup(copy, histories) },
      { asOf: AS_OF, days: DAYS, minorUnits: 100 },
    );
    expect(again).toEqual(outlook);
  });
});

describe('a back-test', () => {
  it('sees nothing that was not known at its origin', () => {
    const [origin] = originsOf(KNOWN, SETTINGS.originStep);
    const day = FIRST_DAY + origin!;
    const known = syntheticHouse(11, AS_OF);
    // Everything decided later is decided otherwise: nobody comes, and what was booked later is not there.
    const otherwise = known.flatMap((stay): HotelStay[] => {
      if (stay.booked > day) return [];
      const isDecided = stay.arrival <= day || (stay.cancelled !== undefined && stay.cancelled <= day);
      return [
        isDecided ? { ...stay, departure: Math.min(stay.departure, stay.departure) } : { ...stay, outcome: 'no_show' },
      ];
    });
    const run = (of: readonly HotelStay[]) => {
      const history = typeHistory(of, 'small', { firstDay: FIRST_DAY, asOf: AS_OF });
      const {
        actual: _,
        actualRate: __,
        ...forecast
      } = runOrigins(history, TYPES[1]!, CALENDAR, SETTINGS, [origin!])[0]!;
      return forecast;
    };
    // A booking cancelled after the origin was on the books at it, as one is that will be a no-show.
    expect(run(otherwise)).toEqual(run(known));
  });

  it('asks for history before it has an origin', () => {
    expect(originsOf(200, 5)).toEqual([]);
    expect(originsOf(KNOWN, 5).at(-1)).toBe(KNOWN - 1 - 90);
  });
});
