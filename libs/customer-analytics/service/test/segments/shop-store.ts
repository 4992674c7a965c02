import { SHOP_SOURCE, SHOP_TABLES, simulateShop, storedShop } from '@bellwether/datasets';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

/** The day after the last of the small shop. */
export const AS_OF = '2026-03-15';

const TYPES: Readonly<Record<string, string>> = {
  day: 'Date32',
  instant: "DateTime('UTC')",
  number: 'Float64',
};

/** A store with what the customers of a small shop did and saw, as the worker would have kept it. */
export async function storeOfShop(): Promise<AnalyticsStore> {
  const store = await openAnalyticsStore('chdb://memory');
  const rows: Record<'interactions' | 'touches', object[]> = { interactions: [], touches: [] };
  const shop = simulateShop({ customers: 250, products: 20, days: 150, seed: 5, asOf: AS_OF });
  for (const { table, rows: more } of storedShop(shop)) {
    if (table === 'interactions' || table === 'touches') rows[table].push(...more);
  }
  for (const table of ['interactions', 'touches'] as const) {
    const { name, columns } = SHOP_TABLES[table];
    const list = Object.entries(columns).map(([column, type]) => `${column} ${clickhouseType(type)}`);
    await store.command(`CREATE TABLE ${name} (source String, ${list.join(', ')}) ENGINE = Memory`);
    await store.insert(
      name,
      rows[table].map((row) => ({ source: SHOP_SOURCE, ...row })),
    );
  }
  return store;
}

function clickhouseType(type: string): string {
  const plain = TYPES[type.replace('?', '')] ?? 'String';
  return type.endsWith('?') ? `Nullable(${plain})` : plain;
}
