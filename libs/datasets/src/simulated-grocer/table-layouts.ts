import type { ColumnTypes } from '../tables/column-type.js';
import type { TableLayouts } from '../tables/table-layout.js';
import type { GrocerEventRow, GrocerTruthRow } from './rows.js';
import type { GrocerDay } from './simulate-grocer.js';

/** Under which the analytics store keeps the simulated grocer. */
export const GROCER_SOURCE = 'simulated-grocer';

/** An event with its number, from 0: a table has no order by which it would be found beside its truth. */
export interface StoredGrocerEvent extends GrocerEventRow {
  readonly event: number;
}

const EVENT_COLUMNS = {
  product_id: 'text',
  category: 'label',
  base_price: 'number',
  discounted_price: 'number',
  discount_pct: 'whole',
  days_to_expiry: 'uint16',
  inventory_level: 'uint32',
  timestamp: 'local_instant',
  day_of_week: 'uint8',
  month: 'uint8',
  is_weekend: 'uint8',
  is_summer: 'uint8',
  is_winter: 'uint8',
  is_holiday_season: 'uint8',
  season_multiplier: 'number',
  sold: 'uint8',
  units_sold: 'uint16',
  revenue: 'number',
} as const satisfies ColumnTypes<GrocerEventRow>;

/** Where each table of the grocer is kept, in the order in which readers may see them. */
export const GROCER_TABLES = {
  truth: {
    name: 'grocer_truth',
    columns: {
      event: 'uint32',
      purchase_probability: 'number',
      undiscounted_probability: 'number',
      mean_more_units: 'number',
    },
    order: ['event'],
  },
  events: {
    name: 'grocer_events',
    columns: {
      event: 'uint32',
      ...EVENT_COLUMNS,
    },
    order: ['event'],
  },
} as const satisfies TableLayouts<{ truth: GrocerTruthRow; events: StoredGrocerEvent }>;

/** What the columns of each table hold. In a file the events are in the order of their numbers, and do without them. */
export const GROCER_COLUMNS = { truth: GROCER_TABLES.truth.columns, events: EVENT_COLUMNS };

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
