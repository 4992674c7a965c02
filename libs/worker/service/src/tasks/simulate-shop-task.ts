import type { SimulateShopRequest } from '@bellwether/contracts';
import { SHOP_SOURCE, SHOP_TABLES, simulateShop, storedShop, type ShopTable } from '@bellwether/datasets';
import type { JobContext } from '@bellwether/platform/jobs';
import { storeWorld } from './store-world.js';

/** Builds the simulated shop up to a day and puts it in the place of the one before. @returns rows by table. */
export function simulateShopTask(
  { as_of: asOf, ...options }: SimulateShopRequest,
  context: JobContext,
): Promise<Record<ShopTable, number>> {
  return storeWorld(context, {
    source: SHOP_SOURCE,
    layouts: SHOP_TABLES,
    batches: storedShop(simulateShop({ ...options, asOf })),
    daily: 'stock',
    days: options.days,
    eventTimes: { interactions: 'occurred_at' },
  });
}
