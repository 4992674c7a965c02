import type { SimulateGrocerRequest } from '@bellwether/contracts';
import { GROCER_SOURCE, GROCER_TABLES, simulateGrocer, storedGrocer } from '@bellwether/datasets';
import type { JobContext } from '@bellwether/platform/jobs';
import { storeWorld } from './store-world.js';

/** Builds the simulated grocer and puts it in the place of the one before. @returns rows by table. */
export function simulateGrocerTask(
  { start_date: startDate, ...options }: SimulateGrocerRequest,
  context: JobContext,
): Promise<Record<keyof typeof GROCER_TABLES, number>> {
  return storeWorld(context, {
    source: GROCER_SOURCE,
    layouts: GROCER_TABLES,
    batches: storedGrocer(simulateGrocer({ ...options, startDate })),
    daily: 'truth',
    // A day without an event is not told of.
    days: Math.min(options.days, options.samples),
    eventTimes: { grocer_events: 'timestamp' },
  });
}
