import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  GROCER_SOURCE,
  GROCER_TABLES,
  HOTEL_DAILY_TABLES,
  HOTEL_TABLES,
  RENTAL_TABLES,
  RENTALS_SOURCE,
  SHOP_SOURCE,
  SHOP_TABLES,
  SIMULATED_SOURCE,
  simulateGrocer,
  simulateRentals,
  simulateShop,
  simulateWholeHotel,
  storedGrocer,
  storedShop,
} from '@bellwether/datasets';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import type { JobContext } from '@bellwether/platform/jobs';
import { jobContext } from '../../test/support/job-context.js';
import type { StoredLayout } from '../sources/layout-tables.js';
import { simulateGrocerTask } from './simulate-grocer-task.js';
import { simulateHotelTask } from './simulate-hotel-task.js';
import { simulateRentalsTask } from './simulate-rentals-task.js';
import { simulateShopTask } from './simulate-shop-task.js';

interface Batch {
  readonly table: string;
  readonly rows: readonly object[];
}

interface World {
  readonly source: string;
  readonly layouts: Readonly<Record<string, StoredLayout>>;
  /** Runs the task on a small world of a seed. */
  readonly run: (seed: number, context: JobContext) => Promise<object>;
  /** What the generator gives for the same world. */
  readonly generated: (seed: number) => Iterable<Batch>;
}

const asOf = '2026-03-01';
const shop = { customers: 60, products: 20, days: 90 };
const rentals = { users: 150, properties: 12, destinations: 4, days: 200 };
const grocer = { samples: 3_000, days: 40 };
const hotel = { guests: 300, rooms: 6, years: 1 };
const DETAIL_DAYS = 120;

const WORLDS: Readonly<Record<string, World>> = {
  shop: {
    source: SHOP_SOURCE,
    layouts: SHOP_TABLES,
    run: (seed, context) => simulateShopTask({ ...shop, seed, as_of: asOf }, context),
    generated: (seed) => storedShop(simulateShop({ ...shop, seed, asOf })),
  },
  rentals: {
    source: RENTALS_SOURCE,
    layouts: RENTAL_TABLES,
    run: (seed, context) => simulateRentalsTask({ ...rentals, seed, as_of: asOf }, context),
    generated: (seed) => simulateRentals({ ...rentals, seed, asOf }),
  },
  grocer: {
    source: GROCER_SOURCE,
    layouts: GROCER_TABLES,
    run: (seed, context) => simulateGrocerTask({ ...grocer, seed, start_date: '2024-01-01' }, context),
    generated: (seed) => storedGrocer(simulateGrocer({ ...grocer, seed, startDate: '2024-01-01' })),
  },
  hotel: {
    source: SIMULATED_SOURCE,
    layouts: { ...HOTEL_TABLES, ...HOTEL_DAILY_TABLES },
    run: (seed, context) => simulateHotelTask({ ...hotel, seed, as_of: asOf, detail_days: DETAIL_DAYS }, context),
    *generated(seed) {
      const { tables, days } = simulateWholeHotel({ ...hotel, seed, asOf });
      for (const [table, rows] of Object.entries(tables)) yield { table, rows };
      yield* days(DETAIL_DAYS);
    },
  },
};

let analytics: AnalyticsStore;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());

describe.each(Object.entries(WORLDS))('the simulated %s in the store', (_, { source, layouts, run, generated }) => {
  const stored = ({ name, columns }: StoredLayout) =>
    analytics.rows<object>(`SELECT ${Object.keys(columns).join(', ')} FROM ${name} WHERE source = {source:String}`, {
      source,
    });
  const digests = async () =>
    Promise.all(
      Object.entries(layouts).map(async ([table, layout]) => [table, digestOf(await stored(layout), layout)]),
    );

  it('is what was generated, every row of every table, and counted', async () => {
    const expected = new Map(Object.keys(layouts).map((table) => [table, [] as object[]]));
    for (const { table, rows } of generated(7)) expected.get(table)?.push(...rows);
    const counts = (await run(7, jobContext({ analytics }))) as Record<string, number>;
    for (const [table, layout] of Object.entries(layouts)) {
      const [rows, generatedRows] = [await stored(layout), expected.get(table)!];
      expect([table, rows.length]).toEqual([table, generatedRows.length]);
      expect(rows.length).toBeGreaterThan(0);
      expect([table, digestOf(rows, layout)]).toEqual([table, digestOf(generatedRows, layout)]);
      if (table in counts) expect(counts[table]).toBe(rows.length);
    }
  });

  it('is the same built again, and wholly another of another seed', async () => {
    await run(7, jobContext({ analytics }));
    const first = await digests();
    await run(7, jobContext({ analytics }));
    expect(await digests()).toEqual(first);
    await run(8, jobContext({ analytics }));
    expect(await digests()).not.toEqual(first);
  });

  it('stays as it was where a build is cancelled, tells of progress until then and leaves nothing behind', async () => {
    await run(7, jobContext({ analytics }));
    const before = await digests();
    const cancelled = new AbortController();
    let reports = 0;
    const job = jobContext({
      analytics,
      signal: cancelled.signal,
      onProgress: () => ((reports += 1) === 3 ? cancelled.abort(new Error('asked to stop')) : undefined),
    });
    await expect(run(8, job)).rejects.toThrow('asked to stop');
    expect(job.reports.length).toBeGreaterThanOrEqual(3);
    expect(await digests()).toEqual(before);
    const tables = await analytics.rows<{ name: string }>('SHOW TABLES');
    expect(tables.filter(({ name }) => name.includes('staging'))).toEqual([]);
  });

  it('stays as it was where the store fails between two inserts', async () => {
    await run(7, jobContext({ analytics }));
    const before = await digests();
    let inserts = 0;
    const failing = Object.create(analytics) as AnalyticsStore;
    failing.insert = (table, rows) => {
      inserts += 1;
      if (inserts === 2) return Promise.reject(new Error('the disk is full'));
      return analytics.insert(table, rows);
    };
    await expect(run(8, jobContext({ analytics: failing }))).rejects.toThrow('the disk is full');
    expect(await digests()).toEqual(before);
  });
});

/** Of the rows in any order, each value as the store writes it. */
function digestOf(rows: readonly object[], { columns }: StoredLayout): string {
  const types = Object.entries(columns);
  const written = (row: object) => JSON.stringify(types.map(([name, type]) => asStored(row[name as never], type)));
  return createHash('sha256').update(rows.map(written).sort().join('\n')).digest('hex');
}

function asStored(value: unknown, type: string): unknown {
  if (value === null) return null;
  if (type.endsWith('instant')) {
    const text = String(value).replace(' ', 'T');
    return text.endsWith('Z') ? text : `${text}Z`;
  }
  return typeof value === 'boolean' ? Number(value) : value;
}
