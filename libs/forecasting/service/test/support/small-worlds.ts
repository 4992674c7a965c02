import {
  RENTAL_TABLES,
  RENTALS_SOURCE,
  SHOP_SOURCE,
  SHOP_TABLES,
  simulateRentals,
  simulateShop,
  storedShop,
} from '@bellwether/datasets';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

/** The day that counts as today of the small worlds: the day before is their last. */
export const AS_OF = '2026-03-02';
const DAYS = 200;

/** Types of the columns that trainers read, as the worker keeps them. */
const TYPES: Readonly<Record<string, string>> = {
  day: 'Date32',
  instant: "DateTime('UTC')",
  uint16: 'UInt16',
  uint32: 'UInt32',
  number: 'Float64',
};

/** A store with a marketplace and a shop of half a year, as the worker would have built them. */
export async function storeOfSmallWorlds(): Promise<AnalyticsStore> {
  const store = await openAnalyticsStore('chdb://memory');
  const rentals = simulateRentals({ users: 2_000, properties: 12, destinations: 3, days: DAYS, seed: 5, asOf: AS_OF });
  await keep(
    store,
    RENTALS_SOURCE,
    RENTAL_TABLES,
    ['properties', 'destinations', 'bookings', 'cancellations'],
    rentals,
  );
  const shop = storedShop(simulateShop({ customers: 600, products: 20, days: DAYS, seed: 5, asOf: AS_OF }));
  await keep(store, SHOP_SOURCE, SHOP_TABLES, ['products', 'stock', 'interactions'], shop);
  return store;
}

async function keep(
  store: AnalyticsStore,
  source: string,
  layouts: Readonly<Record<string, { readonly name: string; readonly columns: object }>>,
  tables: readonly string[],
  batches: Iterable<{ readonly table: string; readonly rows: readonly object[] }>,
): Promise<void> {
  const rows = new Map(tables.map((table) => [table, [] as object[]]));
  for (const { table, rows: more } of batches) rows.get(table)?.push(...more);
  for (const table of tables) {
    const { name, columns } = layouts[table]!;
    const typed = Object.entries(columns as Record<string, string>).filter(([, type]) => !type.endsWith('s'));
    const list = typed.map(([column, type]) => `${column} ${clickhouseType(type)}`).join(', ');
    await store.command(`CREATE TABLE ${name} (source String, ${list}) ENGINE = Memory`);
    await store.insert(
      name,
      rows.get(table)!.map((row) => ({
        source,
        ...Object.fromEntries(typed.map(([column]) => [column, (row as Record<string, unknown>)[column]])),
      })),
    );
  }
}

function clickhouseType(type: string): string {
  const plain = TYPES[type.replace('?', '')] ?? 'String';
  return type.endsWith('?') ? `Nullable(${plain})` : plain;
}
