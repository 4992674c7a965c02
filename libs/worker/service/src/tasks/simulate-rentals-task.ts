import type { SimulateRentalsRequest } from '@bellwether/contracts';
import { RENTAL_TABLES, RENTALS_SOURCE, simulateRentals, type RentalTable } from '@bellwether/datasets';
import type { JobContext } from '@bellwether/platform/jobs';
import { storeWorld } from './store-world.js';

/** Builds the simulated marketplace up to a day and puts it in the place of the one before. @returns rows by table. */
export function simulateRentalsTask(
  { as_of: asOf, ...options }: SimulateRentalsRequest,
  context: JobContext,
): Promise<Record<RentalTable, number>> {
  return storeWorld(context, {
    source: RENTALS_SOURCE,
    layouts: RENTAL_TABLES,
    batches: simulateRentals({ ...options, asOf }),
    daily: 'calendar',
    days: options.days,
    eventTimes: { rentals_views: 'viewed_at' },
  });
}
