import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pushReservations, pushStock } from '@bellwether/contracts';
import { SHOP_SOURCE, SHOP_TABLES, simulateHotel } from '@bellwether/datasets';
import { BOOKINGS_TABLE, createBookingTables, replaceSource, replaceTables } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { jobContext } from '../../test/support/job-context.js';
import { toldApp, type ToldApp } from '../../test/support/told-app.js';
import { layoutTables } from '../sources/layout-tables.js';
import { publishReservationsTask } from './publish-reservations-task.js';
import { publishStockTask } from './publish-stock-task.js';

const AS_OF = '2026-03-01';
const SOURCE = 'simulated-hotel';
const at = (second: number) => new Date(Date.UTC(2001, 0, 1, 0, 0, second)).toISOString();

let analytics: AnalyticsStore;
beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());

describe('publishing reservations', () => {
  const { bookings } = simulateHotel({ seed: 3, asOf: AS_OF, years: 1, rooms: 20, guests: 1_000 });
  let app: ToldApp<typeof pushReservations>;
  beforeAll(async () => {
    await createBookingTables(analytics);
    await replaceSource(analytics, BOOKINGS_TABLE, SOURCE, [bookings]);
  });
  beforeEach(async () => {
    app = await toldApp(pushReservations, ({ reservations }, number) => ({
      stored: reservations.length,
      pushed_at: at(number),
    }));
  });
  afterEach(() => app.close());
  const publish = (as_of: string) =>
    publishReservationsTask(
      { source: SOURCE, as_of },
      jobContext({ analytics, settings: { forecastingUrl: app.url } }),
    );

  it('tells of all, in parts, then has what was there before forgotten', async () => {
    expect(await publish(AS_OF)).toEqual({ reservations: bookings.length });
    const told = app.told.flatMap(({ reservations }) => reservations);
    expect(told.map(({ booking_id }) => booking_id)).toEqual(bookings.map(({ booking_id }) => booking_id).sort());
    expect(app.told.every(({ reservations, as_of }) => reservations.length <= 2_000 && as_of === AS_OF)).toBe(true);
    // As of the first push, by the clock of who was told.
    expect(app.told.at(-1)).toMatchObject({ reservations: [], retire_before: at(1) });
    const given = bookings.find(({ assigned_room_type: to, room_type: of }) => to !== null && to !== of)!;
    expect(told.find(({ booking_id }) => booking_id === given.booking_id)).toMatchObject({
      room_type: given.room_type,
      given_room_type: given.assigned_room_type,
      status: 'checked_out',
    });
  });

  it('knows nothing that was decided later than the day', async () => {
    const day = '2025-12-01';
    await publish(day);
    const told = app.told.flatMap(({ reservations }) => reservations);
    expect(told.length).toBeLessThan(bookings.length);
    for (const { booked_on, status, status_on, arrival_on } of told) {
      expect(booked_on < day).toBe(true);
      if (status === 'open') expect(status_on).toBeNull();
      else expect((status === 'checked_out' ? arrival_on : status_on!) < day).toBe(true);
    }
    // Some of them have been cancelled since.
    const cancelled = new Set(
      bookings.filter(({ status }) => status === 'cancelled').map(({ booking_id }) => booking_id),
    );
    expect(told.some(({ booking_id, status }) => status === 'open' && cancelled.has(booking_id))).toBe(true);
  });
});

describe('publishing stock', () => {
  let app: ToldApp<typeof pushStock>;
  const { products, stock } = layoutTables(SHOP_TABLES);
  beforeAll(async () => {
    const product = (product_id: string, unit_cost: number) => ({
      ...{ source: SHOP_SOURCE, product_id, product_name: '', description: '', category: '', brand: '', tags: '' },
      ...{ base_price: 10, unit_cost, lead_time_days: 3, image_url: '' },
    });
    const counted = (product_id: string, day: string, units: number) => ({
      ...{ source: SHOP_SOURCE, product_id, day, stock: units, on_order: 2, lost_sales: 0 },
    });
    await replaceTables(analytics, { products, stock }, SHOP_SOURCE, [
      { table: 'products', rows: [product('P001', 4.5), product('P002', 1)] },
      {
        table: 'stock',
        rows: [
          counted('P001', '2026-02-27', 9),
          counted('P001', '2026-02-28', 7),
          counted('P001', AS_OF, 5),
          counted('P002', '2026-02-28', 0),
        ],
      },
    ]);
  });
  beforeEach(async () => {
    app = await toldApp(pushStock, ({ stock: told }, number) => ({ stored: told.length, pushed_at: at(number) }));
  });
  afterEach(() => app.close());
  const publish = (as_of: string) =>
    publishStockTask(
      { source: SHOP_SOURCE, as_of, order_cost: 50, annual_holding_rate: 0.25 },
      jobContext({ analytics, settings: { forecastingUrl: app.url } }),
    );

  it('tells of the newest count of each product before the day', async () => {
    expect(await publish(AS_OF)).toEqual({ products: 2 });
    expect(app.told[0]!.stock).toEqual([
      {
        product_id: 'P001',
        counted_on: '2026-02-28',
        on_hand: 7,
        on_order: 2,
        unit_cost: 4.5,
        order_cost: 50,
        annual_holding_rate: 0.25,
      },
      {
        product_id: 'P002',
        counted_on: '2026-02-28',
        on_hand: 0,
        on_order: 2,
        unit_cost: 1,
        order_cost: 50,
        annual_holding_rate: 0.25,
      },
    ]);
  });

  it('refuses a source that counted nothing', async () => {
    await expect(publish('2026-01-01')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});
