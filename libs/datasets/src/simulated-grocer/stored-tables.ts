import type { TableLayouts } from '../tables/table-layout.js';
import type { GrocerEventRow, GrocerTruthRow } from './rows.js';
import type { GrocerDay } from './simulate-grocer.js';

/** Under which the analytics store keeps the simulated grocer. */
export const GROCER_SOURCE = 'simulated-grocer';

/** An event with its number, from 0: a table has no order by which it would be found beside its truth. */
export interface StoredGrocerEvent extends GrocerEventRow {
  readonly event: number;
}

/** Where each table of the grocer is kept, in the order in which readers may see them. */
export const GROCER_TABLES = {
  truth: {
    name: 'grocer_truth',
    columns: {
      event: 'UInt32',
      purchase_probability: 'Float64',
      undiscounted_probability: 'Float64',
      mean_more_units: 'Float64',
    },
    order: ['event'],
  },
  events: {
    name: 'grocer_events',
    columns: {
      event: 'UInt32',
      product_id: 'String',
      category: 'LowCardinality(String)',
      base_price: 'Float64',
      discounted_price: 'Float64',
      discount_pct: 'Float64',
      days_to_expiry: 'UInt16',
      inventory_level: 'UInt32',
      // Local time of the shop, kept as if it were UTC.
      timestamp: "DateTime('UTC')",
      day_of_week: 'UInt8',
      month: 'UInt8',
      is_weekend: 'UInt8',
      is_summer: 'UInt8',
      is_winter: 'UInt8',
      is_holiday_season: 'UInt8',
      season_multiplier: 'Float64',
      sold: 'UInt8',
      units_sold: 'UInt16',
      revenue: 'Float64',
    },
    order: ['event'],
  },
} as const satisfies TableLayouts<{ truth: GrocerTruthRow; events: StoredGrocerEvent }>;

/** Rows of one table, as they are stored. */
export type StoredGrocerBatch =
  | { readonly table: 'truth'; readonly rows: readonly GrocerTruthRow[] }
  | { readonly table: 'events'; readonly rows: readonly StoredGrocerEvent[] };

/** The days of the grocer as they are stored. */
export function* storedGrocer(days: Iterable<GrocerDay>): Generator<StoredGrocerBatch, void, undefined> {
  for (const { events, truth } of days) {
    yield { table: 'events', rows: events.map((row, index) => ({ event: truth[index]!.event, ...row })) };
    yield { table: 'truth', rows: truth };
  }
}
